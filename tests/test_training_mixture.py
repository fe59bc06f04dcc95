import json
from dataclasses import replace

import pytest
from training_shop import FLAT, rows_about, write_recipe, write_rows

from litsynth.training.mixture import build_mixture
from litsynth.training.recipe import load_recipe
from litsynth.training.votes import read_votes

CLAIMS = """
[[train]]
kind = "claims"
group = "grounding"
path = "claims.jsonl.gz"
corpus = "corpus.jsonl.gz"
labels = { SUPPORT = "entailment", CONTRADICT = "contradiction" }
forms = ["rationale", "abstract", "unstanced", "inner", "near"]
licence = "none"
"""
TOPICS = ("maize", "clocks", "glaciers", "violins", "ferries", "beetles", "lanterns", "quarries", "kettles", "saddles")


def abstract_about(number, topic):
    sentences = [
        f"We have looked at {topic} in a small town for a long time.",
        f"The number of {topic} was found to grow with every passing year.",
        f"Nobody could say why the people there like {topic} so very much.",
        f"The weather of the {topic} season was written down by two clerks.",
    ]
    return {"doc_id": number, "title": f"A long study of {topic} and their keepers in one town", "abstract": sentences}


def claim_about(number, topic):
    evidence = {str(number): [{"sentences": [1], "label": "SUPPORT"}]} if number % 3 else {}
    return {"id": number, "claim": f"There are more {topic} in the town with every year that passes",
            "evidence": evidence, "cited_doc_ids": [number]}  # fmt: skip


@pytest.fixture
def shop(tmp_path):
    write_rows(tmp_path / "train.jsonl.gz", rows_about("item", 24))
    write_rows(tmp_path / "held_out.jsonl.gz", rows_about("case", 4))
    write_rows(tmp_path / "claims.jsonl.gz", [claim_about(*pair) for pair in enumerate(TOPICS)])
    write_rows(tmp_path / "corpus.jsonl.gz", [abstract_about(*pair) for pair in enumerate(TOPICS)])
    return tmp_path


def mixture_of(shop, sources, **overrides):
    return build_mixture(shop, replace(load_recipe(write_recipe(shop, sources)), **overrides))


def test_pairs_that_share_a_premise_with_what_is_evaluated_are_left_out(shop):
    leak = {"premise": "Case 3 is so!", "hypothesis": "item", "label": "neutral"}
    write_rows(shop / "train.jsonl.gz", [*rows_about("item", 2), *rows_about("item", 1), leak])
    pairs = mixture_of(shop, FLAT).pairs
    assert len(pairs) == 6
    assert not any("Case" in pair.premise for pair in pairs)


def test_a_sentence_or_a_claim_of_what_is_evaluated_is_enough_to_be_left_out(shop):
    sentence = "The number of kettles was counted by hand in the spring of that year."
    claim = "Somebody counted every single one of the kettles in the town by hand"
    write_rows(shop / "held_out.jsonl.gz", [{"premise": sentence, "hypothesis": claim, "label": "entailment"}])
    rows = [
        {"premise": f"It was cold. {sentence} Then came summer.", "hypothesis": "yes", "label": "neutral"},
        {"premise": "Another text.", "hypothesis": f"{claim}!", "label": "neutral"},
        {"premise": "Another text.", "hypothesis": "yes", "label": "neutral"},
    ]
    write_rows(shop / "train.jsonl.gz", rows)
    assert [(pair.premise, pair.hypothesis) for pair in mixture_of(shop, FLAT).pairs] == [("Another text.", "yes")]


def test_a_held_out_fold_shares_no_text_with_what_is_trained_on(shop):
    # A second set that quotes an abstract: what one set holds out, no other may bring back.
    stray = abstract_about(3, TOPICS[3])["abstract"][1]
    rows = [*rows_about("item", 4), {"premise": f"So it is. {stray}", "hypothesis": "yes", "label": "neutral"}]
    write_rows(shop / "train.jsonl.gz", rows)
    kept = []
    for fold in range(5):
        mixture = mixture_of(shop, FLAT + CLAIMS, fold=f"{fold}/5")
        held = [TOPICS[int(claim)] for claim in mixture.held_out["claims.jsonl.gz"]]
        assert len(held) == 2
        text = " ".join(f"{pair.premise} {pair.hypothesis}" for pair in mixture.pairs)
        assert not any(topic in text for topic in held)
        assert all(topic in text for topic in set(TOPICS) - set(held))
        kept += held
    assert sorted(kept) == sorted(TOPICS)
    assert mixture_of(shop, CLAIMS).held_out["claims.jsonl.gz"] == ()


