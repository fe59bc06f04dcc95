"""A sentence of a paper ready to be looked up in its tables: what it says, what stands around it, what it compares."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litsynth.records import Claim, Document, Quantity
from litsynth.resolve import Context, Setting, context_at
from litsynth.verify.candidates import SCORES
from litsynth.verify.contrasts import as_margin, contrasts
from litsynth.verify.naming import Line, Place, Said, said_in
from litsynth.verify.pairs import Pair, pairs_of
from litsynth.verify.wording import Wording, read_wording, references

_OWN = re.compile(
    r"\b(?:our|ours|proposed|this (?:paper|work|model|method|approach|system))\b|"
    r"\bwe(?! (?:can |could |also |further |then |clearly |first )*(?:observ|see|find|found|not[ei]|show|compar|believ|conclud|"
    r"analy|consider|hypothes|investigat|study|examin|use |evaluat|conduct|set |apply|follow))",
    re.IGNORECASE,
)
_KIND = r"(?:work|works|result|results|system|systems|model|models|method|methods|approach|approaches|baselines?)"
_PRIOR = re.compile(
    rf"\b(?:previous|prior|existing|earlier|past|strongest|second|current|published)(?:ly)?[ -]"
    rf"[^.;,]{{0,40}}?\b(?:{_KIND}|best)\b|"
    rf"\b(?:best|strongest)[ -](?:[\w-]+ ){{0,3}}?(?:baselines?|competitors?|counterparts?|previous \w+)\b|"
    r"\bstate[- ]of[- ]the[- ]arts?\b|\bsota\b|\bprevious best\b|\bprior (?:best|art)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:in comparison (?:to|with)|as opposed to|inferior to|superior to|comparable (?:to|with)|close to|similar to|"
    r"competitive with|on par with|contrary to|in contrast to|improv\w+ (?:on|upon)|underperform\w*)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?<=\d )languages\b")
_FIGURE = re.compile(r"(?<![\w@-])\d[\d.,]*(?![\w-])")
_CLAUSE = re.compile(
    r"[,;()]|(?<![\w@.-])[+-]?\d+(?:\.\d+)?%?(?![\w-])|\.\s|"
    r"\b(?:by(?<!ed by)|while|but|is|are|was|were|gives?|brings?|reach\w*|(?:achiev|obtain)\w*(?! by)|when|although|"
    r"whereas|for|on|in)\b"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence with its figures. `around` is said right before it and in its heading.

    `spans` name what it compares with, `compared` are the offsets of the terms in them; `contrasted`: they are the other
    side of a contrast (see `contrasts`). `own` says that it speaks of
    the authors' work, `prior` of the best of the others, `about` that it is known to tell of this paper,
    `verbatim` that it stands in it as it is.
    """

    wording: Wording
    figures: tuple[Quantity, ...]
    pairs: tuple[Pair, ...]
    said: Said
    around: Said
    context: Context
    spans: tuple[tuple[int, int], ...]
    compared: Place
    contrasted: bool
    own: bool
    prior: bool
    about: bool
    verbatim: bool

    @property
    def text(self) -> str:
        """The sentence."""
        return self.wording.text

    def changes(self, figure: Quantity) -> bool:
        """Whether a figure is told as a change: of points, or of its value in percent."""
        return figure.unit == "points" or (figure.unit == "percent" and bool(figure.direction or figure.relative))

    def told_before(self, figure: Quantity, places: Place) -> bool:
        """Whether all of these offsets are compared with, and only after a figure is told."""
        later = [span for span in self.spans if figure.span.end <= span[0]]
        return bool(places) and all(any(start <= at < end for start, end in later) for at in places)

    def names(self, line: Line) -> Place:
        """The offsets at which the sentence says what a label says."""
        return self.said.names(line)


def figures_of(claim: Claim, every: bool = False) -> tuple[Quantity, ...]:
    """The scores and gains of a claim, or every quantity."""
    text = text_of(claim)
    margins = {one.figure.span: one for one in contrasts(text, claim.quantities)}
    figures = (figure for figure in claim.quantities if every or figure.unit in (*SCORES, "points"))
    return tuple(as_margin(one, margins[one.span], text) if one.span in margins else one for one in figures)


def telling_of(claim: Claim, document: Document, setting: Setting, every: bool = False) -> Telling:
    """The claim as its paper tells it; without context where its sentence is not in the paper.

    Its figures are its scores and gains, or `every` quantity.
    """
    text = text_of(claim)
    of_paper = claim.paper_id == document.paper_id
    context = (
        context_at(document, setting, claim.anchor.span.start) if of_paper and claim.anchor.span.end else Context()
    )
    figures = figures_of(claim, every)
    wording = read_wording(text, claim.quantities)
    said = said_in(_pointing(text), setting.acronyms)
    spans = tuple(_compared(text, claim.quantities))
    return Telling(
        wording=wording,
        figures=figures,
        pairs=pairs_of(wording, figures),
        said=said,
        around=said_in(f"{context.before} . {context.section}", setting.acronyms),
        context=context,
        spans=spans,
        compared=frozenset(term.start for term in said.terms if any(start <= term.start < end for start, end in spans)),
        contrasted=bool(contrasts(text, claim.quantities)),
        own=of_paper and bool(_OWN.search(text)),
        prior=bool(_PRIOR.search(text)),
        about=document.paper_id in (claim.paper_id, claim.primary),
        verbatim=of_paper and claim.anchor.span.of(document.text) == text,
    )


def _pointing(text: str) -> str:
    """The text without what names no row or column: the languages of "on average over 15 languages"."""
    return _COUNTED.sub(lambda match: " " * len(match.group()), text) if "average" in text else text


def is_own(claim: Claim, document: Document) -> bool:
    """Whether a claim is a sentence of this paper on its own work; a digest has its own ways."""
    return claim.paper_id == document.paper_id == claim.primary and document.substrate != "digest"


def text_of(claim: Claim) -> str:
    """The text that the places of a claim's figures are in: what the sentence says, before anything is resolved."""
    sliced = all(figure.span.of(claim.said) == figure.text for figure in claim.quantities)
    return claim.said if sliced else claim.text


def _compared(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """The spans that name what a text compares with, brackets that follow them included."""
    told = contrasts(text, quantities)
    if told:
        yield from dict.fromkeys(one.reference for one in told)
        return
    starts = [start for start, _ in references(text, quantities) if not text[:start].lower().endswith("without")]
    for start in (*starts, *(match.end() for match in _BESIDE.finditer(text))):
        found = _CLAUSE.search(text, start)
        end = found.start() if found else len(text)
        close = text.find(")", end) + 1 if text[end : end + 1] == "(" else 0
        figure = _FIGURE.search(text, end, close) if close else None
        yield start, close if close and not figure else end
