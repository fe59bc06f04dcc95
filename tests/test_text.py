"""Sentences with offsets, quotes that compare equal, near-duplicates."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.text import near_duplicate, normalise, split_sentences

# Each case: the sentences as they should come out, joined by single spaces for the splitter.
CASES = [
    ["We follow Okafor et al. (2018) and report accuracy.", "The test set has 5,010 pairs."],
    ["See Fig. 3 and Sec. 4.2 for details.", "Table 2 lists the results."],
    ["The gain is small, e.g. 0.3 on French vs. 1.2 on Urdu.", "It vanishes on English."],
    ["We use a rate of 1e-5, a batch of 32, etc.", "All runs use 3 seeds."],
    ["As noted by J. R. Marsh, context matters.", "We agree."],
    ["The average is 75.4.", "The previous one was 75.1."],
    ["Does English help?", "We find that it does."],
    ['"It works."', "This is what they said."],
    ["The model (cf. Eq. 3) is simple.", "It has two parts."],
    ["This holds for German, French, ... and Urdu.", "We omit Thai."],
    ["We thank Dr. Smith and Prof. Lee.", "They helped."],
    ["Accuracy rises.[12]", "Recall falls.[3, 4]"],
    ["We do not use mBERT.1", "It is weaker."],
    ["Unlike Wu et al. we tune on English dev.", "Novak et al. did not."],
    ["It uses an LSTM [graves:13].", "[huang:15; ma-16] show that it helps.", "[lee2019] and we agree."],
    ["It is due to Cao et al. [cao2017realtime] use it, too.", "It rose. [sic] and fell."],
    ["(See Section 3.)", "It has 15 languages."],
    ["We set p < .05 for all tests.", "The interval is [.02, .05]."],
    ["1. We pre-train the model.", "2. We fine-tune it."],
    ["We got 80.1 ± 0.3 (i.e., better).", "mT5 is multilingual.", "mBERT is too."],
    ["The U.S. data are larger.", "So are ours."],
    ["We compare (i) zero-shot (see App. B. It is long.) and (ii) few-shot.", "Each is run once."],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda case: case[0][:20])
def test_prose_is_split_where_a_reader_would(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [span.of(text) for span in split_sentences(text)] == sentences


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    text = "Our contributions are\n\na new corpus and\na baseline."
    assert [span.of(text) for span in split_sentences(text)] == [
        "Our contributions are",
        "a new corpus and\na baseline.",
    ]


PROSE = st.text(alphabet=st.sampled_from("Aa Bb.,!?()[]12\n\"'…e%。"), max_size=200)


@given(PROSE)
def test_sentences_are_in_order_and_lose_nothing_but_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(["It rose to {}.", "From {} on. We saw ({})."]))
def test_no_number_is_ever_cut(whole: int, fraction: int, frame: str) -> None:
    number = f"{whole}.{fraction}"
    text = frame.replace("{}", number)
    pieces = [span.of(text) for span in split_sentences(text)]
    assert sum(piece.count(number) for piece in pieces) == text.count(number)


def test_a_long_text_without_any_boundary_is_split_in_linear_time() -> None:
    assert len(split_sentences("e.g. (a. " * 40_000)) == 1


def test_quotes_from_pdf_and_latex_compare_equal() -> None:
    printed = "Multi-\nlingual ﬁne-tuning “helps” – by 1.8 points ."
    assert normalise(printed) == normalise("multilingual fine-tuning ``helps'' - by 1.8 points.")


def test_a_footnote_mark_does_not_become_part_of_a_number() -> None:
    assert normalise("accuracy of 79.2²") != normalise("accuracy of 79.22")


RESTATED = [
    ("We improve accuracy on XNLI by 1.8 points.", "We improve the accuracy on XNLI by 1.8 points.", True),
    ("It gains 1.8 points on XNLI.", "It gains 8.1 points on XNLI.", False),
    ("It gains 1.8 points on XNLI.", "It gains 1.8 percent on XNLI.", False),
    ("Transfer helps low-resource languages a lot.", "Transfer never helps low-resource languages a lot.", False),
    ("We release three new tasks for Swahili today.", "We release two new tasks for Swahili today.", False),
    ("The encoder is trained on Wikipedia.", "The decoder was tuned with back-translated news.", False),
]


@pytest.mark.parametrize(("first", "second", "same"), RESTATED)
def test_near_duplicates_agree_in_words_and_exactly_in_numbers(first: str, second: str, same: bool) -> None:
    assert near_duplicate(first, second) is same
    assert near_duplicate(second, first) is same


@given(st.text(alphabet="abcdefgh .", min_size=1, max_size=60), st.integers(0, 99), st.integers(0, 99))
def test_sentences_that_differ_in_a_number_are_never_near_duplicates(text: str, one: int, other: int) -> None:
    same = near_duplicate(f"{text} reaches {one} here", f"{text} reaches {other} here")
    assert same is (one == other)


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("The ﬁrst  “re-\nsult” of XLM–R .")
    assert normalise(once) == once
    assert not re.search(r"\s{2}|[“”ﬁ–]", once)
