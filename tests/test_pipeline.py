"""The conductor: from a question over a shelf of papers to a report, with fakes for the models."""

import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import BagEmbedder, OverlapEntailer, RoleEntailer, Shelf

from litsynth.codec import encode
from litsynth.config import CorpusSettings, ExtractSettings, SearchSettings, Settings
from litsynth.errors import MissingInput, NetworkRefused, OutputFailed, SourceFailed, UsageError
from litsynth.parse import read_document
from litsynth.pipeline import Models, Outcome, Silent, answer
from litsynth.pipeline.claims import extract_claims
from litsynth.pipeline.gather import read_into
from litsynth.pipeline.sifting import look_through, sift
from litsynth.pipeline.verdicts import verify_claims
from litsynth.ports import Embedder, Entailer, PaperSource
from litsynth.records import Anchor, Claim, Document, Extracted, Judgement, Paper, Query, Report, Sifted, Verdict
from litsynth.split import split
from litsynth.store import CorpusSource, open_corpus

QUESTION = "Does intermediate-task training improve zero-shot transfer on XNLI?"
TODAY = "2026-01-31"
SETTINGS = Settings(extract=ExtractSettings(relevance_threshold=0.05))

BRIDGE = Paper(
    "arXiv:2101.00001",
    "Bridges to Other Languages",
    ("Ada Brook",),
    2021,
    "Intermediate-task training improves zero-shot transfer on XNLI by 1.8 points. We train XLM-R on nine English tasks. "
    "Average accuracy on XNLI reaches 75.4 after intermediate training.",
)
TUNNEL = Paper(
    "arXiv:2102.00002",
    "Tunnels Between Languages",
    ("Ben Cole",),
    2021,
    "We repeat the comparison with other seeds. Intermediate-task training improves zero-shot transfer on XNLI by 1.8 points. "
    "Training on parallel text gains less than intermediate-task training does on XNLI.",
)
FERRY = Paper(
    "arXiv:2103.00003",
    "Ferries Across the Gap",
    ("Cem Demir",),
    2021,
    "Intermediate-task training improves zero-shot transfer on XNLI by 9.9 points. No other paper finds so large a gain.",
)
PAPERS = (BRIDGE, TUNNEL, FERRY)


def ask(
    folder: Path,
    source: PaperSource | Sequence[PaperSource],
    embedder: Embedder | None = None,
    entailer: Entailer | None = None,
    settings: Settings = SETTINGS,
    question: str = QUESTION,
) -> Outcome:
    sources = source if isinstance(source, Sequence) else [source]
    models = Models(embedder or BagEmbedder(), entailer or RoleEntailer(), {}, {"statement": "None was made."})
    with open_corpus(folder) as corpus:
        return answer(question, sources, corpus, models, settings, TODAY, Silent())


def documents(folder: Path) -> dict[str, Document]:
    with open_corpus(folder, create=False) as corpus:
        return {paper.paper_id: corpus.document(paper.paper_id) for paper in corpus.papers()}


def anchors(report: Report) -> Iterator[Anchor]:
    for claim in report.claims:
        yield from (claim.anchor, *claim.also_at)
    for verdict in report.verdicts:
        yield from (piece.anchor for piece in verdict.evidence)


def library(count: int) -> list[Paper]:
    """Papers that say a dozen different things each about the question."""
    topics = ("parsing", "tagging", "retrieval", "question answering", "paraphrase", "sentiment")
    return [
        Paper(
            f"arXiv:22{number:02}.00001",
            f"Study {number} of Transfer",
            (f"Author N{number}",),
            2022,
            " ".join(
                f"Intermediate-task training with {topics[row % 6]} improves transfer on XNLI by {number}.{row} points."
                for row in range(12)
            ),
        )
        for number in range(1, count + 1)
    ]


class Rows(Shelf):
    """A shelf of whole texts, by paper_id."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__([Paper(paper_id, f"On {paper_id}", year=2021) for paper_id in texts])
        self._texts = texts

    def fetch(self, paper: Paper) -> Document:
        self.fetched.append(paper.paper_id)
        return read_document(self._texts[paper.paper_id].encode(), "paper.md", paper.paper_id, paper.title)


class Impatient(RoleEntailer):
    """Is interrupted once it has judged `patience` pairs."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self._patience = patience

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        if self.asked + len(pairs) > self._patience:
            raise KeyboardInterrupt
        return super().judge(pairs)


