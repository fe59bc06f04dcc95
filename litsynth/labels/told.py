"""Of what each figure of a sentence is told, where it tells several: "A reaches 52.9% and B 48.2%"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from litsynth.labels.names import labels_of
from litsynth.protocol import LANGUAGES, mentions
from litsynth.protocol.aggregation import aggregates
from litsynth.quantities import find_quantities
from litsynth.records import Quantity, Span

DATA = "training data"
"""The kind of data named with its language, as in "English MNLI"."""
HAVING = "with or without"
"""The kind that has two names: with, and without."""
MODEL = "model"
"""The kind of a system with its size."""
AGGREGATION = "aggregation"
"""How a score was made of several runs or models (see `protocol.aggregation`)."""
KINDS = (MODEL, "system", "size", "dataset", "language", "setting", "technique", HAVING, DATA, AGGREGATION)
_LANGUAGES = frozenset(name.lower() for name in LANGUAGES.values())
# With more figures a sentence is a list or a broken table, and each is held against all others.
_MOST_FIGURES = 40
CHANGES = (
    r"(?:increas|decreas|rais|lower|improv|reduc|drop|boost|lift|push|hurt|outperform|exceed|surpass|lose|fall|cost|help|harm|degrad)"
    r"\w*"
)
"""A verb that tells of a change or of a rival, and begins a clause of its own behind "and"."""
# What follows is told of something else, where it names something of the kind.
_TURN = re.compile(rf"(?:(?<![\s,;])[,;]?\s{{1,4}}(?:while|whereas|but|although)|;|\sand(?=\s{CHANGES}\s))\s")
# "With English prompts, ..." is told of the whole sentence.
_WITH = re.compile(r"\b(?:([Ww]ithout|w/o|with no)|[Ww]ith(?!\s+(?:\d|an?\b)))(?=\W|$)")
# "8.8 points for A, 10.4 for B", "75.3% (large), 70.5% (small)": what a figure is of comes behind it.
_BEHIND = re.compile(
    r"\s*\(?(?:(?:average|mean|accuracy|points?|(?-i:[A-Z][\w@-]*))\s){0,2}|\W*(?:(?!and\b|or\b)[a-z1]+\W+){0,6}?(?:for|with|in|on|of|by)\W+(?:(?:the|average|mean|zero-shot)\W+)*",
    re.IGNORECASE,
)
# "A reaches 86.4% and B 81.9% zero-shot": what stands behind the last of a list holds of all.
_LISTED = re.compile(
    r"(?:\sin\s(?-i:[A-Z])\w+)?\W*(?:and\s|,\s)(?:(?!(?:with|without|for|in|on|under|when)\b)[\w.+-]+\s){0,4}",
    re.IGNORECASE,
)
_BARE_LIST = re.compile(r"\s*(?:,|/|\b(?:and|or)\b)\s*(?:by\s)?", re.IGNORECASE)
# "by 9.5 points (from 68.7 to 78.2) for A": what stands in brackets is told of the same.
_BRACKET = re.compile(r"\s*(?:points?\s*)?\([^()]*\d[^()]*\)", re.IGNORECASE)
_WITHIN = re.compile(r"(?:(?!\sand\s)[^,;()]){0,60}\(?")
_NEXT = 4
_UP_TO = re.compile(r"[^,;()]{0,60}")
_ASIDE = re.compile(r"(?:(?!\b(?:and|or|but|while)\b|\.\s)[^;]){0,60}", re.IGNORECASE)
_AGAINST = re.compile(r"\W*(?:against|versus|vs\.?|compared (?:to|with)|less|minus)\W*", re.IGNORECASE)
FROM = re.compile(r"\bfrom\s+(?:(?:an?|the)\s+(?:[\w-]+\s+){1,4}of\s+)?$", re.IGNORECASE)
"""Before the first of two figures: "from 70.1 to", "from an accuracy of 70.1 to"."""
_TO = re.compile(r"(?:\s*\([^()]*\))?\W*to\W*", re.IGNORECASE)
# "A beats B in German by 6.1 (61.8 against 55.7)": what is compared with ends where the next phrase begins.
_COMPARED = re.compile(
    r"\b(?:beats?|outperforms?|exceeds?|surpass(?:es)?|over|than|above|below|behind|ahead of|against|versus|vs\.?|"
    r"short of|compared (?:to|with)|(?:higher|lower|better|worse)(?! than))\s(?!\d)",
    re.IGNORECASE,
)
_RIGHT_BEFORE = re.compile(_COMPARED.pattern + r"(?:the\s+)?$", re.IGNORECASE)
_PHRASE = re.compile(r"[,;(]|\s(?:in|on|for|by|when|with|and|at)\s")
# "With translate-train, A reaches 84 against 80 of B" is told of both.
_SHARED = re.compile(r"(?:\b(?:with|in|under|using|on|both)\s+(?:\w+\s+)?|\()$", re.IGNORECASE)
STUDY = re.compile(
    r"(?:['’]s)?(?:[- ](?:base|large))?\s+"
    r"(?:study|evaluation|setup|paper|project|experiments?|comparison|code|ablation|authors?)\b",
    re.IGNORECASE,
)
"""Behind a name that is that of the work: "in the FooNet evaluation"."""
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being)\s+(?:\w+\s+)?(?:outperformed|surpassed|beaten|exceeded|overtaken|outdone)\s+by\b"
)
"""Who is beaten stands first, and what wins behind."""
ON_TOP = re.compile(r"\s+(?:on(?: top of)?|atop|applied to)\s+(?:the\s+)?")
"""Between a system and the one that it is built on: "FooNet on BarNet"."""
_TRAINED = re.compile(
    r"(?:train|tun|task|pre-?train|learn)\w*(?:\s+(?:of|for)\s+[\w -]{1,40})?\s+(?:on|with|in|from)\s+"
    r"(?:the\s+|English\s+|[A-Z][\w.-]*(?:,|\sand|,\sand)\s+)*$",
    re.IGNORECASE,
)
_TRAINS = re.compile(
    rf"(?:\s\([^()]*\))?\s+(?:as (?:an? )?(?:English )?intermediate|"
    rf"is (?:also )?(?:the|a) training|alone\b|only\b|(?:costs?|brings?|gives?|yields?|helps?)\b|{CHANGES}\s)"
)
"""Behind the name of a data set that something was trained on: "MNLI as intermediate task", "MNLI lowers XNLI"."""
_PLAIN = "zero-shot"

NameSet = frozenset[str]
_NONE: NameSet = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, and by kind what its sentence tells it of; nothing where several are told of and it is open of which.

    `not_of`: kinds of which it is told without a name that others of the sentence are told with ("74 against 59 without").
    """

    figure: Quantity
    of: Mapping[str, NameSet]
    not_of: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str
    name: str
    start: int


