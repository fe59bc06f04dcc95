"""Claims against what can be read of the documents that they cite: premises of five forms.

`rationale`: windows of one to three sentences that hold a whole rationale. `abstract`: the abstract behind its title, or
as much of it as fits around a rationale. `unstanced`: windows and abstracts that are cited without a stance (neutral).
`inner`: windows of an abstract with a stance that touch no rationale (neutral). `near`: windows of abstracts that other
claims cite and that share the claim's words (neutral; see `litsynth.training.near`).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from litsynth.codec import digest
from litsynth.retrieve.tokens import tokenize
from litsynth.training.cases import Abstract, Case, Stance
from litsynth.training.kinds import Target, target_of
from litsynth.verify.windows import window_text

NEUTRAL = target_of("neutral")
WINDOW = 3
"""Sentences in the longest window that is judged."""
ABSTRACT_WORDS = 100
"""Words of the longest piece of an abstract: with title and claim about 200 word pieces of biomedical text."""

_FEWEST_WORDS = 6
"""Of a window without a rationale: what is shorter is a heading or a notice."""
_CONCLUSION = re.compile(
    r"(?:[A-Z]{6,}\W+)?(?:(?:these|our|the)\s(?:findings|results|data|observations)|taken together|together|thus|therefore|"
    r"in (?:conclusion|summary)|conclusions?|interpretation|we (?:conclude|show|find|found|demonstrate)|here,? we|"
    r"this study (?:shows|demonstrates|suggests))\b",
    re.IGNORECASE,
)

Made = tuple[str, str, Target]
"""Form, premise and target of a pair."""


def grounding_pairs(case: Case, abstracts: dict[str, Abstract], forms: tuple[str, ...]) -> Iterator[Made]:
    """The pairs of one claim in the forms asked for, but `near`, in order of its documents; equal ones once."""
    seen: set[str] = set()
    for stance in case.stances:
        abstract = abstracts[stance.document_id]
        for form, premise, target in _pairs_of(case.claim, stance, abstract):
            if form in forms and premise not in seen:
                seen.add(premise)
                yield form, premise, target


def _pairs_of(claim: str, stance: Stance, abstract: Abstract) -> Iterator[Made]:
    if stance.target is None:
        for premise in neutral_windows(claim, abstract):
            yield "unstanced", premise, NEUTRAL
        return
    for rationale in stance.rationales:
        for first, last in _windows_around(rationale, len(abstract.sentences), claim):
            yield "rationale", _render(abstract, first, last, claim), stance.target
    core = stance.rationales[0]
    yield "abstract", window_text(abstract.title, _grown(abstract, core[0], core[-1])), stance.target
    for premise in _inner(claim, stance, abstract):
        yield "inner", premise, NEUTRAL


def neutral_windows(claim: str, abstract: Abstract) -> Iterator[str]:
    """Of an abstract that says nothing of the claim: a piece and a window around its likest sentence, and another."""
    alike = [overlap(claim, sentence) for sentence in abstract.sentences]
    best = alike.index(max(alike))
    yield window_text(abstract.title, _grown(abstract, best, best))
    last = min(best + choice(WINDOW, claim, abstract.document_id, "likest"), len(alike) - 1)
    yield _render(abstract, best, last, claim)
    first = choice(len(alike), claim, abstract.document_id, "any")
    last = min(first + choice(WINDOW, claim, abstract.document_id, "long"), len(alike) - 1)
    yield _render(abstract, first, last, claim)


def overlap(claim: str, text: str) -> float:
    """The share of the claim's words (stems without stop words) that a text holds, on [0, 1]."""
    asked = set(tokenize(claim))
    return len(asked & set(tokenize(text))) / max(1, len(asked))


def choice(options: int, *parts: str) -> int:
    """A number from 0 to `options` - 1 that depends on the texts alone."""
    return int(digest(*parts), 16) % options


def _windows_around(rationale: tuple[int, ...], size: int, claim: str) -> Iterator[tuple[int, int]]:
    """First and last sentences: those of the rationale, and the same with neighbours, where that is no longer than a

    window. A rationale that is spread over more sentences is left to the abstract.
    """
    first, last = rationale[0], rationale[-1]
    if last - first >= WINDOW:
        return
    yield first, last
    starts = range(max(0, last - WINDOW + 1), first + 1)
    wider = [
        (start, end) for start in starts for end in range(last, min(size, start + WINDOW)) if end - start > last - first
    ]
    if wider:
        yield wider[choice(len(wider), claim, "wider", str(first))]


def _grown(abstract: Abstract, first: int, last: int) -> tuple[str, ...]:
    """Sentences around a core, after and before it in turn, as long as they have at most `ABSTRACT_WORDS` words."""
    words = [len(sentence.split()) for sentence in abstract.sentences]
    room = ABSTRACT_WORDS - sum(words[first : last + 1])
    grew = True
    while grew:
        grew = False
        if last + 1 < len(words) and words[last + 1] <= room:
            last, grew = last + 1, True
            room -= words[last]
        if first > 0 and words[first - 1] <= room:
            first, grew = first - 1, True
            room -= words[first]
    return abstract.sentences[first : last + 1]


def _inner(claim: str, stance: Stance, abstract: Abstract) -> Iterator[str]:
    """Up to two windows between rationales, the likest and another, all less like the claim than any rationale.

    What is not marked as a rationale may still restate one: mostly in the claim's own words, in the title (which is
    left out), or as a conclusion (left out too).
    """
    taken = {number for rationale in stance.rationales for number in range(rationale[0], rationale[-1] + 1)}
    ceiling = min(
        overlap(claim, " ".join(abstract.sentences[number] for number in rationale)) for rationale in stance.rationales
    )
    taken |= {number for number, sentence in enumerate(abstract.sentences) if _CONCLUSION.match(sentence)}
    windows = [
        (first, last)
        for start, end in _gaps(sorted(taken), len(abstract.sentences))
        for first in range(start, end)
        for last in range(first, min(first + WINDOW, end))
        if len((text := " ".join(abstract.sentences[first : last + 1])).split()) >= _FEWEST_WORDS
        and overlap(claim, text) < ceiling
    ]
    if windows:
        likest = max(windows, key=lambda w: (overlap(claim, " ".join(abstract.sentences[w[0] : w[1] + 1])), w))
        other = windows[choice(len(windows), claim, abstract.document_id, "inner")]
        yield from (window_text("", abstract.sentences[first : last + 1]) for first, last in (likest, other))


def _gaps(taken: list[int], size: int) -> Iterator[tuple[int, int]]:
    """Half-open runs of sentences that are not taken."""
    for before, after in pairwise([-1, *taken, size]):
        if after - before > 1:
            yield before + 1, after


def _render(abstract: Abstract, first: int, last: int, claim: str) -> str:
    """A window of sentences, for half of the pairs behind the title."""
    titled = choice(2, claim, abstract.document_id, str(first), str(last), "title")
    return window_text(abstract.title if titled else "", abstract.sentences[first : last + 1])
