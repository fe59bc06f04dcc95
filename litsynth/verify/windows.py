"""Long evidence cut into what is judged at once: windows of neighbouring sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ENDS = (".", "?", "!", "。", "？", "！", "।", "؟", "۔")
# Whether a document's title stands before its sentences as context. It makes no difference to the shipped verifier (SciFact
# macro-F1 0.636 with, 0.633 without), and costs a plain NLI verifier accuracy (docs/benchmarks.md), time and room.
TITLES = False
# As in litsynth.split: evidence spans one to three sentences, neighbouring passages share one, and a passage of this
# many characters is about 230 word pieces of English.
_PASSAGE, _STRIDE, _MOST_CHARACTERS = 3, 2, 900


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """`sizes`: lengths of the windows in sentences. `whole`: judge all sentences together as well.

    `title`: put the title in front of every window.
    """

    sizes: tuple[int, ...] = (1, 3)
    whole: bool = True
    title: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences, by index, and the text that is judged; `size` is 0 for the whole evidence."""

    size: int
    sentences: tuple[int, ...]
    text: str


def windows_of(sentences: Sequence[str], title: str, plan: WindowPlan) -> tuple[Window, ...]:
    """The windows of a plan in order of size, the whole last. Any two neighbours share a window of each size above 1.

    A size that the evidence does not reach gives one window of all that there is. Empty evidence has no windows.

    >>> [window.sentences for window in windows_of(["A.", "B.", "C.", "D."], "", WindowPlan(sizes=(3,)))]
    [(0, 1, 2), (1, 2, 3), (0, 1, 2, 3)]
    """
    if not sentences:
        return ()
    lead = title if plan.title else ""
    count = len(sentences)
    spans = [(size, start, min(start + size, count)) for size in plan.sizes for start in _starts(count, size)]
    spans += [(0, 0, count)] if plan.whole else []
    return tuple(
        Window(size, tuple(range(start, end)), window_text(lead, sentences[start:end])) for size, start, end in spans
    )


def passages_of(sentences: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The sentences, by index, of each passage that evidence is read in, as `litsynth.split` cuts documents.

    Up to three sentences, fewer where they are long; every sentence is in some passage.

    >>> list(passages_of(["A.", "B.", "C.", "D."])), list(passages_of(["A." * 300, "B." * 300, "C."]))
    ([(0, 1, 2), (2, 3)], [(0,), (1, 2)])
    """
    start = 0
    while start < len(sentences):
        end, length = start + 1, len(sentences[start])
        while end < min(start + _PASSAGE, len(sentences)) and length + 1 + len(sentences[end]) <= _MOST_CHARACTERS:
            length += 1 + len(sentences[end])
            end += 1
        yield tuple(range(start, end))
        if end == len(sentences):
            return
        start += min(_STRIDE, end - start)


def window_text(lead: str, sentences: Sequence[str]) -> str:
    """Sentences as one premise, behind a lead (a title, a caption) where there is one; space is made even.

    >>> window_text("A Study of Trees", ["They  grow.", "Some fall."]), window_text("", ["They grow."])
    ('A Study of Trees. They grow. Some fall.', 'They grow.')
    """
    lead = " ".join(lead.split())
    opening = [lead if lead.endswith(_ENDS) else f"{lead}."] if lead else []
    return " ".join(" ".join([*opening, *sentences]).split())


def _starts(count: int, size: int) -> list[int]:
    last = max(0, count - size)
    starts = list(range(0, last + 1, max(1, size - 1)))
    return starts if starts[-1] == last else [*starts, last]
