"""Where a sentence mentions the rows or columns of a table: each mention means the lines that it fits best.

"Reader (multimodal) is exchanged for Reader" mentions two rows, though every word of the second is in the label of
the first. A line is not meant by a mention that says more of another, or that leaves less of another unsaid.
"""

import re
from collections.abc import Iterator

from litsynth.protocol import mentions, read_protocol
from litsynth.verify.naming import Axis, Line, Place, Said
from litsynth.verify.terms import Term

_APART = re.compile(r"[,;:=]|\b(?:and|or|versus|vs|than|against|to|from|while|but|is|are|has|have)\b", re.IGNORECASE)

Mention = tuple[Term, ...]
_NOWHERE: Place = frozenset()


def meant_at(axis: Axis, said: Said, text: str) -> dict[int, Place]:
    """The offsets of the terms that mention each line, lines that none mentions left out."""
    runs = list(_runs(axis, said, text))
    elsewhere = _of_other_settings(axis, said, text)
    found: dict[int, set[int]] = {}
    for run in runs:
        hit = {
            number: hits
            for number, line in axis.lines.items()
            if (hits := _hits(line, run) - elsewhere.get(number, _NOWHERE))
        }
        for number, hits in hit.items():
            line = axis.lines[number]
            rivals = [
                at
                for at, theirs in hit.items()
                if hits < theirs or (hits == theirs and _unsaid(axis.lines[at], run) < _unsaid(line, run))
            ]
            if all(_goes_on(number, at, axis, run, runs) for at in rivals):
                found.setdefault(number, set()).update(hits)
    return {number: frozenset(places) for number, places in found.items()}


def _of_other_settings(axis: Axis, said: Said, text: str) -> dict[int, Place]:
    """By line the words of the settings that the sentence names, where the label has another setting.

    The "fine-tuning" of "multi-language fine-tuning" is not that of "zero-shot (English fine-tuning)".
    """
    named = mentions("settings", text)
    if not named:
        return {}
    had = {number: settings for number, line in axis.lines.items() if (settings := read_protocol(line.label).settings)}
    words = {one: {term.start for term in said.terms if one.start <= term.start < one.end} for one in named}
    return {
        number: frozenset().union(*(words[one] for one in named if one.name not in settings))
        for number, settings in had.items()
    }


def _runs(axis: Axis, said: Said, text: str) -> Iterator[Mention]:
    """The terms of a sentence that any label bears, those that stand together as one."""
    borne = frozenset().union(*(line.present | line.cited | line.absent for line in axis.lines.values()))
    run: list[Term] = []
    for before, term in zip((None, *said.terms), said.terms, strict=False):
        if term.key not in borne:
            continue
        together = before is not None and run and run[-1] is before and not _APART.search(text[before.end : term.start])
        if run and not together:
            yield tuple(run)
            run = []
        run.append(term)
    if run:
        yield tuple(run)


def _hits(line: Line, run: Mention) -> Place:
    return frozenset(
        term.start
        for term in run
        if term.key in (line.absent if term.negated else line.present | line.cited | line.base)
    )


def _unsaid(line: Line, run: Mention) -> frozenset[str]:
    present = frozenset(term.key for term in run if not term.negated)
    absent = frozenset(term.key for term in run if term.negated)
    return (line.present - present) | (line.absent - absent)


def _goes_on(number: int, rival: int, axis: Axis, run: Mention, runs: list[Mention]) -> bool:
    """Whether another mention, with no word of this one, says what a label has over its rival's, and no more of others."""
    keys = {term.key for term in run}
    line, other = axis.lines[number], axis.lines[rival]
    for further in runs:
        if keys.isdisjoint(term.key for term in further) and _hits(line, further) - _hits(other, further):
            return not any(_hits(line, further) < _hits(one, further) for one in axis.lines.values())
    return False
