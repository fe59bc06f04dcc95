"""How the pipeline tells how far it is."""

from litsynth.ports import Progress

__all__ = ["Progress", "Silent"]


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing."""

    def step(self, count: int = 1) -> None:
        """Say nothing."""
