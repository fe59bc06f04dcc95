"""How the pipeline tells how far it is."""

from litsynth.ports import Progress, Silent

__all__ = ["Progress", "Silent"]
