"""Sentences made to fool the search for a claim's cells: `python -m litsynth.benchmarks.adversarial`.

Six sets (`adversarial/*.jsonl`) of ten invented papers each: a table, its caption, two sentences, and 160 sentences about
it, 60 true and 100 false in one slot, though their figures stand in the table. Automated agents wrote them, who knew what
is searched for and neither the code nor the other sets; the systems' names are real, **the numbers are made up**. `own`:
as the authors say it; `told`: as others do. What is measured is whether rules or ranking find the figures, not the verdict.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from litsynth.anchors import anchor_of
from litsynth.benchmarks.script import Asked, Parser, script
from litsynth.parse import read_document
from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Document, Span
from litsynth.verify import grids_of, lexis_of, may_be_placed, placed, ranked, trace, without_names

SETS = ("own-1", "own-2", "own-3", "told-1", "told-2", "told-3")
_SPECIAL = re.compile(r"[%&_#$]")
_FILLER = (
    "All that follows is made up, and nobody has found any of it; a paper of a line or two would not be read as one."
)
_PAPER, _TELLER = "invented", "teller"


def papers(name: str) -> list[dict[str, Any]]:
    """The invented papers of a set, each with its sentences."""
    path = Path(__file__).with_name("adversarial") / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def outcomes(name: str) -> Iterator[tuple[str, bool, bool]]:
    """Of each sentence of a set the slot that is wrong (empty: none), whether it is true, and whether its cells are found."""
    for paper in papers(name):
        for sentence in paper["sentences"]:
            yield sentence["slot"], sentence["true"], found(paper, sentence["text"], own=name.startswith("own"))


def found(paper: Mapping[str, Any], text: str, own: bool) -> bool:
    """Whether the figures of a sentence are found, in cells that settle it or in a sentence of the paper."""
    document = read_document(_source(paper, text if own else "").encode(), "paper.tex", _PAPER)
    claim, grids = _claim(text, document, own), grids_of(document)
    places = trace(claim, document, grids)
    lexis = lexis_of(document, grids)
    if own:
        told = without_names(claim, document, grids)
        places = places or (placed(told, document, lexis) if may_be_placed(told, grids) else ())
        return bool(places) and not places[0].beyond
    best = ranked(claim, document, lexis)
    return not (best and best.doubtful) and bool(places or (best and best.sure))


def _claim(text: str, document: Document, own: bool) -> Claim:
    """The claim of the paper's own sentence, or of somebody who tells of the paper."""
    start = document.text.find(text) if own else -1
    anchor = Anchor(_TELLER, "latex", Span(0, 0), text)
    if start >= 0:
        anchor = anchor_of(document, Span(start, start + len(text)), section=0)
    claim = Claim("c", _PAPER if own else _TELLER, text, text, anchor, "result", find_quantities(text))
    return replace(claim, primary=_PAPER)


def _source(paper: Mapping[str, Any], text: str) -> str:
    """The paper in LaTeX."""
    rows = [" & ".join(map(_escaped, row)) + r" \\" for row in paper["rows"]]
    return "\n".join(
        [
            r"\documentclass{article}\begin{document}\section{Results}",
            *map(_escaped, [*paper["context"], _FILLER, text]),
            rf"\begin{{table}}\caption{{{_escaped(paper['caption'])}}}\begin{{tabular}}{{l{'c' * (len(paper['rows'][0]) - 1)}}}",
            rows[0],
            r"\hline",
            *rows[1:],
            r"\end{tabular}\end{table}\end{document}",
        ]
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda mark: "\\" + mark.group(), text)


def table(names: tuple[str, ...] = SETS) -> Iterator[str]:
    """For each set how many true and false sentences are found, and of the false ones how many by slot."""
    for name in names:
        seen = list(outcomes(name))
        false = Counter(slot for slot, true, _ in seen if not true)
        held = Counter(slot for slot, true, hit in seen if hit and not true)
        right = sum(true and hit for _, true, hit in seen)
        yield f"{name}: {right} of {sum(true for _, true, _ in seen)} true, {held.total()} of {false.total()} false found"
        yield "  " + ", ".join(f"{slot} {held[slot]} of {count}" for slot, count in sorted(false.items()))


def _declare(parser: Parser) -> None:
    parser.add_argument("sets", metavar="SET", nargs="*", type=_set, help=f"of {', '.join(SETS)} (default: all)")


def _set(name: str) -> str:
    if name not in SETS:
        raise ValueError(name)
    return name


def _main(asked: Asked) -> None:
    for line in table(tuple(asked.sets) or SETS):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    script("adversarial", __doc__, _declare, _main)
