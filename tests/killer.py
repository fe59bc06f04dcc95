"""Command lines in processes that are killed: at the n-th point where something is made to last, or after some seconds.

Run as a script it is a process that has everything loaded and forks: a child does the work with fakes for the models.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

KILLED = -signal.SIGKILL


class Killer:
    """Command lines in children of one process; used as a context manager."""

    def __enter__(self) -> Self:
        paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env=os.environ | {"PYTHONPATH": paths, "LITSYNTH_CORPUS_WORKERS": "1", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(
        self, folder: Path, *arguments: str, point: int = 0, seconds: float = 0.0, clock: float = 0.0
    ) -> tuple[int, int, float]:
        """Exit status (`KILLED`: it was killed), points passed (0: killed), seconds taken.

        `point`: die at this one, counted from 1; `seconds`: die after so many. 0: live. `clock`: seconds that the
        machine's clock is ahead.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"folder": str(folder), "arguments": arguments, "point": point, "seconds": seconds, "clock": clock}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        status, points, took = json.loads(self._process.stdout.readline())
        return status, points, took


class _Points:
    """Counts the moments before and after everything that is made to last, and dies at one of them."""

    def __init__(self, last: int) -> None:
        self.passed = 0
        self._last = last

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """From now on count transactions of the store and renames of files."""
        from litsynth.store.database import Database  # noqa: PLC0415

        transaction, replace, rename, point = Database.transaction, os.replace, os.rename, self

        @contextmanager
        def counted(self: Database) -> Iterator[Database]:
            point()
            with transaction(self) as database:
                yield database
                point()
            point()

        def replaced(*arguments: Any, **more: Any) -> None:
            point()
            replace(*arguments, **more)
            point()

        def renamed(*arguments: Any, **more: Any) -> None:
            point()
            rename(*arguments, **more)
            point()

        Database.transaction = counted  # type: ignore[method-assign]
        os.replace, os.rename = replaced, renamed  # type: ignore[assignment]


def _work(order: dict[str, Any], end: int) -> None:
    """In the child: run the command line; write the points passed to `end`."""
    from litsynth.cli.main import call  # noqa: PLC0415

    os.chdir(order["folder"])
    clock, ahead = time.time, order["clock"]
    time.time = lambda: clock() + ahead
    points = _Points(order["point"])
    points.watch()
    status = call(order["arguments"])
    os.write(end, str(points.passed).encode())
    os._exit(status)


def _attend(order: dict[str, Any]) -> tuple[int, int, float]:
    begun = time.monotonic()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        _work(order, write)
    os.close(write)
    if order["seconds"]:
        time.sleep(order["seconds"])
        os.kill(child, signal.SIGKILL)  # where it has ended, it is still there to be waited for
    points = os.read(read, 64)
    os.close(read)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(points or 0), time.monotonic() - begun


def main() -> None:
    """Orders in on standard input, outcomes out, a JSON line each."""
    from fakes import BagEmbedder, RoleEntailer  # noqa: PLC0415

    import litsynth.cli.reverify  # noqa: PLC0415
    import litsynth.cli.running  # noqa: PLC0415
    import litsynth.models.choose  # noqa: PLC0415 - so that no child spends its time on that
    from litsynth.pipeline import Models  # noqa: PLC0415

    models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None was made."})
    for command in (litsynth.cli.running, litsynth.cli.reverify):
        command.load_models = lambda *_: models
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_attend(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
