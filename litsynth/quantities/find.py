"""Every quantity that a piece of prose asserts, in order of position."""

from collections.abc import Iterator
from functools import lru_cache

from litsynth.quantities import lists, scores
from litsynth.quantities.differences import with_change
from litsynth.quantities.drafts import Draft
from litsynth.quantities.intervals import quantity
from litsynth.quantities.labels import names
from litsynth.quantities.numerals import Numeral, digit_numerals
from litsynth.quantities.reading import read
from litsynth.quantities.words import word_numerals
from litsynth.records import Quantity


# One passage is held against many claims, and a claim against many passages.
@lru_cache(maxsize=4096)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, left to right; each span slices back to the quantity's text.

    Years, dates, citations, section numbers, versions, model names, p-values and k-shot settings are none.

    >>> [(q.value, q.unit, q.direction, q.noun) for q in find_quantities("It gains 1.8 points over 15 languages.")]
    [(1.8, 'points', 'up', ''), (15.0, 'count', '', 'language')]
    """
    drafts = list(_drafts(text))
    if not drafts:
        return ()
    changes = [with_change(text, draft) for draft in lists.share(text, drafts)]
    settled = (scores.settle(text, draft) for draft in lists.share_changes(text, changes))
    return tuple(quantity(text, draft) for draft in settled if draft)


def _numerals(text: str) -> list[Numeral]:
    """Numbers in digits and in words; a word that belongs to digits (`2.5 million`) is not read again."""
    digits, words = list(digit_numerals(text)), list(word_numerals(text))
    if not digits or not words:
        return digits or words
    merged: list[Numeral] = []
    for numeral in sorted([*digits, *words], key=lambda n: n.start):
        if not merged or numeral.start >= merged[-1].end:
            merged.append(numeral)
    return merged


def _drafts(text: str) -> Iterator[Draft]:
    done = 0
    for numeral in _numerals(text):
        if numeral.start >= done and not names(text, numeral) and (draft := read(text, numeral)):
            done = draft.end
            yield draft
