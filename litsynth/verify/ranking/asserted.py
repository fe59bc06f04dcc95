"""What a claim asserts: its figures with what they can be in a table, and its other words with their weights."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from litsynth.records import Quantity
from litsynth.verify.alike import NUMERALS, key_of, nearest
from litsynth.verify.contrasts import Contrast, contrasts
from litsynth.verify.found import digits_of
from litsynth.verify.mentions import meant_at
from litsynth.verify.naming import Axis, said_in
from litsynth.verify.ranking.lexis import Head, Lexis
from litsynth.verify.terms import Term
from litsynth.verify.wording import references

Signs = Mapping[str, float]
"""What speaks for and against a reading, by name: numbers of the order of one."""
_FILLER = (
    r"(?:(?:an?|some|about|around|roughly|just|only|merely|another|further|nearly|almost|as much as|more than|over|up to|"
    r"a mere|a full|its?|\w+)\s+){0,3}?"
)
_TOLD_BEFORE = re.compile(
    r"(?:\bby|(?:margin|gap|gains?|advantage|lead|difference|improvement|loss|drop|increase|deficit|penalty) of|costs?|loses?|"
    rf"adds?|forfeits?|gains?|buys?|wins?|worth|amounts to|profits? by|benefit of)\s+{_FILLER}$",
    re.IGNORECASE,
)
_TOLD_BEHIND = re.compile(
    r"%?\s*(?:(?:absolute|percentage|full|(?-i:[A-Z])[\w@.-]*|f-score|accuracy|bleu|f1|perplexity|wer)\s+){0,2}"
    r"(?:points?|pp|units?)?\s*(?:of\s+[\w-]+(?:\s\w+)?\s*|in\s+[\w-]+\s*|(?-i:[A-Z])[\w@-]*\s*)?"
    r"(?:more|higher|better|ahead|above|below|behind|lower|worse|less|fewer|over|beyond|shy|short|apart|greater|larger|"
    r"smaller|improvement|gain|drop|loss|advantage|lead|deficit|stronger|weaker|margin|gap)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\brelative(?:ly)?\b|of the baseline value", re.IGNORECASE)
_POINTS = re.compile(r"\bpoints?\b")
_ET_AL = re.compile(r"(?:\s+and\s+[A-Z]\w+)?(?:'s)?\s+et al\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s?[kKMB]\b)?")
_WORD = re.compile(r"[A-Za-z0-9]+")
_SCORES = ("score", "percent", "points")
_SURE = 0.8
_NAMED = 1.4
"""Weight of a name beside a word that is as frequent."""
_MOST_IN_WORDS = 50
_INITIALS = range(2, 5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a claim. `told`: as a change; `only`: it can be nothing else; `may`: it can be a change.

    `in_words`: a small number in words, which is no cell's. `relative`: the claim speaks of relative change.
    """

    quantity: Quantity
    told: bool
    only: bool
    may: bool
    relative: bool
    in_words: bool

    @property
    def start(self) -> int:
        """Where it stands in the claim."""
        return self.quantity.span.start

    @property
    def digits(self) -> int:
        """Its significant digits."""
        return digits_of(self.quantity)


