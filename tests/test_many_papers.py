"""What is held of each paper that is offered or in the corpus: its id, not its record, however many there are."""

import json
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf_maker import document, paper, passages

from litsynth.config import SearchSettings
from litsynth.errors import MissingInput
from litsynth.papers import Papers
from litsynth.pipeline import joined
from litsynth.pipeline.gather import gather, most_similar
from litsynth.pipeline.joined import join
from litsynth.pipeline.offers import Offers
from litsynth.pipeline.search import fill
from litsynth.ports import Silent, Vectors
from litsynth.records import Paper
from litsynth.sources import FolderSource, aside
from litsynth.sources.aside import Aside
from litsynth.store import Corpus, CorpusSource, open_corpus
from litsynth.works import groups

QUESTION = "Does transfer learning help on XNLI?"
TEXTS = st.text(st.characters(), max_size=30)
PAPERS = st.builds(
    Paper,
    TEXTS,
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.none() | st.integers(0, 3000),
    TEXTS,
    withdrawn=st.booleans(),
    identifiers=st.lists(TEXTS, max_size=2).map(tuple),
)


class Narrow:
    """Vectors of two numbers, by the length of the text."""

    identity = "narrow@1"

    def embed(self, texts: Sequence[str]) -> Vectors:
        turns = np.array([len(text) % 97 for text in texts]) / 97
        return np.stack([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)


def numbered(count: int) -> Iterator[Paper]:
    for number in range(count):
        words = f"word{number} " * 200
        yield Paper(f"arXiv:2001.{number:05}", f"A title of some length {number}", ("Ann Lee",), 2020, words)


def lines(folder: Path, count: int) -> Path:
    path = folder / f"{count}.jsonl"
    rows = ({"id": one.paper_id, "title": one.title, "abstract": one.abstract} for one in numbered(count))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def peak(work: Callable[[], object]) -> int:
    """Bytes at most, over those before, while `work` is done."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def filled(folder: Path, count: int) -> Corpus:
    corpus = open_corpus(folder)
    for number in range(count):
        corpus.put_paper(paper(number), document(number), passages(number))
    return corpus


@given(st.lists(PAPERS, max_size=8), st.data())
def test_papers_put_aside_come_back_in_any_order(papers: list[Paper], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aside, "_IN_MEMORY", 200)
        held, there = Aside(), list[Paper]()
        for one in papers:
            assert held.put(one) == len(there)
            there.append(one)
            again = data.draw(st.integers(0, len(there) - 1))
            assert held[again] == there[again]


def test_ranking_holds_few_papers_and_ranks_as_if_it_held_all() -> None:
    few, many = (
        peak(lambda count=count: most_similar(QUESTION, numbered(count), Narrow(), 5)) for count in (1100, 6600)
    )
    assert many < 1.2 * few
    every = list(numbered(1300))
    near = np.round(
        Narrow().embed([f"{one.title}. {one.abstract}" for one in every]) @ Narrow().embed([QUESTION])[0], 6
    )
    order = sorted(range(1300), key=lambda row: (-float(near[row]), every[row].paper_id))
    assert most_similar(QUESTION, iter(every), Narrow(), 40) == tuple(every[row] for row in order[:40])
    assert most_similar(QUESTION, [], Narrow(), 40) == ()


def test_a_run_on_lines_holds_no_record_of_each_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_IN_MEMORY", 1000)
    monkeypatch.setattr(joined, "_BLOCK", 500)
    few, many = (lines(tmp_path, count) for count in (1500, 4500))

    def gathered(path: Path) -> None:
        with open_corpus(tmp_path / f"corpus of {path.name}") as corpus:
            chosen = gather(QUESTION, [FolderSource(path)], corpus, Narrow(), SearchSettings(papers=3), Silent())
            assert len(chosen.papers) == len(chosen.read) == 3

    gathered(few)  # imports and caches
    each = (peak(lambda: gathered(many)) - peak(lambda: gathered(few))) / 3000
    assert each < 1200  # an abstract alone takes 1,800 bytes


def test_a_corpus_of_many_is_joined_and_ranked_with_few_records_in_memory(tmp_path: Path) -> None:
    with filled(tmp_path, 900) as corpus:
        read: list[int] = []
        papers = corpus.papers()
        counted = Papers(papers.ids, lambda at: read.append(at) or papers[at])
        source = CorpusSource(corpus, "some", "2026-11-23")
        works = join(corpus, Offers([(counted, source)]))
        assert (list(works), read) == (list(corpus.ids()), [])
        assert works["arXiv:2001.00700"][0] == paper(700)
        assert read == [700]


def test_the_papers_of_a_corpus_are_a_sequence_and_a_mapping(tmp_path: Path) -> None:
    with filled(tmp_path, 600) as corpus:
        every = [paper(number) for number in range(600)]
        papers, known = corpus.papers(), corpus.by_id()
        assert papers == every
        assert (papers[-1], papers[250:258]) == (every[-1], tuple(every[250:258]))
        assert corpus.papers(without={paper(0).paper_id})[0] == every[1]
        assert list(known) == [one.paper_id for one in every]
        assert known["arXiv:2001.00300"] == every[300]
        assert "arXiv:9999.00000" not in known
        with pytest.raises(KeyError):
            known["arXiv:9999.00000"]
        corpus.remove(paper(7).paper_id)
        with pytest.raises(MissingInput, match=r"holds no paper arXiv:2001\.00007"):
            known[paper(7).paper_id]


def test_where_the_corpus_has_all_papers_none_is_joined_as_the_names_would_have_it(tmp_path: Path) -> None:
    alike = [Paper(f"s2:{number}", "The very same title", ("Ann Lee",), 2020, "Text.") for number in range(3)]
    assert groups(alike, [""] * 3) == [[0, 1, 2]]
    assert groups(alike, [one.paper_id for one in alike]) == [[0], [1], [2]]
    with open_corpus(tmp_path) as corpus:
        for one in alike:
            corpus.put_paper(one, replace(document(0), paper_id=one.paper_id), ())
        assert list(join(corpus, Offers([(alike, CorpusSource(corpus, "some", ""))]))) == [
            one.paper_id for one in alike
        ]


def test_several_versions_of_one_source_are_read_in_turn(tmp_path: Path) -> None:
    class Versions:
        name = "versions"

        def find(self, question: str, limit: int):
            return (paper(1), paper(2), paper(1, "v2"), paper(1, "v3")), ()

        def fetch(self, one: Paper):
            return document(int(one.paper_id[-1]))

    with open_corpus(tmp_path) as corpus:
        assert fill(corpus, [Versions()], Silent()) == ()
        assert corpus.papers() == (paper(1, "v3"), paper(2))
        assert corpus.other_versions(paper(1).paper_id) == ("v1", "v2")


def test_what_a_folder_offers_can_be_gone_through_again(tmp_path: Path) -> None:
    source = FolderSource(lines(tmp_path, 5))
    first, second = (source.find("", 0)[0] for _ in range(2))
    assert tuple(first) == tuple(second)
    assert [one.title for one in first] == [one.title for one in numbered(5)]
    assert "word3 word3" in source.fetch(first[3]).text
