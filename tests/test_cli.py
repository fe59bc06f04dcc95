"""The command line: outputs, exit statuses, and one line for everything that goes wrong."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from arxiv_server import ArxivServer
from cli_papers import ONE, THREE, TWO
from conftest import HUB, Litsynth
from pdf_maker import make_pdf

import litsynth.cli.running
import litsynth.models.choose
from litsynth import __version__
from litsynth.cli.main import COMMANDS
from litsynth.codec import decode
from litsynth.config import VerifySettings
from litsynth.pipeline import CheckItem, Models, check_items
from litsynth.records import Judgement, Report

pytestmark = pytest.mark.usefixtures("models_are_loaded_once")
QUESTION = "Does intermediate-task training improve transfer on XNLI?"
FILES = {
    "report.md", "brief.md", "report.html", "report.json", "effects.svg", "effects.png",
    "claims.jsonl", "evidence.jsonl", "references.bib", "references.json",
    "references.ris", "run.json", "run.log.json", "reliability.svg", "reliability.png",
}  # fmt: skip
MAIN = "from litsynth.cli.main import call\nsys.exit(call(sys.argv[1:]))"
CLOSED = "http://127.0.0.1:9/api/query"  # the discard port: nothing listens there


def process(*arguments: str, folder: Path, code: str = "") -> "subprocess.CompletedProcess[str]":
    """A command line in a process of its own, after `code`; what the fixtures set for the hub is not handed on."""
    inherited = {name: value for name, value in os.environ.items() if name not in HUB}
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{MAIN}", *arguments],
        cwd=folder,
        env=inherited | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def json_lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def fails(result: tuple[int, str, str], status: int, *said: str) -> None:
    """One line on standard error that says all this, and nothing on standard output."""
    found, out, err = result
    assert (found, out) == (status, ""), result
    assert err.startswith("litsynth: ")
    assert err.count("\n") == 1
    for part in said:
        assert part in err


# Help and usage


@pytest.mark.parametrize("command", [*COMMANDS, "corpus list", "corpus show", "corpus add", "corpus remove"])
def test_every_command_explains_itself(litsynth_: Litsynth, command: str) -> None:
    status, out, err = litsynth_(*command.split(), "--help")
    assert (status, err) == (0, "")
    assert f"litsynth {command}" in " ".join(out.split())
    assert "Example:" in out or command == "corpus"
    assert "completion" not in out


def test_help_lists_every_command(litsynth_: Litsynth) -> None:
    status, out, _ = litsynth_("--help")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines() if line.startswith("  ")] == list(COMMANDS)
    assert litsynth_("--version") == (0, f"litsynth {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no command given"),
        (["fly"], "no such command 'fly'"),
        (["--fly"], "no such command '--fly'"),
        (["run", QUESTION, "--fly"], "--fly"),
        (["run"], "Missing argument"),
        (["run", ""], "no content words"),
        (["run", " ? "], "no content words"),
        (["run", QUESTION, "--papers", "0"], "--papers"),
        (["run", QUESTION, "--papers", "few"], "--papers"),
        (["run", QUESTION, "--date", "2026-13-01"], "2026-13-01"),
        (["run", QUESTION, "--papers", "-1"], "--papers"),
        (["run", QUESTION, "--date", ""], "'' is not a date"),
        (["run", QUESTION, "--out", ""], "--out is empty"),
        (["run", QUESTION, "--verifier", ""], "models.verifier is empty"),
        (["run", QUESTION, "--corpus", "../up"], "no name for a corpus"),
        (["run", QUESTION, "--corpus", "a/b"], "'a/b' is no name for a corpus"),
        (["corpus", "add", "a/b", "papers"], "'a/b' is no name for a corpus"),
        (["corpus", "add", "", "papers"], "corpus.name is empty"),
        (["corpus"], "Missing command"),
        (["corpus", "fly"], "fly"),
        (["search"], "either a query or --queries"),
        (["search", "a", "--queries", "b"], "either a query or --queries"),
        (["search", " ?! "], "has no word"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    litsynth_: Litsynth, folder: Path, arguments: list[str], said: str
) -> None:
    fails(litsynth_(*arguments), 2, said)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("toml", "variable", "said"),
    [
        ("[search]\npages = 3\n", "", "litsynth.toml: unknown key search.pages"),
        ("[serch]\npapers = 3\n", "", "litsynth.toml: unknown section 'serch'"),
        ("papers = \n", "", "litsynth.toml: not valid TOML"),
        ("[search]\npapers = 'many'\n", "", "search.papers: 'many' is not a whole number"),
        (
            "",
            "LITSYNTH_SEARCH_PAGES",
            "environment: LITSYNTH_SEARCH_PAGES is no setting (did you mean LITSYNTH_SEARCH_PAPERS?",
        ),
        ("", "LITSYNTH_SERCH_PAPERS", "environment: LITSYNTH_SERCH_PAPERS is no setting"),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(
    litsynth_: Litsynth, folder: Path, monkeypatch: pytest.MonkeyPatch, toml: str, variable: str, said: str
) -> None:
    (folder / "litsynth.toml").write_text(toml)
    if variable:
        monkeypatch.setenv(variable, "3")
    fails(litsynth_("config"), 2, said)


def test_a_settings_file_that_is_no_text_is_named(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "litsynth.toml").write_bytes(b"[search]\npapers = 3 # \xff")
    fails(litsynth_("config"), 2, "litsynth.toml: not UTF-8 (byte 22)")


def test_settings_and_where_they_come_from(litsynth_: Litsynth, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "litsynth.toml").write_text("[search]\npapers = 7\ndelay_seconds = 1\n")
    monkeypatch.setenv("LITSYNTH_SEARCH_PAPERS", "9")
    status, out, err = litsynth_("config", "--json")
    rows = {row["key"]: (row["value"], row["from"]) for row in json.loads(out)}
    assert (status, err) == (0, "")
    assert rows["search.papers"] == (9, "environment")
    assert rows["search.delay_seconds"] == (1.0, "litsynth.toml")
    assert rows["models.verifier"] == ("auto", "default")
    assert "search.papers = 9  # environment\n" in litsynth_("config")[1]


@pytest.mark.parametrize("epoch", ["soon", "99999999999999999999"])
def test_a_source_date_epoch_that_is_no_date_is_wrong_usage(
    litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    fails(litsynth_("run", QUESTION), 2, epoch, "--date")


# What is missing


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parse", "gone.pdf"], "no file gone.pdf"),
        (["extract", "gone.pdf"], "no file gone.pdf"),
        (["check", "gone.jsonl"], "no file gone.jsonl"),
        (["search", "a", "--corpus", "gone"], "no corpus 'gone'"),
        (["corpus", "show", "gone"], "no corpus 'gone'"),
        (["corpus", "remove", "gone", "arXiv:1"], "no corpus 'gone'"),
        (["corpus", "add", "mine", "gone.pdf"], "neither a file nor an arXiv id: gone.pdf"),
        (["run", QUESTION, "--corpus", "gone", "--offline"], "no corpus 'gone'"),
        (["run", QUESTION, "--corpus", "gone"], "no corpus 'gone'"),
        (["run", QUESTION, "--source", "gone/"], "no source 'gone/'"),
        (["run", QUESTION, "--source", "gone", "--corpus", "mine"], "no source 'gone'"),
        (["run", QUESTION, "--source", "", "--corpus", "mine"], "no source ''"),
        (["run", QUESTION, "--source", "x" * 300], "no source 'xxx"),
    ],
)
def test_a_missing_input_is_one_line_and_status_3_and_makes_nothing(
    litsynth_: Litsynth, folder: Path, arguments: list[str], said: str
) -> None:
    fails(litsynth_(*arguments), 3, said)
    assert list(folder.iterdir()) == []


def test_a_missing_source_or_model_is_one_line_and_status_3(litsynth_: Litsynth, papers: Path) -> None:
    fails(litsynth_("run", QUESTION, "--source", "gone/", "--corpus", "mine"), 3, "no source 'gone/'")
    fails(litsynth_("run", QUESTION, "--source", "papers", "--corpus", "mine", "--verifier", "./gone"), 3, "gone")
    fails(litsynth_("corpus", "remove", "mine", "arXiv:1"), 3, "not in mine: arXiv:1")


def test_offline_with_arxiv_says_what_to_do_instead(litsynth_: Litsynth) -> None:
    fails(litsynth_("run", QUESTION, "--offline", "--source", "arxiv"), 3, "offline", "--source PATH")
    fails(litsynth_("corpus", "add", "mine", "1911.02116", "--offline"), 3, "offline")


def test_an_arxiv_that_cannot_be_reached_is_one_line_with_the_way_out(
    litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", CLOSED)
    monkeypatch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0.01")
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    status, out, err = litsynth_("run", QUESTION)
    fails((status, out, err), 3, "127.0.0.1", "(")


NO_NETWORK = """
def no_network(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("SOCKET", event, arguments[1:], file=sys.stderr)
        raise SystemExit(77)
sys.addaudithook(no_network)
"""


def test_offline_no_socket_is_opened_and_the_embedded_models_judge(folder: Path) -> None:
    line = {"id": "c1", "claim": "The method gains 2 points on XNLI.", "evidence": "The method gains 2 points on XNLI."}
    (folder / "in.jsonl").write_text(json.dumps(line))
    done = process("check", "in.jsonl", "--offline", folder=folder, code=NO_NETWORK)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["label"] == "supported"


def test_offline_a_socket_is_refused_whoever_opens_it(folder: Path) -> None:
    code = """
import socket, litsynth.cli.files as files
from litsynth.cli.offline import refuse_sockets
def connect(file):
    refuse_sockets()
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).close()  # this machine is no network
    server.close()
    for attempt in (lambda: socket.create_connection(("192.0.2.1", 80), 1), lambda: socket.getaddrinfo("127.0.example.org", 80)):
        try:
            attempt()
        except Exception as error:
            print(type(error).__name__)
    socket.create_connection(("192.0.2.1", 80), 1)
