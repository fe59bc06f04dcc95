"""A claim with its evidence on the terminal, for a reviewer to judge."""

import os
import shutil
import textwrap
from collections.abc import Iterable, Sequence

import typer

from litsynth.records import Report
from litsynth.render import CardLine, Lookup, arrange, claim_card
from litsynth.review import judged_by, standing_decisions

_FIELD, _STEP, _WIDEST = 20, 2, 110
"""Characters: the column of the fields, one step of depth, the widest line."""


def show_claim(report: Report, queue: Sequence[str], at: int, reviewer: str, whole: bool = False) -> None:
    """Print the claim at place `at` of the queue; with `whole` every piece of evidence."""
    lookup = Lookup.of(report)
    part = next(one for one in arrange(report, lookup).sections if one.claim.claim_id == queue[at])
    standing = standing_decisions(report.decisions, report.verdicts)
    done = sum(judged_by(reviewer, one) for one in standing.values())
    left = f"{at + 1} of {len(queue)} in this pass; {reviewer} has judged {done} of {len(report.claims)}"
    print_styled(f"\n--- {part.name} ({part.claim.claim_id}): {left} ---\n", bold=True)
    print_card(claim_card(part, lookup, standing.get(part.claim.claim_id), whole))


def print_card(lines: Iterable[CardLine]) -> None:
    """The lines of a card, wrapped to the terminal."""
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    for line in lines:
        indent = " " * (_FIELD if not line.depth else _STEP * line.depth)
        head = f"{line.field:<{_FIELD}}" if line.field else indent
        text = textwrap.fill(
            line.text, max(width, 2 * _FIELD), initial_indent=head, subsequent_indent=indent, break_on_hyphens=False
        )
        print_styled(text, bold=line.field in ("Claim", "Verdict"))
    typer.echo("")


def print_styled(text: str, bold: bool) -> None:
    """Bold where the terminal can and NO_COLOR is not set."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM", "dumb") == "dumb"
    typer.echo(text if plain or not bold else typer.style(text, bold=True))
