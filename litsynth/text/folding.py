"""Text folded for search: what typesetting adds is gone, digits and their marks are untouched, places are known."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from litsynth.text.characters import DASHES, DOUBLE_QUOTES, INVISIBLE, LIGATURES, SINGLE_QUOTES
from litsynth.text.tex import printed

_Codes = NDArray[np.uint32]
_DASH, _QUOTE, _DOUBLE, _SPACE = (ord(character) for character in "-'\" ")
_BASIC = 0x10000  # code points in Unicode's basic plane; those beyond are taken for letters
_ACCENTS = range(0x300, 0x370)  # combining diacritical marks
_LOOSE_ACCENTS = "¨˜¯˘˙˚¸˝˛ˇ"  # set beside the letter by TeX's old fonts in a PDF
_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_PLAIN, _LETTER, _DIGIT, _POINT, _BLANK, _NOTHING = range(6)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is searched; `places[i]` is the offset in the original at which its character number i stands."""

    text: str
    places: NDArray[np.int64]


def fold(text: str) -> Folded:
    """The text without white space, cell borders, ligatures, accents, hyphens between letters and TeX's marks.

    Quotation marks and dashes are each of one kind. A space stays where two numbers would run together, and a hyphen
    everywhere but between letters, since it may be a sign. Linear in the length of the text.

    >>> fold("Cross-\\nlingual ﬁne tuning “gains” 1 .8–2 %").text
    'Crosslingualfinetuning"gains"1 .8-2%'
    """
    shown = printed(text)
    codes = np.frombuffer((shown[0] if shown else text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.asarray(shown[1], dtype=np.int64) if shown else np.arange(len(codes), dtype=np.int64)
    codes, places = _expanded(codes, places)
    codes, places = _plain(codes, places)
    codes, places = _pressed(codes, places)
    return Folded(codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), places)


@cache
def _tables() -> tuple[_Codes, NDArray[np.uint8]]:
    """For each code point of the basic plane the one that stands for it, and its class."""
    same = np.arange(_BASIC, dtype=np.uint32)
    for characters, one in ((DOUBLE_QUOTES, _DOUBLE), (SINGLE_QUOTES, _QUOTE), (DASHES, _DASH), ("∼", ord("~"))):
        same[[ord(character) for character in characters]] = one
    for code in _LATIN:
        whole = unicodedata.normalize("NFD", chr(code))
        if all(ord(mark) in _ACCENTS for mark in whole[1:]):
            same[code] = ord(whole[0])
    kinds = np.zeros(_BASIC, dtype=np.uint8)
    for code in range(_BASIC):
        character = chr(code)
        if character.isspace():
            kinds[code] = _BLANK
        elif character.isdigit():
            kinds[code] = _DIGIT
        elif character.isalpha():
            kinds[code] = _LETTER
    kinds[[ord(character) for character in ".,"]] = _POINT
    kinds[ord("|")] = _BLANK  # between the cells of a row
    kinds[[*_ACCENTS, *(ord(character) for character in INVISIBLE + _LOOSE_ACCENTS)]] = _NOTHING
    return same, kinds


def _kinds(codes: _Codes) -> NDArray[np.uint8]:
    kinds: NDArray[np.uint8] = _tables()[1][np.minimum(codes, _BASIC - 1)]
    kinds[codes >= _BASIC] = _LETTER
    return kinds


def _expanded(codes: _Codes, places: NDArray[np.int64]) -> tuple[_Codes, NDArray[np.int64]]:
    """Ligatures as their letters, all in the ligature's place."""
    for ligature, letters in LIGATURES.items():
        found = np.flatnonzero(codes == ord(ligature))
        if len(found):
            counts = np.ones(len(codes), dtype=np.int64)
            counts[found] = len(letters)
            first = found + np.arange(len(found)) * (len(letters) - 1)
            codes, places = np.repeat(codes, counts), np.repeat(places, counts)
            for step, letter in enumerate(letters):
                codes[first + step] = ord(letter)
    return codes, places


def _plain(codes: _Codes, places: NDArray[np.int64]) -> tuple[_Codes, NDArray[np.int64]]:
    """One character for all that mean the same; runs of dashes, and pairs of single quotation marks, as one."""
    kept = _kinds(codes) != _NOTHING
    codes, places = codes[kept], places[kept]
    ours = codes < _BASIC
    codes[ours] = _tables()[0][codes[ours]]
    follows = np.zeros(len(codes), dtype=bool)
    follows[1:] = codes[1:] == codes[:-1]
    dashes = follows & (codes == _DASH)
    quotes = follows & (codes == _QUOTE)
    codes[:-1][quotes[1:]] = _DOUBLE
    kept = ~(dashes | quotes)
    return codes[kept], places[kept]


def _pressed(codes: _Codes, places: NDArray[np.int64]) -> tuple[_Codes, NDArray[np.int64]]:
    """Without white space, except between numbers, and without hyphens between letters."""
    kinds = _kinds(codes)
    printing = np.flatnonzero(kinds != _BLANK)
    if not len(printing):
        return codes[:0], places[:0]
    apart = np.zeros(len(printing), dtype=bool)
    apart[1:] = np.diff(printing) > 1
    codes, places, kinds = codes[printing], places[printing], kinds[printing]
    digit, point, letter = kinds == _DIGIT, kinds == _POINT, kinds == _LETTER
    ends_number, begins_number = digit.copy(), digit.copy()
    ends_number[1:] |= point[1:] & digit[:-1] & ~apart[1:]
    begins_number[:-1] |= point[:-1] & digit[1:] & ~apart[1:]
    between = np.zeros(len(codes), dtype=bool)
    between[1:] = apart[1:] & ends_number[:-1] & begins_number[1:]
    hyphen = np.zeros(len(codes), dtype=bool)
    hyphen[1:-1] = (codes[1:-1] == _DASH) & letter[:-2] & letter[2:]
    gaps = np.flatnonzero(between)
    codes, places = np.insert(codes, gaps, _SPACE), np.insert(places, gaps, places[gaps])
    kept = ~np.insert(hyphen, gaps, False)
    return codes[kept], places[kept]