files.read_file = connect
"""
    done = process("parse", "x.tex", folder=folder, code=code)
    assert (done.returncode, done.stdout) == (3, "NetworkRefused\nNetworkRefused\n")
    assert done.stderr == (
        "litsynth: --offline forbids connecting to 192.0.2.1 (leave --offline away, or use a local corpus)\n"
    )


# check


def check_line(**fields: Any) -> str:
    return json.dumps({"id": "c1", "claim": "The method gains 2.0 points on XNLI."} | fields) + "\n"


def test_check_gives_one_verdict_a_line_in_order(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "in.jsonl").write_text(
        check_line(evidence="The method gains 2.0 points on XNLI.")
        + "\n"
        + check_line(
            id=2, evidence=["It rained.", "It was cold.", "The method gains 2.0 points on XNLI."], title="Gains"
        )
        + check_line(id="c3", evidence="The method gains 0.2 points on XNLI.")
        + check_line(
            id="c4", table={"caption": "Gains on XNLI", "columns": ["Model", "Gain"], "rows": [["Ours", "2.0"]]}
        )
    )
    status, out, err = litsynth_("check", "in.jsonl")
    rows = json_lines(out)
    assert (status, err) == (0, "")
    assert [row["id"] for row in rows] == ["c1", "2", "c3", "c4"]
    for row in rows:
        assert set(row) == {
            "id", "label", "confidence", "probabilities", "rationale", "numbers", "model", "truncated"
        }  # fmt: skip
        assert set(row["probabilities"]) == {"supported", "refuted", "not_enough_info"}
        assert sum(row["probabilities"].values()) == pytest.approx(1, abs=2e-4)
        assert "@" in row["model"]
    assert (rows[0]["label"], rows[0]["rationale"]) == ("supported", [0])
    assert rows[0]["numbers"] == [{"claim": "2.0 points", "evidence": "2.0 points", "agree": True, "why": ""}]
    assert rows[2]["label"] != "supported"
    assert rows[2]["numbers"][0]["agree"] is False


class Says:
    """A verifier that gives the probabilities of entailment and contradiction that a premise begins with."""

    identity = "says@1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        said = [[float(number) for number in premise.split("|")[0].split()] for premise, _ in pairs]
        return [Judgement(yes, 1 - yes - no, no) for yes, no in said]


@pytest.mark.parametrize(
    ("evidence", "label", "confidence"),
    [
        ("0.9 0.05| It gains 2.0 points.", "supported", 0.9),
        ("0.9 0.05| It gains.", "not_enough_info", 0.1),  # entailed but for a number that is not there
        ("0.9 0.05| It gains 3.0 points.", "refuted", 0.9),
        ("0.05 0.9| It gains 2.0 points.", "refuted", 0.9),
        ("0.1 0.7| It gains 2.0 points.", "not_enough_info", 0.3),
        ("0.1 0.2| It gains.", "not_enough_info", 0.8),
    ],
)
def test_the_confidence_of_check_is_the_probability_of_the_label_that_it_prints(
    evidence: str, label: str, confidence: float
) -> None:
    item = CheckItem("c1", "The method gains 2.0 points on XNLI.", (evidence,))
    (row,) = check_items([item], Says(), VerifySettings())
    assert (row["label"], row["confidence"]) == (label, pytest.approx(confidence))


def test_check_abstains_as_a_run_does() -> None:
    item = CheckItem("c1", "The method gains 2.0 points on XNLI.", ("0.7 0.1| It gains 2.0 points.",))
    (row,) = check_items([item], Says(), VerifySettings(abstain=0.75))
    assert (row["label"], row["confidence"], row["rationale"]) == ("not_enough_info", pytest.approx(0.3), [])


def test_check_reads_standard_input(litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(check_line(evidence="It gains nothing.").encode())))
    status, out, _ = litsynth_("check", "-")
    assert (status, len(json_lines(out))) == (0, 1)


GOOD = check_line(evidence="The method gains 2.0 points on XNLI.").encode()


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe\xfa{}", "not JSON"),
        (b"[]", "no claim"),
        (b'{"claim": "  ", "evidence": "x"}', "no claim"),
        (b'{"claim": 3, "evidence": "x"}', "no claim"),
        (b'{"claim": "a b c"}', "evidence"),
        (b'{"claim": "a b c", "evidence": ""}', "evidence"),
        (b'{"claim": "a b c", "evidence": []}', "evidence"),
        (b'{"claim": "a b c", "evidence": [1]}', "evidence"),
        (b'{"claim": "a b c", "evidence": [" "]}', "evidence"),
        (b'{"claim": "a b c", "evidence": "x", "premise": "y"}', "unknown key premise"),
        (b'{"id": {}, "claim": "a b c", "evidence": "x"}', "id"),
        (b'{"id": null, "claim": "a b c", "evidence": "x"}', "id"),
        (b'{"id": "\\ud800", "claim": "a b c", "evidence": "x"}', "surrogates"),
        (b'{"claim": "a b c", "evidence": "x", "title": ["t"]}', "title"),
        (b'{"claim": "a b c", "table": {"rows": [[]]}}', "row"),
        (b'{"claim": "a b c", "table": {"rows": []}}', "row"),
        (b'{"claim": "a b c", "table": {"columns": ["a", "b"], "rows": [["1"]]}}', "row"),
        (b'{"claim": "a b c", "table": {"header": [], "rows": [["1", "2"]]}}', "header"),
        (b'{"claim": "a b c", "table": 3}', "EvidenceTable"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_malformed_line_is_named_by_file_and_line(litsynth_: Litsynth, folder: Path, bad: bytes, said: str) -> None:
    (folder / "in.jsonl").write_bytes(b"\n" + bad + b"\n" + GOOD)
    fails(litsynth_("check", "in.jsonl"), 2, "in.jsonl:2: ", said)


def test_what_stands_before_a_malformed_line_is_answered(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(GOOD + b"{\n" + GOOD)
    status, out, err = litsynth_("check", "in.jsonl")
    assert (status, len(json_lines(out)), "in.jsonl:2: " in err) == (2, 1, True)


def test_bad_lines_are_skipped_counted_and_make_status_4(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(b"{\n" + GOOD + b"\xff\n" + GOOD)
    status, out, err = litsynth_("check", "in.jsonl", "--skip-bad-lines")
    assert (status, len(json_lines(out))) == (4, 2)
    assert [line.split(": ")[0:2] for line in err.splitlines()[:2]] == [
        ["skipped", "in.jsonl:1"],
        ["skipped", "in.jsonl:3"],
    ]
    assert err.splitlines()[2] == "2 lines skipped"


# parse and extract


def test_parse_prints_the_document_with_offsets_into_its_text(litsynth_: Litsynth, papers: Path) -> None:
    status, out, err = litsynth_("parse", "papers/one.md")
    value = json.loads(out)
    assert (status, err) == (0, "")
    assert set(value) >= {"title", "abstract", "sections", "sentences", "tables", "references", "text"}
    assert value["title"] == "Bridges to Other Languages"
    assert value["abstract"].startswith("Intermediate-task training improves")
    assert [part["title"] for part in value["sections"] if part["title"]] == ["Abstract", "Results", "References"]
    for part in (*value["sentences"], *value["references"], *value["tables"][0]["cells"]):
        assert part["text"] == value["text"][part["start"] : part["end"]]
    assert len(value["references"]) == 1


def test_extract_prints_claims_in_reading_order_with_their_quantities(litsynth_: Litsynth, papers: Path) -> None:
    status, out, err = litsynth_("extract", "papers/one.md")
    claims = json_lines(out)
    assert (status, err) == (0, "")
    assert claims
    text = json.loads(litsynth_("parse", "papers/one.md")[1])["text"]
    for claim in claims:
        assert set(claim) >= {"claim_id", "text", "quote", "section", "page", "start", "end", "kind", "quantities"}
        assert claim["quote"] == text[claim["start"] : claim["end"]]
        assert claim["kind"] in {"result", "comparison", "resource", "method", "finding"}
        assert "7.7" not in claim["quote"]
    assert [claim["start"] for claim in claims] == sorted(claim["start"] for claim in claims)
    gain = next(quantity for quantity in claims[0]["quantities"] if quantity["unit"] == "points")
    assert gain["value"] == 1.8
    assert set(gain) >= {"text", "value", "low", "high", "unit", "relation", "direction"}


@pytest.mark.parametrize("command", ["parse", "extract"])
def test_a_file_that_cannot_be_read_is_one_line(litsynth_: Litsynth, folder: Path, command: str) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnot a PDF at all")
    (folder / "two.jsonl").write_text('{"id": "a", "text": "One. Two."}\n{"id": "b", "text": "One. Two."}\n')
    (folder / "digest.json").write_text('{"title": 3}')
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    fails(litsynth_(command, "broken.pdf"), 4, "broken.pdf")
    fails(litsynth_(command, "two.jsonl"), 2, "two.jsonl holds 2 papers")
    fails(litsynth_(command, "digest.json"), 4, "digest.json")
    status, out, err = litsynth_(command, "picture.png")
    assert (status, out, "picture.png" in err) == (4, "", True)
    fails(litsynth_(command, "."), 3, "no file .")


# corpora and search


def test_a_corpus_is_filled_listed_searched_and_thinned_out(litsynth_: Litsynth, papers: Path) -> None:
    status, out, err = litsynth_("corpus", "add", "mine", "papers")
    assert (status, out, err) == (0, "3 papers added to mine, 3 in all, 0 skipped\n", "")
    assert litsynth_("corpus", "add", "mine", "papers")[1] == "0 papers added to mine, 3 in all, 0 skipped\n"
    rows = {row["name"]: row for row in json_lines(litsynth_("corpus", "list", "--json")[1])}
    assert (rows["mine"]["papers"], rows["mine"]["bundled"], rows["xnli"]["bundled"]) == (3, False, True)
    assert "mine  3 papers\n" in litsynth_("corpus", "list")[1]
    shown = json_lines(litsynth_("corpus", "show", "mine", "--json")[1])
    assert {paper["title"] for paper in shown} == {text.splitlines()[0].strip("# ") for text in (ONE, TWO, THREE)}
    status, out, err = litsynth_(
        "search", "gain of parallel sentences before fine-tuning", "--corpus", "mine", "-k", "2"
    )
    found = json_lines(out)
    assert (status, err) == (0, "")
    assert [(set(row), row["query_id"], row["rank"]) for row in found] == [
        ({"query_id", "rank", "paper_id", "passage_id", "score", "text"}, "q1", rank) for rank in (1, 2)
    ]
    assert "parallel sentences" in found[0]["text"]
    assert found[0]["score"] >= found[1]["score"]
    ranked = json_lines(litsynth_("search", "ferries", "--corpus", "mine", "--papers")[1])
    assert sorted(row["paper_id"] for row in ranked) == sorted(paper["paper_id"] for paper in shown)
    gone = shown[0]["paper_id"]
    assert litsynth_("corpus", "remove", "mine", gone)[0] == 0
    assert gone not in litsynth_("corpus", "show", "mine")[1]
    fails(litsynth_("corpus", "remove", "mine", gone), 3, f"not in mine: {gone}")


def test_many_queries_from_a_file(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    litsynth_("corpus", "add", "mine", "papers")
    (folder / "q.jsonl").write_text('{"id": "a", "text": "gains"}\n\n{"id": 7, "text": "seeds"}\n')
    out = litsynth_("search", "--queries", "q.jsonl", "--corpus", "mine", "-k", "1")[1]
    assert [row["query_id"] for row in json_lines(out)] == ["a", "7"]
    for bad in ("{", "[]", '{"id": "a"}', '{"id": "a", "text": null}'):
        (folder / "q.jsonl").write_text(f"\n{bad}\n")
        fails(litsynth_("search", "--queries", "q.jsonl", "--corpus", "mine"), 2, "q.jsonl:2: ")


def test_a_corrupt_pdf_among_good_papers_is_listed_and_the_others_are_used(litsynth_: Litsynth, papers: Path) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4\nnot a PDF at all")
    lines = [line for text in (ONE, TWO) for line in text.split("\n") if line and "|" not in line]
    wrapped = [piece for line in lines for piece in [line[at : at + 80] for at in range(0, len(line), 80)]]
    (papers / "good.pdf").write_bytes(make_pdf([wrapped], "A Good One"))
    status, out, err = litsynth_("corpus", "add", "mine", "papers")
    assert (status, out) == (4, "4 papers added to mine, 4 in all, 1 skipped\n")
    assert (err.count("\n"), err.startswith("skipped: "), "broken.pdf" in err) == (1, True, True)


# run


def run(litsynth_: Litsynth, *more: str) -> tuple[int, str, str]:
    return litsynth_("run", QUESTION, "--source", "papers", "--corpus", "mine", "--date", "2026-01-31", *more)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_writes_its_folder_and_the_same_run_the_same_bytes(
    litsynth_: Litsynth, papers: Path, folder: Path
) -> None:
    status, out, err = run(litsynth_, "--offline")
    written = folder / "reports" / "does-intermediate-task-training-improve-transfer-on-xnli-2026-01-31"
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == str(written.relative_to(folder) / "report.md")
    first = contents(written)
    assert set(first) == FILES
    assert json.loads(first["run.log.json"])["pairs_asked"] > 0
    # Again from what is remembered, in another folder from nothing, and with the corpus under another name.
    assert run(litsynth_, "--offline")[0] == 0
    assert [path.name for path in (folder / "reports").iterdir()] == [written.name]
    assert json.loads((written / "run.log.json").read_text())["pairs_asked"] == 0
    (folder / "corpora" / "mine").rename(folder / "corpora" / "put-away")
    assert run(litsynth_, "--out", "again", "--papers", "40")[0] == 0
    second = contents(folder / "again")
    del first["run.log.json"], second["run.log.json"]
    assert second == first
    report = decode(Report, json.loads(first["report.json"]))
    assert (report.date, report.question, report.funnel.read) == ("2026-01-31", QUESTION, 3)
    assert report.claims
    assert {claim["claim_id"] for claim in json_lines(first["claims.jsonl"].decode())} == {
        claim.claim_id for claim in report.claims
    }
    assert set(json.loads(first["run.json"])) >= {"version", "models", "settings", "settings_digest", "corpus_digest"}
    for claim, verdict in zip(report.claims, report.verdicts, strict=True):
        assert claim.quote in first["report.md"].decode() or claim.text in first["report.md"].decode()
        if "9.9" in claim.quote:
            assert (verdict.label != "supported", verdict.corroborated) == (True, 0)


def test_a_run_as_json_is_its_report(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    status, out, err = run(litsynth_, "--json", "--out", "out", "-q")
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert json.loads(out) == json.loads((folder / "out" / "report.json").read_text())


def test_a_run_with_a_corrupt_pdf_is_done_in_part(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4\nnot a PDF at all")
    status, out, err = run(litsynth_, "--out", "out")
    assert (status, err.count("\n")) == (4, 1)
    assert err.startswith("skipped: ")
    assert "broken.pdf" in err
    assert "broken.pdf" in (folder / "out" / "report.md").read_text()
    assert "out/report.md" in out
    for path in papers.iterdir():
        if path.name != "broken.pdf":
            path.unlink()
    fails(litsynth_("run", QUESTION, "--source", "papers", "--corpus", "other"), 3, "none of the papers", "broken.pdf")


def test_an_output_that_cannot_be_written_loses_nothing(
    litsynth_: Litsynth, papers: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("mine")
    fails(run(litsynth_, "--out", "file/out"), 1, "cannot write file/out")
    other = folder / "other"
    other.mkdir()
    (other / "thesis.md").write_text("mine")
    fails(run(litsynth_, "--out", "other"), 1, "other holds other files", "--out")
    assert contents(other) == {"thesis.md": b"mine"}
    assert not (folder / "corpora").exists()  # nothing was done in vain

    def taken_meanwhile(*_: object) -> None:
        (folder / "out").mkdir()
        (folder / "out" / "thesis.md").write_text("mine")

    with monkeypatch.context() as patch:
        patch.setattr(litsynth.cli.running, "refuse_unwritable", taken_meanwhile)
        fails(run(litsynth_, "--out", "out"), 1, "out holds other files")
    (folder / "out" / "thesis.md").unlink()
    assert run(litsynth_, "--out", "out")[0] == 0
    assert json.loads((folder / "out" / "run.log.json").read_text())["pairs_asked"] == 0  # all was kept
    fails(litsynth_("run", "Is it another question?", "--source", "papers", "--out", "out"), 1, "out holds another run")
    monkeypatch.setenv("LITSYNTH_CORPUS_FOLDER", "file")
    fails(run(litsynth_, "--out", "out2"), 1, "file")


def test_a_corpus_that_is_damaged_is_one_line(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "corpora" / "mine").mkdir(parents=True)
    (folder / "corpora" / "mine" / "corpus.db").write_bytes(b"not a database, but long enough to look at" * 100)
    fails(litsynth_("corpus", "show", "mine"), 3, "corpora/mine")
    fails(litsynth_("run", QUESTION, "--corpus", "mine", "--offline"), 3, "corpora/mine")


def test_a_run_over_arxiv_reads_latex_and_pdf(
    litsynth_: Litsynth, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0.01")
    question = "Does intermediate-task training improve cross-lingual transfer in many languages?"
    with ArxivServer() as server:
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", server.api)
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", server.url)
        status, _, err = litsynth_("run", question, "--date", "2026-01-31", "--out", "out")
        assert status in (0, 4), err
        asked = len(server.asked)
        again = litsynth_("run", question, "--date", "2026-01-31", "--out", "out")
        assert (again[0], len(server.asked)) == (status, asked)
    report = decode(Report, json.loads((folder / "out" / "report.json").read_text()))
    assert report.substrates["latex"] >= 1
    assert report.claims
    assert {query.source for query in report.queries} == {"arxiv"}
    assert {claim.paper_id.split(":")[0] for claim in report.claims} == {"arXiv"}
    # The same again with the network off, from what was fetched.
    assert litsynth_("run", question, "--date", "2026-01-31", "--corpus", "arxiv", "--offline", "--out", "off")[0] in (
        0,
        4,
    )
    fetched = json_lines(litsynth_("corpus", "show", "arxiv", "--json")[1])
    assert {paper.paper_id for paper in report.papers} <= {paper["paper_id"] for paper in fetched}


# Interruptions, pipes and bugs


def test_an_interruption_says_how_to_go_on(litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(litsynth.cli.running, "load_models", interrupted)
    status, out, err = litsynth_("run", QUESTION, "--corpus", "xnli", "--offline")
    assert (status, out, err) == (130, "", "litsynth: interrupted; run the same command again to go on\n")


def test_an_interrupted_process_leaves_with_130(folder: Path) -> None:
    code = "import litsynth.cli.check, signal, os; from pathlib import Path; print('ready', flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"import sys\n{code}\nfrom litsynth.cli.main import call\nsys.exit(call(['check', '-']))"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background jobs are born with the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as waiting:  # fmt: skip
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "ready\n"
        time.sleep(1)  # until it reads its standard input
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=60)
    assert (waiting.returncode, err) == (130, "litsynth: interrupted; run the same command again to go on\n")


INTERRUPTED = """
import os, signal
sys.path.insert(0, TESTS)
import litsynth.cli.running
from fakes import BagEmbedder, RoleEntailer
from litsynth.pipeline import Models

