"""`litsynth review`: decisions in the terminal, by lines and by keys."""

import io
import json
import os
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import QUESTION, Litsynth
from report_maker import make_report
from test_decisions import ACCEPT, OVERRULE
from test_rendered import files_of

from litsynth.benchmarks import read_judged
from litsynth.cli import reviewing
from litsynth.pipeline import Models
from litsynth.records import Decision
from litsynth.review import review_queue, verdict_digest
from litsynth.store import DECISIONS, append_decisions, read_decisions, write_run

REPORT = make_report()
EPOCH = "1700000000"
AT = "2023-11-14T22:13:20Z"
STAKE = ["c03swahili", "c04base", "c01gain", "c05urdu", "c06cost", "c02english"]
"""The answer's claims, the least certain first, then the others likewise."""


@pytest.fixture
def report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("TERM", "dumb")
    return write_run(Path("run"), folder, "q", "2199-03-14", files_of(REPORT))


Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(litsynth_: Litsynth, report: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`litsynth review run` with lines on standard input."""

    def run(lines: str, *options: str, reviewer: str = "Ada") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode("utf-8", "surrogateescape"))))
        return litsynth_("review", str(report), *(("--reviewer", reviewer) if reviewer else ()), *options)

    return run


def made(report: Path) -> list[tuple[str, str, str | None, str]]:
    return [(one.claim_id, one.kind, one.label, one.reason) for one in read_decisions(report).decisions]


def shown(out: str) -> list[str]:
    return [line.split("(")[1].split(")")[0] for line in out.splitlines() if line.startswith("--- claim-")]


def test_each_key_does_what_its_help_says(typed: Typed, report: Path) -> None:
    status, out, err = typed("a\no\n2\nThe table\tsays  71.0.\np\n4\ntranslate-train\nn\nAsk them.\ns\nq\n")
    assert status == 0, err
    assert shown(out) == STAKE[:5]
    assert made(report) == [
        ("c03swahili", "accept", "conflicting", ""),
        ("c04base", "overrule", "refuted", "The table says 71.0."),
        ("c01gain", "overrule", "different protocol", "protocols differ in: setting: translate-train"),
        ("c05urdu", "note", None, "Ask them."),
    ]
    decisions = read_decisions(report).decisions
    assert {(one.reviewer, one.at) for one in decisions} == {("Ada", AT)}
    assert [one.verdict for one in decisions[:1]] == [verdict_digest(REPORT.verdicts[3])]
    assert "1 accepted, 2 overruled, 1 noted; Ada has judged 3 of 6 claims" in out
    text = (report / "report.md").read_text()
    assert "- **Overruled** by reviewer Ada, 2023-11-14 22:13 UTC: **Refuted**. Reason: The table says 71.0." in text
    assert "1 reviewer (Ada) judged 3 of 6 claims" in text
    assert len(json.loads((report / "report.json").read_text())["decisions"]) == 4


def test_a_review_goes_on_where_it_ended_and_order_and_choice_can_be_changed(typed: Typed, report: Path) -> None:
    typed("a\ns\n")
    _, out, _ = typed("s\n" * 9)
    assert shown(out) == STAKE[1:], "what was skipped comes again, what was judged does not"
    _, out, _ = typed("s\n" * 9, "--all")
    assert shown(out) == [*STAKE[1:], STAKE[0]]
    assert "Decided             Ada, 2023-11-14 22:13 UTC: accepted: Conflicting" in out
    _, out, _ = typed("s\n" * 9, "--label", "supported", "--label", "not enough")
    assert shown(out) == ["c01gain", "c05urdu", "c06cost"]
    _, out, _ = typed("s\n" * 9, "--claim", "claim-3", "--claim", "c04")
    assert shown(out) == ["c03swahili", "c04base"]
    _, out, _ = typed("s\n" * 9, "--order", "report", reviewer="Ben")
    assert shown(out) == [claim.claim_id for claim in REPORT.claims]
    confidence = {verdict.claim_id: verdict.confidence for verdict in REPORT.verdicts}
    assert list(review_queue(REPORT, "Ben", "confidence")) == sorted(confidence, key=confidence.__getitem__)


def test_a_decision_is_on_the_disk_before_the_next_claim_is_shown(report: Path) -> None:
    code = "import sys\nfrom litsynth.cli.main import call\nsys.exit(call(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "review", "run", "--reviewer", "Ada"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("a\na\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith("--- claim-1 "):
                process.send_signal(signal.SIGKILL)
                break
    assert [one[0] for one in made(report)] == ["c03swahili", "c04base"]


def test_undo_takes_back_the_last_decision_and_shows_its_claim_again(typed: Typed, report: Path) -> None:
    _, out, err = typed("a\na\nu\nb\nu\nu\nq\n")
    assert shown(out) == [*STAKE[:3], STAKE[1], STAKE[0], STAKE[0]]
    assert [one[:2] for one in made(report)] == [
        ("c03swahili", "accept"),
        ("c04base", "accept"),
        ("c04base", "undo"),
        ("c03swahili", "undo"),
    ]
    assert "there is nothing of yours to take back" in err
    assert "Ada has judged 0 of 6 claims" in out
    typed("a\n")
    typed("u\n", "--claim", "c03swahili", reviewer="Ben")
    assert made(report)[-1][1] == "accept", "nobody takes back what another said"
    typed("u\n", "--claim", "c03swahili")
    assert made(report)[-1][:2] == ("c03swahili", "undo")


def test_nothing_is_decided_without_a_reason_a_label_or_a_known_key(typed: Typed, report: Path) -> None:
    status, out, err = typed("o\n3\n\no\n9\no\n\no\nwrong\nn\n\np\n\nx\n\n?\nm\n", "--claim", "c01gain")
    assert status == 0
    assert made(report) == []
    for said in ("overrule without a reason", "'9' is none of them", "'wrong' is none of them", "no such key 'x'"):
        assert said in err
    assert "a  accept: the verdict is right" in out
    assert (report / "report.md").read_text() == files_of(REPORT)["report.md"]


def test_a_card_shows_quote_verdict_and_the_strongest_evidence_of_each_side(typed: Typed) -> None:
    _, out, _ = typed("m\n", "--claim", "c01gain")
    card, whole = (" ".join(part.split()) for part in out.split("quit > ", 1))
    for said in (
        "Quote “Our model gains 1.8 points on average.”",
        "From Lindqvist et al. 2021a, v2, section “Abstract” (LaTeX source)",
        "Numbers 1.8 points (1.75 to 1.85)",
        "Verdict Supported, confidence 93% (high). 5 traced, 1 restated, 1 corroborated; 48 passages looked at.",
        "Supports (1 of 7)",
        "own paper; entails 0.97, neutral 0.02, contradicts 0.01",
        "1.8 points vs 78.1 - 76.3: agree",
        "Different protocol (1)",
        "why: Setting differs: zero-shot in the claim, translate-train here.",
    ):
        assert said in card
    assert "In run 2" not in card
    assert "In run 2" in whole


def test_two_reviewers_and_what_changed_since_are_seen_on_the_card_and_in_the_report(
    typed: Typed, report: Path
) -> None:
    append_decisions(report, [ACCEPT, replace(OVERRULE, reviewer="Ben"), replace(ACCEPT, reviewer="Cyd", verdict="0")])
    _, out, _ = typed("q\n", "--claim", "c01gain", reviewer="Dan")
    assert "Reviewers disagree." in out
    assert "changed since]" in " ".join(out.split())
    text = (report / "report.md").read_text()
    assert "Supported (reviewers disagree)" in text
    assert "Decided before the verdict or the evidence under it changed: [claim-1](#claim-1)" in text
    _, out, _ = typed("s\n" * 9, reviewer="Cyd")
    assert "c01gain" in shown(out), "what was judged on other evidence is to be judged again"


def test_where_nothing_is_left_to_judge_nobody_is_asked(typed: Typed, report: Path) -> None:
    typed("a\n" * 6)
    assert len(made(report)) == 6
    status, out, err = typed("a\n" * 6)
    assert (status, shown(out), len(made(report))) == (0, [], 6)
    assert "--all shows what you have judged" in err
    typed("a\n", "--claim", "c01gain", reviewer="Zoe\u0301")
    _, out, _ = typed("q\n", reviewer="Zo\u00e9")
    assert "Zo\u00e9 has judged 1 of 6" in out, "one name, in whichever way it is encoded"


def test_the_page_on_reviewing_says_what_the_command_can_do(litsynth_: Litsynth) -> None:
    page = (Path(__file__).parents[1] / "docs" / "review.md").read_text(encoding="utf-8")
    _, out, _ = litsynth_("review", "--help")
    options, named = (set(re.findall(r"--[a-z][a-z-]+", text)) - {"--judged"} for text in (out, page))
    assert options - {"--help", "--quiet"} == named
    assert all(f"| `{key}` |" in page for key in "aopnsubmq")
    assert reviewing._PROMPT in page
    assert reviewing._AT_END in page


HOSTILE = "\x1b[31m<script>alert(1)</script> | **b** {{ 7*7 }} \u202e[x](javascript:1) `c` <!-- \udcff"


def test_hostile_words_are_inert_on_the_terminal_and_in_the_report(typed: Typed, report: Path) -> None:
    typed(f"o\n1\n{HOSTILE}\nq\n", reviewer="A\x1b[2J<b>|x")
    ((_, _, _, reason),) = made(report)
    assert not set(reason) & set("\x1b\u202e\udcff")
    _, out, _ = typed("q\n", "--claim", "c03swahili", reviewer="Ben")
    assert "\x1b" not in out
    text = (report / "report.md").read_text(encoding="utf-8")
    assert r"\<script\>alert(1)\</script\> \| \*\*b\*\* {{ 7\*7 }} \[x\](javascript:1) \`c\` \<!-- " in text
    assert r"A \[2J\<b\>\|x" in text
    assert "<script>alert" not in (report / "report.html").read_text(encoding="utf-8")


def test_who_reviews_comes_from_the_option_then_the_settings_and_is_never_guessed_in_a_pipe(
    typed: Typed, report: Path, folder: Path
) -> None:
    status, _, err = typed("a\n", reviewer="")
    assert (status, made(report)) == (2, [])
    assert "who reviews? (give --reviewer NAME, or set review.reviewer in litsynth.toml)" in err
    (folder / "litsynth.toml").write_text('[review]\nreviewer = "Cyd  D."\n')
    typed("a\n", reviewer="")
    typed("a\n")
    assert [one.reviewer for one in read_decisions(report).decisions] == ["Cyd D.", "Ada"]
    assert typed("a\n", reviewer=" \x1b ")[0] == 2


def test_what_cannot_be_reviewed_is_one_line(typed: Typed, report: Path, litsynth_: Litsynth, folder: Path) -> None:
    for options, status, said in (
        (("--claim", "claim-99"), 2, "no claim 'claim-99' in run (give claim-1 to claim-6, or a claim_id)"),
        (("--label", "wrong"), 2, "no verdict 'wrong'"),
        (("--label", "1"), 2, "no verdict '1'"),
        (("--strict",), 2, "--strict is for --import"),
        (("--json",), 2, "--json is for --agreement"),
        (("--agreement", "--export", "x.md"), 2, "exclude each other"),
        (("--agreement",), 3, "fewer than two reviewers"),
        (("--export-calibration", "x"), 3, "no verdict of this report has been judged"),
    ):
        found, out, err = typed("a\n", *options)
        assert (found, out, err.count("\n")) == (status, "", 1), err
        assert said in err
    status, _, err = litsynth_("review", str(folder))
    assert (status, "no report at" in err) == (3, True)
    assert made(report) == []


def test_a_folder_that_cannot_be_written_is_told_before_anybody_decides(
    typed: Typed, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    status, out, err = typed("a\n")
    assert (status, out) == (1, "")
    assert "run/decisions.jsonl cannot be written" in err


def test_a_full_disk_in_a_pipe_ends_the_review_and_keeps_what_was_decided(report: Path) -> None:
    limit = 400

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    code = "import sys\nfrom litsynth.cli.main import call\nsys.exit(call(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "review", "run", "--reviewer", "Ada"]
    done = subprocess.run(
        command, input="a\na\na\na\n", preexec_fn=small, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "decisions.jsonl: File too large; nothing was added to it" in done.stderr
    assert [one[0] for one in made(report)] == STAKE[:2]
    assert (report / DECISIONS).stat().st_size <= limit
    assert (report / "report.md").read_text() == files_of(REPORT)["report.md"], "there was no room for a new one"


def test_a_damaged_line_is_named_and_the_status_says_so(typed: Typed, report: Path) -> None:
    append_decisions(report, [ACCEPT])
    with (report / DECISIONS).open("a") as stream:
        stream.write('{"claim_id": "c0')
    status, out, err = typed("a\n")
    assert status == 4
    assert "run/decisions.jsonl:2: not read: not JSON" in " ".join(err.split())
    assert "Ada has judged 2 of 6 claims" in out


def test_reviewed_verdicts_are_read_by_calibrate(typed: Typed, report: Path, folder: Path) -> None:
    def judged(claim_id: str, kind: str, label: str, reviewer: str = "Ada") -> Decision:
        verdict = next(one for one in REPORT.verdicts if one.claim_id == claim_id)
        return Decision(claim_id, kind, label, "Because.", reviewer, AT, verdict_digest(verdict))

    append_decisions(
        report,
        [
            judged("c01gain", "accept", "supported"),
            judged("c01gain", "accept", "supported", "Ben"),
            judged("c02english", "overrule", "supported"),
            judged("c05urdu", "accept", "not enough evidence"),
            judged("c05urdu", "overrule", "supported", "Ben"),
            replace(judged("c06cost", "accept", "not enough evidence"), verdict="0"),
        ],
    )
    status, _, err = typed("", "--export-calibration", "judged.jsonl", reviewer="")
    assert status == 0
    assert "2 judged verdicts written" in err
    for why in ("1 (judged on other evidence)", "2 (not judged)", "1 (reviewers disagree)"):
        assert f"left out: {why}" in err
    rows = [json.loads(line) for line in (folder / "judged.jsonl").read_text().splitlines()]
    assert [(row["claim_id"], row["right"], row["reviewers"]) for row in rows] == [
        ("c01gain", True, ["Ada", "Ben"]),
        ("c02english", False, ["Ada"]),
    ]
    samples = read_judged(folder / "judged.jsonl", "embedded@1").samples
    assert [sample.passages for sample in samples] == [row["looked_at"] for row in rows]
    assert samples[0].truth == ("supported",)
    assert "refuted" not in samples[1].truth


def test_agreement_names_coefficients_intervals_and_conflicts(typed: Typed, report: Path) -> None:
    for reviewer, keys in (("Ada", "a\na\na\na\na\na\n"), ("Ben", "a\na\na\na\no\n1\nIt does.\na\n")):
        typed(keys, reviewer=reviewer)
    status, out, _ = typed("", "--agreement")
    assert status == 0
    assert "Krippendorff's alpha (nominal), Ada and Ben: 0.81, too few for an interval (n = 6" in out
    # 1 - 11 * 2 / (12 ** 2 - (3 ** 2 + 3 * 2 ** 2 + 3 ** 2))
    assert "(n = 6 claims, the same label in 83%)" in out
    assert "claim-6 (c06cost): Ada: not enough evidence; Ben: supported" in out
    status, out, _ = typed("", "--agreement", "--json")
    value = json.loads(out)
    assert [one["coefficient"] for one in value["agreement"]] == ["Krippendorff's alpha (nominal)", "Cohen's kappa"]
    assert value["conflicts"] == [
        {"claim": "claim-6", "claim_id": "c06cost", "labels": {"Ada": "not enough evidence", "Ben": "supported"}}
    ]


def test_the_same_run_again_keeps_what_was_decided(
    litsynth_: Litsynth, papers: Path, quick_models: Models, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("run", QUESTION, "--source", "papers", "--corpus", "mine", "--date", "2026-01-31", "-q")
    for out in ((), ("--out", "mine")):
        assert litsynth_(*command, *out)[0] == 0
        (place,) = [folder / "mine"] if out else list((folder / "reports").iterdir())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\nn\nAsk them.\n")))
        assert litsynth_("review", str(place), "--reviewer", "Ada")[0] == 0
        before = {
            path.name: path.read_bytes() for path in place.rglob("*") if path.is_file() and path.name != "run.log.json"
        }
        assert b"by reviewer Ada" in before["report.md"]
        status, said, _ = litsynth_(*command, *out)
        assert status == 0
        assert said.endswith(f"{place.relative_to(folder)}/report.md\n")
        assert {
            path.name: path.read_bytes() for path in place.rglob("*") if path.is_file() and path.name != "run.log.json"
        } == before


def drive(arguments: list[str], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """A command on a terminal of its own: each answer is typed once its question stands there."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm", COLUMNS="100", NO_COLOR="1")
        code = "import sys\nfrom litsynth.cli.main import call\nsys.exit(call(sys.argv[1:]))"
        os.execv(sys.executable, [sys.executable, "-c", code, *arguments])
    said, until = "", time.monotonic() + 60
    at = 0
    while time.monotonic() < until:
        if answers and answers[0][0] in said[at:]:
            at = len(said)
            time.sleep(0.2)  # keys that come before the terminal was switched are dropped
            os.write(terminal, answers.pop(0)[1].encode())
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                said += os.read(terminal, 65536).decode("utf-8", "replace")
            except OSError:  # the other end is closed
                break
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), said


def test_on_a_terminal_single_keys_decide_and_an_interruption_loses_nothing(report: Path) -> None:
    answers = [
        ("Reviewer's name [", "Ada Lindqvist\n"),
        ("quit > ", "a"),
        ("quit > ", "o"),
        ("(Enter: none) > ", "ref\n"),
        ("required): ", "Table 3 says 71.0 é\n"),
        ("quit > ", "\x1b[A"),
        ("quit > ", "\x03"),
    ]
    status, said = drive(["review", "run"], answers)
    assert status == 130, said
    assert made(report) == [
        ("c03swahili", "accept", "conflicting", ""),
        ("c04base", "overrule", "refuted", "Table 3 says 71.0 é"),
    ]
    assert read_decisions(report).decisions[0].reviewer == "Ada Lindqvist"
    assert "Table 3 says 71.0 é" in (report / "report.md").read_text(encoding="utf-8")
