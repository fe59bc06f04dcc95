"""How a benchmark tells how far it is."""

from litsynth.ports import Progress

__all__ = ["Progress"]