def test_budgets_are_nested_proportional_and_the_same_each_time(shop):
    sources = FLAT + CLAIMS
    whole = mixture_of(shop, sources).pairs
    small, smaller = (mixture_of(shop, sources, budget=budget).pairs for budget in (60, 30))
    assert (len(small), len(smaller)) == (60, 30)
    assert set(smaller) <= set(small) <= set(whole)
    assert mixture_of(shop, sources, budget=30).pairs == smaller
    share = sum(pair.group == "nli" for pair in whole) / len(whole)
    assert sum(pair.group == "nli" for pair in small) / 60 == pytest.approx(share, abs=0.02)


def test_groups_limits_and_repeats(shop):
    assert {pair.group for pair in mixture_of(shop, FLAT + CLAIMS, groups=("grounding",)).pairs} == {"grounding"}
    assert len(mixture_of(shop, FLAT + "limit = 10\n").pairs) == 10
    doubled = mixture_of(shop, FLAT + "limit = 10\nrepeat = 2\n").pairs
    assert len(doubled) == 20
    assert len(set(doubled)) == 10


def test_the_order_of_files_decides_only_the_order_of_pairs(shop):
    once = mixture_of(shop, FLAT + "limit = 20\n").pairs
    write_rows(shop / "train.jsonl.gz", rows_about("item", 24)[::-1])
    assert set(mixture_of(shop, FLAT + "limit = 20\n").pairs) == set(once)


def test_entailed_numbers_are_changed_into_contradicted_ones(shop):
    rows = [
        {"premise": f"The ferry carried {number} passengers and {number + 9} sheep to the island on Monday.",
         "hypothesis": f"There were {number} passengers on the ferry.", "label": "entailment"}
        for number in range(20, 40)
    ]  # fmt: skip
    write_rows(shop / "train.jsonl.gz", rows)
    changed = '[[train]]\nkind = "changed"\ngroup = "numbers"\nof = ["nli"]\nlicence = "none"\n'
    made = [pair for pair in mixture_of(shop, FLAT + changed).pairs if pair.group == "numbers"]
    digits = [pair for pair in made if pair.form == "changed digit"]
    assert len(digits) == 20
    assert {pair.label for pair in digits} == {"contradiction"}
    told = {row["premise"]: row["hypothesis"] for row in rows}
    assert {pair.premise for pair in digits} == set(told)
    assert not any(pair.hypothesis == told[pair.premise] for pair in digits)


def test_votes_become_shares_and_the_other_fold_is_left_for_calibration(tmp_path):
    def evidence(number, *votes):
        text = f"The ice of lake {number} melted early in the spring of the year"
        return {"evidence_id": f"e{number}", "article": "Ice", "evidence": text, "votes": [*votes, None]}

    rows = [
        {"claim_id": "a", "claim": "Ice melts", "evidences": [evidence(1, "S", "S"), evidence(2, "S", "N")]},
        {"claim_id": "b", "claim": "Ice grows", "evidences": [evidence(2, "R", "R"), evidence(3)]},
        {"claim_id": "c", "claim": "Ice is blue", "evidences": [evidence(4, "N", "N", "S")]},
    ]
    write_rows(tmp_path / "votes.jsonl.gz", rows)
    source = (
        '[[train]]\nkind = "votes"\npath = "votes.jsonl.gz"\nfolds = 2\nparts = [0]\nlicence = "none"\n'
        'labels = { S = "entailment", N = "neutral", R = "contradiction" }\n'
    )
    recipe = load_recipe(write_recipe(tmp_path, source))
    pairs, left = read_votes(tmp_path, recipe.train[0])
    assert [(pair.hypothesis, pair.target) for pair in pairs] == [
        ("Ice melts", (1.0, 0.0, 0.0)), ("Ice melts", (0.5, 0.5, 0.0)), ("Ice grows", (0.0, 0.0, 1.0))
    ]  # fmt: skip
    assert list(left) == ["c"]
    assert json.dumps(left["c"]).count("lake 4") == 1
