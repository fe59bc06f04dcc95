"""What follows from stated figures by arithmetic: gains, multiples, totals and averages."""

from litsynth.verify.derived.prose import Derivation, derive

__all__ = ["Derivation", "derive"]
