"""A premise that is too long, shortened at the end of a sentence."""

from collections.abc import Callable

from litsynth.text import split_sentences


def leading_sentences(premise: str, fits: Callable[[str], bool]) -> str:
    """The longest run of sentences from the start of a premise that fits; its first sentence where none does.

    `fits` must be monotonic: what fits still fits when its last sentence is dropped.

    >>> leading_sentences("They grow. Some fall. Few burn.", lambda text: len(text) < 25)
    'They grow. Some fall.'
    """
    ends = [span.end for span in split_sentences(premise)]
    low, high = 0, len(ends) - 1  # sentence `low` is kept in any case
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(premise[: ends[middle]]) else (low, middle - 1)
    return premise[: ends[low]] if ends else premise
