"""The text of a piece of evidence as the verifier reads it: whole sentences, with the title as context."""

from collections.abc import Callable, Sequence

from litsynth.text import split_sentences

_ENDS = (".", "?", "!")


def window_text(title: str, sentences: Sequence[str]) -> str:
    """Sentences of a document as one premise, behind the document's title where it has one.

    >>> window_text("A Study of Trees", ["They grow. ", "Some fall."])
    'A Study of Trees. They grow. Some fall.'
    >>> window_text("", ["They grow."])
    'They grow.'
    """
    title = " ".join(title.split())
    lead = [title if title.endswith(_ENDS) else f"{title}."] if title else []
    return " ".join([*lead, *(stripped for sentence in sentences if (stripped := " ".join(sentence.split())))])


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