class Closed:
    """A source that cannot be asked."""

    name = "closed"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        raise self._error

    def fetch(self, paper: Paper) -> Document:
        raise self._error


def test_every_claim_has_a_verdict_and_every_quote_is_where_its_anchor_says(tmp_path: Path) -> None:
    report = ask(tmp_path, Shelf(PAPERS)).report
    assert len(report.claims) >= 5
    assert [verdict.claim_id for verdict in report.verdicts] == [claim.claim_id for claim in report.claims]
    assert len({claim.claim_id for claim in report.claims}) == len(report.claims)
    read = documents(tmp_path)
    places = list(anchors(report))
    assert len(places) > len(report.claims)
    for place in places:
        text = read[place.paper_id].text
        assert place.exact == place.span.of(text)
        assert text[: place.span.start].endswith(place.prefix)
        assert text[place.span.end :].startswith(place.suffix)
    for claim in report.claims:
        assert claim.quote == claim.anchor.exact
    cited = {paper.paper_id for paper in report.papers}
    assert {place.paper_id for place in places} <= cited
    assert (report.date, report.counters["pairs_judged"] > 0) == (TODAY, True)


def test_verdicts_count_their_evidence_by_kind(tmp_path: Path) -> None:
    report = ask(tmp_path, Shelf(PAPERS)).report
    for verdict in report.verdicts:
        kinds = [piece.support_kind for piece in verdict.evidence if piece.stance == "supports"]
        counted = (verdict.traced, verdict.restated, verdict.corroborated)
        assert counted == tuple(map(kinds.count, ("own paper", "restated", "independent")))
        assert len(verdict.evidence) <= verdict.looked_at <= SETTINGS.retrieve.depth
        assert (verdict.label == "supported") <= bool(kinds)


def test_what_two_papers_measured_is_corroborated_and_a_false_number_of_one_is_not(tmp_path: Path) -> None:
    report = ask(tmp_path, Shelf(PAPERS)).report
    verdicts = {
        (claim.paper_id, claim.quote): verdict
        for claim, verdict in zip(report.claims, report.verdicts, strict=True)
        if "improves zero-shot transfer on XNLI by" in claim.quote
    }
    assert len(verdicts) == 3
    for (paper_id, quote), verdict in verdicts.items():
        if "1.8" in quote:
            assert (verdict.label, verdict.corroborated > 0) == ("supported", True), paper_id
        else:
            assert (verdict.label == "supported", verdict.corroborated, verdict.restated) == (False, 0, 0)


MEASURED_IN_A_TABLE = """# Measured in a Table

## Results

Table 1: XNLI test accuracy (%), zero-shot

| Model | sw | avg |
|---|--:|--:|
| XLM-R large | 73.9 | 80.9 |
| mBERT | 50.4 | 66.3 |

The weights of every encoder are those that its authors published.
"""
MEASURED_IN_A_SENTENCE = """# Measured in a Sentence

## Results

Zero-shot, mBERT reaches 66.3% average accuracy on XNLI. The seeds of all runs are published with the code.
"""
PLANTED = """# Planted

## Results

mBERT reaches {0} average zero-shot accuracy on XNLI. The corpus is a new one.

## Conclusion

Once more, mBERT reaches {0} average zero-shot accuracy on XNLI in these runs.
"""


@pytest.mark.parametrize("measured", [MEASURED_IN_A_TABLE, MEASURED_IN_A_SENTENCE])
@pytest.mark.parametrize(
    ("figure", "supported"), [("66.3%", True), ("85.0%", False), ("58.0%", False), ("63.6%", False), ("50.4%", False)]
)
def test_a_false_figure_planted_in_one_paper_is_supported_neither_by_another_nor_by_itself(
    tmp_path: Path, measured: str, figure: str, supported: bool
) -> None:
    texts = {"file:planted": PLANTED.format(figure), "file:measured": measured}
    report = ask(tmp_path, Rows(texts), question="How high is the zero-shot accuracy of mBERT on XNLI?").report
    weighed = {claim.claim_id: verdict for claim, verdict in zip(report.claims, report.verdicts, strict=True)}
    planted = [claim for claim in report.claims if claim.paper_id == "file:planted" and figure in claim.quote]
    assert planted
    for claim in planted:
        verdict = weighed[claim.claim_id]
        support = {piece.passage.paper_id for piece in verdict.evidence if piece.stance == "supports"}
        assert (verdict.label == "supported", support) == (supported, {"file:measured"} if supported else set())
        assert (verdict.traced, verdict.restated + verdict.corroborated > 0) == (0, supported)
        looked = {piece.passage.paper_id for piece in verdict.evidence}
        assert looked == {"file:measured"}, "the other paper was weighed, and not the planted one"
    if not supported:
        assert not [line for line in report.answer if {claim.claim_id for claim in planted} & set(line.claim_ids)]
        others = [weighed[claim.claim_id] for claim in report.claims if claim.paper_id == "file:measured"]
        assert all(verdict.label != "supported" for verdict in others), "nor does the planted figure support another"


