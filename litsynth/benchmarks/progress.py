"""How a benchmark tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Told at the start of each stage and after each step of it."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins (0: not known)."""
        ...

    def step(self, count: int = 1) -> None:
        """So many steps of the present stage are done."""
        ...
