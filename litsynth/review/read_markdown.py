"""A review file in Markdown, as `render.review_markdown` writes it and a person fills it in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from litsynth.records import DecisionKind, Label
from litsynth.review.choices import LABELS, chosen
from litsynth.review.entries import Entry, Problem, Sheet
from litsynth.review.words import one_line

REPORT_MARK = "<!-- litsynth review report:{report} -->"
CLAIM_MARK = "<!-- id:{claim_id} base:{base} -->"

_REPORT = re.compile(r"<!-- litsynth review report:([0-9a-f]+) -->")
_CLAIM = re.compile(r"<!-- id:(\S+) base:([0-9a-f]*) -->")
_REVIEWER = re.compile(r"Reviewer:(.*)")
_HEADING = re.compile(r"##\s+(.*)")
_BOX = re.compile(r"\s*[-*+]\s*\[([^]]*)\]\s*(.*)")
_FIELD = re.compile(r"(Reason|Note):(.*)")
_CARD = re.compile(r"\*\*|>|$")
_TICKED, _OPEN = frozenset("xX✓✔☑"), frozenset(["", " "])
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass
class _Block:
    """The part of the file on one claim, while it is read."""

    line: int
    heading: str
    claim_id: str = ""
    base: str = ""
    ticked: list[tuple[int, str]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {"Reason": [], "Note": []})
    within: str = ""


def read_review_markdown(text: str) -> Sheet:
    """What a person ticked and wrote, and the lines that are none of what may be written there."""
    reports: set[str] = set()
    blocks: list[_Block] = []
    problems: list[Problem] = []
    reviewer = ""
    for number, ended in enumerate(text.split("\n"), 1):
        line = ended.rstrip("\r")
        if heading := _HEADING.fullmatch(line):
            blocks.append(_Block(number, heading[1].strip()))
        elif blocks:
            if problem := _take(blocks[-1], number, line):
                problems.append(problem)
        elif mark := _REPORT.search(line):
            reports.add(mark[1])
        elif named := _REVIEWER.match(line):
            reviewer = unescaped(named[1])
    entries = []
    for block in blocks:
        made = _entry(block, reviewer)
        if isinstance(made, Problem):
            problems.append(made)
        elif made is not None:
            entries.append(made)
    problems += _twice(entries)
    return Sheet(frozenset(reports), tuple(entries), tuple(sorted(problems, key=lambda one: one.line)))


def unescaped(text: str) -> str:
    r"""One line of Markdown as the text that it prints.

    >>> unescaped(r" 5\* of \\alpha and \alpha ")
    '5* of \\alpha and \\alpha'
    """
    return one_line(_ESCAPED.sub(r"\1", text))


def _take(block: _Block, number: int, line: str) -> Problem | None:
    """Put a line where it belongs; a Problem where it belongs nowhere."""
    named = _FIELD.match(line)
    if named and not (named[1] == "Reason" and block.within == "Note"):
        block.within = named[1]
        block.words[named[1]].append(named[2])
    elif block.within:
        block.words[block.within].append(line)
    elif mark := _CLAIM.search(line):
        block.claim_id, block.base = mark[1], mark[2]
    elif box := _BOX.fullmatch(line):
        if set(box[1].strip()) & _TICKED and len(box[1].strip()) == 1:
            block.ticked.append((number, box[2].strip()))
        elif box[1].strip() not in _OPEN:
            return Problem(number, f"box [{one_line(box[1])}]", "write [x] for your choice, [ ] for the others")
    elif not _CARD.match(line):
        return Problem(number, f"not read: {_short(line)}", "write behind Reason: or Note:")
    return None


def _entry(block: _Block, reviewer: str) -> Entry | Problem | None:
    reason, note = (unescaped(" ".join(block.words[name])) for name in ("Reason", "Note"))
    if not (block.ticked or reason or note):
        return None
    if not block.claim_id:
        return Problem(block.line, f"{_short(block.heading)}: the line with its id is gone", "export the file again")
    if len(block.ticked) > 1:
        return Problem(block.ticked[1][0], f"{block.heading}: two boxes are ticked", "leave one of them")
    kind: DecisionKind | None = None
    label: Label | None = None
    line = block.line
    if block.ticked:
        line, option = block.ticked[0]
        word, _, named = option.partition(":")
        label = chosen(LABELS, named)
        if word == "accept":
            kind = "accept"
        elif word == "overrule" and label and not named.strip().isdecimal():
            kind = "overrule"
        else:
            return Problem(line, f"no such choice: {_short(option)}", "tick one of the boxes as they were written")
    return Entry(line, block.claim_id, kind, label, reason, note, reviewer, block.base)


def _twice(entries: Sequence[Entry]) -> list[Problem]:
    """The same claim in two parts of the file: the later ones are told (and taken, if they decide the same)."""
    seen: set[str] = set()
    found = []
    for entry in entries:
        if entry.claim_id in seen:
            found.append(Problem(entry.line, f"claim {entry.claim_id} is there twice", "keep one of the two parts"))
        seen.add(entry.claim_id)
    return found


def _short(text: str) -> str:
    line = one_line(text)
    return repr(line if len(line) <= 60 else f"{line[:59]}…")
