"""Mending what typesetting does to text: ligatures, accents set as characters of their own, words cut at line ends."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "∗": "*", "∼": "~", "\ufffe": "-",
     **dict.fromkeys("\u00a0\u2002\u2003\u2009\u200a\u202f", " "), **dict.fromkeys("\u00ad\u2010\u2011\u2212", "-"),
     **dict.fromkeys("\u200b\ufeff\uffff", "")}
)  # fmt: skip
_ACCENTS = dict(zip("´ˆ¨˜ˇ˘˚¯˙˝", "\u0301\u0302\u0308\u0303\u030c\u0306\u030a\u0304\u0307\u030b", strict=True))
LOOSE_ACCENTS = frozenset(_ACCENTS)
"""Accents that some files hold as characters of their own, above the letter that they belong to."""

_LOOSE_ACCENT = re.compile(rf"([{''.join(_ACCENTS)}]) ?([A-Za-zı])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff]")
_WORD_END = re.compile(r"([^\W\d_]+) ?-$")
_COMPOUND_END = re.compile(r"([\w-]+)-$")
_WORD_START = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def clean(text: str) -> str:
    """One line with plain letters for ligatures and loose accents, and single spaces.

    >>> clean("F¨arber  deﬁnes")
    'Färber defines'
    """
    text = _CONTROL.sub("", text.translate(_LIGATURES))
    text = _LOOSE_ACCENT.sub(_accented, text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _accented(found: re.Match[str]) -> str:
    base = "i" if found.group(2) == "ı" else found.group(2)
    whole = unicodedata.normalize("NFC", base + _ACCENTS[found.group(1)])
    return whole if len(whole) == 1 else found.group()


class Hyphens:
    """Decides at line ends which hyphens belong to the word, by how the paper writes it elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: Counter[str] = Counter()
        self._compound: Counter[str] = Counter()
        cut = False
        for line in lines:
            words = list(_WORD.finditer(line))
            ends_cut = _WORD_END.search(line) is not None
            for found in words[cut : len(words) - ends_cut]:  # halves of cut words are no words
                word = found.group().lower()
                (self._compound if "-" in word else self._whole)[word] += 1
            cut = ends_cut

    def join(self, before: str, after: str) -> str:
        """Two lines as one text.

        >>> Hyphens(["a zero-shot model"]).join("in zero-", "shot and multi-"), Hyphens([]).join("multi-", "lingual")
        ('in zero-shot and multi-', 'multilingual')
        """
        start = _WORD_START.match(after)
        end = _WORD_END.search(before)
        if end is None or start is None:
            return f"{before}{after}" if _COMPOUND_END.search(before) and after[:1].isalnum() else f"{before} {after}"
        first, second = end.group(1).lower(), start.group().lower()
        stem = before[: end.end(1)]
        whole, parted = self._whole[f"{first}{second}"], self._compound[f"{first}-{second}"]
        if whole and whole >= parted:
            return f"{stem}{after}"
        compound = parted or (first in self._whole and second in self._whole)
        return f"{stem}-{after}" if compound or start.group()[0].isupper() else f"{stem}{after}"