def test_a_claims_own_sentence_is_never_its_evidence(tmp_path: Path) -> None:
    twice = Paper(
        "arXiv:2104.00004", "Twice", abstract=f"{TUNNEL.abstract} And so it ends. {TUNNEL.abstract}", year=2021
    )
    report = ask(tmp_path, Shelf([*PAPERS, twice])).report
    for claim, verdict in zip(report.claims, report.verdicts, strict=True):
        for piece in verdict.evidence:
            own = piece.passage.paper_id == claim.paper_id
            assert not (own and claim.quote in piece.passage.text), claim.quote


BACK_MATTER = """# On Bridges

## Results

Intermediate-task training improves zero-shot transfer on XNLI by 1.8 points over plain fine-tuning.

## Acknowledgements

We thank everyone who said that intermediate-task training improves zero-shot transfer on XNLI by 7.7 points.

## References

Brook, A. 2020. Intermediate-task training improves zero-shot transfer on XNLI by 7.7 points. In Proceedings of XYZ.

Cole, B. 2021. Why intermediate-task training improves transfer on XNLI by 7.7 points. Journal of Transfer, 3:1-12.
"""


def test_a_reference_list_and_acknowledgements_are_neither_claim_nor_evidence(tmp_path: Path) -> None:
    said = (
        "# Mine\n\nIntermediate-task training improves zero-shot transfer on XNLI by 7.7 points over plain fine-tuning."
    )
    report = ask(tmp_path, Rows({"file:a": BACK_MATTER, "file:b": said})).report
    assert {claim.paper_id for claim in report.claims} == {"file:a", "file:b"}
    assert all("7.7" not in claim.quote for claim in report.claims if claim.paper_id == "file:a")
    with open_corpus(tmp_path) as corpus:
        assert not [passage for passage in corpus.passages() if passage.paper_id == "file:a" and "7.7" in passage.text]
    assert all(verdict.corroborated == 0 for verdict in report.verdicts)


def test_a_second_run_asks_the_models_nothing_and_says_the_same(tmp_path: Path) -> None:
    first = ask(tmp_path, Shelf(PAPERS))
    embedder, entailer, shelf = BagEmbedder(), RoleEntailer(), Shelf(PAPERS)
    second = ask(tmp_path, shelf, embedder, entailer)
    assert (embedder.asked, entailer.asked, shelf.fetched) == (0, 0, [])
    assert second.report == first.report
    assert (second.effort["pairs_asked"], second.effort["texts_embedded"]) == (0, 0)
    assert first.effort["pairs_asked"] > 0


def test_claims_and_verdicts_of_an_equal_run_are_kept_and_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    extracted: list[int] = []

    def found(question: str, papers: Sequence[Any], *rest: Any) -> Extracted:
        extracted.append(len(papers))
        return extract_claims(question, papers, *rest)

    def counted(claims: Sequence[Claim], *rest: Any) -> tuple[tuple[Verdict, ...], dict[str, int]]:
        asked.append(len(claims))
        return verify_claims(claims, *rest)

    # By its module: `litsynth.pipeline.answer` is the function.
    monkeypatch.setattr(sys.modules["litsynth.pipeline.answer"], "verify_claims", counted)
    monkeypatch.setattr(sys.modules["litsynth.pipeline.answer"], "extract_claims", found)
    first = ask(tmp_path, Shelf(PAPERS)).report
    again = ask(tmp_path, Shelf(PAPERS)).report
    assert (len(extracted), len(asked)) == (1, 1), "an equal run extracts and weighs nothing"
    assert encode(again) == encode(first)
    fewer = replace(SETTINGS, search=replace(SETTINGS.search, papers=2))
    ask(tmp_path, Shelf(PAPERS), settings=fewer)
    assert extracted == [len(PAPERS), 2], "claims are those of the papers that they are taken from"
    asked.pop()
    with open_corpus(tmp_path) as corpus:
        models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None was made."})
        answer(QUESTION, [Shelf(PAPERS)], corpus, models, SETTINGS, TODAY, Silent(), first)
    assert len(extracted) == 3, "of an earlier report that is gone on from, claims are carried"
    stricter = replace(SETTINGS, verify=replace(SETTINGS.verify, abstain=0.99))
    assert encode(ask(tmp_path, Shelf(PAPERS), settings=stricter).report.verdicts) != encode(first.verdicts)
    assert len(asked) == 2
    other = RoleEntailer()
    other.identity = "another"
    ask(tmp_path, Shelf(PAPERS), entailer=other)
    assert len(asked) == 3
    with open_corpus(tmp_path) as corpus:
        corpus.put_record(replace(BRIDGE, authors=("Ben Cole",)))
    ask(tmp_path, Shelf(PAPERS))
    assert len(asked) == 4, "who wrote a paper decides whether it is an independent source"
    monkeypatch.setattr("litsynth.pipeline.kept._CODE", "other code")
    ask(tmp_path, Shelf(PAPERS))
    ask(tmp_path, Shelf(PAPERS))
    assert len(asked) == 6, "and are not kept where the files are not those of the code that runs"


