"""One work from several sources is one paper, with all its names, read where it is fullest; withdrawals are taken in."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fakes import BagEmbedder, Shelf
from hypothesis import given
from hypothesis import strategies as st

from litsynth.config import SearchSettings
from litsynth.pipeline import Silent, fill
from litsynth.pipeline.gather import Gathered, gather
from litsynth.ports import PaperSource
from litsynth.records import Document, Paper, Query
from litsynth.store import Corpus, open_corpus
from litsynth.works import groups, identifiers_of

TITLE, AUTHORS = "Bridges to Other Languages", ("Ann Lee",)
SAID = "Intermediate-task training improves XNLI by 1.8 points."
ARXIV = Paper("arXiv:2001.00001", TITLE, AUTHORS, 2020, SAID, "v2", doi="10.5555/one")
DOI = Paper("doi:10.5555/one", TITLE, AUTHORS, 2021, SAID, venue="Transfer", identifiers=("openalex:W1",))
TITLED = Paper("s2:ab", "Bridges to other languages.", ("Lee, Ann",), 2020, SAID)
OTHER = Paper("arXiv:2001.00002", TITLE, AUTHORS, 2020, "Another study with the same title and author.", "v1")


class Full(Shelf):
    """A shelf whose papers have a text besides their abstract."""

    name = "full"

    def fetch(self, paper: Paper) -> Document:
        return replace(super().fetch(paper), substrate="latex")


def gathered(corpus: Corpus, *sources: PaperSource) -> Gathered:
    return gather("XNLI", sources, corpus, BagEmbedder(), SearchSettings(papers=10, candidates=10), Silent())


def test_the_same_work_from_three_sources_is_one_paper_with_all_its_names(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        found = gathered(corpus, Shelf([TITLED]), Shelf([DOI]), Full([ARXIV, OTHER]))
        assert [paper.paper_id for paper in corpus.papers()] == ["arXiv:2001.00001", "arXiv:2001.00002"]
        one = corpus.papers()[0]
        assert (one.identifiers, one.doi, one.venue) == (("openalex:W1", "s2:ab"), "10.5555/one", "Transfer")
        assert corpus.document(one.paper_id).substrate == "latex"
        funnel = found.funnel
        assert (funnel.identified, funnel.duplicates, funnel.screened, funnel.read) == (4, 2, 2, 2)


def test_a_work_keeps_the_name_that_the_corpus_knows_it_by(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        fill(corpus, [Shelf([TITLED])], Silent())
        fill(corpus, [Full([ARXIV])], Silent())
        (one,) = corpus.papers()
        assert (one.paper_id, one.version, one.identifiers) == ("s2:ab", "v2", ("arXiv:2001.00001",))
        assert corpus.document("s2:ab").substrate == "latex"
        before = corpus.digest()
        fill(corpus, [Shelf([DOI])], Silent())  # no more than an abstract: the text stays, and the record learns
        assert corpus.digest() == before
        assert corpus.papers()[0].identifiers == ("arXiv:2001.00001", "openalex:W1")
        for again in (Shelf([TITLED]), Full([ARXIV]), Shelf([DOI])):
            fill(corpus, [again], Silent())
        assert corpus.digest() == before


def test_what_was_taken_out_stays_out_under_every_name(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        fill(corpus, [Full([ARXIV])], Silent())
        corpus.remove(ARXIV.paper_id)
        skipped = fill(corpus, [Shelf([DOI])], Silent())
        assert corpus.papers() == ()
        assert [skip.stage for skip in skipped] == ["screening"]


def test_a_source_that_fails_gives_way_to_another_that_has_the_work(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        assert fill(corpus, [Shelf([ARXIV], broken=[ARXIV.paper_id]), Shelf([DOI])], Silent()) == ()
        assert [paper.paper_id for paper in corpus.papers()] == ["arXiv:2001.00001"]


def test_papers_that_an_older_litsynth_put_there_are_found_by_name(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        fill(corpus, [Full([ARXIV])], Silent())
    with sqlite3.connect(tmp_path / "corpus.db") as raw:
        raw.execute("DELETE FROM known_as")
        raw.execute("INSERT INTO paper VALUES ('x:damaged', '', '', x'00', 0)")
    raw.close()
    with open_corpus(tmp_path) as corpus:
        assert corpus.known_as(["x:damaged"]) == {"x:damaged": ("x:damaged",)}
        assert corpus.known_as(["doi:10.5555/one", "doi:none"]) == {"doi:10.5555/one": ("arXiv:2001.00001",)}


def test_a_withdrawal_at_the_same_version_is_taken_in_and_stays(tmp_path: Path) -> None:
    class Withdrawing(Shelf):
        def fetch(self, paper: Paper) -> Document:
            return replace(super().fetch(paper), substrate="abstract" if paper.withdrawn else "latex")

    with open_corpus(tmp_path) as corpus:
        fill(corpus, [Withdrawing([ARXIV])], Silent())
        before = corpus.digest()
        gone = replace(ARXIV, withdrawn=True, abstract="This paper has been withdrawn.")
        fill(corpus, [Withdrawing([gone])], Silent())
        assert corpus.papers()[0].withdrawn
        assert corpus.document(ARXIV.paper_id).substrate == "abstract"
        assert corpus.digest() != before
        after = corpus.digest()
        for source in (
            Withdrawing([gone]),
            Withdrawing([ARXIV]),
            Full([DOI]),
        ):  # who has not heard of it does not undo it
            fill(corpus, [source], Silent())
            assert corpus.digest() == after
        fill(corpus, [Withdrawing([replace(ARXIV, version="v3")])], Silent())
        assert not corpus.papers()[0].withdrawn


def test_a_withdrawal_counts_although_nothing_can_be_read_any_more(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        fill(corpus, [Full([ARXIV])], Silent())
        assert fill(corpus, [Shelf([replace(ARXIV, withdrawn=True)], broken=[ARXIV.paper_id])], Silent()) == ()
        assert corpus.papers()[0].withdrawn
        assert corpus.document(ARXIV.paper_id).substrate == "latex"


def test_a_retraction_that_only_a_database_knows_is_taken_in(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        fill(corpus, [Full([ARXIV])], Silent())
        fill(corpus, [Shelf([replace(DOI, withdrawn=True)])], Silent())
        (one,) = corpus.papers()
        assert (one.paper_id, one.withdrawn) == (ARXIV.paper_id, True)


class Linked(Shelf):
    """A shelf that knows what is cited by the papers on it."""

    name = "linked"

    def __init__(self, papers: Sequence[Paper], linked: Sequence[Paper]) -> None:
        super().__init__(papers)
        self._linked = tuple(linked)

    def neighbours(self, papers: Sequence[Paper], limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        some = self._linked[:limit]
        ids = tuple(paper.paper_id for paper in some)
        asked = tuple(
            Query(self.name, f"references of {one.paper_id}", len(self._linked), len(some), "", ids) for one in papers
        )
        return some, asked


def test_the_neighbours_of_the_best_papers_are_candidates_and_counted(tmp_path: Path) -> None:
    far = Paper("arXiv:1901.00009", "Weather in the North", ("Bo Li",), 2019, "It rains.", "v1")
    near = Paper("arXiv:1901.00003", "XNLI again, and at length", ("Cem Ak",), 2019, "XNLI rises by 2.5 points.", "v1")
    with open_corpus(tmp_path) as corpus:
        source = Linked([ARXIV, far], [near, DOI])
        found = gather(
            "XNLI", [source], corpus, BagEmbedder(), SearchSettings(papers=10, candidates=10, snowball=1), Silent()
        )
        assert {paper.paper_id for paper in found.read} == {far.paper_id, near.paper_id, ARXIV.paper_id}
        assert [query.text for query in found.queries] == ["XNLI", f"references of {near.paper_id}"] or [
            query.text for query in found.queries
        ] == ["XNLI", f"references of {ARXIV.paper_id}"]
        assert (found.funnel.identified, found.funnel.duplicates, found.funnel.screened) == (4, 1, 3)
        assert corpus.queries() == found.queries


IDS = ("arXiv:2001.00001", "arXiv:2001.00002", "acl:P19-0001", "doi:10.5555/one", "s2:a", "s2:b", "openalex:W1")
RECORDS = st.builds(
    Paper,
    st.sampled_from(IDS),
    st.sampled_from([TITLE, "Another Title Altogether", ""]),
    st.just(AUTHORS),
    st.sampled_from([2020, 2021]),
    identifiers=st.lists(st.sampled_from(IDS), max_size=2).map(lambda names: tuple(sorted(set(names)))),
)


@given(st.lists(RECORDS, max_size=6), st.randoms())
def test_groups_are_a_partition_that_joins_all_that_share_a_name(records: list[Paper], chance) -> None:
    found = groups(records, [""] * len(records))
    assert sorted(row for rows in found for row in rows) == list(range(len(records)))
    group_of = {row: number for number, rows in enumerate(found) for row in rows}
    for one, first in enumerate(records):
        for other, second in enumerate(records):
            if identifiers_of(first) & identifiers_of(second):
                assert group_of[one] == group_of[other]