class Asserted:
    """A claim beside a paper: its figures, and its terms with their keys and weights."""

    def __init__(self, text: str, quantities: Sequence[Quantity], lexis: Lexis) -> None:
        self.text = text
        self.lexis = lexis
        self.figures = figures_in(text, quantities)
        spans = [_printed(one.quantity, self.text) for one in self.figures]
        self.said = said_in(self.text, lexis.setting.acronyms)
        self.terms: tuple[Term, ...] = tuple(
            term
            for term in self.said.terms
            if term.key != "point"
            and not any(start <= term.start < end for start, end in spans)
            and not (_ET_AL.match(self.text, term.end) and _is_unknown(key_of(term.key), lexis))
        )
        self.keys = tuple(key_of(term.key) for term in self.terms)
        self.key_set = frozenset(self.keys)
        self.named = tuple(term.named for term in self.terms)
        self.weights = tuple(
            lexis.weight(key) * (_NAMED if named else 1.0) for key, named in zip(self.keys, self.named, strict=True)
        )
        self.total = sum(self.weights) or 1.0
        self.contrasts: tuple[Contrast, ...] = contrasts(text, quantities)
        self.references = tuple(references(text, quantities))
        self._numbers = frozenset(number for one in self.figures for number in _numbers_of(one.quantity.text))
        self._initials = _initials(self.text)
        self._unmeant: dict[int, frozenset[int]] = {}
        self._hits: dict[int, tuple[tuple[float, ...], Mapping[str, float]]] = {}

    def unmeant(self, axis: Axis) -> frozenset[int]:
        """The lines of which the claim says something, but each time something that means another line."""
        if id(axis) not in self._unmeant:
            meant = meant_at(axis, self.said, self.text)
            said = (number for number, line in axis.lines.items() if self.said.names(line))
            self._unmeant[id(axis)] = frozenset(said) - meant.keys()
        return self._unmeant[id(axis)]

    def covered(self, keys: frozenset[str]) -> tuple[float, ...]:
        """For each term how like the nearest of some keys is."""
        return tuple(nearest(key, keys) for key in self.keys)

    def share(self, covered: Sequence[float]) -> float:
        """The part of the claim's words, by weight, that is covered."""
        return sum(weight * part for weight, part in zip(self.weights, covered, strict=True)) / self.total

    def hits(self, head: Head) -> tuple[float, ...]:
        """For each term how surely it is one of a label."""
        return self._read(head)[0]

    def unsaid(self, head: Head, around: frozenset[str] = frozenset()) -> float:
        """The weight of what tells a label from others and neither the claim says nor the keys of what stands around it."""
        said = self._read(head)[1]
        if not around:
            return sum(weight * (1 - said[key]) for key, weight in head.weights.items())
        return sum(weight * (1 - max(said[key], nearest(key, around))) for key, weight in head.weights.items())

    def fit(self, head: Head) -> float:
        """How well a label fits the claim: what of it the claim says, less what it does not."""
        said = (weight * hit for weight, hit in zip(self.weights, self.hits(head), strict=True) if hit >= 0.5)
        return sum(said) - 0.35 * self.unsaid(head)

    def _read(self, head: Head) -> tuple[tuple[float, ...], Mapping[str, float]]:
        if id(head) not in self._hits:  # heads live as long as the paper's lexis, which this holds
            hits = list(self.covered(head.every))
            short = {key for key in head.every if len(key) in _INITIALS and key.isalpha() and key in self._initials}
            for key in sorted(short):
                for start, end in self._initials[key]:
                    hits = [
                        max(hit, 0.9) if start <= term.start < end else hit
                        for hit, term in zip(hits, self.terms, strict=True)
                    ]
            keys = self.key_set | self._numbers
            said = {key: 1.0 if key in short else nearest(key, keys) for key in head.every | head.weights.keys()}
            self._hits[id(head)] = tuple(hits), said
        return self._hits[id(head)]


def _is_unknown(author: str, lexis: Lexis) -> bool:
    """Whether an author is none that the paper cites: whoever tells of the paper then means its own."""
    return author not in lexis.frequency and nearest(author, lexis.labels) < _SURE


def figures_in(text: str, quantities: Sequence[Quantity]) -> tuple[Figure, ...]:
    """The figures of a claim, with what the words around them say that they can be."""
    relative = _RELATIVE.search(text) is not None
    found: list[Figure] = []
    told_before = False
    for one in quantities:
        told = bool(_TOLD_BEHIND.match(text, one.span.end) or _TOLD_BEFORE.search(text[: one.span.start]))
        score = one.unit in _SCORES
        digits = any(mark.isdigit() for mark in one.text)
        figure = Figure(
            quantity=one,
            told=told,
            only=(one.unit == "points" and (told or _POINTS.search(one.text) is not None))
            or (one.unit == "percent" and told and bool(one.direction or one.relative)),
            may=told or one.unit == "points" or bool(one.direction),
            relative=one.relative or (relative and score),
            in_words=not digits
            and one.unit in ("count", "percent")
            and one.value <= _MOST_IN_WORDS
            and "percent" not in one.text,
        )
        # "by 2.2 on A and 2.8 on B": what follows a change may be one
        found.append(replace(figure, may=True) if score and told_before else figure)
        told_before = told_before or (score and told)
    return tuple(found)


def _printed(figure: Quantity, text: str) -> tuple[int, int]:
    """The span of the number alone: what is measured may belong to the quantity, and is a word like others."""
    found = _NUMBER.search(figure.span.of(text))
    if found:
        return figure.span.start + found.start(), figure.span.start + found.end()
    return figure.span.start, figure.span.start + len(figure.text.split()[0])


def _numbers_of(text: str) -> list[str]:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    digits = [found.group().replace(",", "")] if found else []
    return digits + [NUMERALS[word] for word in re.split(r"[\s-]", text.lower()) if word in NUMERALS]


def _initials(text: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Where words that stand together open with some letters, by the letters."""
    words = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at in range(len(words)):
        for count in _INITIALS:
            part = words[at : at + count]
            if len(part) == count and all(word[0].isalpha() for word, _ in part):
                letters = "".join(word[0].lower() for word, _ in part)
                found[letters].append((part[0][1], part[-1][1] + len(part[-1][0])))
    return found
