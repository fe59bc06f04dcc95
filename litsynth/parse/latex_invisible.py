r"""Text that is printed in white: zeros that only move a number into its column are no part of the number."""

import re

from litsynth.parse.latex_stream import Stream

_WHITE = frozenset({"white", "1,1,1", "1.0,1.0,1.0", "1.00,1.00,1.00", "255,255,255", "ffffff"})
_PADDING = re.compile(r"\d|[0\s,.%+*†()~–-]*")


def skip_padding(stream: Stream, in_braces: bool) -> None:
    r"""Reads the arguments of `\textcolor` (`in_braces`) or `\color`, and the padding that they make invisible.

    >>> stream = Stream(["{", "white", "}", "{", "0", "}", "7.5"]); skip_padding(stream, True); stream.pop()
    '7.5'
    """
    stream.option()
    white = "".join(stream.argument()).replace(" ", "").lower() in _WHITE
    if white and in_braces:
        text = stream.argument()
        if not _PADDING.fullmatch("".join(text)):
            stream.push(["{", *text, "}"])
    elif white and stream.peek(1) == "}" and _PADDING.fullmatch(stream.peek() or ""):
        stream.pop()
