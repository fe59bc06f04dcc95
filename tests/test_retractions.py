"""A paper that a report cites is retracted: the next reverify says so, though no search finds it any more."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Litsynth
from scholarly_server import ScholarlyServer, Work

from litsynth.cli.reports import read_report
from litsynth.config import DatabaseSettings, SearchSettings
from litsynth.records import Paper
from litsynth.sources import CatalogueSource, RetractionSource, database
from litsynth.store import newest

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"
OLD = Paper("doi:10.5555/old.3", "An Old Study of Transfer", doi="10.5555/old.3")
BRIDGES = Paper("file:ab12", "Bridges", fingerprint="ab12", identifiers=("arXiv:2001.90001", "doi:10.5555/bridges.1"))
UNKNOWN = Paper("doi:10.5555/no,where|at.all", "Nowhere", doi="10.5555/no,where|at.all")


def source(name: str, server: ScholarlyServer, files: Path) -> CatalogueSource:
    search = SearchSettings(delay_seconds=0.0, timeout_seconds=5.0, arxiv_api=server.api, arxiv_files=server.url)
    databases = DatabaseSettings(server.openalex, "", server.semanticscholar, "")
    return database(name, databases, search, files, "2026-01-31")


def retract(server: ScholarlyServer, *numbers: int) -> None:
    """What is retracted has another title as well, by which no query finds it."""
    for number in numbers:
        server.works[number] = replace(server.works[number], title="Gone", abstract="Gone.", retracted=True)


def test_openalex_is_asked_for_all_names_at_once(server: ScholarlyServer, tmp_path: Path) -> None:
    retract(server, 1)
    found, queries = source("openalex", server, tmp_path).retracted([OLD, BRIDGES, UNKNOWN])
    assert found == (replace(BRIDGES, withdrawn=True),)
    (query,) = queries
    assert (query.text, query.found, query.taken, query.papers) == ("retractions among 3 papers", 2, 1, ())
    asked = [one for one in server.asked if one.path.startswith("/oa")]
    assert [one.path for one in asked] == [f"/oa/works/{UNKNOWN.paper_id}", "/oa/works"]  # its comma would part filters
    assert asked[1].parameters["filter"] == "doi:10.48550/arXiv.2001.90001|10.5555/bridges.1|10.5555/old.3"
    source("openalex", server, tmp_path).retracted([OLD, BRIDGES, UNKNOWN])
    assert len([one for one in server.asked if one.path.startswith("/oa")]) == 2  # the day's answer is kept


def test_many_names_are_asked_for_a_hundred_at_a_time(server: ScholarlyServer, tmp_path: Path) -> None:
    retract(server, 3)
    many = [Paper(f"doi:10.5555/a.{number}", "Other", doi=f"10.5555/a.{number}") for number in range(250)]
    found, _ = source("openalex", server, tmp_path).retracted([*many, OLD])
    assert [paper.paper_id for paper in found] == [OLD.paper_id]
    assert len([one for one in server.asked if one.path.startswith("/oa")]) == 3  # the server refuses more


def test_any_record_of_a_work_may_say_so_whatever_its_title_and_page(server: ScholarlyServer, tmp_path: Path) -> None:
    for number in range(100, 400):  # three hundred records of two works
        doi = OLD.doi if number % 2 else BRIDGES.identifiers[1].removeprefix("doi:")
        server.works[number] = Work(number, "", doi=doi, retracted=number == 399)
    found, _ = source("openalex", server, tmp_path).retracted([OLD, BRIDGES])
    assert [paper.paper_id for paper in found] == [OLD.paper_id]


def test_a_question_that_finds_nothing_is_in_the_log_too(server: ScholarlyServer, tmp_path: Path) -> None:
    found, (query,) = source("openalex", server, tmp_path).retracted([UNKNOWN])
    assert (found, query.found, query.taken) == ((), 0, 0)
    assert source("openalex", server, tmp_path).retracted([]) == ((), ())


def test_nothing_is_asked_where_retractions_have_no_mark(server: ScholarlyServer, tmp_path: Path) -> None:
    retract(server, 1)
    asking = RetractionSource(source("semanticscholar", server, tmp_path), [OLD, BRIDGES])
    assert asking.find("", 0) == ((), ())
    assert not server.asked


@pytest.mark.usefixtures("quick_models")
def test_reverify_tells_of_a_retraction_that_no_search_finds(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path
) -> None:
    asked = ("--source", "openalex", "--corpus", "mine", "--date", "2026-01-31", "--out", "reports/a")
    assert litsynth_("run", QUESTION, *asked)[0] in (0, 4)
    before = {paper.paper_id: paper for paper in read_report(folder / "reports" / "a").papers}
    assert not before["arXiv:2001.90001"].withdrawn
    retract(server, 1)
    status, _, err = litsynth_("reverify", "reports/a", "--date", "2026-02-28", "--fail-on", "changed")
    assert (status, err.count("Traceback")) == (5, 0)
    new = read_report(newest(folder / "reports" / "a"))
    assert new.changes is not None
    told = {change.paper.paper_id: change for change in new.changes.papers}
    assert told["arXiv:2001.90001"].kind == "withdrawn"
    assert told["arXiv:2001.90001"].paper.title == before["arXiv:2001.90001"].title
    assert any(query.text.startswith("retractions among") and query.taken == 1 for query in new.queries)
    status, out, _ = litsynth_("reverify", "reports/a", "--date", "2026-03-01")
    assert out.startswith("nothing changed since 2026-02-28")
