"""Quotes found again: whatever typesetting did to them, and never with another number."""

import re
from dataclasses import replace

import pytest
from document_maker import make_document
from hypothesis import assume, given
from hypothesis import strategies as st

from litsynth.anchors import anchor_of, anchor_of_passage
from litsynth.records import Document, Span, Substrate
from litsynth.split import split
from litsynth.text import locate, relocate

SENTENCES = [
    "The “first” baseline, a fine-tuned model, reaches 79.2% on XNLI (15 languages).",
    "Across efficient offline affixes, the gain is +1.8 points, not -0.3 points.",
    "We filter 392,702 pairs; the final set has 5,010 pairs in fifteen languages.",
    "Zero-shot transfer to Swahili loses 12.5 ± 0.4 points on average – see below.",
    "It's trained for 3 epochs with a batch of 32 and a rate of 1e-5.",
    "The naïve encoder needs 24.5 hours on 8 devices, i.e. about twice as long.",
]
ROWS = [["Model", "en", "avg"], ["Plain", "84.1", "70.3 ± 0.2"], ["Tuned", "85.0", "75.4"]]
DOCUMENT = make_document("arXiv:1", SENTENCES, ROWS, "Table 1: Accuracy on the test set.")


def document(text: str, substrate: Substrate = "pdf") -> Document:
    return Document("arXiv:1", "", text, substrate, (), ())


def ligated(text: str) -> str:
    return text.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ")


def other_marks(text: str) -> str:
    return text.replace("“", "``").replace("”", "''").replace("'s", "’s").replace("–", "---").replace("-", "−")


def as_tex(text: str) -> str:
    text = text.replace("%", "\\%").replace(" ± 0.4", "$_{\\pm 0.4}$").replace("XNLI", "\\textsc{XNLI}")
    return text.replace("a batch", "a~batch").replace("79.2", "$79.2$").replace("naïve", 'na\\"ive')


def decomposed(text: str) -> str:
    return text.replace("ï", "i\u0308")


@st.composite
def broken_lines(draw: st.DrawFn, text: str) -> str:
    """Line breaks for spaces, words hyphenated at a line's end, soft hyphens: what a PDF does to a sentence."""
    out = []
    for word in text.split(" "):
        letters = re.fullmatch(r"[a-z]{6,}", word)
        cut = draw(st.integers(2, len(word) - 2)) if letters else 0
        out.append(word[:cut] + draw(st.sampled_from(["", "-\n", "\u00ad"])) + word[cut:] if letters else word)
    return "".join(word + draw(st.sampled_from([" ", "\n", "  ", "\u00a0"])) for word in out).strip()


@given(
    st.integers(0, len(SENTENCES) - 1),
    st.sets(st.sampled_from([ligated, other_marks, decomposed])),
    st.data(),
)
def test_a_sentence_is_found_at_its_place_however_it_was_typeset(number: int, how: set, data: st.DataObject) -> None:  # type: ignore[type-arg]
    quote = SENTENCES[number]
    for change in sorted(how, key=lambda function: function.__name__):
        quote = change(quote)
    assert locate(data.draw(broken_lines(quote)), DOCUMENT) == DOCUMENT.sentences[number].span


@given(st.integers(0, len(SENTENCES) - 1), st.data())
def test_a_sentence_is_found_in_a_document_that_was_typeset_otherwise(number: int, data: st.DataObject) -> None:
    parts = [data.draw(broken_lines(ligated(text))) for text in SENTENCES]
    where = sum(len(part) + 1 for part in parts[:number])
    assert locate(SENTENCES[number], document(" ".join(parts))) == Span(where, where + len(parts[number]))


@pytest.mark.parametrize("number", range(len(SENTENCES)))
def test_tex_is_read_as_what_it_prints(number: int) -> None:
    assert locate(as_tex(SENTENCES[number]), DOCUMENT) == DOCUMENT.sentences[number].span
    text = " ".join(map(as_tex, SENTENCES))
    found = locate(SENTENCES[number], document(text, "abstract"))
    assert found is not None
    # An opening `$` or brace prints nothing, so it need not be covered.
    assert as_tex(SENTENCES[number]).strip("$.").startswith(found.of(text).strip("$.")[:20])


