"""What every plug-in gets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from litsynth.reproduce import annotations

Row = TypeVar("Row", bound=annotations.Row)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a plug-in is used: the stage's language and seed, and `read`, which gives the rows of a file."""

    language: str
    seed: int
    read: Callable[[str], list[dict[str, Any]]]
