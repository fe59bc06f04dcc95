"""Which of two sides that a sentence names it puts ahead: "A instead of B is worth 2 points", "A stays behind B"."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from litsynth.protocol import SETTINGS, mentions
from litsynth.quantities import find_quantities
from litsynth.quantities.senses import AFTER
from litsynth.verify.wording import references

# Of sizes, times and amounts, which need not be what is measured.
_OF_ELSE = frozenset("more fewer less larger smaller shorter faster slower greater".split())
_AHEAD = frozenset(word for word, sense in AFTER.items() if sense in ("up", "better")) - _OF_ELSE | {"worth", "helps"}
_BEHIND = frozenset(word for word, sense in AFTER.items() if sense in ("down", "worse")) - _OF_ELSE | {"lags", "costs"}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_DENIED = re.compile(r"\b(?:not?|neither|nor|hardly|never|fails?|without|no longer|little)\b", re.IGNORECASE)


def told_ahead(text: str, better: Sequence[str], worse: Sequence[str]) -> Literal["", "better", "worse"]:
    """The side that a text says scores higher; empty where it does not name both, denies something or leaves it open.

    A side is named by settings or systems of `protocol`, or by words. One of the two must be what the text compares with.

    >>> sides = (["translate-train-all"], ["zero-shot"])
    >>> told_ahead("Training on all languages instead of English only is worth 2.7 points.", *sides)
    'better'
    >>> told_ahead("Training on all languages costs 1 point over English-only fine-tuning.", *sides)
    'worse'
    >>> told_ahead("Training on all languages and English-only fine-tuning differ.", *sides)
    ''
    """
    compared = tuple(references(text, find_quantities(text)))
    first, second = _compared_with(text, better, compared), _compared_with(text, worse, compared)
    words = set(_WORD.findall(text.lower()))
    up, down = bool(words & _AHEAD), bool(words & _BEHIND)
    if first is None or second is None or first == second or up == down or _DENIED.search(text):
        return ""
    # The subject is the side that nothing is compared with.
    return "better" if first != up else "worse"


def has_word(text: str, word: str) -> bool:
    """Whether a text has a word, which may go on ("align" is in "aligned")."""
    return re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) is not None


def _compared_with(text: str, side: Sequence[str], compared: Sequence[tuple[int, int]]) -> bool | None:
    """Whether all mentions of a side stand where the text says what it compares with; None without a mention or where some do."""
    inside = {any(start <= at < end for start, end in compared) for name in side for at in _places(text, name)}
    return inside.pop() if len(inside) == 1 else None


def _places(text: str, name: str) -> Iterator[int]:
    known = [*mentions("settings", text), *mentions("systems", text)]
    yield from (mention.start for mention in known if mention.name == name)
    if name not in SETTINGS:
        yield from (match.start() for match in re.finditer(rf"\b{re.escape(name)}", text, re.IGNORECASE))
