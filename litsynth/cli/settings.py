"""Settings in force: defaults, the user's file, ./litsynth.toml, LITSYNTH_* variables, flags; the last one wins."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from litsynth.config import Settings, from_environment, from_toml, settle

Layers = list[tuple[str, dict[str, dict[str, Any]]]]


def layers(flags: Mapping[str, Mapping[str, Any]]) -> Layers:
    """Every place that settings come from, weakest first, with its name. Flags that were not given are left out."""
    found: Layers = []
    for path in (user_config_path("litsynth") / "litsynth.toml", Path("litsynth.toml")):
        if path.is_file():
            found.append((str(path), from_toml(path.read_text(encoding="utf-8"), str(path))))
    found.append(("environment", from_environment(os.environ)))
    given = {
        section: {key: value for key, value in keys.items() if value is not None} for section, keys in flags.items()
    }
    found.append(("command line", {section: keys for section, keys in given.items() if keys}))
    return found


def settings(flags: Mapping[str, Mapping[str, Any]] | None = None) -> Settings:
    """The settings in force. Raises UsageError on an unknown key, section or kind of value."""
    return settle(layers(flags or {}))
