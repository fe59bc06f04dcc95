import pytest
from hypothesis import given
from hypothesis import strategies as st
from training_shop import write_rows

from litsynth.errors import BadRecord
from litsynth.training.cases import Abstract, Case, Casebook, Stance, read_cases, without_citation_marks
from litsynth.training.grounding import ABSTRACT_WORDS, WINDOW, grounding_pairs
from litsynth.training.kinds import FORMS, Claims, target_of
from litsynth.training.near import near_pairs
from litsynth.training.windows import leading_sentences
from litsynth.verify.windows import window_text

ENTAILED = target_of("entailment")
WORDS = "alder birch cedar elm fir hazel larch maple oak pine rowan willow".split()
TREES = Abstract(
    "1",
    "A survey of trees",
    (
        "Trees were counted in ten parks.",
        "Each park has a river, a hill and one old gate.",
        "Oaks grow faster in wet parks than in dry parks.",
        "The gates were painted green in the second year of work.",
        "We conclude that wet parks make oaks grow faster.",
    ),
)
CLAIM = "Oaks grow faster in wet parks"


def pairs_of(stance, forms=FORMS, abstract=TREES):
    return list(grounding_pairs(Case("c", CLAIM, (stance,)), {abstract.document_id: abstract}, forms))


def source(**other):
    options = {"licence": "none", "path": "claims.jsonl.gz", "corpus": "corpus.jsonl.gz", "forms": FORMS}
    return Claims(**options, labels={"SUPPORT": "entailment"}, **other)


def test_rationales_are_in_every_window_and_hard_neutrals_touch_none():
    made = pairs_of(Stance("1", ENTAILED, ((2,),)))
    by_form = {
        form: [premise for other, premise, _ in made if other == form] for form in ("rationale", "abstract", "inner")
    }
    assert all(TREES.sentences[2] in premise for premise in (*by_form["rationale"], *by_form["abstract"]))
    assert len(by_form["rationale"]) == 2
    assert by_form["abstract"][0].startswith("A survey of trees. Trees were counted")
    assert by_form["inner"]
    # Neither the rationale, nor the title, nor a conclusion that says the same is taken for a neutral.
    assert not any(said in premise for premise in by_form["inner"] for said in ("Oaks", "survey", "conclude"))
    assert all(target == (ENTAILED if form != "inner" else target_of("neutral")) for form, _, target in made)


def test_what_is_cited_without_a_stance_is_neutral_in_all_its_windows():
    made = pairs_of(Stance("1", None, ()))
    assert {(form, target) for form, _, target in made} == {("unstanced", target_of("neutral"))}
    assert len({premise for _, premise, _ in made}) == len(made)


def test_a_rationale_that_is_spread_over_more_than_a_window_is_left_to_the_abstract():
    made = pairs_of(Stance("1", ENTAILED, ((0, 4),)), ("rationale", "abstract"))
    assert [form for form, _, _ in made] == ["abstract"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), min_size=1, max_size=12), st.data())
def test_pieces_of_an_abstract_are_whole_sentences_around_the_rationale(words, data):
    sentences = tuple(f"{' '.join(sentence).capitalize()} {number}." for number, sentence in enumerate(words))
    chosen = data.draw(st.integers(0, len(sentences) - 1))
    abstract = Abstract("1", "", sentences)
    made = pairs_of(Stance("1", ENTAILED, ((chosen,),)), ("abstract", "rationale"), abstract)
    for form, premise, _ in made:
        first = next(number for number, sentence in enumerate(sentences) if premise.startswith(sentence))
        last = next(number for number, sentence in enumerate(sentences) if premise.endswith(sentence))
        assert premise == " ".join(sentences[first : last + 1])
        assert first <= chosen <= last
        assert last - first < WINDOW if form == "rationale" else first == last or len(premise.split()) <= ABSTRACT_WORDS


def test_near_abstracts_are_those_of_other_claims_and_never_excerpts_of_the_same_paper():
    shared = "The same long sentence is printed in both of these excerpts of one paper."
    abstracts = {
        "1": Abstract("1", "", ("Oaks grow faster in wet parks.", shared)),
        "2": Abstract("2", "", ("Oaks in parks grow slowly in wet soil.", shared)),
        "3": Abstract("3", "", ("Oaks are old.", "Parks are wet in spring, and oaks grow there.")),
        "4": Abstract("4", "", ("Ships are built of steel.", "Steel is melted in ovens.")),
    }
    cases = tuple(
        Case(key, claim, (Stance(key, None, ()),))
        for key, claim in (("1", CLAIM), ("2", "Oaks grow slowly"), ("3", "Oaks are old"), ("4", "Ships are of steel"))
    )
    found = [premise for claim, premise in near_pairs(Casebook(cases, (), abstracts)) if claim == CLAIM]
    assert found
    assert all("there" in premise or "old" in premise for premise in found)
    assert not any(shared in premise or "steel" in premise for premise in found)


def test_claims_are_read_without_marks_and_bad_rows_are_named(tmp_path):
    evidence = {"7": [{"sentences": [1, 0], "label": "SUPPORT"}]}
    row = {"id": 3, "claim": "It rose [<|cit|>].", "evidence": evidence, "cited_doc_ids": [7]}
    write_rows(tmp_path / "corpus.jsonl.gz", [{"doc_id": 7, "title": "", "abstract": ["One.", "Two."]}])
    write_rows(tmp_path / "claims.jsonl.gz", [row])
    book = read_cases(tmp_path, source())
    assert book.cases == (Case("3", "It rose.", (Stance("7", ENTAILED, ((0, 1),)),)),)
    for broken in (
        {**row, "cited_doc_ids": [8]},
        {**row, "evidence": {"7": [{"sentences": [2], "label": "SUPPORT"}]}},
        {**row, "evidence": {"7": [{"sentences": [0], "label": "SUPPORT"}, {"sentences": [1], "label": "?"}]}},
        {"id": 3},
    ):
        write_rows(tmp_path / "claims.jsonl.gz", [broken])
        with pytest.raises(BadRecord, match=r"claims\.jsonl\.gz:1"):
            read_cases(tmp_path, source())


def test_citation_marks_leave_no_trace():
    text = "As shown<|cit|>, it (see <|other_cit|>) rose [12, <|multi_cit|>] by 5% (n = 4)."
    assert without_citation_marks(text) == "As shown, it rose by 5% (n = 4)."


@given(
    st.lists(st.sampled_from(["One.", "Two.", "Three or four.", "Five?"]), min_size=1, max_size=8), st.integers(1, 60)
)
def test_a_premise_is_cut_between_sentences_to_the_longest_run_that_fits(sentences, room):
    premise = window_text("", sentences)
    cut = leading_sentences(premise, lambda text: len(text) <= room)
    runs = [window_text("", sentences[:count]) for count in range(1, len(sentences) + 1)]
    fitting = [run for run in runs if len(run) <= room]
    assert cut == (fitting[-1] if fitting else runs[0])
