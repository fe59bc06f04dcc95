"""Settings in force: defaults, the user's file, ./litsynth.toml, LITSYNTH_* variables, flags; the last one wins."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from litsynth.config import Settings, from_environment, from_toml, settle
from litsynth.errors import MissingInput, UsageError

Layers = list[tuple[str, dict[str, dict[str, Any]]]]


def layers(flags: Mapping[str, Mapping[str, Any]]) -> Layers:
    """Every place that settings come from, weakest first, with its name. Flags that were not given are left out.

    Raises UsageError on a flag that was given without a value, and on a file that is no settings file.
    """
    found: Layers = []
    for path in (user_config_path("litsynth") / "litsynth.toml", Path("litsynth.toml")):
        if path.is_file():
            found.append((str(path), from_toml(_read(path), str(path))))
    found.append(("environment", from_environment(os.environ)))
    given = {
        section: {key: value for key, value in keys.items() if value is not None} for section, keys in flags.items()
    }
    for section, keys in given.items():
        if empty := [key for key, value in keys.items() if value == ""]:
            raise UsageError(f"command line: {section}.{empty[0]} is empty", "give a value, or leave the option away")
    found.append(("command line", {section: keys for section, keys in given.items() if keys}))
    return found


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start})", "save the file as UTF-8") from error
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror}", "make it readable, or remove it") from error


def settings(flags: Mapping[str, Mapping[str, Any]] | None = None) -> Settings:
    """The settings in force. Raises UsageError on an unknown key, section or kind of value."""
    return settle(layers(flags or {}))
