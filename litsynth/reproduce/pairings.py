"""Which premises and hypotheses are paired when two arms are compared; apart, since an option of a command names them."""

from typing import Literal

Pairing = Literal["same", "mixed", "all"]
"""Premise and hypothesis in the same language, in mixed ones, or all."""