def test_sentences_that_may_be_claims_are_looked_for_once_in_each_reading_of_a_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def look(document: Document, settings: ExtractSettings) -> Sifted:
        looked.append(document.paper_id)
        return look_through(document, settings)

    monkeypatch.setattr("litsynth.pipeline.sifting.look_through", look)
    first = ask(tmp_path, Shelf(PAPERS)).report
    assert sorted(looked) == [paper.paper_id for paper in PAPERS]
    fewer = replace(SETTINGS, extract=replace(SETTINGS.extract, claims=1))
    assert ask(tmp_path, Shelf(PAPERS), settings=fewer).report.claims == first.claims[:1]
    assert len(looked) == 3, "whatever is asked or decided"
    wider = replace(SETTINGS, extract=replace(SETTINGS.extract, filter_share=0.9))
    ask(tmp_path, Shelf(PAPERS), settings=wider)
    assert len(looked) == 6, "but anew under other settings of the filter"
    with open_corpus(tmp_path) as corpus:
        changed = replace(
            corpus.document(BRIDGE.paper_id), text=corpus.document(BRIDGE.paper_id).text.replace("1", "2")
        )
        corpus.put_paper(replace(BRIDGE, version="v2"), changed, split(changed))
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as raw, raw:
        raw.execute("UPDATE sifted SET record = x'00' WHERE paper_id = ?", (FERRY.paper_id,))
    with open_corpus(tmp_path) as corpus:
        found = sift(corpus, corpus.ids(), corpus.document, wider.extract, Silent())
    assert looked[6:] == [BRIDGE.paper_id, FERRY.paper_id], "and in what changed, or is damaged"
    assert any("2.8 points" in item.text for item in found[BRIDGE.paper_id].candidates)
    monkeypatch.setattr("litsynth.pipeline.kept._CODE", "other code")
    with open_corpus(tmp_path) as corpus:
        for _ in range(2):
            sift(corpus, corpus.ids(), corpus.document, wider.extract, Silent())
    assert len(looked) == 14, "and nothing is kept where the files are not those of the code that runs"


def test_verdicts_follow_passages_that_changed_though_the_document_did_not(tmp_path: Path) -> None:
    ask(tmp_path / "one", Shelf(PAPERS))
    for name in ("one", "two"):
        with open_corpus(tmp_path / name) as corpus:
            if name == "two":
                read_into(corpus, [(paper, Shelf(PAPERS)) for paper in PAPERS], Silent())
            for paper in (TUNNEL, FERRY):
                document = corpus.document(paper.paper_id)
                corpus.put_paper(paper, document, split(document)[:1])
    again, anew = (ask(tmp_path / name, Shelf(PAPERS)).report for name in ("one", "two"))
    assert encode(again.verdicts) == encode(anew.verdicts)


def test_a_paper_that_changes_while_its_corpus_is_asked_is_told(tmp_path: Path) -> None:
    class Slow(RoleEntailer):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
            with open_corpus(tmp_path) as other:
                document = other.document(BRIDGE.paper_id)
                if not document.text.startswith("New."):
                    new = read_document(b"New. " + document.text.encode(), "a.txt", BRIDGE.paper_id)
                    other.put_paper(replace(BRIDGE, version="v2"), new, split(new))
            return super().judge(pairs)

    ask(tmp_path, Shelf(PAPERS), settings=replace(SETTINGS, extract=replace(SETTINGS.extract, claims=1)))
    other = Slow()
    other.identity = "another"
    with pytest.raises(OutputFailed, match=r"were changed while it was asked.*run it again"):
        ask(tmp_path, Shelf(PAPERS), entailer=other)


