"""Claims of several papers grouped into findings: what agrees, how independent it is, what conflicts and why."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from test_synthesize import claim, evidence, verdict

from litsynth.pipeline.results import stated_by
from litsynth.question import Question, read_question
from litsynth.records import Claim, Document, Evidence, Finding, Label, NumberCheck, Paper, Verdict
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory
from litsynth.synthesize import answer_of, coverage_of, findings_of, gaps_of

LEXICON = Lexicon(inventory([shipped_names()]))
QUESTION = read_question("Does training on all languages beat English-only training on XNLI?")
AUTHORS = {"a:1": "Ada Moe", "a:2": "Bo Ruiz", "a:3": "Cy Ott", "a:4": "A. Moe", "a:5": "Di Fay"}
PAPERS = {key: Paper(key, f"Paper {key}", (name,), 2020) for key, name in AUTHORS.items()}
ALL_LANGUAGES = (
    (
        "a:1",
        "Training on all languages instead of English only is worth 2.7 points of average XNLI accuracy for mBERT.",
    ),
    (
        "a:2",
        "Multi-language fine-tuning is worth 4.9 points of average XNLI accuracy for XLM-R base over English only.",
    ),
    ("a:3", "Training on all languages is worth 3.0 points of average XNLI accuracy for mBERT."),
)
Said = tuple[str, str] | tuple[str, str, Label]


def found(*said: Said, papers: dict[str, Paper] = PAPERS, pieces: dict[int, list[Evidence]] | None = None):
    claims = [claim(text, paper_id) for paper_id, text, *_ in said]
    labels: list[Label] = [label[0] if label else "supported" for _, _, *label in said]
    extra = pieces or {}
    verdicts = [
        verdict(one, label, *extra.get(at, ())) for at, (one, label) in enumerate(zip(claims, labels, strict=True))
    ]
    return claims, verdicts, findings(claims, verdicts, papers)


def findings(
    claims: list[Claim], verdicts: list[Verdict], papers: dict[str, Paper], question: Question = QUESTION
) -> tuple[Finding, ...]:
    stated = {one.claim_id: stated_by(one, Document(one.paper_id, "", "", "text", (), ()), LEXICON) for one in claims}
    return findings_of(question, claims, verdicts, stated, papers)


def test_gains_of_one_method_are_one_finding_whatever_the_system_and_the_words() -> None:
    claims, verdicts, (finding,) = found(*ALL_LANGUAGES)
    assert (finding.kind, finding.subject, finding.method, finding.direction) == (
        "effect",
        "XNLI",
        "translate-train-all",
        "up",
    )
    assert finding.title == "XNLI: higher with translate-train-all than with zero-shot"
    assert sorted(finding.supported) == sorted(one.claim_id for one in claims)
    assert (finding.papers, finding.independent, finding.confidence) == (("a:1", "a:2", "a:3"), 3, 0.9)
    shared, alone = finding.spreads  # a gain of another system is over another baseline
    assert (shared.low, shared.high, shared.figures, shared.independent) == (2.7, 3.0, 2, 2)
    assert dict(shared.protocol) == {"system": "mBERT", "languages": "average", "metric": "accuracy"}
    assert (alone.low, alone.high, dict(alone.protocol)["system"]) == (4.9, 4.9, "XLM-R base")
    coverage = coverage_of(QUESTION, claims, verdicts)
    told = answer_of(QUESTION, {one.claim_id: one for one in claims}, (finding,), coverage, 3, 3)[-1]
    assert told.text == (
        "High certainty (3 independent sources, confidence 90% or more): on XNLI, translate-train-all gives higher accuracy"
        " than zero-shot, over different baselines, by 2.7 points (mBERT) to 4.9 points (XLM-R base), in 3 papers;"
        " 2.7 to 3 in 2 of them (mBERT, average over languages, accuracy)."
    )
    assert set(told.claim_ids) == set(finding.supported)


def test_shared_authors_restatements_machine_written_and_withdrawn_papers_add_no_source() -> None:
    first, second, third = (text for _, text in ALL_LANGUAGES)
    assert found(("a:1", first), ("a:4", second))[2][0].independent == 1  # Ada Moe and A. Moe
    claims = [claim(first, "a:1"), replace(claim(second, "a:2"), primary="a:1", attributed=True)]
    (finding,) = findings(claims, [verdict(one, "supported") for one in claims], PAPERS)
    assert (finding.papers, finding.independent) == (("a:1",), 1)
    for flag in ("machine_written", "withdrawn"):
        papers = PAPERS | {"a:2": replace(PAPERS["a:2"], **{flag: True})}
        (finding,) = found(("a:1", first), ("a:2", second), papers=papers)[2]
        assert (finding.independent, finding.certainty) == (1, "moderate")
    (finding,) = found(("a:2", second), papers=PAPERS | {"a:2": replace(PAPERS["a:2"], machine_written=True)})[2]
    assert (finding.independent, finding.certainty) == (0, "low")
    (finding,) = found(("a:1", first), ("a:2", second, "not enough evidence"), ("a:3", third))[2]
    assert (finding.independent, len(finding.unconfirmed)) == (2, 1)


def test_an_independent_measurement_among_the_evidence_is_a_source_and_a_restatement_is_not() -> None:
    paper, text = ALL_LANGUAGES[0]
    one = claim(text, paper)
    piece = evidence(one, "We see +2.7 points for mBERT.", "supports", "a:5")
    for kind, number in (("independent", 2), ("restated", 1), ("own paper", 1)):
        (finding,) = findings([one], [verdict(one, "supported", replace(piece, support_kind=kind))], PAPERS)
        assert finding.independent == number


def test_scores_agree_only_under_one_protocol_and_what_differs_says_in_which_field() -> None:
    claims, _, made = found(
        ("a:1", "XLM-R base, fine-tuned on English only, reaches 76.2% average zero-shot accuracy on XNLI."),
        ("a:2", "Fine-tuned on English only, XLM-R base reaches 74.2% average zero-shot accuracy on XNLI."),
        ("a:3", "With translate-train-all, XLM-R base reaches 79.1% average XNLI accuracy."),
    )
    (finding,) = made
    assert (finding.kind, finding.method, len(finding.papers), finding.independent) == ("score", "XLM-R base", 3, 2)
    unexplained, explained = finding.differences
    assert (unexplained.left, unexplained.right, unexplained.gap, unexplained.fields) == ("74.2%", "76.2%", 2.0, ())
    assert (explained.fields, explained.pairs) == (("setting: zero-shot / translate-train-all",), 2)
    assert finding.certainty == "moderate"  # no reason is known for 2.0 points
    assert {unexplained.claim_id, unexplained.other_id} <= {one.claim_id for one in claims}


def test_a_score_that_two_papers_print_to_the_last_digit_is_one_source() -> None:
    score = "XLM-R base reaches {} average zero-shot accuracy on XNLI."
    for others, number in ((("76.2%", "76.2%"), 1), (("76.2%", "75.9%"), 2), (("76%", "76%"), 3)):
        said = [(f"a:{at}", score.format(figure)) for at, figure in zip((1, 2, 3), ("76.2%", *others), strict=True)]
        if others[0] == "76%":
            said[0] = ("a:1", score.format("76%"))
        (finding,) = found(*said)[2]
        assert (len(finding.papers), finding.independent) == (3, number)
    under = ("a:2", "XLM-R base reaches 76.2% average translate-train accuracy on XNLI.")
    (finding,) = found(("a:1", score.format("76.2%")), under)[2]
    assert finding.independent == 1  # not measured alike
    twice = "On XNLI, training on all languages is worth {} points over English only for {} (79.1% against {}%)."
    for other, number in (((2.9, "XLM-R base", 76.2), 1), ((2.9, "mBERT", 76.2), 2), ((4.9, "XLM-R base", 74.2), 2)):
        (finding, *_) = found(("a:1", twice.format(2.9, "XLM-R base", 76.2)), ("a:2", twice.format(*other)))[2]
        assert (finding.kind, finding.independent) == ("effect", number)


def told(question: str, *said: Said) -> list[str]:
    claims, verdicts, _ = found(*said)
    asked = read_question(question)
    known = {one.claim_id: one for one in claims}
    made = findings(claims, verdicts, PAPERS, asked)
    return [one.text for one in answer_of(asked, known, made, coverage_of(asked, claims, verdicts), 2, 2)]


def test_figures_in_the_language_that_is_asked_about_come_first() -> None:
    said = [
        (paper, f"XLM-R base, fine-tuned on English only, reaches {mean}% average accuracy on XNLI{more}.")
        for paper, mean, more in (("a:1", 76.2, ", with 66.5% in Swahili"), ("a:2", 74.2, ""))
    ]
    average, swahili = "74.2 to 76.2 (zero-shot, average over languages, accuracy)", "66.5 (zero-shot, sw, accuracy)"
    (text,) = (one for one in told("How good is XLM-R base on Swahili XNLI?", *said) if "reaches" in one)
    assert f"reaches {swahili} in 1 paper; {average}" in text
    for plain in ("How good is XLM-R base on XNLI?", "How good is English-only XLM-R base on XNLI?"):
        (text,) = (one for one in told(plain, *said) if "reaches" in one)
        assert f"reaches {average}" in text
        assert swahili not in text


def test_gains_in_two_languages_are_told_with_the_languages() -> None:
    said = (
        ("a:1", "On XNLI, training on all languages takes XLM-R base from 64.7% to 73.0% accuracy in Swahili."),
        ("a:2", "On XNLI, training on all languages takes XLM-R large from 71.7% to 73.8% accuracy in Urdu."),
    )
    (text,) = (one for one in told(QUESTION.text, *said) if " by " in one)
    assert "by 2.1 points (XLM-R large, from 71.7, ur) to 8.3 points (XLM-R base, from 64.7, sw)," in text


def test_figures_within_the_band_of_two_runs_do_not_differ() -> None:
    _, _, (finding,) = found(
        ("a:1", "XLM-R base reaches 76.2% average zero-shot accuracy on XNLI."),
        ("a:2", "XLM-R base reaches 75.9% average zero-shot accuracy on XNLI."),
    )
    assert (finding.differences, finding.certainty) == ((), "high")


def test_what_says_the_contrary_is_another_finding_and_stands_against_this_one() -> None:
    up = ("a:1", "Intermediate training on MNLI raises XNLI accuracy of XLM-R base by 1.2 points.")
    down = ("a:2", "Intermediate-task training lowers XNLI accuracy of XLM-R large by 0.8 points.")
    claims, _, made = found(up, down)
    assert {(one.direction, one.subject, one.method) for one in made} == {
        (way, "XNLI", "intermediate-task training") for way in ("up", "down")
    }
    for one in made:
        assert one.against is not None
        assert (one.against.kind, one.certainty) == ("opposite", "moderate")
        assert {one.against.claim_id} == {other.claim_id for other in claims} - set(one.supported)


def test_a_refutation_weighs_more_than_a_figure_under_another_protocol() -> None:
    text = ALL_LANGUAGES[0][1]
    one = claim(text, "a:1")
    number = NumberCheck("2.7 points", "0.1 points", False)
    elsewhere = replace(
        evidence(one, "It was 0.1 points.", "different protocol", "a:2"), numbers=(number,), confidence=0.95
    )
    refuted = replace(evidence(one, "The gain is 0.1 points.", "refutes", "a:3"), confidence=0.8)
    (finding,) = findings([one], [verdict(one, "conflicting", elsewhere, refuted)], PAPERS)
    assert finding.against is not None
    assert (finding.against.kind, finding.against.text) == ("refutes", "The gain is 0.1 points.")
    assert (finding.supported, finding.disputed, finding.certainty) == ((), (one.claim_id,), "none")
    (finding,) = findings([one], [verdict(one, "supported", elsewhere)], PAPERS)
    assert finding.against is not None
    assert finding.against.kind == "differs"


def test_gains_from_one_figure_to_another_are_computed_with_both_roundings() -> None:
    _, _, (finding,) = found(
        ("a:1", "Intermediate training on SIQA raises XCOPA accuracy of mBERT from 54.1% to 55.8%.")
    )
    (figure,) = finding.figures
    assert (figure.printed, figure.value, figure.low, figure.high) == ("54.1% to 55.8%", 1.7, 1.6, 1.8)
    assert (figure.system, finding.subject) == ("mBERT", "XCOPA")


def test_one_system_above_another_is_no_gain_of_a_method_that_it_uses() -> None:
    gain = "Translation language modelling on parallel data is worth 3.6 points of XNLI accuracy for XLM."
    above = "XLM with translation language modelling reaches 75.1% average XNLI accuracy, 8.8 points above mBERT."
    _, _, made = found(("a:1", gain), ("a:2", above))
    effects = {one.method: one for one in made if one.kind == "effect"}
    assert effects.keys() == {"parallel data in pre-training (TLM)", "XLM (TLM) over mBERT"}
    assert effects["parallel data in pre-training (TLM)"].papers == ("a:1",)
    assert effects["XLM (TLM) over mBERT"].title == "XNLI: higher with XLM (TLM) over mBERT"


def test_a_gap_between_languages_is_nobodys_gain() -> None:
    _, _, (finding,) = found(("a:1", "The drop from English to the other XNLI languages is 8.8 points for mBERT."))
    assert (finding.kind, finding.figures) == ("statement", ())


def test_a_claim_with_effects_both_ways_is_a_finding_of_neither() -> None:
    _, _, made = found(
        ("a:1", "Translate-train-all gains 0.3 points of XNLI accuracy in Russian and costs 0.8 points in German.")
    )
    assert [(one.method, one.direction) for one in made] == [("translate-train-all", "")]
    assert sorted(figure.value for figure in made[0].figures) == [-0.8, 0.3]
    one_way = "Translate-train-all gains 0.3 points of XNLI accuracy in Russian and 0.8 points in German."
    assert [one.direction for one in found(("a:1", one_way))[2]] == ["up"]


def test_what_is_left_open_comes_with_searches() -> None:
    claims, verdicts, made = found(
        ALL_LANGUAGES[0], ("a:2", "Adapters improve mBERT on PAWS-X.", "not enough evidence")
    )
    gaps = gaps_of(QUESTION, coverage_of(QUESTION, claims, verdicts), made)
    whys = {gap.what: gap for gap in gaps}
    assert whys["PAWS-X: higher with adapters"].why == "claims, none supported: 1 not confirmed"
    assert whys["PAWS-X: higher with adapters"].searches == ("adapters PAWS-X",)
    alone = whys["XNLI: higher with translate-train-all than with zero-shot"]
    assert alone.why == "all that supports it comes from one group of authors"
    assert alone.searches == ("translate-train-all XNLI mBERT",)


POOL: list[Said] = [
    *ALL_LANGUAGES,
    ("a:4", "XLM-R base reaches 76.2% average zero-shot accuracy on XNLI."),
    ("a:5", "XLM-R base reaches 74.0% average zero-shot accuracy on XNLI.", "conflicting"),
    ("a:5", "Adapters do not help.", "not enough evidence"),
    ("a:1", "Parallel data raises XNLI accuracy by 1.5 points but lowers Tatoeba accuracy by 2.0 points."),
]


def order_for(question: str, *said: Said) -> list[tuple[str, str]]:
    claims, verdicts, _ = found(*said)
    made = findings(claims, verdicts, PAPERS, read_question(question))
    return [(one.subject, one.method) for one in made]


INTERMEDIATE = ("a:5", "Intermediate training on MNLI lowers zero-shot XNLI accuracy by 0.4 points in German.")
ELSEWHERE = ("a:5", "Intermediate training on SocialIQa raises zero-shot XCOPA accuracy by 1.4 points.")


def test_what_a_question_asks_about_comes_before_what_more_papers_share() -> None:
    question = "How does multilingual intermediate-task training compare to English-only training on XNLI?"
    asked, other = ("XNLI", "intermediate-task training"), ("XNLI", "translate-train-all")
    assert order_for(question, *ALL_LANGUAGES, INTERMEDIATE) == [asked, other]
    assert order_for(question, *ALL_LANGUAGES, ELSEWHERE, INTERMEDIATE) == [
        asked,
        ("XCOPA", "intermediate-task training"),
        other,
    ]
    # An aside is an example; a system counts where no method is named; where nothing is known, nearness decides.
    aside = "Does training on all languages (e.g. after intermediate-task training) help on XNLI?"
    assert order_for(aside, *ALL_LANGUAGES, INTERMEDIATE)[0] == other
    score = ("a:5", "mBERT reaches 65.4% average XNLI accuracy.")
    assert order_for("How good is mBERT on XNLI?", *ALL_LANGUAGES, score)[0] == ("XNLI", "mBERT")
    assert order_for("What is known?", *ALL_LANGUAGES, INTERMEDIATE)[0] == other


def test_what_nothing_supports_stays_behind_however_much_it_bears_on_the_question() -> None:
    said: list[Said] = [*ALL_LANGUAGES, (*INTERMEDIATE, "not enough evidence")]
    assert order_for("Does intermediate-task training help on XNLI?", *said)[0] == ("XNLI", "translate-train-all")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(POOL), unique=True, max_size=7), st.randoms())
def test_every_claim_is_in_a_finding_and_the_order_of_claims_changes_nothing(said: list[Said], random) -> None:
    claims, verdicts, made = found(*said)
    assert {claim_id for one in made for claim_id in one.claim_ids} == {one.claim_id for one in claims}
    pairs = list(zip(claims, verdicts, strict=True))
    random.shuffle(pairs)
    assert findings([one for one, _ in pairs], [two for _, two in pairs], PAPERS) == made
    labels = {one.claim_id: one.label for one in verdicts}
    for finding in made:
        assert all(labels[claim_id] == "supported" for claim_id in finding.supported)
        assert finding.independent <= len(finding.papers)
        assert (finding.certainty == "none") == (not finding.supported)
