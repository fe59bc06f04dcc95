"""`litsynth reverify`: what it prints, writes and leaves alone, and its exit statuses."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from arxiv_server import ArxivServer, throttled
from conftest import Litsynth
from living_shop import QUESTION, SLUG, arrive, report_in

from litsynth.records import Decision
from litsynth.review import verdict_digest
from litsynth.store import append_decisions, newest, read_decisions

ACROSS = "Does intermediate-task training improve cross-lingual transfer in many languages?"

pytestmark = pytest.mark.usefixtures("quick_models")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def again(litsynth_: Litsynth, report: Path, *more: str, date: str = "2026-02-28") -> tuple[int, str, str]:
    return litsynth_("reverify", f"reports/{report.name}", "--date", date, *more)


def test_where_nothing_changed_nothing_is_written(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    status, out, err = again(litsynth_, old, "--fail-on", "changed")
    claims = len(report_in(old).claims)
    assert (status, out) == (
        0,
        f"nothing changed since 2026-01-31: {claims} claims as before; 2 papers read, 0 of them new, 0 in a new version\n",
    )
    assert err.startswith("judged anew: 0 of ")
    assert list((folder / "reports").iterdir()) == [old]


def test_a_new_paper_makes_a_new_report_that_opens_with_what_changed(
    litsynth_: Litsynth, old: Path, folder: Path
) -> None:
    before = contents(old)
    arrive(folder)
    status, out, err = again(litsynth_, old, "--fail-on", "changed")
    new = old.with_name(f"{SLUG}-2026-02-28")
    assert (status, out.splitlines()[-1]) == (5, str(new.relative_to(folder) / "report.md"))
    asked, _, whole = err.removeprefix("judged anew: ").partition(" of ")
    assert 0 < int(asked) < int(whole.split()[0])
    assert contents(old) == before
    text = (new / "report.md").read_text(encoding="utf-8")
    assert text.index("## What changed") < text.index("### New claims") < text.index("## Answer")
    assert "| 2026-02-28 | 3 | 3 | 1 | 0 | 0 | Verdicts " in text
    report = report_in(new)
    assert (report.sources, report.corpus, report.date) == (("papers",), "mine", "2026-02-28")
    assert report.changes is not None
    assert report.changes.made_with == ()
    # And then it is done, whichever of the two reports is named, at whatever date.
    for named in (old, new):
        for date in ("2026-02-28", "2026-03-31"):
            status, out, _ = again(litsynth_, named, "--fail-on", "changed", date=date)
            assert (status, out.split(":")[0]) == (0, "nothing changed since 2026-02-28")
    assert sorted(path.name for path in (folder / "reports").iterdir()) == sorted({old.name, new.name})


def test_it_equals_a_fresh_run_on_the_same_corpus(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    arrive(folder)
    assert again(litsynth_, old, "--out", "again", "-q")[0] == 0
    run = ("run", QUESTION, "--source", "papers", "--corpus", "mine", "--date", "2026-02-28", "--out", "fresh", "-q")
    assert litsynth_(*run)[0] == 0
    for name in ("claims.jsonl", "evidence.jsonl", "references.bib"):
        assert (folder / "again" / name).read_bytes() == (folder / "fresh" / name).read_bytes()


def test_the_settings_are_those_of_the_report_and_not_of_the_day(
    litsynth_: Litsynth, old: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITSYNTH_EXTRACT_CLAIMS", "1")
    monkeypatch.setenv("LITSYNTH_MODELS_THREADS", "1")
    arrive(folder)
    new = old.with_name(f"{SLUG}-2026-02-28")
    assert again(litsynth_, old)[0] == 0
    settings: Any = report_in(new).settings
    assert (settings["extract"]["claims"], settings["models"]["threads"]) == (60, 1)


def test_json_is_one_object_with_every_change(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    arrive(folder)
    status, out, err = again(litsynth_, old, "--json", "-q")
    told = json.loads(out)
    assert (status, err, told["conclusions_changed"], told["question"]) == (0, "", True, QUESTION)
    assert told["report"] == f"reports/{SLUG}-2026-02-28"
    assert 0 < told["pairs_asked"] < told["pairs_remembered"]
    assert json.loads(again(litsynth_, old, "--json", "-q")[1])["report"] is None


def test_decisions_go_along_and_those_made_on_other_evidence_are_named(
    litsynth_: Litsynth, old: Path, folder: Path
) -> None:
    report = report_in(old)
    made = [
        Decision(verdict.claim_id, "accept", verdict.label, "", "ada", "2026-02-01T00:00:00Z", verdict_digest(verdict))
        for verdict in report.verdicts
    ]
    stale = [Decision(report.claims[0].claim_id, "note", None, "See table 2.", "ben", "2026-02-01T00:00:00Z", "other")]
    append_decisions(old, [*made, *stale])
    arrive(folder)
    assert again(litsynth_, old, "-q")[0] == 0
    new = newest(old)
    assert read_decisions(new).decisions == (*made, *stale) == report_in(new).decisions
    text = (new / "report.md").read_text(encoding="utf-8")
    named = text.split("### Decisions to look at again")[1].split("##")[0]
    assert "made on other evidence by" in named
    assert "ben" in named


def test_a_decision_made_late_on_an_earlier_report_comes_along_too(
    litsynth_: Litsynth, old: Path, folder: Path, papers: Path
) -> None:
    arrive(folder)
    assert again(litsynth_, old, "-q")[0] == 0
    claim = report_in(old).claims[0].claim_id
    late = Decision(claim, "note", None, "I looked at this one again.", "ben", "2026-03-01T00:00:00Z", "other")
    append_decisions(old, [late])
    (papers / "four.txt").write_text("We find that intermediate-task training improves transfer on XNLI by 4.4 points.")
    assert again(litsynth_, old, "-q", date="2026-03-31")[0] == 0
    last = newest(old)
    assert report_in(last).date == "2026-03-31"
    assert read_decisions(last).decisions == (late,) == report_in(last).decisions


def test_a_report_that_was_changed_by_hand_is_told_of_and_its_verdicts_are_not_believed(
    litsynth_: Litsynth, old: Path, folder: Path
) -> None:
    true = [verdict.label for verdict in report_in(old).verdicts]
    other = {"supported": "refuted", "not_enough_evidence": "supported"}
    value = json.loads((old / "report.json").read_text())
    for verdict in value["verdicts"]:
        verdict["label"] = other.get(verdict["label"], "supported")
    (old / "report.json").write_text(json.dumps(value))
    status, _, err = again(litsynth_, old)
    assert status == 0, err
    assert err.splitlines()[0].startswith(f"note: reports/{old.name}/report.json was changed by hand")
    new = report_in(newest(old))
    assert [verdict.label for verdict in new.verdicts] == true
    assert new.changes is not None
    assert new.changes.made_with[0].startswith("the report before: its report.json was changed by hand")
    assert "its report.json was changed by hand" in (newest(old) / "report.md").read_text(encoding="utf-8")
    assert "changed by hand" not in again(litsynth_, newest(old), date="2026-03-31")[2]


@pytest.mark.parametrize("run", [b"[]", b"{}", b"", b'{"report": 7}', b"\xff"])
def test_a_run_json_without_a_seal_says_nothing_of_it(litsynth_: Litsynth, old: Path, run: bytes) -> None:
    (old / "run.json").write_bytes(run)
    status, _, err = litsynth_("diff", str(old), str(old))
    assert (status, "Traceback" in err) == (0, False)


def test_a_number_that_no_json_has_is_a_change_by_hand_too(litsynth_: Litsynth, old: Path) -> None:
    value = json.loads((old / "report.json").read_text())
    value["verdicts"][0]["confidence"] = float("nan")
    (old / "report.json").write_text(json.dumps(value))
    assert "was changed by hand" in litsynth_("diff", str(old), str(old))[2]


def test_papers_that_cannot_be_read_make_status_4_and_lose_no_claim(
    litsynth_: Litsynth, old: Path, folder: Path, papers: Path
) -> None:
    arrive(folder)
    (papers / "broken.pdf").write_bytes(b"%PDF-1.4\nnot a PDF at all")
    status, out, err = again(litsynth_, old)
    assert (status, "broken.pdf" in err, "report.md" in out) == (4, True, True)
    (papers / "two.md").write_bytes(b"\x00\x01")
    before, after = report_in(old), report_in(newest(old))
    assert {claim.claim_id for claim in before.claims} <= {claim.claim_id for claim in after.claims}


@pytest.mark.parametrize(
    ("break_it", "status", "said"),
    [
        (
            lambda old: shutil.rmtree(old.parents[1] / "corpora"),
            3,
            "the corpus 'mine' of this report is not in corpora",
        ),
        (lambda old: shutil.rmtree(old.parents[1] / "papers"), 3, "no source 'papers'"),
        (lambda old: (old / "report.json").unlink(), 3, "no report at"),
        (lambda old: (old / "report.json").write_text("{"), 2, "not JSON"),
        (lambda old: edit(old, corpus=""), 2, "name it with --corpus"),
        (lambda old: edit(old, settings={}), 2, "does not say with which settings"),
        (lambda old: edit(old, settings={"search": {"depth": 3}}), 2, "another version of litsynth made it"),
    ],
)
def test_what_is_missing_is_one_line_and_nothing_is_written(
    litsynth_: Litsynth, old: Path, folder: Path, break_it: Any, status: int, said: str
) -> None:
    break_it(old)
    found, out, err = again(litsynth_, old)
    lines = [line for line in err.splitlines() if not line.startswith("note: ")]
    assert (found, out, len(lines)) == (status, "", 1)
    assert said in err
    assert list((folder / "reports").iterdir()) == [old]


def edit(old: Path, **fields: object) -> None:
    value = json.loads((old / "report.json").read_text())
    (old / "report.json").write_text(json.dumps(value | fields))


def test_a_report_that_does_not_name_its_corpus_is_told_it(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    edit(old, corpus="", sources=[])
    arrive(folder)
    assert again(litsynth_, old, "--corpus", "mine", "--source", "papers", "-q")[0] == 0
    assert report_in(newest(old)).corpus == "mine"


def test_a_lost_corpus_is_made_anew_when_it_is_named(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    shutil.rmtree(folder / "corpora")
    status, out, err = again(litsynth_, old, "--corpus", "mine")
    assert (status, out.split(":")[0]) == (0, "nothing changed since 2026-01-31")
    assert not err.startswith("judged anew: 0 of ")


def test_the_old_report_is_no_place_for_the_new_one(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    arrive(folder)
    status, out, err = again(litsynth_, old, "--out", f"reports/../reports/{old.name}")
    assert (status, out, "is the old report" in err) == (2, "", True)


# arXiv


@pytest.fixture
def arxiv(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0.01")
    monkeypatch.setenv("LITSYNTH_EXTRACT_RELEVANCE_THRESHOLD", "0.05")
    with ArxivServer() as server:
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", server.api)
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", server.url)
        yield server


def test_new_versions_and_withdrawals_of_arxiv_come_in_even_when_the_search_no_longer_returns_them(
    litsynth_: Litsynth, folder: Path, arxiv: ArxivServer
) -> None:
    assert litsynth_("run", ACROSS, "--date", "2026-01-31", "--out", "reports/a", "-q")[0] in (0, 4)
    old = report_in(folder / "reports" / "a")
    assert (old.sources, old.corpus) == ((), "arxiv")
    cited = [claim.paper_id for claim in old.claims]
    gone, revised = (
        paper_id for paper_id in dict.fromkeys(cited) if paper_id in {"arXiv:2001.90001", "arXiv:2002.90002"}
    )
    # Withdrawn in words that no query for the question matches; the other one in a new version with another figure.
    arxiv.shelf.publish(
        gone.removeprefix("arXiv:"),
        title="Nothing",
        abstract="Nothing is left here to be read by anyone at all.",
        comment="This paper has been withdrawn by its authors",
        source="none",
        pdf=False,
    )
    arxiv.shelf.publish(revised.removeprefix("arXiv:"), body="Accuracy on XNLI rises by 1.2 points after all.")
    status, _, err = litsynth_("reverify", "reports/a", "--date", "2026-02-28")
    assert status in (0, 4), err
    new = report_in(newest(folder / "reports" / "a"))
    assert new.changes is not None
    told = {change.paper.paper_id: (change.kind, change.before) for change in new.changes.papers}
    before = {paper.paper_id: paper.version for paper in old.papers}
    assert told[gone] == ("withdrawn", before[gone])
    assert told[revised] == ("version", before[revised])
    assert any(query.text.startswith("id_list=") for query in new.queries)
    text = (newest(folder / "reports" / "a") / "report.md").read_text(encoding="utf-8")
    assert "Withdrawn since: " in text


def test_an_arxiv_that_cannot_be_asked_changes_nothing(litsynth_: Litsynth, folder: Path, arxiv: ArxivServer) -> None:
    assert litsynth_("run", ACROSS, "--date", "2026-01-31", "--out", "reports/a", "-q")[0] in (0, 4)
    arxiv.script("/api", *[throttled()] * 200)
    status, out, err = litsynth_("reverify", "reports/a", "--date", "2026-02-28")
    assert (status, out, err.count("\n"), "refuses requests" in err) == (3, "", 1, True)
    assert [path.name for path in (folder / "reports").iterdir()] == ["a"]
    # Without a network what the corpus holds is judged again, which is nothing new.
    status, out, _ = litsynth_("reverify", "reports/a", "--date", "2026-02-28", "--offline")
    assert (status, out.split(":")[0]) == (0, "nothing changed since 2026-01-31")
    assert litsynth_("reverify", "reports/a", "--date", "2026-02-28", "--offline", "--source", "arxiv")[0] == 3
