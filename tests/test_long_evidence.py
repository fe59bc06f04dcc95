"""Evidence of any length and script held against claims: passages, the second look, the first pass, rationales."""

import json
from collections.abc import Sequence

import pytest
from fakes import OverlapEntailer
from hypothesis import given
from hypothesis import strategies as st

from litsynth.config import VerifySettings
from litsynth.errors import BadRecord, UsageError
from litsynth.models.embedded import load_embedded, shipped_folder
from litsynth.models.nli import NliModel
from litsynth.pipeline import Silent, check_items, parse_item
from litsynth.pipeline.screen import promising
from litsynth.records import Judgement
from litsynth.text import in_latin_script, split_sentences
from litsynth.verify import Held, judge_passages
from litsynth.verify.queue import ask_once
from litsynth.verify.windows import passages_of

SETTINGS = VerifySettings()


class Told:
    """A verifier that says of a premise what `table` says of the words in it, and remembers what it was asked."""

    identity = "told@1"

    def __init__(self, table: dict[str, tuple[float, float]]) -> None:
        self.table = table
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.asked += pairs
        said = [self.table.get(premise, (0.0, 0.0)) for premise, _ in pairs]
        return [Judgement(yes, 1 - yes - no, no) for yes, no in said]


class Watched(Silent):
    def __init__(self) -> None:
        self.stages: list[list[int]] = []

    def stage(self, name: str, total: int) -> None:
        self.stages.append([total, 0])

    def step(self, count: int = 1) -> None:
        self.stages[-1][1] += count


@pytest.fixture(scope="module")
def embedded() -> NliModel:
    return load_embedded(shipped_folder())


def checked(
    claim: str, evidence: object, entailer: object, settings: VerifySettings = SETTINGS, **more: object
) -> dict:
    line = json.dumps({"id": "1", "claim": claim, "evidence": evidence, **more}).encode()
    (row,) = check_items([parse_item(line, "in:1")], entailer, settings)
    return row


# Passages and the queue


@given(st.lists(st.integers(1, 1200), max_size=30))
def test_passages_hold_every_sentence_and_no_more_than_a_verifier_reads(lengths: list[int]) -> None:
    sentences = ["x" * length for length in lengths]
    found = list(passages_of(sentences))
    assert {at for rows in found for at in rows} == set(range(len(sentences)))
    assert found == sorted(set(found))
    for rows in found:
        assert list(rows) == list(range(rows[0], rows[-1] + 1))
        assert len(rows) == 1 or sum(lengths[at] + 1 for at in rows) - 1 <= 900


def test_each_question_is_asked_once_in_an_order_of_its_own() -> None:
    pairs = [("a", "b"), ("longer", "claim"), ("a", "b"), ("c", "b")]
    one, other = Told({}), Told({})
    watched = Watched()
    assert ask_once("x", pairs, one, watched) == ask_once("x", pairs[::-1], other, Silent())
    assert one.asked == other.asked == [("longer", "claim"), ("a", "b"), ("c", "b")]
    assert watched.stages == [[3, 3]]


# The second look


def test_a_passage_that_cannot_matter_is_asked_about_once() -> None:
    told = Told({"A. B. C.": (0.19, 0.59)})  # at best (0.19 + 1) / 2 < 0.6, (0.59 + 1) / 2 < 0.8
    found = judge_passages([Held("claim", "A. B. C.", ("A.", "B.", "C."))], told, SETTINGS, Silent())
    assert (len(told.asked), found.pairs, found.readings[0].judgement.entailment) == (1, 1, 0.19)


@given(st.floats(0, 1), st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(0.5, 1))
def test_no_stance_is_lost_by_looking_once(whole: float, alone: list[float], least: float) -> None:
    settings = VerifySettings(support=least, refute=1.0)
    table = {"A. B. C.": (whole, 0.0)} | {f"{name}.": (value, 0.0) for name, value in zip("ABC", alone, strict=True)}
    (reading,) = judge_passages(
        [Held("claim", "A. B. C.", ("A.", "B.", "C."))], Told(table), settings, Silent()
    ).readings
    strongest = max(alone)  # against nothing: neither holds with 1 - strongest
    assert (reading.judgement.entailment >= least) == ((whole + strongest) / 2 >= least)