# The same sentences are asked about again and again.
@lru_cache(maxsize=4096)
def figures_told(sentence: str) -> tuple[Told, ...]:
    """The figures of a sentence in order, each with what it is told of; none for a list of more than forty.

    What comes right behind a figure is what it is of, else what its clause named last before it. Of two that are compared
    the first is of what is compared, the second of what it is compared with.

    >>> told = figures_told("A gain of 2 points over mBERT for XLM-R: 75.3% zero-shot and 79.1% with translate-train.")
    >>> [sorted(one.of["setting"]) for one in told]
    [[], ['zero-shot'], ['translate-train']]
    """
    figures = list(find_quantities(sentence))
    if not 0 < len(figures) <= _MOST_FIGURES:
        return ()
    named = [*_named(sentence), *_having(sentence), *_aggregated(sentence)]
    by_kind = {kind: _of_kind(sentence, figures, [name for name in named if name.kind == kind]) for kind in KINDS}
    return tuple(
        Told(
            figure,
            {kind: found or _NONE for kind in KINDS for found in (by_kind[kind][at],)},
            frozenset(kind for kind in KINDS if by_kind[kind][at] is None),
        )
        for at, figure in enumerate(figures)
    )


def _named(sentence: str) -> Iterator[_Name]:
    labels = [one for one in labels_of(sentence) if not (one.negated or STUDY.match(sentence, one.end))]
    systems = [one for one in labels if one.kind == "system"]
    carrying = {two.start for one, two in pairwise(systems) if ON_TOP.fullmatch(sentence[one.end : two.start])}
    labels = [one for one in labels if one.start not in carrying]
    # Where no system of the inventory is named, other names are those of systems as a rule.
    unlisted = not any(label.kind == "system" for label in labels)
    for label in labels:
        yield _Name("system" if label.kind == "name" and unlisted else label.kind, label.name, label.start)
        if label.kind == "system":
            size = next((one.size for one in mentions("systems", sentence) if one.start == label.start), "")
            yield _Name(MODEL, f"{label.name} {size}".strip(), label.start)
        before = sentence[: label.start].split()
        if label.kind == "dataset" and before and before[-1].lower() in _LANGUAGES:
            yield _Name(DATA, f"{before[-1].capitalize()} {label.name}", label.start)


