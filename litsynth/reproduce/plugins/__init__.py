"""What may be done to training rows before they are used, one plug-in a module: `[stages.NAME.data]` names them.

A module here has `SETTINGS`, the type of what the spec gives it (a dataclass: a table of its fields), and `apply(rows,
settings, context)`, which is seeded by its context; `files(settings)` names the files that it reads, if it reads any. Add
one to `NAMES`. The module of a plug-in is part of the identity of the stages that use it, of no others.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from litsynth.codec import decode
from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.plugins.context import Context, Row

NAMES = ("subsample", "break_pairs", "shuffle_labels", "translate", "copies", "rs_da")


def apply_all(rows: Sequence[Row], plugins: Mapping[str, Any], context: Context) -> tuple[Row, ...]:
    """The rows after each plug-in, in the order of the spec. Raises UsageError on a plug-in that there is not."""
    kept = tuple(rows)
    for name, settings in plugins.items():
        kept = _module(name).apply(kept, check(name, settings), context)
    return kept


def files(plugins: Mapping[str, Any], language: str) -> list[str]:
    """The files that the plug-ins read for a stage in a language."""
    readers = [(_module(name), check(name, settings)) for name, settings in plugins.items()]
    named = [name for module, settings in readers if hasattr(module, "files") for name in module.files(settings)]
    return [name.format(language=language) for name in named]


def check(name: str, settings: Any) -> Any:
    """The settings as the plug-in takes them. Raises UsageError, naming the key, on an unknown plug-in or wrong settings."""
    if name not in NAMES:
        raise UsageError(f"unknown data plug-in {name}", f"one of: {', '.join(NAMES)}")
    kind: type[Any] = _module(name).SETTINGS
    if is_dataclass(kind):
        try:
            return decode(kind, settings)
        except BadRecord as error:
            raise UsageError(f"data plug-in {name}: {error.message}") from error
    if type(settings) is not kind or (kind is int and settings < 1):
        least = " of at least 1" if kind is int else ""
        raise UsageError(f"data plug-in {name}: {settings!r} is not {kind.__name__}{least}")
    return settings


def _module(name: str) -> Any:
    return importlib.import_module(f"litsynth.reproduce.plugins.{name}")