def test_the_rationale_is_the_sentence_that_says_it_or_the_passage_that_does_together() -> None:
    said = {"A. B. C.": (0.9, 0.0), "B.": (0.8, 0.0)}
    held = [Held("claim", "A. B. C.", ("A.", "B.", "C."))]
    (reading,) = judge_passages(held, Told(said), SETTINGS, Silent()).readings
    assert (reading.judgement.entailment, reading.rationale) == (pytest.approx(0.85), (1,))
    (together,) = judge_passages(held, Told({"A. B. C.": (0.9, 0.0)}), SETTINGS, Silent()).readings
    assert together.rationale == (0, 1, 2)


def test_check_shows_the_sentence_among_many_that_says_it(embedded: NliModel) -> None:
    sentences = ["It rained in the morning.", "The museum opened late.", "A man is sleeping on a bench in the park."]
    row = checked("A man is sleeping.", sentences, embedded)
    assert (row["label"], row["rationale"], row["truncated"]) == ("supported", [2], False)
    again = checked("A man is sleeping.", [*sentences[2:], *sentences[:2]], embedded)
    assert (again["label"], again["rationale"]) == ("supported", [0])


# The first pass


def test_the_first_pass_keeps_what_shares_words_and_numbers_in_any_script() -> None:
    filler = [f"Nothing of interest happened on day {day}." for day in range(40)]
    assert promising("XLM-R reaches 80.9.", [*filler, "XLM-R large has 80.9."], 3)[-1] == 40
    assert promising("模型在测试集上的准确率", [*filler, "该模型的准确率很高。"], 1) == [40]
    assert promising("แบบจำลองแม่นยำ", [*filler, "ความแม่นยำของแบบจำลอง"], 1) == [40]
    assert promising("anything", filler, 100) == list(range(40))


def test_ten_thousand_sentences_are_read_where_they_matter() -> None:
    sentences = [f"On day {day} the weather was as usual." for day in range(10_000)]
    sentences[7000] = "Intermediate training improves transfer to Swahili."
    entailer = OverlapEntailer()
    row = checked("Intermediate training improves transfer to Swahili.", sentences, entailer)
    assert (row["label"], row["rationale"], row["truncated"]) == ("supported", [7000], True)
    assert entailer.asked < 4 * SETTINGS.passages


def test_evidence_that_is_read_whole_is_not_called_truncated() -> None:
    sentences = [f"Sentence {row} is short." for row in range(500)]
    assert checked("It rained.", sentences, OverlapEntailer())["truncated"] is False


# Bad input


@pytest.mark.parametrize("evidence", ["", " ", [], [""], ["", " \n"]])
def test_empty_evidence_is_an_error_that_names_the_line(evidence: object) -> None:
    with pytest.raises(BadRecord, match="in:1"):
        checked("A claim.", evidence, OverlapEntailer())


def test_empty_sentences_among_others_keep_their_numbers(embedded: NliModel) -> None:
    row = checked("A man is sleeping.", ["", "A man is sleeping on a bench in the park.", " "], embedded)
    assert (row["label"], row["rationale"]) == ("supported", [1])


def test_a_claim_longer_than_the_window_gets_no_verdict_but_an_answer(embedded: NliModel) -> None:
    row = checked("The man is sleeping and " * 200, ["The man is sleeping."], embedded)
    assert (row["label"], row["truncated"], row["rationale"]) == ("not_enough_info", True, [])
    assert list(row["probabilities"].values()) == pytest.approx([1 / 3] * 3, abs=1e-4)
    assert row["confidence"] < 0.7


def test_control_characters_change_no_verdict(embedded: NliModel) -> None:
    clean = checked("A man is sleeping.", "A man is sleeping on a bench.", embedded)
    dirty = checked("A man\x00 is\x07 sleeping.", "A man is\x1b sleeping\u200b on a bench.\x08", embedded)
    assert (clean["label"], dirty["label"]) == ("supported", "supported")
    json.dumps(dirty, ensure_ascii=False).encode()


class Broken:
    def run(self, rows: Sequence[object]) -> object:
        import numpy as np  # noqa: PLC0415

        return np.full((len(rows), 3), np.nan, np.float32)


def test_scores_that_are_no_numbers_are_an_error_and_never_a_verdict(embedded: NliModel) -> None:
    broken = NliModel(Broken(), embedded.tokenizer, (0, 1, 2), "broken@1")
    with pytest.raises(UsageError, match="no number"):
        checked("A man is sleeping.", "A man is sleeping.", broken)


