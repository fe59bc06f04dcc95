"""Full texts that were not to be had in passing: the report says so, and the next run asks for them again."""

import json
from pathlib import Path
from typing import Any

import pytest
from arxiv_server import cut, page
from conftest import Litsynth
from scholarly_server import ScholarlyServer

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"
FILES = ("/src", "/pdf", "/html")


def run(litsynth_: Litsynth, out: str, date: str = "2026-01-31", corpus: str = "mine", source: str = "arxiv") -> int:
    asked = ("--source", source, "--corpus", corpus, "--date", date, "--out", out)
    return litsynth_("run", QUESTION, *asked)[0]


def report(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return made


def cut_every_file(server: ScholarlyServer) -> None:
    for kind in FILES:
        server.script(kind, *[cut] * 200)


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize("date", ["2026-01-31", "2026-02-01"])
def test_the_next_run_asks_again_for_the_full_texts_that_were_cut(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path, date: str
) -> None:
    status = run(litsynth_, "calm", corpus="other")
    calm = report(folder / "calm")
    cut_every_file(server)
    assert run(litsynth_, "cut") == 4
    without = report(folder / "cut")
    assert {skip["stage"] for skip in without["skipped"]} == {"full text"}
    assert all("cut the connection" in skip["reason"] for skip in without["skipped"])
    assert without["funnel"]["read"] == without["funnel"]["sought"] == calm["funnel"]["read"]
    server.forget_faults()
    assert run(litsynth_, "again", date) == status
    again = report(folder / "again")
    assert (again["substrates"], again["skipped"]) == (calm["substrates"], calm["skipped"])
    assert again["substrates"] != without["substrates"]


@pytest.mark.usefixtures("quick_models")
def test_reverify_asks_again_too(litsynth_: Litsynth, server: ScholarlyServer, folder: Path) -> None:
    run(litsynth_, "calm", corpus="other")
    cut_every_file(server)
    run(litsynth_, "cut")
    assert "full text" in litsynth_("reverify", "cut", "--date", "2026-02-10")[2]
    server.forget_faults()
    litsynth_("reverify", "cut", "--date", "2026-03-01")
    cut_every_file(server)  # nothing is left for the next run to fetch
    run(litsynth_, "late", "2026-03-01")
    assert report(folder / "late")["substrates"] == report(folder / "calm")["substrates"]


@pytest.mark.usefixtures("quick_models")
def test_the_open_pdf_that_a_database_names_is_asked_for_again(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path
) -> None:
    run(litsynth_, "calm", corpus="other", source="openalex")
    for kind in (*FILES, "/open"):
        server.script(kind, *[cut] * 200)
    run(litsynth_, "cut", source="openalex")
    assert any(skip["stage"] == "full text" for skip in report(folder / "cut")["skipped"])
    server.forget_faults()
    run(litsynth_, "again", source="openalex")
    assert report(folder / "again")["substrates"] == report(folder / "calm")["substrates"]


def test_what_arxiv_says_it_does_not_have_is_not_asked_for_again(litsynth_: Litsynth, server: ScholarlyServer) -> None:
    server.script("/pdf", *[cut] * 5)
    assert litsynth_("corpus", "add", "mine", "2007.90007")[0] == 4  # no source, and the PDF was cut
    assert litsynth_("corpus", "show", "mine")[0] == 0
    server.asked.clear()
    server.script("/pdf", page(b"gone", status=404))
    assert litsynth_("corpus", "add", "mine", "2007.90007")[0] == 0
    assert [one.path for one in server.asked if not one.path.startswith("/api")] == ["/pdf/2007.90007v1"]
    server.asked.clear()
    assert litsynth_("corpus", "add", "mine", "2007.90007")[0] == 0
    assert [one.path for one in server.asked if not one.path.startswith("/api")] == []


def test_an_id_that_arxiv_does_not_know_keeps_no_other_paper_out(litsynth_: Litsynth, server: ScholarlyServer) -> None:
    status, out, err = litsynth_("corpus", "add", "mine", "2001.90001", "0000.00000", "2001.90001v9")
    assert (status, out) == (4, "1 paper added to mine, 1 in all, 2 skipped\n")
    assert "skipped: arXiv:0000.00000 (read): arXiv does not know arXiv:0000.00000 (check the id)\n" in err
    assert "skipped: arXiv:2001.90001v9 (read)" in err
    assert "arXiv:2001.90001v2" in litsynth_("corpus", "show", "mine")[1]
