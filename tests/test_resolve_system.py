"""What a paper calls its system, and where that name is put."""

import pytest

from litsynth.config import ExtractSettings
from litsynth.extract import candidates, make_claims
from litsynth.parse import read_document
from litsynth.records import Document, Paper
from litsynth.resolve import names_of
from litsynth.resolve.system import system_name, with_system


def paper(title: str, *sentences: str) -> Document:
    body = " ".join(
        (*sentences, "It is well known that a text without any content is no text at all to a reader of LaTeX." * 2)
    )
    tex = rf"\documentclass{{article}}\title{{{title}}}\begin{{document}}\maketitle\section{{Introduction}}{body}\end{{document}}"
    return read_document(tex.encode(), "paper.tex", "arXiv:1")


INTRODUCED = "We propose DualEnc, which reads twice."
STANDS = "DualEnc is fast. DualEnc wins."
TABLE = r"\begin{table}\begin{tabular}{lr}System & F1\\ Base & 80.1\\ DualEnc & 81.9\end{tabular}\caption{Scores.}\end{table}"


@pytest.mark.parametrize(
    ("title", "sentences", "name"),
    [
        ("Reading twice", (INTRODUCED, STANDS, TABLE), "DualEnc"),
        ("Reading twice with DualEnc", (INTRODUCED, STANDS), "DualEnc"),
        ("Reading twice", (INTRODUCED, STANDS), ""),  # nothing is measured of it
        ("Tranq: A parser", ("Tranq parses. Tranq is fast. Tranq wins.",), "Tranq"),
        ("Attention: A study", ("Attention is weighed. We weigh attention. Attention wins. Attention.",), ""),
        ("Reading twice", (INTRODUCED,), ""),  # too seldom
        ("Reading twice", (INTRODUCED, STANDS, TABLE, "We also propose SumEnc. SumEnc adds. SumEnc wins."), ""),  # two
        ("Reading twice", (INTRODUCED, STANDS, TABLE, r"It is like DualEnc \cite{lee2020dual}."), ""),  # another's
        ("Reading twice", (INTRODUCED, STANDS, TABLE, "The DualEnc corpus is large."), ""),  # data
        ("Reading twice", ("We propose MTL. MTL is fast. MTL wins.",), ""),  # what many use
        ("Reading twice", ("We introduce XNLI. XNLI is hard. XNLI is new.",), ""),  # a data set of the inventory
    ],
)
def test_a_system_has_a_name_where_the_paper_leaves_no_doubt(title: str, sentences: tuple[str, ...], name: str):
    assert system_name(paper(title, *sentences)) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The proposed approach is faster.", "The proposed approach DualEnc is faster."),
        ("Our neural model and our model win.", "Our neural model DualEnc and our model win."),  # once is enough
        ("DualEnc, our model, wins.", "DualEnc, our model, wins."),
        ("Our best model wins.", "Our best model wins."),  # one of several
        ("Our language model is small.", "Our language model is small."),  # a part
        ("Our models win.", "Our models win."),
        ("The previous model loses.", "The previous model loses."),
    ],
)
def test_the_name_is_put_behind_what_can_only_be_the_system(text: str, expected: str):
    assert with_system(text, "DualEnc") == expected


def test_a_claim_can_be_read_outside_its_paper():
    document = paper(
        "Reading twice", INTRODUCED, STANDS, TABLE, "Our model outperforms the baseline by 1.8 points on XNLI."
    )
    read = Paper("arXiv:1", "Reading twice", ("Ann Lee", "Bo Li", "C Wu"), 2020)
    (found,) = [one for one in candidates(document, ExtractSettings()) if "outperforms" in one.text]
    (claim,) = make_claims(found, "result", 0.9, document, read, names_of(document))
    assert claim.text == "Lee et al. (2020)'s model DualEnc outperforms the baseline by 1.8 points on XNLI."
    assert claim.quote == "Our model outperforms the baseline by 1.8 points on XNLI."
