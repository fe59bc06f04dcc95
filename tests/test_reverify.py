"""A report brought up to date: what it says, what it costs, and that it is what a fresh run would say."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import BagEmbedder, RoleEntailer, Shelf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litsynth.config import ExtractSettings, SearchSettings, Settings
from litsynth.errors import MissingInput, NetworkRefused
from litsynth.pipeline import Models, Outcome, Silent, answer, reverify
from litsynth.ports import PaperSource
from litsynth.records import Paper, Report
from litsynth.store import open_corpus
from litsynth.synthesize import changes_between

QUESTION = "Does intermediate-task training improve zero-shot transfer on XNLI?"
OLD, NEW = "2026-01-31", "2026-02-28"
WIDE = Settings(extract=ExtractSettings(relevance_threshold=0.05))
NARROW = Settings(search=SearchSettings(papers=3), extract=ExtractSettings(relevance_threshold=0.05, claims=3))
METHODS = ("Intermediate-task training", "Adapter tuning", "Training on parallel text", "Plain tuning")


def sentence(method: int, points: int, sign: bool = True) -> str:
    does = "improves" if sign else "does not improve"
    return f"{METHODS[method]} {does} zero-shot transfer on XNLI by {points / 10} points."


def paper(number: int, *said: str, version: str = "v1", withdrawn: bool = False) -> Paper:
    name = f"arXiv:21{number:02}.00001"
    return Paper(name, f"Study {number}", (f"A. Author{number}",), 2021, " ".join(said), version, withdrawn=withdrawn)


def models(entailer: RoleEntailer | None = None) -> Models:
    return Models(BagEmbedder(), entailer or RoleEntailer(), {}, {"statement": "None was made."})


def run(folder: Path, papers: Sequence[Paper], chosen: Settings = WIDE, today: str = OLD) -> Report:
    with open_corpus(folder) as corpus:
        return answer(QUESTION, [Shelf(papers)], corpus, models(), chosen, today, Silent()).report


def again(
    folder: Path,
    before: Report,
    papers: Sequence[Paper],
    chosen: Settings = WIDE,
    entailer: RoleEntailer | None = None,
    cited: PaperSource | None = None,
) -> Outcome:
    with open_corpus(folder) as corpus:
        return reverify(
            before, [Shelf(papers)], corpus, models(entailer), chosen, NEW, Silent(), [cited] if cited else ()
        )


BRIDGE = paper(1, sentence(0, 18), "We train on nine English tasks and then on MultiNLI, as others have done before.")
TUNNEL = paper(2, sentence(1, 9), "We repeat the whole comparison with five other seeds and report averages of them.")
FERRY = paper(3, sentence(0, 18), "No other paper has looked at so many languages as we do here.")


# What it says

sentences = st.builds(sentence, st.integers(0, 3), st.integers(10, 14), st.booleans())
abstracts = st.lists(sentences, min_size=1, max_size=3, unique=True)


@st.composite
def literatures(draw: st.DrawFn) -> tuple[list[Paper], list[Paper]]:
    """Papers then, and papers now: some new, some in a new version, some withdrawn, some no longer found."""
    then = [paper(number, *draw(abstracts)) for number in range(draw(st.integers(1, 6)))]
    now = []
    for old in then:
        fate = draw(st.sampled_from(("same", "same", "revised", "withdrawn", "not found")))
        if fate == "revised":
            now.append(replace(old, abstract=" ".join(draw(abstracts)), version="v2"))
        elif fate == "withdrawn":
            now.append(replace(old, version="v2", withdrawn=True))
        elif fate == "same":
            now.append(old)
    now += [paper(number, *draw(abstracts)) for number in range(10, 10 + draw(st.integers(0, 3)))]
    return then, now or then


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(literatures(), st.sampled_from([WIDE, NARROW]))
def test_reverify_is_a_fresh_run_on_the_same_corpus_plus_the_claims_that_were_there(
    literature: tuple[list[Paper], list[Paper]], chosen: Settings
) -> None:
    then, now = literature
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        old = run(folder, then, chosen)
        new = again(folder, old, now, chosen).report
        fresh = run(folder, now, chosen, NEW)
        claims, verdicts = ({item.claim_id: item for item in items} for items in (new.claims, new.verdicts))
        # Claim for claim, and verdict for verdict, to the last byte.
        assert [claims[claim.claim_id] for claim in fresh.claims] == list(fresh.claims)
        assert [verdicts[verdict.claim_id] for verdict in fresh.verdicts] == list(fresh.verdicts)
        # What it has besides are claims that a person has seen, and all of those that still stand in their papers.
        seen = {claim.claim_id for claim in old.claims}
        assert claims.keys() - {claim.claim_id for claim in fresh.claims} <= seen
        with open_corpus(folder) as corpus:
            standing = {c.claim_id for c in old.claims if c.quote in corpus.document(c.paper_id).text}
        assert standing <= claims.keys()
        assert [claim.claim_id for claim in new.claims] == [verdict.claim_id for verdict in new.verdicts]
        # What changed is what a comparison of the two reports finds.
        assert new.changes is not None
        found = changes_between(old, new)
        assert tuple(replace(one, why="") for one in new.changes.claims) == found.claims
        assert {one.paper.paper_id for one in new.changes.papers} == {one.paper.paper_id for one in found.papers}
        assert all(bool(one.why) == (one.kind == "gone") for one in new.changes.claims)
        # A second time there is nothing to judge and nothing to tell.
        entailer = RoleEntailer()
        second = again(folder, new, now, chosen, entailer).report
        assert second.changes is not None
        assert (entailer.asked, second.changes.claims, second.changes.papers) == (0, (), ())
        assert (second.claims, second.verdicts) == (new.claims, new.verdicts)


def test_where_the_whole_corpus_is_read_the_report_is_that_of_a_run_from_nothing(tmp_path: Path) -> None:
    old = run(tmp_path / "grown", [BRIDGE, TUNNEL])
    new = again(tmp_path / "grown", old, [BRIDGE, TUNNEL, FERRY]).report
    fresh = run(tmp_path / "whole", [BRIDGE, TUNNEL, FERRY], today=NEW)
    counters = {name: number for name, number in new.counters.items() if name != "claims_carried"}
    assert replace(new, changes=None, history=(), counters=counters) == fresh


def test_a_corroborating_paper_changes_support_and_is_the_evidence_for_it(tmp_path: Path) -> None:
    old = run(tmp_path, [BRIDGE, TUNNEL])
    new = again(tmp_path, old, [BRIDGE, TUNNEL, FERRY]).report
    assert new.changes is not None
    by_claim = {change.claim.paper_id: change for change in new.changes.claims}
    change = by_claim[BRIDGE.paper_id]
    assert {piece.anchor.paper_id for piece in change.gained} == {FERRY.paper_id}
    assert by_claim[FERRY.paper_id].kind == "new"
    assert [(paper.kind, paper.paper.paper_id) for paper in new.changes.papers] == [("new", FERRY.paper_id)]
    first, last = new.history
    assert (first.date, first.read, last.date, last.read, last.new_papers) == (OLD, 2, NEW, 3, 1)


def test_a_claim_does_not_vanish_because_others_rank_higher(tmp_path: Path) -> None:
    narrow = replace(WIDE, search=SearchSettings(papers=1), extract=replace(WIDE.extract, claims=1))
    faint = paper(5, "Training on parallel text gains 0.9 points on XNLI in nine of the fifteen languages looked at.")
    old = run(tmp_path, [faint], narrow)
    assert len(old.claims) == 1
    new = again(tmp_path, old, [faint, BRIDGE], narrow).report
    assert {claim.claim_id for claim in old.claims} < {claim.claim_id for claim in new.claims}
    assert (len(new.claims), new.counters["claims_carried"], new.funnel.with_claims) == (2, 1, 1)
    assert len(run(tmp_path, [faint, BRIDGE], narrow, NEW).claims) == 1


def test_a_claim_that_a_new_version_no_longer_makes_is_gone_and_says_why(tmp_path: Path) -> None:
    old = run(tmp_path, [BRIDGE, TUNNEL])
    revised = replace(BRIDGE, version="v2", abstract=BRIDGE.abstract.replace("1.8", "1.1"))
    new = again(tmp_path, old, [revised, TUNNEL]).report
    assert new.changes is not None
    gone = [change for change in new.changes.claims if change.kind == "gone"]
    instead = revised.abstract.split(". ")[0] + "."
    assert [(change.claim.paper_id, change.why) for change in gone] == [
        (BRIDGE.paper_id, f"its paper (v2) no longer says it; in its place: {instead}")
    ]
    assert ("version", "v1") in {(paper.kind, paper.before) for paper in new.changes.papers}
    assert (new.history[-1].new_versions, new.history[-1].gone_claims) == (1, 1)


def test_a_paper_that_was_taken_out_by_hand_takes_its_claims_along_and_is_not_read_again(tmp_path: Path) -> None:
    old = run(tmp_path, [BRIDGE, TUNNEL])
    with open_corpus(tmp_path) as corpus:
        corpus.remove(BRIDGE.paper_id)
    cited = Shelf([replace(BRIDGE, version="v2")])
    new = again(tmp_path, old, [BRIDGE, TUNNEL], cited=cited).report
    assert cited.fetched == []
    assert new.changes is not None
    assert {change.why for change in new.changes.claims if change.kind == "gone"} == {"its paper was taken out by hand"}


# New versions of papers that the search no longer returns


def test_a_cited_paper_that_the_search_no_longer_returns_is_looked_up(tmp_path: Path) -> None:
    old = run(tmp_path, [BRIDGE, TUNNEL])
    cited = Shelf([replace(BRIDGE, version="v2", withdrawn=True, abstract="Withdrawn.")])
    new = again(tmp_path, old, [TUNNEL], cited=cited).report
    assert new.changes is not None
    told = [(change.kind, change.paper.paper_id, change.before) for change in new.changes.papers]
    assert told == [("withdrawn", BRIDGE.paper_id, "v1")]
    gone = {change.why for change in new.changes.claims if change.kind == "gone"}
    assert gone == {"its paper was withdrawn (v2), and what is left does not say it"}
    assert new.history[-1].withdrawn == 1
    assert new.queries[-1].source == cited.name
    # The search found it again, in the version that was read: nothing is read twice.
    assert again(tmp_path, old, [TUNNEL], cited=cited).report == new
    assert cited.fetched == [BRIDGE.paper_id]


def test_versions_that_cannot_be_looked_up_are_listed_and_all_else_is_done(tmp_path: Path) -> None:
    class Closed(Shelf):
        def find(self, question: str, limit: int):
            raise NetworkRefused("cannot reach it", "wait")

    old = run(tmp_path, [BRIDGE, TUNNEL])
    new = again(tmp_path, old, [BRIDGE, TUNNEL, FERRY], cited=Closed([])).report
    assert [(skip.stage, skip.reason) for skip in new.skipped] == [("search again", "cannot reach it (wait)")]
    assert {claim.paper_id for claim in new.claims} == {BRIDGE.paper_id, TUNNEL.paper_id, FERRY.paper_id}


def test_a_search_that_finds_nothing_is_an_error_and_no_news(tmp_path: Path) -> None:
    old = run(tmp_path, [BRIDGE])
    with pytest.raises(MissingInput, match="no papers found"):
        again(tmp_path, old, [])


# What it costs


def test_one_paper_more_costs_less_than_a_twentieth_of_the_pairs(tmp_path: Path) -> None:
    tasks = (
        "parsing tagging retrieval paraphrase sentiment summarization dialogue entailment translation parity".split()
    )
    library = [
        paper(number, *(f"On {task} {METHODS[row % 4]} gains {number}.{row} points." for row, task in enumerate(tasks)))
        for number in range(10, 50)
    ]
    every = replace(WIDE, search=SearchSettings(papers=100))
    added = [*library, BRIDGE]
    old = run(tmp_path / "grown", library, every)
    grown, whole = RoleEntailer(), RoleEntailer()
    outcome = again(tmp_path / "grown", old, added, every, grown)
    with open_corpus(tmp_path / "whole") as corpus:
        answer(QUESTION, [Shelf(added)], corpus, models(whole), every, NEW, Silent())
    assert grown.asked == outcome.effort["pairs_asked"]
    assert 0 < grown.asked < 0.05 * whole.asked
