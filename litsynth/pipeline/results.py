"""The results of many papers side by side: which restate, bear out or contradict one another."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from litsynth.protocol.aggregation import aggregations_differ, parted
from litsynth.quantities import BAND_AVERAGE, BAND_LANGUAGE, consistent, same_figure
from litsynth.records import OWN, Claim, Document, NumberCheck, Paper, Passage, Result
from litsynth.resolve import own_names
from litsynth.results import AVERAGE, Lexicon, results_of_sentence, signed
from litsynth.verify.kinds import support_kind

_SLOTS = ("system", "dataset", "metric", "split", "setting", "languages")
_MONTH = re.compile(r"arXiv:(\d\d)(\d\d)\.\d{4,5}")
"""Year and month in the ids that arXiv gives since April 2007."""
_MOST_CELLS = 3
"""Cells that are listed beside a result of a sentence."""
Standing = Literal["", "restated", "agrees", "differs"]
Origin = Literal["own", "cited", "quoted"]


@dataclass(frozen=True, slots=True)
class Row:
    """A result beside those of other papers for the same system, data set, metric, setting and languages.

    Each of the three holds the papers, sorted, of which it is true. `restated`: another paper prints the same digits, and
    the rules for kinds of support do not call it independent. `agrees`: it has a compatible value of its own (the band of
    `quantities.consistent`). `differs`: it has a value beyond that band. Values that are known to be made of several runs or
    models in other ways are none of these, and where one of two says nothing of it, they do not differ.

    `origin` is quoted where another work is known to have measured the value, or an earlier paper prints the same digits
    (those in `quoted`); cited where the header of its system cites a work, whose value it is or whose system was run
    again; else own.
    """

    result: Result
    restated: tuple[str, ...] = ()
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        """Whose value it is, as far as the papers say."""
        return "quoted" if self.quoted else "cited" if self.result.cites else "own"


def side_by_side(results: Iterable[Result], papers: Mapping[str, Paper]) -> tuple[Row, ...]:
    """Every result beside the others, by data set, metric, setting and languages, best known name first; order is total.

    Differences are listed and not compared: what they are over is rarely said.
    """
    every = list(results)
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, result in enumerate(every):
        if key := _key(result):
            alike.setdefault(key, []).append(at)
    found: dict[tuple[int, Standing], set[str]] = {}
    for group in alike.values():
        for one, other in permutations(group, 2):
            standing = _standing(every[one], every[other], papers)
            found.setdefault((one, standing), set()).add(every[other].paper_id)

    def those(at: int, standing: Standing) -> tuple[str, ...]:
        return tuple(sorted(found.get((at, standing), ())))

    rows = (
        Row(
            result,
            those(at, "restated"),
            those(at, "agrees"),
            those(at, "differs"),
            _quoted(result, those(at, "restated"), papers),
        )
        for at, result in enumerate(every)
    )
    return tuple(sorted(rows, key=_place))


def _quoted(result: Result, restated: Sequence[str], papers: Mapping[str, Paper]) -> tuple[str, ...]:
    """The works that a value is from: the one that measured it, else the earlier papers that print the same digits."""
    if result.primary and result.primary != result.paper_id:
        return (result.primary,)
    return tuple(other for other in restated if _is_earlier(other, result.paper_id, papers))


def _is_earlier(one: str, other: str, papers: Mapping[str, Paper]) -> bool:
    """Whether a paper is older than another: by the month in the ids of both (arXiv), else by their years."""
    months = [_MONTH.match(paper_id) for paper_id in (one, other)]
    if months[0] and months[1]:
        return months[0].groups() < months[1].groups()
    years = [papers[paper_id].year if paper_id in papers else None for paper_id in (one, other)]
    return years[0] is not None and years[1] is not None and years[0] < years[1]


def results_of_claim(claim: Claim, document: Document, lexicon: Lexicon, cells: Sequence[Result]) -> tuple[Result, ...]:
    """What the sentence of a claim states, each result followed by the cells of its paper that print the same figure.

    `cells` are the results of the document's tables. A cell is listed where no slot of the two differs and both settle
    the data set or the metric; at most three, those with most slots in common first.
    """
    found: list[Result] = []
    for result in results_of_sentence(document, claim.anchor, lexicon, own_names(document)):
        fit = [cell for cell in cells if _may_be(result, cell)]
        fit.sort(key=lambda cell: (-len(_shared(result, cell)), cell.anchor.span.start))
        found += [replace(result, primary=claim.primary), *fit[:_MOST_CELLS]]
    return tuple(found)


def stated_by(claim: Claim, document: Document, lexicon: Lexicon) -> tuple[Result, ...]:
    """What the resolved text of a claim states, without the cells of its paper; spans are into that text."""
    said = replace(claim.anchor, exact=claim.text)
    return results_of_sentence(document, said, lexicon, own_names(document))


def _may_be(result: Result, cell: Result) -> bool:
    if result.delta != cell.delta or not {"dataset", "metric"} & _shared(result, cell):
        return False
    (setting, made), (other, theirs) = parted(result.setting), parted(cell.setting)
    mine, told = replace(result, setting=setting), replace(cell, setting=other)
    differ = aggregations_differ(made, theirs) or any(
        getattr(mine, slot) != getattr(told, slot)
        for slot in _SLOTS
        if getattr(mine, slot) and getattr(told, slot) and OWN not in (result.system, cell.system)
    )
    return not differ and same_figure(result.quantity, cell.quantity).answer == "yes"


def _shared(result: Result, cell: Result) -> set[str]:
    return {slot for slot in _SLOTS if getattr(result, slot) and getattr(result, slot) == getattr(cell, slot)}


def _key(result: Result) -> tuple[str, ...]:
    """What two results must share to be of one thing; empty where it is not known of what this one is.

    What a setting says of runs and models need only not differ: most papers leave it open.
    """
    if result.delta or result.system in ("", OWN) or not (result.dataset and result.metric):
        return ()
    system = re.sub(r"[\W_]+", " ", result.system).casefold().strip()
    slots = (result.dataset, result.metric, parted(result.setting)[0])
    return (system, *(slot.casefold() for slot in slots), *result.languages)


def _standing(mine: Result, other: Result, papers: Mapping[str, Paper]) -> Standing:
    if mine.paper_id == other.paper_id or (mine.split and other.split and mine.split != other.split):
        return ""
    (_, made), (_, theirs) = parted(mine.setting), parted(other.setting)
    if aggregations_differ(made, theirs):
        return ""
    if same_figure(mine.quantity, other.quantity).answer == "yes":
        return "agrees" if _independent(mine, other, papers) else "restated"
    band = BAND_AVERAGE if len(mine.languages) > 1 or AVERAGE in mine.languages else BAND_LANGUAGE
    answer = consistent(mine.quantity, other.quantity, band).answer
    if answer == "no" and bool(made) != bool(theirs):
        return ""  # the mean of several runs, and what may be the best of them
    return {"yes": "agrees", "no": "differs"}.get(answer, "")  # type: ignore[return-value]


def _independent(mine: Result, other: Result, papers: Mapping[str, Paper]) -> bool:
    """Whether neither of two equal values repeats the other, by the rules for evidence."""
    return all(
        support_kind(_claim(one), _passage(two), two.anchor.source, (_check(one, two),), papers) == "independent"
        for one, two in ((mine, other), (other, mine))
    )


def _claim(result: Result) -> Claim:
    text = " ".join((result.system, result.quantity.text, result.metric, result.dataset))
    return Claim("", result.paper_id, text, result.anchor.exact, result.anchor, "result", primary=result.primary)


def _passage(result: Result) -> Passage:
    anchor = result.anchor
    text = f"{anchor.row} {anchor.exact}"
    table = -1 if result.source == "text" else 0
    return Passage("", result.paper_id, text, anchor.span, anchor.substrate, table=table, primary=result.primary)


def _check(one: Result, two: Result) -> NumberCheck:
    return NumberCheck(one.quantity.text, two.quantity.text, True)


def _place(row: Row) -> tuple[object, ...]:
    result = row.result
    slots = (result.dataset, result.metric, result.setting, result.languages, result.split)
    return (*slots, -signed(result), result.system, result.paper_id, result.source, result.anchor.span.start)