def _having(sentence: str) -> Iterator[_Name]:
    for found in _WITH.finditer(sentence):
        yield _Name(HAVING, "without" if found[1] else "with", found.start())


def _aggregated(sentence: str) -> Iterator[_Name]:
    return (_Name(AGGREGATION, one.name, one.start) for one in aggregates(sentence))


def _of_kind(text: str, figures: Sequence[Quantity], names: Sequence[_Name]) -> list[NameSet | None]:
    """For each figure what its clause tells it of, of one kind; None where it is told without that."""
    edges = [0, *(turn.start() for turn in _TURN.finditer(text)), len(text)]
    found: list[NameSet | None] = []
    for start, end in pairwise(edges):
        spans = [figure.span for figure in figures if start <= figure.span.start < end]
        inside = [name for name in names if start <= name.start < end]
        if len(spans) == 1:  # all that the clause names may be what it is of
            found.append(_between(inside, start, end))
            continue
        found += _in_clause(text, spans, inside, start, end) if spans else []
    return found


def _in_clause(text: str, spans: Sequence[Span], names: Sequence[_Name], start: int, end: int) -> list[NameSet | None]:
    """What comes right behind a figure, else what was named last before it; of two compared figures each its own."""
    behind = _all_behind(text, spans, names, end)
    held, found = _NONE, list[NameSet | None]()
    for row, (span, after) in enumerate(zip(spans, behind, strict=True)):
        since = spans[row - 1].end if row else start
        before = _between([name for name in names if not _is_rival(text, name)], since, span.start)
        last = behind[row - 1] if row else _NONE
        # Behind a figure that was told of what follows it, what came before that holds no longer.
        held = before - last or (_NONE if last else held)
        found.append(after or held)
        between = text[spans[row - 1].end : span.start] if row else ""
        if not row or not (_AGAINST.fullmatch(between) or _TO.fullmatch(between)):
            continue
        told = behind[row - 2] if row > 1 else _NONE
        since = spans[row - 2].end if told else start
        first = [name for name in names if since <= name.start < spans[row - 1].start and name.name not in told]
        if _AGAINST.fullmatch(between):
            found[row - 1 :] = _compared(text, first, after, start, spans[row - 1].start)
        elif FROM.search(text[: spans[row - 1].start]) and not after:
            found[row - 1] = None if _is_cause(text, first) else found[row]
    return found


def _is_rival(text: str, name: _Name) -> bool:
    """Whether a system is what another is compared with: what follows is not told of it."""
    return name.kind in ("system", MODEL) and bool(_RIGHT_BEFORE.search(text, 0, name.start))


