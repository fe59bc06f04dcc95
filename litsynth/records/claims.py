"""Claims, the quantities they assert, and where they were printed."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.documents import Box, Span, Substrate

ClaimKind = Literal["result", "comparison", "resource", "method", "finding"]

Relation = Literal["=", "~", ">", ">=", "<", "<="]
"""How the number is asserted: exactly as printed, about, over, at least, under, up to."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed: the interval [low, high] that its precision allows, and its unit.

    `value`, `low` and `high` are in `unit`: `percent` (79.2%), `points` (a difference of percentages),
    `score` (a bare metric value on [0, 100] or [0, 1]), `times`, `count` (with the counted noun in
    `noun`), `bytes`, `seconds`, `money`, or another printed unit in lower case.
    `direction` is up, down or empty; `relative` marks a relative change ("1.8% relative").
    `span` is relative to the text that was searched.
    """

    text: str
    value: float
    low: float
    high: float
    unit: str
    span: Span
    relation: Relation = "="
    direction: Literal["", "up", "down"] = ""
    noun: str = ""
    relative: bool = False


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """One asserted quantity against the best candidate in the evidence; `why` is empty when they agree."""

    claim: str
    evidence: str
    agree: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a document: W3C TextQuote (prefix, exact, suffix) and TextPosition (span) selectors.

    `table` is the table's printed label, `row` and `column` are header texts; empty where there is none.
    `boxes` are where it is printed, for a viewer to mark: one a line (PDF only).
    """

    paper_id: str
    substrate: Substrate
    span: Span
    exact: str
    prefix: str = ""
    suffix: str = ""
    section: str = ""
    page: int = 0
    table: str = ""
    row: str = ""
    column: str = ""
    source: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement, whole.

    `quote` is verbatim, `text` the resolved form ("we" and the like replaced). `role` is the
    probability that the paper claims it, `relevance` the cosine similarity to the question, both on [0, 1].
    `attributed` marks what is reported of another work. `primary` is the paper_id of the work whose
    fact it is. `also_at` are the places in the same paper that say the same. `part` is what this claim takes from a
    quote that makes several ("0.6 and 1.2 on A and B, respectively"); empty where it takes all of it.
    """

    claim_id: str
    paper_id: str
    text: str
    quote: str
    anchor: Anchor
    kind: ClaimKind
    quantities: tuple[Quantity, ...] = ()
    role: float = 0.0
    relevance: float = 0.0
    attributed: bool = False
    primary: str = ""
    also_at: tuple[Anchor, ...] = ()
    part: str = ""

    @property
    def said(self) -> str:
        """What the paper says, nothing resolved: the quote, or this claim's part of it. Places of quantities are in it."""
        return self.part or self.quote
