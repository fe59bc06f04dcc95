"""What may be done to training rows before they are used, one plug-in a module: `[stages.NAME.data]` names them.

A module here has `SETTINGS`, the type of what the spec gives it, and `apply(rows, settings, context)`, which is seeded by
its context. Add one to `NAMES`. The module of a plug-in is part of the identity of the stages that use it, of no others.
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from litsynth.errors import UsageError
from litsynth.reproduce.plugins.context import Context, Row

NAMES = ("subsample", "break_pairs", "translate")


def apply_all(rows: Sequence[Row], plugins: Mapping[str, Any], context: Context) -> tuple[Row, ...]:
    """The rows after each plug-in, in the order of the spec. Raises UsageError on a plug-in that there is not."""
    kept = tuple(rows)
    for name, settings in plugins.items():
        check(name, settings)
        kept = _module(name).apply(kept, settings, context)
    return kept


def check(name: str, settings: Any) -> None:
    """Raises UsageError, naming the key, on an unknown plug-in or wrong settings."""
    if name not in NAMES:
        raise UsageError(f"unknown data plug-in {name}", f"one of: {', '.join(NAMES)}")
    kind = _module(name).SETTINGS
    if type(settings) is not kind:
        raise UsageError(f"data plug-in {name}: {settings!r} is not {kind.__name__}")


def _module(name: str) -> Any:
    return importlib.import_module(f"litsynth.reproduce.plugins.{name}")
