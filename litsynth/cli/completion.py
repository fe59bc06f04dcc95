"""Completion in the shell: the scripts, and the answers to what they ask at each press of the Tab key."""

import importlib
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script, install
from typer.completion import shell_complete
from typer.core import TyperCommand, TyperGroup

from litsynth.errors import UsageError

_PROGRAM: Final = "litsynth"
_VARIABLE: Final = "_LITSYNTH_COMPLETE"
"""Set by the scripts; holds what they ask, as `complete_bash`."""
_SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")


class _Commands(TyperGroup):
    """The commands by name; one is imported when more than its name is asked for."""

    def __init__(self, described: Mapping[str, str]) -> None:
        super().__init__(name=_PROGRAM)
        self._described = described

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self._described)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self._described:
            return None
        return TyperCommand(name=cmd_name, callback=None, help=self._described[cmd_name])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, *rest = args
        if name not in self._described:
            return None, None, rest
        return name, typer.main.get_command(importlib.import_module(f"litsynth.cli.{name}").app), rest


def complete(described: Mapping[str, str]) -> int:
    """Print what may stand where the person presses Tab; the exit status. `described` are the commands by name."""
    completion_init()
    return shell_complete(_Commands(described), {}, _PROGRAM, _VARIABLE, os.environ[_VARIABLE])


def set_up(option: str, rest: Sequence[str]) -> int:
    """Install the script for a shell, or print it; without a name for the shell that runs. Raises UsageError."""
    shell = rest[0] if rest else _running()
    if shell not in _SHELLS or len(rest) > 1:
        raise UsageError(f"{option} {' '.join(rest)}: not one shell that is known", f"one of: {', '.join(_SHELLS)}")
    if option == "--show-completion":
        typer.echo(get_completion_script(prog_name=_PROGRAM, complete_var=_VARIABLE, shell=shell))
    else:
        _, place = install(shell, _PROGRAM, _VARIABLE)
        typer.echo(f"completion for {shell} is in {place}; it works in the next shell that you open")
    return 0


def _running() -> str:
    from shellingham import (  # type: ignore[import-untyped]
        ShellDetectionFailure,
        detect_shell,
    )

    try:
        return str(detect_shell()[0])
    except ShellDetectionFailure:
        return ""