@given(st.integers(0, len(SENTENCES) - 1), st.data())
def test_no_other_number_is_ever_found(number: int, data: st.DataObject) -> None:
    quote = SENTENCES[number]
    place = data.draw(st.sampled_from([found.start() for found in re.finditer(r"\d", quote)]))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != quote[place])
    changed = quote[:place] + digit + quote[place + 1 :]
    assert locate(data.draw(broken_lines(changed)), DOCUMENT) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It gains 1.8 points.", "It gains 18 points."),
        ("It gains 1.8 points.", "It gains 1 .8 points."),
        ("It gains 1.8 points.", "It gains 1.8 percent."),
        ("It gains 1.8 points.", "It gains +1.8 points."),
        ("It gains -1.8 points.", "It gains 1.8 points."),
        ("It gains -1.8 points.", "1.8 points."),
        ("It gains − 1.8 points.", "1.8 points."),
        ("It gains 1.8% now.", "It gains 1.8 now."),
        ("It gains 1.8% now.", "It gains 1.8"),
        ("It gains 1.8 % now.", "gains 1.8"),
        ("It gains 1.85 now.", "It gains 1.8"),
        ("It gains 11.8 now.", "1.8 now."),
        ("It gains 1.8 now.", "8 now."),
        ("It gains 91.2 ± 0.3 now.", "0.3 now."),
        ("It costs $5 million.", "It costs 5 million."),
        ("It has 393k pairs.", "It has 393"),
        ("It has 5 0 pairs.", "It has 50 pairs."),
        ("A score of 79.2² here.", "A score of 79.22 here."),
        ("It takes ~80 hours.", "80 hours."),
        ("It goes to x_2 now.", "It goes to x^2 now."),
        ("These are often used.", "ten used."),
        ("A therapist spoke.", "the"),
        ("An efﬁcient way.", "icient way."),
    ],
)
def test_what_says_something_else_is_not_found(text: str, quote: str) -> None:
    assert locate(quote, document(text)) is None
    assert locate(text, document(text)) == Span(0, len(text))


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("In 2019. 3 tasks.", "3 tasks.", "3 tasks."),
        ("In 2019 3 tasks.", "3 tasks.", "3 tasks."),
        ("A Transformer-based model.", "based model.", "based model."),
        ("As shown by Wu et al. (2019), it is 3.5.", r"As shown by \citet{wu}, it is $3.5$.", "whole"),
        ("As shown [12], it is 3.5.", r"As shown~\cite{wu}, it is 3.5.", "whole"),
        ("Table 2 has 10^-5 and 3 × 4.", r"Table~\ref{t} has $10^{-5}$ and $3\times4$.", "whole"),
        ("Task | Cross- | Java", "Cross-", "Cross-"),
        ("Task | |Size| | Java", "|Size|", "|Size|"),
        ("使用了三个数据集。结果是79.2。", "结果是79.2。", "结果是79.2。"),
    ],
)
def test_the_edges_of_a_quote_are_read_as_a_reader_would(text: str, quote: str, found: str) -> None:
    span = locate(quote, document(text))
    assert span is not None
    assert span.of(text) == (text if found == "whole" else found)


def test_of_several_places_the_surroundings_choose_and_then_the_position() -> None:
    text = "On German it is 75.4. On French it is 75.4. On Urdu it is 75.4."
    there = [found.start() for found in re.finditer("75.4", text)]
    assert locate("75.4", document(text)) == Span(there[0], there[0] + 4)
    assert locate("75.4", document(text), prefix="On Fr\nench it is ") == Span(there[1], there[1] + 4)
    assert locate("75.4", document(text), suffix=". On Urdu") == Span(there[1], there[1] + 4)
    assert locate("75.4", document(text), start=len(text)) == Span(there[2], there[2] + 4)


def test_nothing_is_found_in_nothing() -> None:
    assert locate("", DOCUMENT) is None
    assert locate(" \n", DOCUMENT) is None
    assert locate("a", document("")) is None


@given(
    st.text(alphabet=st.sampled_from("ab1. ,-–%$~\\{}_^ﬁ\n'\"|±…é"), max_size=40),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_no_text_is_too_odd(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = locate(text[start:end], document(text))
    assert found is None or 0 <= found.start < found.end <= len(text)
    assert re.sub(r"\D", "", text[start:end]) == (
        re.sub(r"\D", "", found.of(text)) if found else re.sub(r"\D", "", text[start:end])
    )


def test_every_anchor_of_a_document_finds_its_place() -> None:
    for passage in split(DOCUMENT):
        anchor = anchor_of_passage(DOCUMENT, passage)
        assert relocate(anchor, DOCUMENT) == passage.span
        moved = replace(DOCUMENT, text="A new line. " + DOCUMENT.text)
        assert relocate(anchor, moved) == Span(passage.span.start + 12, passage.span.end + 12)


def test_a_quote_of_one_substrate_is_found_in_another() -> None:
    latex = make_document(
        "arXiv:1",
        [
            "As Wu et al. (2019) say, the effect is 1.8 points [xnli2018].",
            "On 15 languages (Li, 2020; Wu, 2019), it is 79.2%.",
        ],
        substrate="latex",
    )
    pdf = document(
        "As Wu et al. (2019) say, the ef-\nfect is 1.8 points (Conneau et al., 2018). On 15 lan-\nguages [3, 12], it is 79.2%."
    )
    found = [relocate(anchor_of(latex, sentence.span, 0), pdf) for sentence in latex.sentences]
    middle = pdf.text.index(" On 15")
    assert found == [Span(0, middle), Span(middle + 1, len(pdf.text))]
    other = document(pdf.text.replace("79.2", "79.3"))
    assert relocate(anchor_of(latex, latex.sentences[1].span, 0), other) is None
