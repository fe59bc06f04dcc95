"""Questions to a person: single keys on a terminal, lines where there is none."""

import os
import sys
from typing import Protocol

import typer


class Asker(Protocol):
    """Someone who answers. Both raise EOFError where no answer will come."""

    @property
    def present(self) -> bool:
        """Whether a person is there, who can mend what went wrong and answer again."""
        ...

    def key(self, prompt: str) -> str:
        """One key, in lower case; empty for Enter."""
        ...

    def line(self, prompt: str) -> str:
        """One line without its end."""
        ...


class Lines:
    """Answers as lines of standard input: a pipe, a dumb terminal."""

    @property
    def present(self) -> bool:
        """Whether the lines come from a terminal."""
        return sys.stdin.isatty()

    def key(self, prompt: str) -> str:
        """The first character of the next line."""
        return self.line(prompt).strip().lower()[:1]

    def line(self, prompt: str) -> str:
        """The next line; what is not UTF-8 in it is replaced."""
        typer.echo(prompt, nl=False)
        sys.stdout.flush()
        raw = sys.stdin.buffer.readline()
        if not self.present:
            typer.echo("")  # on a terminal the person's own Enter ended the line
        if not raw:
            raise EOFError
        return raw.decode("utf-8", "replace").rstrip("\r\n")


class Keys(Lines):
    """Single keys; longer answers as lines.

    What was typed before the question is dropped (as the terminal is switched): nobody decides on a claim unseen.
    """

    def key(self, prompt: str) -> str:
        """The key that is pressed next, empty for Enter, arrows and the like; Ctrl-C raises KeyboardInterrupt."""
        typer.echo(prompt, nl=False)
        pressed = str(typer.getchar()).lower()
        key = pressed if len(pressed) == 1 and pressed.isprintable() else ""
        typer.echo(key)
        return key.strip()


def asker() -> Asker:
    """Keys where standard input and output are a terminal that can do more than lines."""
    capable = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return Keys() if capable else Lines()
