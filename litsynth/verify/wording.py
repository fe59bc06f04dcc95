"""How a claim is worded: what it names, what it compares with what, and what it says beyond its figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litsynth.labels import Kind, Label, labels_of
from litsynth.protocol.aggregation import without_aggregates
from litsynth.records import Quantity
from litsynth.verify.contrasts import AVERAGED_OVER, contrasts
from litsynth.verify.grid import NAMES, Entry, Grid

# What follows one of these is what the claim compares with.
_REFERENCE = re.compile(
    r"\b(?:over|than|against|versus|vs\.?|compared (?:with|to)|instead of|in place of|rather than|relative to|above|"
    r"below|behind|beyond|without|outperform\w*|exceed\w*|surpass\w*|beats?|trails?)\b",
    re.IGNORECASE,
)
_REFERENCE_ENDS = re.compile(
    r"[,;()]|\b(?:is|are|was|were|gives?|brings?|reach\w*|when|while|but|and|for|by|although|whereas)\b|\.\s|\d",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:we|our|ours|this (?:paper|work))\b", re.IGNORECASE)
_REMOVES = re.compile(r"\b(?:remov\w+|without|drop\w*|ablat\w+|exclud\w+|leav\w+ out|no)\b", re.IGNORECASE)
_FALLS = re.compile(
    r"\b(?:cost(?:s|ing)?|los(?:es|ing|e|s)|lowers?|hurts?|worse|drops?|decreas\w+|reduc\w+|degrad\w+|below)\b",
    re.IGNORECASE,
)
# What no cell settles: superlatives and universals, causes, further conclusions.
_MORE = re.compile(
    r"\b(?:best|worst|highest|lowest|largest|smallest|every|each of|all of|none of|always|never|because|therefore|thus|hence|"
    r"so (?!that)|due to|caused|only if|significant\w*|regardless|most of|(?:shrinks?|grows?)(?! from)|stays? behind|"
    r"first to|state[- ]of[- ]the[- ]art|unlike|equals?|correlates?|suggest\w*|indicat\w+|shows? that|hardly|which|whose|where|"
    r"although|fewer|do(?:es)? not|(?:is|are) (?:another|other|the same)|the (?:one|two) (?:with|that))\b",
    re.IGNORECASE,
)
_COMPUTED = re.compile(
    r"\b(?:mean|average)s? of (?:(?:its|the|their|all|those) )*(?:\w+ )?(?:printed )?(?:values|scores|cells|figures)\b"
    r"[^.;,]{0,12}$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[;,)](?!\d)|\.\s|\b(?:and|but|while|whereas)\b")
_UNSTATED = ("setting", "split", "metric", "version", "size")
"""Kinds that a table may leave unsaid without being about another."""
_AT_FIGURE: frozenset[Kind] = frozenset({"system", "size", "setting", "dataset", "technique"})
_TIES = re.compile(r"[\s(]*(?:(?:for|with|using|by) )?(?:the )?", re.IGNORECASE)
_REACH = 60
"""Characters behind a figure in which its language is named."""


_BEST = re.compile(r"\bbest\b", re.IGNORECASE)
_CHOSEN = re.compile(
    r"\b(?:best|select\w*|chosen|choos\w*|optimal\w*|pick\w*|top|highest|tuned|state[- ]of[- ]the[- ]art|sota)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim's names in their roles.

    `said` is all that is named or worded, `said_names` the names of what is said to be present, `subject` what is
    named outside of every comparison, `reference` what is named as that which the subject is compared with. `known`
    are names that the context makes clear.
    """

    text: str
    labels: tuple[Label, ...]
    quantities: tuple[Quantity, ...]
    said: frozenset[str]
    said_names: frozenset[str]
    subject: frozenset[str]
    reference: frozenset[str]
    known: frozenset[str]

    @property
    def own(self) -> bool:
        """Whether the authors speak of what is theirs."""
        return bool(_OWN.search(self.text))

    @property
    def metrics(self) -> frozenset[str]:
        """The metrics named."""
        return frozenset(label.name for label in self.labels if label.kind == "metric")

    @property
    def denied(self) -> frozenset[str]:
        """The settings that are only told to be absent: what follows "without"."""
        return (
            frozenset(label.name for label in self.labels if label.negated and label.kind == "setting")
            - self.said_names
        )

    @property
    def removes(self) -> bool:
        """Whether the claim speaks of leaving something out."""
        return bool(_REMOVES.search(self.text))

    @property
    def more(self) -> str:
        """The first word of what the claim says beyond its figures; empty when it says no more.

        "The best of 5 runs" says of which run a figure is, and no superlative.
        """
        found = _MORE.search(without_aggregates(self.text))
        return found.group().strip() if found else ""

    def falls(self, figure: Quantity) -> bool:
        """Whether an undirected change of the claim is a loss."""
        return not figure.direction and bool(_FALLS.search(self.text[: figure.span.end]))

    def computed(self, figure: Quantity) -> bool:
        """Whether a figure is told as the mean of printed cells, whatever average is printed beside them."""
        return bool(_COMPUTED.search(self.text[: figure.span.start]))

    def place(self, figure: Quantity) -> str:
        """The language named right behind a figure, or an average; empty where the claim leaves it open."""
        later = [other.span.start for other in self.quantities if other.span.start >= figure.span.end]
        reach = min([*later, figure.span.end + _REACH])
        clause = _CLAUSE_ENDS.search(self.text, figure.span.end)
        end = min(reach, clause.start()) if clause else reach
        languages = [label for label in self.labels if label.kind == "language"]
        behind = [label.name for label in languages if figure.span.end <= label.start < end]
        before = [label.name for label in languages if label.end <= figure.span.start]
        if behind or before:
            return behind[0] if behind else before[-1]
        return "" if languages and not any(label.kind == "average" for label in self.labels) else "average"

    def compares_with(self, names: frozenset[str], words: frozenset[str]) -> bool:
        """Whether the claim's reference is what bears these names (or, for a baseline without a name, these words)."""
        told = frozenset(name for name in self.reference if self._is_name(name))
        if names:
            return names <= self.reference | (self.known - self.subject) or (names == {"zero-shot"} and not told)
        return told <= self.known or bool(words & self.reference)

    def in_order(self, first: Quantity, one: Entry, second: Quantity, other: Entry) -> bool:
        """Whether what tells two figures' cells apart is named in the order of the figures."""
        earlier = [label.start for label in self.labels if label.name in one.names - other.names]
        later = [label.start for label in self.labels if label.name in other.names - one.names]
        return not earlier or not later or min(earlier) < max(later)

    def ahead(self, figure: Quantity) -> tuple[tuple[Kind, str], ...]:
        """The one system, with its size, that is named between the score before a figure and this one; else nothing.

        So "A 76.2% and B 81.4%" gives each its own. Empty where a comparison stands between, or where systems are named
        behind their scores.
        """
        scores = [other for other in self.quantities if other.unit in ("score", "percent", "points")]
        before = [other for other in scores if other.span.end <= figure.span.start]
        start = before[-1].span.end if before else 0
        if any(kind == "system" for kind, _ in (*self.behind(figure), *(self.behind(before[-1]) if before else ()))):
            return ()
        if _REFERENCE.search(self.text[start : figure.span.start]):
            return ()
        between = [label for label in self.labels if start <= label.start < figure.span.start and not label.negated]
        named = [label for label in between if label.kind in ("system", "size")]
        systems = {label.name for label in named if label.kind == "system"}
        return tuple((label.kind, label.name) for label in named) if len(systems) == 1 and len(named) <= 2 else ()

    def behind(self, figure: Quantity) -> tuple[tuple[Kind, str], ...]:
        """What is named right behind a figure, with at most a bracket or a preposition between."""
        found = []
        end = figure.span.end
        for label in self.labels:
            if label.start < end:
                continue
            if label.kind not in _AT_FIGURE or not _TIES.fullmatch(self.text[end : label.start]):
                break
            found.append((label.kind, label.name))
            end = label.end
        return tuple(found)

    def unexplained(self, cells: Sequence[Entry], grid: Grid) -> str:
        """A name of the claim that neither the cells it was found in nor the caption bear; empty when all are borne."""
        borne = self.known.union(grid.shared, *(cell.names | cell.words | {cell.place} for cell in cells))
        elsewhere = frozenset(name for kind in NAMES for name in grid.by_kind.get(kind, ()))
        for label in self.labels:
            if label.name in borne or label.negated or label.kind in ("word", "average", "technique"):
                continue
            if label.kind == "name" and label.name not in elsewhere:
                continue
            if label.kind in _UNSTATED and label.kind not in grid.by_kind:
                continue
            return label.name
        return ""

    def _is_name(self, name: str) -> bool:
        return any(label.name == name and label.kind in NAMES - {"language"} for label in self.labels)


