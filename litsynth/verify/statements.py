"""A claim about a paper that a sentence of the paper states: the same figures, of what the claim names, the same way round.

The words may differ; names, units, directions and order may not. So the entailment model is not needed to tell that
"FooBench has just 188 questions" is what "FooBench, a small test, contains 188 questions" says.
"""

import re
from dataclasses import replace
from functools import lru_cache

from litsynth.quantities import find_quantities
from litsynth.records import Claim, Document, NumberCheck, Passage, Quantity
from litsynth.text import split_sentences
from litsynth.verify.contrasts import as_margin, contrasts
from litsynth.verify.differ import other_names
from litsynth.verify.terms import terms_of
from litsynth.verify.wording import read_wording, references

_PRINTED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([kKMBG](?![a-z]))?")
_LEAST_SHARED = 0.5
"""Part of a claim's words that the sentence and what stands before it must share."""
_SAYING = frozenset("has have had just all one said get give take reache come stand offer consist contain".split())
"""Words, cut as terms are, that say no more than that something is so."""
_CLAUSE = re.compile(r"[,;:]\s|\.\s|$")
_CHANGES = ("points", "percent")
Figures = tuple[Quantity, ...]


def stated(claim: Claim, passage: Passage, document: Document) -> tuple[NumberCheck, ...]:
    """The figures of a claim about a document beside those of the sentence of a passage that states them; else nothing.

    The sentences before it in the passage, and the title, may name what it leaves out.
    """
    if claim.paper_id == document.paper_id or claim.primary != document.paper_id or passage.table >= 0:
        return ()
    figures = _figures(claim.text)
    sentences = [span.of(passage.text) for span in split_sentences(passage.text)] if figures else []
    numbers = [match.group(1) for figure in figures if (match := _PRINTED.search(figure.text))]
    for at, sentence in enumerate(sentences):
        if not all(number in sentence for number in numbers):
            continue
        found = _paired(claim.text, figures, sentence, _figures(sentence))
        before = " ".join((document.title, *sentences[:at]))
        if (
            found
            and _of_same(claim.text, figures, sentence, before)
            and _measures_said(claim.text, document, sentence, before)
        ):
            return tuple(NumberCheck(mine.text, theirs.text, True) for mine, theirs in zip(figures, found, strict=True))
    return ()


def _measures_said(claim: str, document: Document, sentence: str, before: str) -> bool:
    """Whether the words of a claim that head columns or rows of the paper's tables are said: what is measured, and of what."""
    labels = (
        cell.span.of(document.text)
        for table in document.tables
        for cell in table.cells
        if cell.row < table.header_rows or cell.column < table.stub_columns
    )
    heads = {term.key for label in labels for term in terms_of(label)}
    said = {term.key for term in (*terms_of(sentence), *terms_of(before))}
    return all(term.key in said or term.key not in heads for term in terms_of(claim))


@lru_cache(maxsize=4096)
def _figures(text: str) -> Figures:
    """The quantities in digits, margins as changes, and those that are told as a loss downwards."""
    quantities = find_quantities(text)
    margins = {one.figure.span: one for one in contrasts(text, quantities)}
    wording = read_wording(text, quantities)
    found = []
    for figure in quantities:
        told = as_margin(figure, margins[figure.span], text) if figure.span in margins else figure
        falls = told.unit in _CHANGES and not told.direction and wording.falls(told)
        found.append(replace(told, direction="down") if falls else told)
    return tuple(figure for figure in found if _printed(figure))


def _printed(figure: Quantity) -> tuple[float, str] | None:
    found = _PRINTED.search(figure.text)
    return (float(found.group(1).replace(",", "")), (found.group(2) or "").upper()) if found else None


def _paired(claim: str, mine: Figures, sentence: str, theirs: Figures) -> Figures:
    """For each figure of the claim the one of the sentence that is the same, in the same order; empty when one has none."""
    found: list[Quantity] = []
    for figure in mine:
        start = found[-1].span.end if found else 0
        same = [other for other in theirs if other.span.start >= start and _same(figure, other)]
        if len(same) != 1 or not _only_one(claim, figure, mine, sentence, same[0], theirs):
            return ()
        found.append(same[0])
    return tuple(found)


def _same(figure: Quantity, other: Quantity) -> bool:
    return (
        _printed(figure) == _printed(other)
        and figure.unit == other.unit
        and figure.direction == other.direction
        and figure.relation == other.relation
        and (other.relative or not figure.relative)
    )


def _only_one(claim: str, figure: Quantity, mine: Figures, sentence: str, other: Quantity, theirs: Figures) -> bool:
    """Whether a sentence has no further figures of a unit than the claim, or names right behind this one what the claim names."""
    rivals = sum(one.unit == other.unit and (one.unit != "count" or one.noun == other.noun) for one in theirs)
    if rivals <= sum(one.unit == figure.unit for one in mine):
        return True
    end = _CLAUSE.search(sentence, other.span.end)
    behind = sentence[other.span.end : end.start() if end else len(sentence)]
    named = {term.key for term in terms_of(claim) if term.named and term.start >= 0}
    return bool({term.key for term in terms_of(behind) if term.named} & named)


def _of_same(claim: str, figures: Figures, sentence: str, before: str) -> bool:
    """Whether a sentence, with what stands before it, names all that the claim names, in the same roles."""
    spans = [figure.span for figure in figures]
    terms = [term for term in terms_of(claim) if not any(span.start <= term.start < span.end for span in spans)]
    here = {term.key for term in terms_of(sentence)}
    known = here | {term.key for term in terms_of(before)}
    if any(term.named and term.key not in known for term in terms) or other_names(claim, [f"{before} {sentence}"]):
        return False
    more = read_wording(claim, ()).more
    if more and more.lower() not in sentence.lower():
        return False
    words = {term.key for term in terms if not term.named} - _SAYING
    if words and len(words & known) < _LEAST_SHARED * len(words):
        return False
    return not _reversed(claim, sentence)


def _reversed(claim: str, sentence: str) -> bool:
    """Whether the sentence compares the other way round: with what is the claim's subject, and not with its reference."""
    (subject, reference), (theirs, against) = _roles(claim), _roles(sentence)
    return bool(reference & theirs - against) and bool(subject & against - theirs)


def _roles(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names outside of what a text compares with, and those in it."""
    spans = list(references(text, find_quantities(text)))
    named = [term for term in terms_of(text) if term.named]
    inside = frozenset(term.key for term in named if any(start <= term.start < end for start, end in spans))
    return frozenset(term.key for term in named if not any(s <= term.start < e for s, e in spans)), inside
