"""What a paper reports: who reached what on what, from a table cell or from a sentence."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.claims import Anchor, Quantity

OWN = "(the paper's own)"
"""The system of a result that is "ours" in a paper that gives its system no name."""


@dataclass(frozen=True, slots=True)
class Result:
    """One reported value; a slot that neither header, caption nor text settles is empty.

    `system` and `baseline` are names as printed, known ones in one spelling; `baseline` only where the value is a
    difference. `languages` holds ISO 639 codes, pairs of them ("en-de"), or "average" where it is not said over which;
    several codes: the mean over them. `delta`: the value is a difference. `inferred` names the slots that no place of
    the paper states and the inventory gives. `row` and `column` count from 0, -1 in running text; what they are called
    is in `anchor`. `primary` is the paper_id of the work that measured the value; empty: the paper itself. `cites` are the
    works that the header of its system cites, as printed: theirs, or this paper's run of their system.
    """

    paper_id: str
    system: str
    quantity: Quantity
    anchor: Anchor
    source: Literal["text", "table"]
    baseline: str = ""
    task: str = ""
    dataset: str = ""
    metric: str = ""
    split: str = ""
    languages: tuple[str, ...] = ()
    setting: str = ""
    delta: bool = False
    inferred: tuple[str, ...] = ()
    row: int = -1
    column: int = -1
    primary: str = ""
    cites: tuple[str, ...] = ()