def read_wording(text: str, quantities: Sequence[Quantity], known: frozenset[str] = frozenset()) -> Wording:
    """The wording of a claim; `known` are names that its context makes clear (those in the paper's title)."""
    labels = labels_of(text)
    compared = tuple(references(text, quantities))
    present = [label for label in labels if not label.negated]
    refers = [any(start <= label.start < end for start, end in compared) for label in present]
    return Wording(
        text=text,
        labels=labels,
        quantities=tuple(quantities),
        said=frozenset(label.name for label in labels),
        said_names=frozenset(label.name for label in present if label.kind in NAMES),
        subject=frozenset(label.name for label, other in zip(present, refers, strict=True) if not other),
        reference=frozenset(label.name for label, other in zip(present, refers, strict=True) if other),
        known=known,
    )


def names_best(label: str) -> bool:
    """Whether a row holds the best of several by its label: no figure of each of them, nor of their average."""
    return _BEST.search(label) is not None


def chooses(text: str) -> bool:
    """Whether a text speaks of the best, or of one that was chosen."""
    return _CHOSEN.search(text) is not None


def references(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """The spans of a text that name what it compares with: of a contrast, else behind "over", "than", "compared to"."""
    told = contrasts(text, quantities)
    if told:
        yield from dict.fromkeys(one.reference for one in told)
        return
    for match in _REFERENCE.finditer(text):
        rest = text[match.end() :]
        if AVERAGED_OVER.match(rest) and match.group().lower() == "over":
            continue
        end = _REFERENCE_ENDS.search(rest)
        yield match.end(), match.end() + (end.start() if end else len(rest))
