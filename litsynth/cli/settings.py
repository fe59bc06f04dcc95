"""Settings in force: defaults, the user's file, ./litsynth.toml, LITSYNTH_* variables, flags; the last one wins."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from litsynth.config import Settings, settle
from litsynth.errors import MissingInput, UsageError

Layers = list[tuple[str, dict[str, dict[str, Any]]]]
NOT_SETTINGS = frozenset(
    "LITSYNTH_DEBUG LITSYNTH_DATA LITSYNTH_LIVE_FILES LITSYNTH_UPDATE_SNAPSHOTS LITSYNTH_FUZZ_MINUTES LITSYNTH_FUZZ_SEED".split()
)
"""Variables that look like settings and are switches for developers: tracebacks, and what the tests read."""


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


def from_toml(text: str, where: str) -> dict[str, dict[str, Any]]:
    """The tables of a settings file; raises UsageError naming `where` when it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where}: not valid TOML: {error}", "mend or remove the file") from error


def from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Settings from `LITSYNTH_<SECTION>_<KEY>` variables, as text. Raises UsageError on one that names no setting.

    >>> from_environment({"LITSYNTH_SEARCH_PAPERS": "5", "LITSYNTH_DEBUG": "1", "HOME": "/"})
    {'search': {'papers': '5'}}
    """
    tables: dict[str, dict[str, Any]] = {}
    default = Settings()
    sections = {section.name: fields(getattr(default, section.name)) for section in fields(Settings)}
    known = sorted(f"{section}_{key.name}" for section, keys in sections.items() for key in keys)
    for name in sorted(environment):
        prefix, _, rest = name.partition("_")
        if prefix != "LITSYNTH" or name in NOT_SETTINGS:
            continue
        if rest.lower() not in known:
            near = get_close_matches(rest.lower(), known, 1)
            meant = f"did you mean LITSYNTH_{near[0].upper()}?" if near else "its form is LITSYNTH_<SECTION>_<KEY>"
            raise UsageError(f"environment: {name} is no setting", f"{meant} Else unset it")
        section, _, key = rest.lower().partition("_")
        tables.setdefault(section, {})[key] = environment[name]
    return tables


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