class Patient(RoleEntailer):
    def judge(self, pairs):
        if self.asked > 0 and INTERRUPT:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
            os.kill(os.getpid(), signal.SIGINT)
        return super().judge(pairs)

models = Models(BagEmbedder(), Patient(), {}, {"statement": "None was made."})
litsynth.cli.running.load_models = lambda *_: models
"""


@pytest.mark.usefixtures("papers")
def test_a_run_that_is_interrupted_goes_on_and_says_what_the_whole_one_says(folder: Path) -> None:
    code = INTERRUPTED.replace("TESTS", repr(str(Path(__file__).parent)))

    def go(out: str, interrupt: bool) -> "subprocess.CompletedProcess[str]":
        arguments = ("run", QUESTION, "--source", "papers", "--corpus", "mine", "--out", out, "--date", "2026-01-31")
        return process(*arguments, folder=folder, code=code.replace("INTERRUPT", str(interrupt)))

    stopped = go("resumed", True)
    assert (stopped.returncode, stopped.stdout) == (130, "")
    assert stopped.stderr == "litsynth: interrupted; run the same command again to go on\n"
    assert sorted(path.name for path in folder.iterdir()) == ["corpora", "papers"]
    assert go("resumed", False).returncode == 0
    (folder / "corpora" / "mine").rename(folder / "corpora" / "put-away")
    assert go("whole", False).returncode == 0
    resumed, whole = contents(folder / "resumed"), contents(folder / "whole")
    logs = [json.loads(files.pop("run.log.json")) for files in (resumed, whole)]
    assert resumed == whole
    assert 0 < logs[0]["pairs_asked"] < logs[1]["pairs_asked"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full device is Linux's")
@pytest.mark.parametrize("arguments", [("--help",), ("config",), ("corpus", "list")])
def test_an_output_without_space_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    code = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    done = process(*arguments, folder=folder, code=code)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("litsynth: standard output: No space left on device (")


def test_a_full_disk_leaves_the_report_before_and_the_corpus(
    litsynth_: Litsynth, papers: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, quick_models: Models
) -> None:
    assert run(litsynth_)[0] == 0
    (before,) = (folder / "reports").iterdir()
    kept = contents(before)
    (papers / "four.md").write_text(TWO.replace("seeds", "languages"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        fails(run(litsynth_), 1, "No space left on device", "free space")
    assert contents(before) == kept
    assert [path.name for path in (folder / "reports").iterdir()] == [before.name]
    asked = quick_models.entailer.asked  # type: ignore[attr-defined]
    assert run(litsynth_)[0] == 0
    assert quick_models.entailer.asked == asked  # type: ignore[attr-defined]
    assert len(list((folder / "reports").iterdir())) == 2


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    code = "import os; reader, writer = os.pipe(); os.close(reader); os.dup2(writer, 1)"
    done = process("config", "--json", folder=folder, code=code)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("can't start new thread"),
        ImportError("numpy.so: failed to map segment from shared object"),
    ],
)
def test_too_little_memory_is_one_line_that_says_what_to_do(
    litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("litsynth.cli.files.read_file", broken)
    fails(litsynth_("parse", "x.tex"), 1, "too little memory (give fewer --papers", "LITSYNTH_MODELS_THREADS=1")


def test_a_bug_is_one_line_that_says_how_to_see_more(litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise EOFError("half a file")

    monkeypatch.setattr("litsynth.cli.files.read_file", broken)
    fails(litsynth_("parse", "x.tex"), 1, "internal error: EOFError: half a file", "LITSYNTH_DEBUG")