def test_verdicts_are_not_kept_where_the_corpus_changed_meanwhile(tmp_path: Path) -> None:
    class Slow(RoleEntailer):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
            with open_corpus(tmp_path) as other:
                other.put_record(replace(BRIDGE, authors=("Ben Cole",)))
            return super().judge(pairs)

    ask(tmp_path, Shelf(PAPERS), entailer=Slow())
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as raw:
        assert raw.execute("SELECT count(*) FROM stage WHERE kind = 'Weighed'").fetchone() == (0,)


def test_kept_verdicts_that_are_damaged_are_worked_out_again(tmp_path: Path) -> None:
    first = ask(tmp_path, Shelf(PAPERS)).report
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as raw, raw:
        assert raw.execute("UPDATE stage SET record = x'00'").rowcount == 2
    assert encode(ask(tmp_path, Shelf(PAPERS)).report) == encode(first)


def test_a_run_over_a_filled_corpus_is_the_run_that_filled_it(tmp_path: Path) -> None:
    first = ask(tmp_path, Shelf(PAPERS)).report
    with open_corpus(tmp_path) as corpus:
        models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None was made."})
        again = answer(QUESTION, [CorpusSource(corpus, "mine", TODAY)], corpus, models, SETTINGS, TODAY, Silent())
    assert (again.report.claims, again.report.verdicts) == (first.claims, first.verdicts)


def test_a_paper_more_costs_only_what_is_new_and_gives_the_full_run(tmp_path: Path) -> None:
    ask(tmp_path / "grown", Shelf(PAPERS[:2]))
    grown, whole = RoleEntailer(), RoleEntailer()
    incremental = ask(tmp_path / "grown", Shelf(PAPERS), entailer=grown).report
    assert incremental == ask(tmp_path / "whole", Shelf(PAPERS), entailer=whole).report
    assert 0 < grown.asked < whole.asked


def test_an_interrupted_run_asks_only_for_the_rest(tmp_path: Path) -> None:
    papers, settings = library(9), Settings(extract=ExtractSettings(relevance_threshold=0.0, claims=27))
    whole = RoleEntailer()
    report = ask(tmp_path / "whole", Shelf(papers), entailer=whole, settings=settings).report
    stopped = Impatient(patience=whole.asked - 1)
    with pytest.raises(KeyboardInterrupt):
        ask(tmp_path / "stopped", Shelf(papers), entailer=stopped, settings=settings)
    rest, shelf = RoleEntailer(), Shelf(papers)
    resumed = ask(tmp_path / "stopped", shelf, entailer=rest, settings=settings).report
    assert resumed == report
    assert (stopped.asked + rest.asked, shelf.fetched) == (whole.asked, [])
    assert stopped.asked >= 512  # something had been kept


def test_the_order_of_papers_changes_nothing(tmp_path: Path) -> None:
    papers = [*PAPERS, *library(4)]
    broken = [papers[4].paper_id, papers[6].paper_id]
    reports = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(papers, len(papers))
        reports.append(encode(ask(tmp_path / str(seed), Shelf(shuffled, broken)).report))
    assert reports[0] == reports[1] == reports[2]


def test_two_sources_with_one_paper_count_it_once(tmp_path: Path) -> None:
    other = Shelf([BRIDGE, FERRY])
    other.name = "other"
    funnel = ask(tmp_path, [Shelf([BRIDGE, TUNNEL]), other]).report.funnel
    assert (funnel.identified, funnel.duplicates, funnel.screened, funnel.read) == (4, 1, 3, 3)