def test_a_batch_of_one_checks_as_one_of_sixty_four(embedded: NliModel) -> None:
    evidence = [["It rained."] * (row % 9) + [f"Run {row} was long."] for row in range(64)]
    lines = [
        json.dumps({"id": str(row), "claim": f"Run {row % 7} was long.", "evidence": evidence[row]})
        for row in range(64)
    ]
    items = [parse_item(line.encode(), "in:1") for line in lines]
    together = list(check_items(items, embedded, SETTINGS))
    assert [next(iter(check_items([item], embedded, SETTINGS))) for item in items] == together
    assert len({row["label"] for row in together}) > 1


# Sentences of other scripts

SCRIPTS = {
    "zh": ["模型的准确率是80.9%。", "它比基线好！", "这是真的吗？", "是。"],
    "ja": ["これは本です。", "とても良い。"],
    "ar": ["يحقق النموذج 80.9 على المجموعة.", "هل هو أفضل؟", "نعم، هو أفضل."],
    "ur": ["یہ ماڈل اچھا ہے۔", "یہ بہتر ہے۔"],
    "hi": ["मॉडल 80.9 तक पहुँचता है।", "क्या यह बेहतर है?", "हाँ, बेहतर है।"],
}


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("แมวกินปลาอยู่ในบ้าน", "เมืองหลวงของฝรั่งเศสคือปารีส"),
        ("يتحسن النموذج كثيرا.", "القطة تنام على الأريكة."),
        ("猫在沙发上睡觉。", "XLM-R 在 XNLI 上的准确率提高了。"),
        ("A cat sleeps.", "გუშინ მთელი დღე წვიმდა."),
    ],
)
def test_what_the_embedded_verifier_cannot_read_gets_no_verdict(claim: str, evidence: str, embedded: NliModel) -> None:
    row = checked(claim, evidence, embedded)
    assert (row["label"], row["truncated"], row["rationale"]) == ("not_enough_info", True, [])
    assert row["probabilities"]["supported"] == row["probabilities"]["refuted"] < 0.35


@pytest.mark.parametrize(
    "text",
    [
        "Where α, β and λ are weights, 𝑥 ∈ ℝ.",
        "Das schöne Modell",
        "Ｆｕｌｌ width",
        "80.9",
        "It translates 猫 as “cat”.",
    ],
)
def test_symbols_accents_and_single_words_of_others_leave_a_text_readable(text: str) -> None:
    assert in_latin_script(text)


@pytest.mark.parametrize("language", SCRIPTS)
def test_other_scripts_are_told_from_latin_script(language: str) -> None:
    assert not any(in_latin_script(sentence) for sentence in SCRIPTS[language])


@pytest.mark.parametrize("language", SCRIPTS)
def test_sentences_of_other_scripts_are_told_apart(language: str) -> None:
    sentences = SCRIPTS[language]
    joint = "" if language in ("zh", "ja") else " "
    text = joint.join(sentences)
    assert [span.of(text) for span in split_sentences(text)] == sentences


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    text = "他说：「很好。」然后走了。"
    assert [span.of(text) for span in split_sentences(text)] == ["他说：「很好。」", "然后走了。"]


def test_long_thai_is_parted_between_clauses_and_short_thai_is_not() -> None:
    clause = "การฝึกด้วยข้อมูลหลายภาษาให้ผลลัพธ์ที่ดีกว่าการฝึกด้วยภาษาอังกฤษเพียงอย่างเดียว"
    text = " ".join([clause] * 4)
    assert [span.of(text) for span in split_sentences(text)] == [clause] * 4
    assert [span.of("แมว กิน ปลา") for span in split_sentences("แมว กิน ปลา")] == ["แมว กิน ปลา"]


def test_pasted_hyphens_and_control_characters_are_those_that_are_typed() -> None:
    evidence = '"evidence": ["Grid\\u2010Tag gains 2.1 F1\\u2011points."]'
    pasted = f'{{"id": "1", "claim": "It gains 2.1 F1\\u2011points.\\u0000", {evidence}}}'
    typed = '{"id": "1", "claim": "It gains 2.1 F1-points.", "evidence": ["Grid-Tag gains 2.1 F1-points."]}'
    assert parse_item(pasted.encode(), "in:1") == parse_item(typed.encode(), "in:1")
