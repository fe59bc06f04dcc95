"""Raised and lowered text on one line."""


def script_text(mark: str, text: str, before: str) -> str:
    """How a raised (`^`) or lowered (`_`) `text` is written behind the character `before`.

    Digits keep a mark between them and what precedes, so that a footnote sign never becomes part of a number.

    >>> script_text("_", "± 0.3", "2"), script_text("^", "†", "2"), script_text("^", "1", "2")
    (' ± 0.3', '†', '^1')
    """
    if not text:
        return ""
    if text[0] == "±":
        return " ± " + text[1:].strip()
    if text == "∘":
        return "°"
    if mark == "^" and not text[0].isalnum() and text[0] not in "-+(":
        return text
    if mark == "^" and not before.isalnum() and before not in {")", "]", "}"}:
        return text
    if mark == "^" and before.isdigit() and text in {"st", "nd", "rd", "th"}:
        return text
    return mark + (f"({text})" if " " in text and mark == "^" else text)
