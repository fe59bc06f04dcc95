"""What people see: progress on a terminal, and messages on standard error."""

import sys
import time
from types import TracebackType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from litsynth.errors import UsageError

console = Console(stderr=True, highlight=False)


def _not_both(context: typer.Context, parameter: typer.CallbackParam, value: bool) -> bool:
    other = "verbose" if parameter.name == "quiet" else "quiet"
    if value and context.params.get(other):
        raise UsageError("--quiet and --verbose exclude each other", "leave one of them away")
    return value


Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no messages.", callback=_not_both)]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say what is done as well.", callback=_not_both)]


class Bars:
    """A progress bar a stage, on a terminal only, or, when verbose, a line a stage; used as a context manager."""

    def __init__(self, quiet: bool, verbose: bool = False) -> None:
        columns = (TextColumn("{task.description:>15}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=quiet or verbose or not sys.stderr.isatty())
        self._verbose = verbose
        self._began = time.monotonic()
        self._task: TaskID | None = None

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of so many steps (0: not known)."""
        self._task = self._progress.add_task(name, total=total or None)
        seconds = time.monotonic() - self._began
        say(f"[{seconds:.1f} s] {name}{f' {total}' if total else ''}", quiet=not self._verbose)

    def step(self, count: int = 1) -> None:
        """So many steps are done."""
        if self._task is not None:
            self._progress.advance(self._task, count)


def say(message: str, quiet: bool = False) -> None:
    """One line to standard error, unless quiet; titles in it steer no terminal."""
    if not quiet:
        from litsynth.render.marked import printable

        console.print(printable(message), markup=False, soft_wrap=True)
