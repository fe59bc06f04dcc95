"""Benchmarks from files to scores, with stand-ins for the models."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from fakes import BagEmbedder, OverlapEntailer
from hypothesis import given
from hypothesis import strategies as st
from labelled_data import METALS, make_climate, make_nli, make_scifact, write_rows

from litsynth.benchmarks import BENCHMARKS, Instruments, Options, Split, WindowPlan, evaluate, notes, refuse_seen, table
from litsynth.benchmarks.abstracts import read_abstracts, read_citation_integrity
from litsynth.benchmarks.examples import NOT_ENOUGH_INFO, REFUTED, SUPPORTED, Example, Source, labelled_set
from litsynth.benchmarks.folding import Part, fold_set
from litsynth.benchmarks.judge import judge_examples
from litsynth.benchmarks.pairs import read_climate_fever, read_covidfact
from litsynth.benchmarks.retrieval import rank, retrieval_scores
from litsynth.benchmarks.stances import predicted
from litsynth.benchmarks.systems import claim_only, cross_predict, gold_of, majority, pooled, ruled
from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.folds import fold_of
from litsynth.records import Judgement
from litsynth.verify.pooling import JudgedWindow, features, mixture, rationale, strongest, whole
from litsynth.verify.windows import Window, windows_of

FOLDER = "verification/scifact"


class Counting:
    """Progress that remembers the stages and counts the steps."""

    def __init__(self) -> None:
        self.stages: dict[str, list[int]] = {}

    def stage(self, name: str, total: int) -> None:
        self.now = self.stages.setdefault(name, [0, 0])
        self.now[0] += total

    def step(self, count: int = 1) -> None:
        self.now[1] += count


def read_scifact(data: Path):
    return read_abstracts(data, f"{FOLDER}/claims_train.jsonl.gz", f"{FOLDER}/corpus.jsonl.gz")


def instruments(*names: str) -> Instruments:
    return Instruments({name: [OverlapEntailer()] for name in names}, BagEmbedder(), Counting())


# Windows


@given(st.integers(1, 12), st.integers(1, 4))
def test_windows_cover_everything_and_part_no_neighbours(count, size):
    sentences = [f"S{at}." for at in range(count)]
    found = windows_of(sentences, "", WindowPlan(sizes=(size,), whole=False))
    assert {len(window.sentences) for window in found} == {min(size, count)}
    assert {at for window in found for at in window.sentences} == set(range(count))
    assert len({window.sentences for window in found}) == len(found)
    if size > 1:
        assert all(any({at, at + 1} <= set(window.sentences) for window in found) for at in range(count - 1))
    assert all(window.text == " ".join(sentences[at] for at in window.sentences) for window in found)


def test_the_title_stands_before_every_window_and_empty_evidence_has_none():
    plan = WindowPlan(sizes=(1,), title=True)
    assert [window.text for window in windows_of(["One.", "Two."], "A title", plan)] == [
        "A title. One.",
        "A title. Two.",
        "A title. One. Two.",
    ]
    assert windows_of(["One."], "Why?", plan)[0].text == "Why? One."
    assert windows_of([], "A title", plan) == ()


def judged(*rows: tuple[int, tuple[int, ...], float, float]) -> list[JudgedWindow]:
    return [
        JudgedWindow(Window(size, sentences, ""), Judgement(for_, round(1 - for_ - against, 9), against))
        for size, sentences, for_, against in rows
    ]


LONG = judged((1, (0,), 0.9, 0.05), (1, (1,), 0.1, 0.6), (1, (2,), 0.2, 0.1), (0, (0, 1, 2), 0.3, 0.2))


def test_pooling_by_rule():
    # Strongest: 0.9 for, 0.6 against, neither 0.1 x 0.4.
    best = [piece for piece in LONG if piece.window.size]
    assert strongest(best) == pytest.approx((0.9 / 1.54, 0.04 / 1.54, 0.6 / 1.54))
    assert whole(LONG) == pytest.approx((0.3, 0.5, 0.2))
    assert mixture(LONG) == pytest.approx(tuple((a + b) / 2 for a, b in zip(strongest(best), whole(LONG), strict=True)))
    assert strongest([]) == whole([]) == mixture([]) == (0, 1, 0)
    assert whole(best) == strongest(best)  # where the whole was not judged at once


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=8))
def test_rules_give_probabilities_and_features_are_finite(sides):
    pieces = judged(*((1, (at,), for_ / 2, against / 2) for at, (for_, against) in enumerate(sides)))
    for rule in (strongest, whole, mixture):
        assert sum(rule(pieces)) == pytest.approx(1)
        assert min(rule(pieces)) >= 0
    values = features(pieces, WindowPlan(sizes=(1, 3)))
    assert len(values) == 7
    assert np.isfinite(values).all()


def test_features_are_log_odds_of_the_strongest_of_each_size():
    found = features(LONG, WindowPlan(sizes=(1,)))
    assert found == pytest.approx((np.log(9), np.log(1.5), np.log(3 / 7), np.log(1 / 4), np.log(5)))


def test_a_rationale_holds_the_best_sentence_and_others_that_are_sure():
    assert rationale(LONG, refutes=False, threshold=0.5) == (0,)
    assert rationale(LONG, refutes=False, threshold=0.15) == (0, 2)
    assert rationale(LONG, refutes=True, threshold=0.99) == (1,)
    assert rationale([], refutes=True, threshold=0.0) == ()


# Reading


def test_abstracts_are_read_as_they_are_annotated(tmp_path):
    read = read_scifact(make_scifact(tmp_path))
    assert Counter(example.label for example in read.examples) == dict.fromkeys(range(3), len(METALS))
    first, second, third = read.examples[:3]
    assert (first.label, second.label, third.label) == (SUPPORTED, REFUTED, NOT_ENOUGH_INFO)
    assert (first.rationales, second.rationales, third.rationales) == (((1,),), ((1,), (0, 2)), ())
    assert first.source.title == "Melting iron"
    assert len(read.corpus) == len(METALS)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": 1, "claim": "c", "evidence": {}, "cited_doc_ids": [5]}, "cites 5"),
        (
            {"id": 1, "claim": "c", "evidence": {"1": [{"sentences": [9], "label": "SUPPORT"}]}, "cited_doc_ids": [1]},
            "outside",
        ),
        (
            {
                "id": 1,
                "claim": "c",
                "evidence": {"1": [{"sentences": [0], "label": side} for side in ("SUPPORT", "REFUTE")]},
                "cited_doc_ids": [1],
            },
            "both kinds",
        ),
        ({"id": 1, "claim": "c", "cited_doc_ids": [1]}, r"claims_train\.jsonl\.gz:1"),
        ({"id": 1, "claim": None, "evidence": {}, "cited_doc_ids": [1]}, r"claims_train\.jsonl\.gz:1"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path, row, said):
    write_rows(tmp_path / FOLDER / "corpus.jsonl.gz", [{"doc_id": 1, "title": "", "abstract": ["One."]}])
    write_rows(tmp_path / FOLDER / "claims_train.jsonl.gz", [row])
    with pytest.raises(BadRecord, match=said):
        read_scifact(tmp_path)


def test_files_that_are_absent_or_cut_off(tmp_path):
    with pytest.raises(MissingInput, match="--data"):
        read_scifact(tmp_path)
    make_scifact(tmp_path)
    path = tmp_path / FOLDER / "corpus.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadRecord, match="gzip"):
        read_scifact(tmp_path)


def test_one_article_under_two_numbers_stays_in_one_fold(tmp_path):
    corpus = [{"doc_id": 1000 + at, "title": "", "abstract": [f"Passage {at}."]} for at in range(3)]
    corpus.append({"doc_id": 2000, "title": "", "abstract": ["Another article."]})
    claims = [
        {"id": at, "claim": f"It rose {at} [<|cit|>].", "evidence": {}, "cited_doc_ids": [row["doc_id"]]}
        for at, row in enumerate(corpus)
    ]
    write_rows(tmp_path / "corpus.jsonl.gz", corpus)
    write_rows(tmp_path / "claims.jsonl.gz", claims)
    read = read_citation_integrity(tmp_path, "claims.jsonl.gz", "corpus.jsonl.gz")
    fold = fold_of(read.links, 2)
    assert fold["0"] == fold["1"] == fold["2"] != fold["3"]
    assert read.examples[0].claim == "It rose 0."


def test_votes_are_shares_of_those_who_voted(tmp_path):
    read = read_climate_fever(make_climate(tmp_path), "verification/climate_fever/all.jsonl.gz")
    assert [example.votes for example in read.examples[:2]] == [(1.0, 0.0, 0.0), (0.5, 0.0, 0.5)]
    assert [example.label for example in read.examples[:2]] == [SUPPORTED, NOT_ENOUGH_INFO]


def test_counter_claims_stay_with_their_claim(tmp_path):
    rows = [
        {
            "id": f"{at}{side}",
            "evidence": f"Vaccine {at} was safe. It was kept cold.",
            "claim": f"{side} {at}",
            "label": side,
        }
        for at in range(6)
        for side in ("SUPPORTED", "REFUTED")
    ]
    write_rows(tmp_path / "rows.jsonl.gz", rows)
    read = read_covidfact(tmp_path, "rows.jsonl.gz")
    assert read.examples[0].source.sentences == ("Vaccine 0 was safe.", "It was kept cold.")
    fold = fold_of(read.links, 3)
    assert all(fold[f"{at}SUPPORTED"] == fold[f"{at}REFUTED"] for at in range(6))


# Folds and samples


def test_a_sample_keeps_the_folds_of_the_whole(tmp_path):
    read = read_scifact(make_scifact(tmp_path))
    everything, sample = fold_set(read, 4, 0), fold_set(read, 4, 15)
    assert len(sample.fold_of) == 15
    assert all(everything.fold_of[claim] == fold for claim, fold in sample.fold_of.items())
    shuffled = labelled_set(read.examples[::-1], read.corpus)
    assert fold_set(shuffled, 4, 15).fold_of == sample.fold_of
    by_document = {}
    for example in everything.examples:
        by_document.setdefault(example.source.document_id, set()).add(everything.fold_of[example.claim_id])
    assert all(len(folds) == 1 for folds in by_document.values())


def test_what_was_trained_on_is_left_out(tmp_path):
    read = read_scifact(make_scifact(tmp_path))
    part = Part(3, (0, 2))
    left = fold_set(read, 3, 0, part).fold_of
    assert set(left) == {claim for claim, fold in fold_of(read.links, 3).items() if fold == 1}
    with pytest.raises(UsageError, match="too few"):
        fold_set(read, 5, 2)
    with pytest.raises(UsageError, match="--folds 3"):
        fold_set(read, 2, 0)


SEEN = Split(read_abstracts, ("claims.jsonl.gz", "corpus.jsonl.gz"), ("pairs.jsonl.gz",))


def test_a_verifier_is_not_measured_on_what_it_was_trained_on():
    other = {"train": [{"path": "other.jsonl.gz"}], "calibrate": {"path": "claims.jsonl.gz"}}
    assert refuse_seen("v", other, SEEN) is None
    assert refuse_seen("v", {}, SEEN) is None
    assert len(notes("v", other, SEEN)) == 1
    assert notes("v", {}, SEEN) == []
    for path in ("claims.jsonl.gz", "pairs.jsonl.gz"):
        recipe = {"train": [{"path": path}], "fold": "1/5"}
        with pytest.raises(UsageError, match=f"trained on {path}"):
            refuse_seen("v", recipe, SEEN)
        with pytest.raises(UsageError, match="trained on"):
            refuse_seen("v", recipe, SEEN, fold="0/5")
        assert refuse_seen("v", recipe, SEEN, fold="1/5") is None
    voted = {"train": [{"path": "claims.jsonl.gz", "folds": 5, "parts": [0, 1]}]}
    assert refuse_seen("v", voted, SEEN) == Part(5, (0, 1))
    grouped = {"train": [{"path": "claims.jsonl.gz", "group": "grounding"}, {"path": "x", "group": "nli"}]}
    assert refuse_seen("v", grouped | {"groups": ["nli"]}, SEEN) is None
    with pytest.raises(UsageError, match="trained on"):
        refuse_seen("v", grouped | {"groups": ["grounding"]}, SEEN)


# Judging and systems


def test_every_pair_is_asked_once_and_each_fold_by_its_own_verifier(tmp_path):
    read = read_scifact(make_scifact(tmp_path))
    folded = fold_set(read, 3, 0)
    twice = (*folded.examples, *folded.examples)
    verifiers = [OverlapEntailer() for _ in range(3)]
    progress = Counting()
    found = judge_examples(twice, np.concatenate([folded.fold] * 2), verifiers, WindowPlan(sizes=(1,)), progress)
    pairs = {
        (window.text, e.claim) for e in twice for window in windows_of(e.source.sentences, "", WindowPlan(sizes=(1,)))
    }
    assert found.pairs == len(pairs) == sum(verifier.asked for verifier in verifiers)
    assert all(verifier.asked > 0 for verifier in verifiers)
    assert progress.stages["judging"] == [found.pairs, found.pairs]
    alone = judge_examples(twice, folded.fold, [OverlapEntailer()], WindowPlan(sizes=(1,)), progress)
    assert alone.examples == found.examples


class Cutting(OverlapEntailer):
    """Says of every third pair that it was cut."""

    def judge(self, pairs):
        found = super().judge(pairs)
        return [Judgement(j.entailment, j.neutral, j.contradiction, at % 3 == 0) for at, j in enumerate(found)]


def test_cut_premises_are_counted(tmp_path):
    folded = fold_set(read_scifact(make_scifact(tmp_path)), 3, 0)
    found = judge_examples(folded.examples, folded.fold, [Cutting()], WindowPlan(), Counting())
    assert found.truncated == -(-found.pairs // 3)


def talking(count: int) -> list[Example]:
    """Claims whose words give their label away, and whose sources say nothing."""
    told = ["proves it", "may be", "never did"]
    return [
        Example(str(at), f"Drug {at} {told[at % 3]}.", Source(str(at), ("Nothing.",)), at % 3) for at in range(count)
    ]


def test_the_claim_only_model_finds_what_the_claims_give_away():
    examples = talking(60)
    gold = gold_of(examples, (0, 1, 2))
    fold = np.arange(60) // 3 % 4
    found = cross_predict(claim_only(examples, gold).predict, fold, np.arange(60))
    assert (found.argmax(axis=1) == gold.labels).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(60))
    shares = cross_predict(majority(gold).predict, fold, np.arange(60))
    assert shares == pytest.approx(np.full((60, 3), 1 / 3))


def test_labels_that_a_benchmark_lacks_get_no_probability():
    examples = [example for example in talking(60) if example.label != NOT_ENOUGH_INFO]
    gold = gold_of(examples, (SUPPORTED, REFUTED))
    rows = np.arange(len(examples))
    windows = [judged((1, (0,), 0.2, 0.3)), judged((1, (0,), 0.0, 0.0))] * (len(examples) // 2)
    by_rule = ruled("rule", windows, whole, gold.in_use).predict(rows, rows)
    assert by_rule[0] == pytest.approx([0.4, 0, 0.6])
    assert by_rule[1] == pytest.approx([0.5, 0, 0.5])
    for system in (claim_only(examples, gold), pooled("p", windows, WindowPlan(sizes=(1,)), gold)):
        found = system.predict(rows, rows)
        assert found[:, NOT_ENOUGH_INFO].tolist() == [0] * len(rows)
        assert found.sum(axis=1) == pytest.approx(np.ones(len(rows)))


def test_balancing_helps_the_rare_label():
    chance = np.random.default_rng(0)
    labels = np.where(np.arange(300) % 10 == 0, REFUTED, SUPPORTED)
    examples = [Example(str(at), "c", Source(str(at), ("s",)), int(label)) for at, label in enumerate(labels)]
    gold = gold_of(examples, (SUPPORTED, REFUTED))
    against = np.clip(np.where(labels == REFUTED, 0.6, 0.4) + chance.normal(0, 0.15, 300), 0.01, 0.99)
    windows = [judged((1, (0,), (1 - value) / 2, value)) for value in against]
    rows = np.arange(300)
    counts = [
        (
            pooled("p", windows, WindowPlan(sizes=(1,)), gold, balanced).predict(rows, rows).argmax(axis=1) == REFUTED
        ).sum()
        for balanced in (False, True)
    ]
    assert counts[1] > 2 * counts[0]


def test_how_sure_further_sentences_must_be_is_learnt_on_the_other_folds():
    # Where one sentence is the rationale, a second one at 0.5 is not; in the other folds both are.
    examples, windows = [], []
    for at in range(9):
        sets = ((0,),) if at < 3 else ((0,), (1,))
        examples.append(Example(str(at), "c", Source(str(at), ("a", "b")), SUPPORTED, sets))
        windows.append(judged((1, (0,), 0.9, 0.0), (1, (1,), 0.5, 0.0)))
    fold = np.arange(9) // 3
    said = predicted(examples, windows, np.zeros(9, dtype=int), fold)
    assert [stance[0].rationales for stance in said.values()][:4] == [((0, 1),)] * 4
    assert said["8"][0].rationales == ((0, 1),)
    lone = predicted(examples[:6], windows[:6], np.zeros(6, dtype=int), fold[:6])
    assert lone["0"][0].rationales == ((0, 1),)  # learnt from fold 1
    assert lone["5"][0].rationales == ((0,),)  # learnt from fold 0
    assert predicted(examples, windows, np.full(9, NOT_ENOUGH_INFO), fold) == {}


# Retrieval


def test_ranking_is_the_retrieve_stages_and_scores_are_means_over_claims(tmp_path):
    read = read_scifact(make_scifact(tmp_path))
    claims = {example.claim_id: example.claim for example in read.examples}
    progress = Counting()
    rankings = rank(claims, read.corpus, BagEmbedder(), 5, progress)
    assert all(len(ranking) == 5 for ranking in rankings["fused"].values())
    # Every claim names its metal, which no other abstract does.
    right = {example.claim_id: example.source.document_id for example in read.examples}
    assert {claim: ranking[0] for claim, ranking in rankings["bm25"].items()} == right
    gains = {claim: {document: 1.0} for claim, document in right.items()}
    scores = retrieval_scores(rankings, gains, {claim: claim for claim in claims})
    assert scores.systems["bm25"]["ndcg@10"].value == 1
    expected = np.mean([right[claim] in ranking for claim, ranking in rankings["dense"].items()])
    assert scores.systems["dense"]["recall@10"].value == pytest.approx(expected)
    difference = scores.systems["fused"]["ndcg@10"].value - scores.systems["dense"]["ndcg@10"].value
    assert scores.fused_minus["dense"]["ndcg@10"].value == pytest.approx(difference)
    assert progress.stages["ranking"] == [36, 36]


# The whole


@pytest.mark.parametrize("name", ["scifact", "scifact-open", "climate-fever", "conjnli", "snli"])
def test_a_benchmark_from_files_to_scores(tmp_path, name):
    make_nli(make_climate(make_scifact(tmp_path)))
    report = evaluate(BENCHMARKS[name], tmp_path, Options(), instruments("plain NLI", "verifier"))
    assert list(report["systems"])[:2] == ["majority", "claim only"]
    assert sum(map(sum, report["systems"]["verifier, fitted"]["confusion"])) == report["examples"]
    assert set(report["macro_f1_gain"]) == {"verifier, balanced", "verifier, fitted"}
    # Two verifiers that say the same gain nothing over each other.
    assert report["macro_f1_gain"]["verifier, fitted"]["plain NLI, fitted"]["value"] == 0
    assert ("official" in report and bool(report["official"])) == name.startswith("scifact")
    text = json.dumps(report, allow_nan=False)
    again = evaluate(BENCHMARKS[name], tmp_path, Options(), instruments("plain NLI", "verifier"))
    assert json.dumps(again) == text
    assert "verifier, fitted" in table(report)


def test_only_what_is_voted_on_is_scored_against_votes(tmp_path):
    make_nli(make_climate(tmp_path))
    report = evaluate(BENCHMARKS["climate-fever"], tmp_path, Options(), instruments("plain NLI"))
    votes = report["systems"]["majority"]["votes"][0]
    assert votes["entropy"] == round(np.log(2) / 2, 4)
    assert votes["unanimous_examples"] == 10
    nli = evaluate(BENCHMARKS["conjnli"], tmp_path, Options(), instruments("plain NLI"))
    assert nli["systems"]["majority"]["votes"] == []


def test_open_retrieval_cannot_recall_what_it_did_not_find(tmp_path):
    make_scifact(tmp_path)
    found = {}
    for depth in (1, 12):
        report = evaluate(BENCHMARKS["scifact-open"], tmp_path, Options(depth=depth), instruments("plain NLI"))
        assert report["examples"] == depth * 36
        found[depth] = report["labels"]
    assert found[12]["supported"] == found[12]["refuted"] == len(METALS)
    assert found[12]["not_enough_info"] == 12 * 36 - 24


def test_the_retrieval_benchmark(tmp_path):
    make_scifact(tmp_path)
    report = evaluate(BENCHMARKS["scifact-retrieval"], tmp_path, Options(), instruments())
    assert (report["retrieval"]["cited"]["claims"], report["retrieval"]["with_evidence"]["claims"]) == (36, 24)
    assert report["retrieval"]["cited"]["systems"]["bm25"]["ndcg@10"]["value"] == 1
    assert "fused minus dense" in table(report)


def test_a_split_that_is_not_at_hand(tmp_path):
    with pytest.raises(UsageError, match="one of: train"):
        evaluate(BENCHMARKS["scifact"], tmp_path, Options(split="dev"), instruments("plain NLI"))
