"""Headings in small capitals, of which PDFs set the first letter of each word apart."""

import pytest
from pdf_maker import make_pdf
from test_pdf import PAGES, TITLE

from litsynth.parse import read_document
from litsynth.parse.headings import joined_capitals, section_kind
from litsynth.parse.pdf import read_pdf
from litsynth.split import split

GAPPED = {
    "Abstract": "A BSTRACT",
    "1 Introduction": "1 I NTRODUCTION",
    "2 Results": "2 R ESULTS",
    "References": "R EFERENCES",
    "A Details": "A D ETAILS OF T RAINING",
}


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("R EFERENCES", "references"),
        ("7 R EFERENCES", "references"),
        ("B IBLIOGRAPHY", "references"),
        ("A BSTRACT", "abstract"),
        ("A CKNOWLEDGMENTS", "boilerplate"),
        ("A PPENDIX", "appendix"),
        ("I NTRODUCTION", "body"),
        ("R ELATED W ORK", "body"),
    ],
)
def test_the_kind_of_a_section_is_told_from_small_capitals(title: str, kind: str) -> None:
    assert section_kind(title) == kind


@pytest.mark.parametrize(
    ("title", "joined"),
    [
        ("C ONCLUSION AND F UTURE W ORK", "CONCLUSION AND FUTURE WORK"),
        ("A.1 H YPERPARAMETERS OF T RAINING", "A.1 HYPERPARAMETERS OF TRAINING"),
        ("B ACKGROUND", "BACKGROUND"),
        ("B PROOFS", "B PROOFS"),
        ("A EXPERIMENTAL DETAILS", "A EXPERIMENTAL DETAILS"),
        ("A STUDY OF BERT", "A STUDY OF BERT"),
        ("Plan B REFERENCES the plan", "Plan B REFERENCES the plan"),
        ("Vitamin C in XNLI", "Vitamin C in XNLI"),
        ("", ""),
    ],
)
def test_only_what_a_heading_sets_apart_is_joined(title: str, joined: str) -> None:
    assert joined_capitals(title) == joined


def test_the_bibliography_of_a_pdf_in_small_capitals_is_never_evidence() -> None:
    pages = [[GAPPED.get(line, line) for line in page] for page in PAGES]
    sizes = {TITLE: 16.0, **dict.fromkeys(list(GAPPED.values())[:4], 12.0)}
    document = read_pdf(make_pdf(pages, sizes=sizes), "arXiv:1")
    assert [(part.title, part.kind) for part in document.sections][1:5] == [
        ("ABSTRACT", "abstract"),
        ("1 INTRODUCTION", "body"),
        ("2 RESULTS", "body"),
        ("REFERENCES", "references"),
    ]
    assert [entry.key for entry in document.references] == ["1", "2", "3"]
    assert not any("nobody reads" in passage.text or "Okafor. Enc" in passage.text for passage in split(document))


def test_the_bibliography_of_a_text_file_in_small_capitals_is_never_evidence() -> None:
    text = (
        "A Reader\n\nI NTRODUCTION\n\nWe read fifteen languages with one reader and gain 1.8 points on all of them.\n\n"
        "R EFERENCES\n\nDora Novak. 2019. A second title that nobody reads gains 2.4 points. In Proceedings of it.\n"
    )
    document = read_document(text.encode(), "paper.txt", "x")
    assert any("1.8 points" in passage.text for passage in split(document))
    assert not any("nobody reads" in passage.text for passage in split(document))
