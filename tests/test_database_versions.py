"""What is read from arXiv through a database is kept in the version that was read, and reverify looks for newer ones."""

from pathlib import Path

import pytest
from conftest import Litsynth
from living_shop import report_in
from scholarly_server import ScholarlyServer

from litsynth.records import Report
from litsynth.store import newest

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"
KEY = "arXiv:2001.90001"
DATABASES = pytest.mark.parametrize("database", ["openalex", "semanticscholar"])

pytestmark = pytest.mark.usefixtures("quick_models")


def run(litsynth_: Litsynth, database: str, out: str, date: str = "2026-01-31") -> None:
    asked = ("--source", database, "--corpus", "mine", "--date", date, "--out", f"reports/{out}")
    status, _, err = litsynth_("run", QUESTION, *asked)
    assert status in (0, 4), err


def version_in(report: Report) -> str:
    return next(paper.version for paper in report.papers if paper.paper_id == KEY)


@DATABASES
def test_a_new_version_comes_in_and_is_told(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path, database: str
) -> None:
    run(litsynth_, database, "a")
    before = version_in(report_in(folder / "reports" / "a"))
    assert before == "v2"
    said = "Nine English tasks are compared. The best gains 4.2 points on XNLI."
    server.shelf.publish(KEY.removeprefix("arXiv:"), body=said)
    assert litsynth_("reverify", "reports/a", "--date", "2026-02-28")[0] in (0, 4)
    new = report_in(newest(folder / "reports" / "a"))
    assert new.changes is not None
    told = {change.paper.paper_id: (change.kind, change.before, change.paper.version) for change in new.changes.papers}
    assert told[KEY] == ("version", before, "v3")
    assert litsynth_("corpus", "versions", "mine", KEY)[1].splitlines()[0] == f"{KEY}: v3, beside it v2"
    _, out, _ = litsynth_("reverify", "reports/a", "--date", "2026-03-31")
    assert out.startswith("nothing changed since 2026-02-28")


@DATABASES
def test_a_withdrawal_comes_in_and_is_told(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path, database: str
) -> None:
    run(litsynth_, database, "a")
    gone = "This paper has been withdrawn by its authors"
    server.shelf.publish(KEY.removeprefix("arXiv:"), abstract="Gone.", comment=gone, source="none", pdf=False)
    assert litsynth_("reverify", "reports/a", "--date", "2026-02-28")[0] in (0, 4)
    new = report_in(newest(folder / "reports" / "a"))
    assert new.changes is not None
    assert (KEY, "withdrawn") in [(change.paper.paper_id, change.kind) for change in new.changes.papers]
    run(litsynth_, database, "later", "2026-03-31")
    assert litsynth_("corpus", "versions", "mine", KEY)[1].splitlines()[0] == f"{KEY}: v3, beside it v2"


@DATABASES
def test_what_was_read_through_a_database_is_not_read_at_every_run_again(
    litsynth_: Litsynth, server: ScholarlyServer, database: str
) -> None:
    run(litsynth_, database, "a")
    server.asked.clear()
    run(litsynth_, database, "b", "2026-02-28")
    assert server.asked
    assert not [asked for asked in server.asked if not asked.path.startswith(("/oa", "/graph"))]


def test_a_file_of_the_users_own_stays_whatever_arxiv_has_by_now(
    litsynth_: Litsynth, server: ScholarlyServer, folder: Path
) -> None:
    data = server.shelf.source("2001.90001v1")
    assert data is not None
    (folder / "2001.90001v1.tar.gz").write_bytes(data[0])
    assert litsynth_("corpus", "add", "mine", "2001.90001v1.tar.gz")[0] == 0
    run(litsynth_, "openalex", "a")
    assert version_in(report_in(folder / "reports" / "a")) == "v1"
    litsynth_("reverify", "reports/a", "--date", "2026-02-28")
    assert litsynth_("corpus", "versions", "mine", KEY)[1] == f"{KEY}: v1\n"
