"""Raised and lowered text on one line."""

import re
from collections.abc import Sequence

_COMPOUND = re.compile(r".[-+=,]|\s")
_NEAREST = 20  # pieces that are looked at for what a script stands behind


def script_text(mark: str, text: str, before: str) -> str:
    """How a raised (`^`) or lowered (`_`) `text` is written behind the character `before`.

    Digits keep a mark between them and what precedes, so that a footnote sign never becomes part of a number.

    >>> script_text("_", "± 0.3", "2"), script_text("^", "†", "2"), script_text("^", "1", "2")
    (' ± 0.3', '†', '^1')
    """
    if not text or text == "∘":
        return text.replace("∘", "°")
    if text[0] == "±":
        return " ± " + text[1:].strip()
    if mark == "^":
        sign = not text[0].isalnum() and text[0] not in "-+("
        loose = not before.isalnum() and before not in {")", "]", "}"}
        ordinal = before.isdigit() and text in {"st", "nd", "rd", "th"}
        if sign or loose or ordinal:
            return text
    return mark + (f"({text})" if _COMPOUND.search(text) else text)


def character_before(out: Sequence[str]) -> str:
    """The last character of the last of some pieces that prints anything; empty where the nearest print nothing.

    >>> character_before(["x", "10", " ", ""])
    '0'
    """
    return next((piece[-1] for piece in reversed(out[-_NEAREST:]) if piece.strip()), "")
