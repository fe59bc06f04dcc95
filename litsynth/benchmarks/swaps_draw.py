"""Which claims of the swap test bed are put to the verifier: as many true ones as false ones, spread over papers and slots."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from litsynth.benchmarks.swaps_make import SLOTS, Slot, chance, swapped, told_statements, true_statements
from litsynth.benchmarks.swaps_rows import PaperRows
from litsynth.benchmarks.swaps_truth import Truth
from litsynth.benchmarks.swaps_wording import Statement, tell

Source = Literal["table", "prose", "digest", "written"]


_SLOT_SHARE = 4
"""Of the claims of one paper, so many are at most of one slot: a fourth."""


@dataclass(frozen=True, slots=True)
class SwapClaim:
    """A claim about a paper. `slot`: the one that makes it false, empty where it is true; `made_from`: the true claim.

    `belongs`: of a true claim the slots that it is counted under. Of a generated one those in which a false claim can
    be made from it, drawn or not; of a written one those that it states, since none is linked to a false one.
    """

    claim: str
    paper_id: str
    source: Source
    kind: str
    slot: Slot | Literal[""] = ""
    made_from: str = ""
    belongs: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Sizes:
    """The most true claims of a source, false ones of each slot of a source, and claims of either kind of one paper."""

    true: int = 150
    slot: int = 20
    paper: int = 12


def drawn(papers: Iterable[PaperRows], source: Source, sizes: Sizes, seed: int) -> list[SwapClaim]:
    """Claims of one source: the true ones, then those with each slot swapped; papers and seed decide which."""
    true: list[SwapClaim] = []
    false: list[SwapClaim] = []
    origins: dict[tuple[str, str], tuple[Truth, Statement]] = {}
    for rows in papers:
        truth = Truth(rows)
        make = told_statements if source == "prose" else true_statements
        statements = list({tell(statement): statement for statement in make(truth, seed)}.items())
        true.extend(SwapClaim(text, rows.paper_id, source, said.kind) for text, said in statements)
        origins |= {(rows.paper_id, text): (truth, said) for text, said in statements}
        for slot in SLOTS:
            made = _false(truth, statements, slot, source, seed)
            false.extend(islice(made, max(1, sizes.paper // _SLOT_SHARE)))
    kept = [
        replace(one, belongs=_swappable(*origins[one.paper_id, one.claim], seed))
        for one in _spread(true, sizes.true, sizes.paper, seed)
    ]
    for slot in SLOTS:
        kept += _spread([one for one in false if one.slot == slot], sizes.slot, sizes.paper, seed)
    return kept


def _swappable(truth: Truth, statement: Statement, seed: int) -> tuple[Slot, ...]:
    """The slots in which a false claim can be made from a true one."""
    return tuple(slot for slot in SLOTS if swapped(truth, statement, slot, seed))


def _false(
    truth: Truth, statements: Sequence[tuple[str, Statement]], slot: Slot, source: Source, seed: int
) -> Iterator[SwapClaim]:
    for text, statement in sorted(statements, key=lambda one: chance(seed, slot, one[0])):
        if found := swapped(truth, statement, slot, seed):
            yield SwapClaim(tell(found), truth.rows.paper_id, source, found.kind, slot, text)


def _spread(pool: Sequence[SwapClaim], count: int, most_of_a_paper: int, seed: int) -> list[SwapClaim]:
    """So many of a pool: one of each kind and paper before a second, none of a paper beyond its most."""
    ordered = sorted(pool, key=lambda one: (chance(seed, one.source, one.slot, one.claim), one.claim))
    turn: Counter[tuple[str, str]] = Counter()
    of_paper: Counter[str] = Counter()
    ranked: list[tuple[int, int, SwapClaim]] = []
    for claim in ordered:
        ranked.append((turn[claim.paper_id, claim.kind], len(ranked), claim))
        turn[claim.paper_id, claim.kind] += 1
    kept: list[SwapClaim] = []
    for _, _, claim in sorted(ranked, key=lambda row: row[:2]):
        if len(kept) < count and of_paper[claim.paper_id] < most_of_a_paper:
            of_paper[claim.paper_id] += 1
            kept.append(claim)
    return kept