@pytest.mark.parametrize(("wanted", "broken"), [(40, 0), (5, 0), (5, 2), (1, 0)])
def test_the_prisma_counts_add_up(tmp_path: Path, wanted: int, broken: int) -> None:
    papers = [*PAPERS, *library(3)]
    first = ask(tmp_path / "first", Shelf(papers), settings=Settings(SearchSettings(papers=wanted), SETTINGS.extract))
    lost = [paper.paper_id for paper in first.report.papers[:broken]]
    settings = Settings(SearchSettings(papers=wanted), SETTINGS.extract)
    report = ask(tmp_path / "second", Shelf(papers, lost), settings=settings).report
    funnel = report.funnel
    assert funnel.identified == funnel.duplicates + funnel.screened == len(papers)
    assert funnel.screened == funnel.excluded_by_rank + funnel.sought
    assert funnel.sought == funnel.not_retrieved + funnel.read == min(wanted, len(papers))
    assert (funnel.not_retrieved, len(report.skipped)) == (broken, broken)
    assert funnel.with_claims == len({claim.paper_id for claim in report.claims}) <= funnel.read
    assert sum(report.substrates.values()) == funnel.read


def test_a_broken_paper_is_listed_and_the_others_are_used(tmp_path: Path) -> None:
    report = ask(tmp_path, Shelf(PAPERS, broken=[TUNNEL.paper_id])).report
    assert [(skip.what, skip.stage) for skip in report.skipped] == [(TUNNEL.title, "read")]
    assert TUNNEL.paper_id in report.skipped[0].reason
    assert {claim.paper_id for claim in report.claims} == {BRIDGE.paper_id, FERRY.paper_id}
    assert any("could not be read" in line for line in report.limitations)


def test_nothing_found_and_nothing_readable_are_errors_that_say_so(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match=r"no papers found \(shelf: Does"):
        ask(tmp_path, Shelf([]))
    with pytest.raises(MissingInput, match=rf"none of the papers.* {BRIDGE.paper_id}: broken"):
        ask(tmp_path, Shelf([BRIDGE], broken=[BRIDGE.paper_id]))
    with pytest.raises(UsageError, match="no content words"):
        ask(tmp_path, Shelf(PAPERS), question=" ? ")


def test_papers_without_a_claim_make_a_report_that_says_so(tmp_path: Path) -> None:
    dull = Paper("arXiv:2105.00005", "Dull", abstract="The weather is fine. Nothing else is said here at all today.")
    report = ask(tmp_path, Shelf([dull]), entailer=OverlapEntailer()).report
    assert (report.claims, report.verdicts, report.funnel.with_claims) == ((), (), 0)
    assert report.answer[0].text.startswith("No supported claim in the 1 paper read holds")


def test_a_source_that_fails_is_listed_unless_it_is_the_only_one(tmp_path: Path) -> None:
    for error in (NetworkRefused("no network", "use files"), SourceFailed("HTTP 500", "wait")):
        closed = Closed(error)
        with pytest.raises(type(error), match=error.message):
            ask(tmp_path, closed)
        report = ask(tmp_path, [closed, Shelf(PAPERS)]).report
        assert [(skip.what, skip.stage, skip.reason) for skip in report.skipped] == [("closed", "search", str(error))]


def test_where_things_are_kept_is_no_part_of_a_report(tmp_path: Path) -> None:
    plain = ask(tmp_path / "a", Shelf(PAPERS)).report
    moved = Settings(extract=SETTINGS.extract, corpus=CorpusSettings(folder=str(tmp_path)))
    other = ask(tmp_path / "b", Shelf(PAPERS), settings=moved).report
    assert (other.claims, other.verdicts, other.answer) == (plain.claims, plain.verdicts, plain.answer)
    assert other.corpus_digest == plain.corpus_digest


def test_another_model_is_asked_again(tmp_path: Path) -> None:
    ask(tmp_path, Shelf(PAPERS))
    other = OverlapEntailer()
    ask(tmp_path, Shelf(PAPERS), entailer=other)
    newer = RoleEntailer()
    newer.identity = "overlap@2 T=1"
    ask(tmp_path, Shelf(PAPERS), entailer=newer)
    assert other.asked == 0  # the same identity: what it is called decides, not what it is
    assert newer.asked > 0


def test_a_new_version_of_a_paper_is_read_again_and_takes_the_place_of_the_old(tmp_path: Path) -> None:
    def at(version: str, gain: str) -> Paper:
        return Paper(BRIDGE.paper_id, BRIDGE.title, abstract=BRIDGE.abstract.replace("1.8", gain), version=version)

    ask(tmp_path, Shelf([at("v1", "6.1"), TUNNEL]))
    shelf = Shelf([at("v2", "5.4"), TUNNEL])
    report = ask(tmp_path, shelf).report
    assert shelf.fetched == [BRIDGE.paper_id]
    quotes = " ".join(claim.quote for claim in report.claims)
    assert ("5.4" in quotes, "6.1" in quotes) == (True, False)
