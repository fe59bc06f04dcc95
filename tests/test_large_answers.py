"""More than arXiv's usual page holds: thousands of results, and papers with authors by the hundred."""

from pathlib import Path

import pytest
from arxiv_server import ArxivServer
from conftest import Litsynth
from living_shop import report_in

from litsynth.config import SearchSettings
from litsynth.sources import ArxivSource

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"
SAID = "Intermediate-task training improves cross-lingual transfer in many languages by 1.8 points on XNLI."


def test_results_past_two_thousand_are_paged(server: ArxivServer, folder: Path) -> None:
    ids = [f"{2401 + number // 1000}.{10_000 + number % 1000}" for number in range(2_300)]
    for paper_id in ids:
        server.shelf.publish(paper_id, title=f"Widgetry {paper_id}", abstract="Widgetry of transfer learning.")
    settings = SearchSettings(delay_seconds=0.0, timeout_seconds=30.0, arxiv_api=server.api, arxiv_files=server.url)
    source = ArxivSource(settings, folder / "files", "2026-01-31")
    papers, queries = source.find("What is widgetry transfer learning?", 2_500)
    found = {paper.paper_id for paper in papers}
    assert len(papers) == len(found)
    assert found >= {f"arXiv:{paper_id}" for paper_id in ids}
    assert {query.taken for query in queries if query.found >= 2_300} == {
        query.found for query in queries if query.found >= 2_300
    }
    starts = [int(asked.parameters["start"]) for asked in server.asked if int(asked.parameters["max_results"]) > 1]
    assert max(starts) >= 2_200
    assert all(int(asked.parameters["max_results"]) <= 1_000 for asked in server.asked)  # as the manual advises


@pytest.mark.usefixtures("quick_models")
@pytest.mark.parametrize(
    "names",
    [
        [
            f"Ann{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)} Lee"
            for number in range(700)
        ],
        ["A" + "n" * 4_990 + " Lee"],  # one name of 5,000 characters
    ],
    ids=["700 authors", "5,000 characters"],
)
def test_a_long_list_of_authors_comes_through_whole(
    litsynth_: Litsynth, server: ArxivServer, folder: Path, names: list[str]
) -> None:
    authors = [[name, []] for name in names]
    server.shelf.publish("2101.90021", title="Intermediate Tasks", abstract=SAID, body=SAID, authors=authors)
    assert litsynth_("corpus", "add", "mine", "2101.90021")[0] == 0
    assert litsynth_("corpus", "check", "mine")[0] == 0
    run = ("run", QUESTION, "--corpus", "mine", "--source", "arxiv", "--date", "2026-01-31", "--out", "reports/a", "-q")
    status, _, err = litsynth_(*run)
    assert status in (0, 4), err
    (paper,) = (paper for paper in report_in(folder / "reports" / "a").papers if paper.paper_id == "arXiv:2101.90021")
    assert paper.authors == tuple(names)
    bib = (folder / "reports" / "a" / "references.bib").read_text(encoding="utf-8")
    (line,) = (line for line in bib.splitlines() if names[0].split()[0] in line)
    assert line.count("Lee") == len(names)
    assert all(name.split()[0] in line for name in names)
