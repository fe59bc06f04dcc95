"""`litsynth results --averages`: printed averages that the cells of their row do not give."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import pandas as pd

from litsynth.cli.board import aligned, markdown
from litsynth.ports import Progress
from litsynth.results.averages import Misfit, misfits
from litsynth.store import Corpus

_HEAD = ("paper", "table", "row", "column", "printed", "mean", "cells give", "cells")
_RIGHT = ("printed", "mean", "cells")

Found = tuple[str, Misfit]


def averages(store: Corpus, paper: str, progress: Progress) -> Iterator[Found]:
    """The misfits of all papers whose id has `paper` in it, each with that id."""
    ids = [one for one in store.ids() if paper in one]
    progress.stage("checking averages", len(ids))
    for paper_id in ids:
        for found in misfits(store.document(paper_id)):
            yield paper_id, found
        progress.step()


def averages_values(found: Iterable[Found]) -> Iterator[dict[str, Any]]:
    """As JSON has them: the paper's id beside the fields of `Misfit`."""
    return ({"paper": paper, **asdict(misfit), "cells": list(misfit.cells)} for paper, misfit in found)


def averages_frame(found: Iterable[Found]) -> pd.DataFrame:
    """One line a misfit, with numbers as numbers; `cells` counts the cells."""
    rows = [{"paper": paper, **asdict(misfit), "cells": len(misfit.cells)} for paper, misfit in found]
    return pd.DataFrame(rows, columns=["paper", "table", "row", "column", "printed", "mean", "low", "high", "cells"])


def averages_text(found: Iterable[Found], as_markdown: bool) -> str:
    """For people: aligned text, or a Markdown table."""
    rows = [_row(paper, misfit) for paper, misfit in found]
    return markdown(_HEAD, rows, _RIGHT) if as_markdown else aligned(_HEAD, rows, _RIGHT)


def _row(paper: str, misfit: Misfit) -> tuple[str, ...]:
    given = f"{misfit.low:g} to {misfit.high:g}"
    figures = (f"{misfit.printed:g}", f"{misfit.mean:g}", given, str(len(misfit.cells)))
    return (paper, misfit.table, misfit.row, misfit.column, *figures)
