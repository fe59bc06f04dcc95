"""What people see: progress on a terminal, and messages on standard error."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

console = Console(stderr=True, highlight=False)


class Bars:
    """A progress bar a stage, on a terminal only; used as a context manager."""

    def __init__(self, quiet: bool) -> None:
        columns = (TextColumn("{task.description:>15}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=quiet or not sys.stderr.isatty())
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

    def step(self, count: int = 1) -> None:
        """So many steps are done."""
        if self._task is not None:
            self._progress.advance(self._task, count)


def say(message: str, quiet: bool = False) -> None:
    """One line to standard error, unless quiet."""
    if not quiet:
        console.print(message, markup=False, soft_wrap=True)