def _all_behind(text: str, spans: Sequence[Span], names: Sequence[_Name], end: int) -> list[NameSet]:
    """What is named right behind each figure, behind the brackets that follow it, or behind the last of its list."""
    brackets = [_BRACKET.match(text, span.end) for span in spans]
    found: list[NameSet] = []
    for at, (span, bracket) in enumerate(zip(spans, brackets, strict=True)):
        closed = bracket.end() if bracket else span.end
        following = next((other.start for other in spans[at + 1 :] if other.start >= closed), end)
        next_one = spans[at + 1].start if at + 1 < len(spans) else end
        found.append(_behind(text, names, span.end, next_one) or _behind(text, names, closed, following))
    kind = names[0].kind if names else HAVING
    listed = _LISTED if kind == "setting" else _BARE_LIST
    for at in range(len(spans) - 2, -1, -1) if kind != HAVING else ():
        if not found[at] and listed.fullmatch(text[spans[at].end : spans[at + 1].start]):
            found[at] = found[at + 1]
    for at, bracket in enumerate(brackets):
        inner = [row for row in range(at + 1, len(spans)) if bracket and spans[row].start < bracket.end()]
        for row in inner:
            found[row] = found[row] or found[at]
    return found


def _compared(text: str, names: Sequence[_Name], after: NameSet, start: int, end: int) -> list[NameSet | None]:
    """Of "P against Q" what each is told of: `names` those before, of one kind, `after` what stands behind Q."""
    every = frozenset(name.name for name in names)
    if after:
        return [every or after, after] if len(every) < 2 else [None, after]
    if not every:
        return [_NONE, _NONE]
    told = list(_COMPARED.finditer(text, start, end))
    if told:
        last = told[-1]
        phrase = _PHRASE.search(text, last.end(), end)
        edge = phrase.start() if phrase else end
        rival = frozenset(name.name for name in names if last.end() <= name.start < edge)
        mine = frozenset(name.name for name in names if name.start < last.start() or name.start >= edge) - rival
        if rival:
            return [mine if len(mine) == 1 else None, rival if len(rival) == 1 else None]
    kind, last_one = names[0].kind, frozenset({names[-1].name})
    if kind in ("dataset", "language", "size", DATA):
        return [last_one, last_one]
    if len(every) == 1 or kind in ("technique", HAVING):
        both = not told if kind in ("system", MODEL) else not _is_cause(text, names)
        return [every, every if both else None]
    return [frozenset({names[0].name}), last_one] if len(every) == 2 else [None, None]


def _is_cause(text: str, names: Sequence[_Name]) -> bool:
    """Whether what is named is what makes the difference between two figures: it holds of one of them only."""
    kinds = ("setting", "technique", HAVING)
    return any(name.kind in kinds and name.name != _PLAIN and not _SHARED.search(text[: name.start]) for name in names)


def _between(names: Sequence[_Name], start: int, end: int) -> NameSet:
    return frozenset(name.name for name in names if start <= name.start < end)


def _behind(text: str, names: Sequence[_Name], start: int, end: int) -> NameSet:
    """What is named right behind a figure: "for A", "points in B"."""
    first = next((name for name in names if start <= name.start < end), None)
    if first is None:
        return _NONE
    between = text[start : first.start]
    # "77.8 with A, in German 74.1": what stands behind the comma, and right before the next figure, is of that one.
    if "," in between and 0 < len(text[first.start : end].split()) <= _NEXT and end < len(text):
        return _NONE
    if first.kind == "setting":
        near = _WITHIN.fullmatch(between) and not _COMPARED.search(between)
        return frozenset({first.name}) if near else _NONE
    right_behind = {HAVING: _UP_TO, AGGREGATION: _ASIDE}.get(first.kind, _BEHIND)
    return frozenset({first.name}) if right_behind.fullmatch(between) else _NONE


def is_trained_on(text: str, start: int) -> bool:
    """Whether the data set named at `start` is what something was trained on, and not measured on.

    >>> text = "Intermediate training on MNLI lowers XNLI accuracy."
    >>> is_trained_on(text, text.index("MNLI")), is_trained_on(text, text.index("XNLI"))
    (True, False)
    """
    name = next((label for label in labels_of(text) if label.start <= start < label.end), None)
    return bool(_TRAINED.search(text, 0, start) or (name and _TRAINS.match(text, name.end)))
