"""The cheap filter: the sentences of a document that may state claims, from their words and places alone.

It is a linear model over cues and signs (`filter_signs`), whose weights are whole numbers: their sum does not depend on
the order in which cues come. `python -m litsynth.benchmarks.claim_filter` fits them.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator

from litsynth.config import ExtractSettings
from litsynth.extract.cues import on_others
from litsynth.extract.filter_signs import NOWHERE, Where, places_of, signs_of
from litsynth.extract.filter_weights import BIAS, PACKED, UNIT
from litsynth.records import Candidate, Document, Place, Position

# A question, a caption, a part of a sentence behind a formula.
_NO_CLAIM = re.compile(
    r"\?$|^(?:figure|fig\.|table|algorithm|listing) ?[\dA-Z][\d.]*\s?[:|]|^(?:where|whether) ", re.IGNORECASE
)
_SHORTEST, _LONGEST = 6, 150
"""Words: shorter is a heading or a fragment. Longer is a table or list that was read as one sentence: 3 of 88,381 sentences."""
_LEAST_CANDIDATES = 12  # per paper: an abstract has a dozen sentences at most, and all of them may be claims


def _unpacked(lines: str) -> dict[str, int]:
    """The weights by cue: each line holds a weight and the cues that have it.

    >>> _unpacked("12 gain|we find" + chr(10) + "-3 see")
    {'gain': 12, 'we find': 12, 'see': -3}
    """
    pairs = (line.split(" ", 1) for line in lines.splitlines())
    return {cue: int(weight) for weight, cues in pairs for cue in cues.split("|")}


_WEIGHTS = _unpacked(PACKED)


def may_claim(sentence: str) -> bool:
    """Whether a sentence can state a claim by its form: questions, captions, fragments and whole tables cannot.

    >>> may_claim("It improves accuracy by 1.8 points."), may_claim("Does it improve accuracy by 1.8 points?")
    (True, False)
    """
    return _SHORTEST <= len(sentence.split()) <= _LONGEST and _NO_CLAIM.search(sentence) is None


def cheap_score(sentence: str, where: Where = NOWHERE) -> float:
    """The log-odds that a sentence states a claim of its paper, from its words and its place.

    >>> cheap_score("It improves accuracy by 1.8 points on XNLI.") > cheap_score("The sky is blue today.")
    True
    """
    return (BIAS + sum(map(_WEIGHTS.__getitem__, signs_of(sentence, where) & _WEIGHTS.keys()))) / UNIT


def candidates(document: Document, settings: ExtractSettings) -> tuple[Candidate, ...]:
    """The best-scored sentences of a document: at most `filter_share` of them, or a dozen where that is more.

    A digest holds nothing but claims: all of its sentences pass.
    """
    digest = document.substrate == "digest"
    scored = []
    for (sentence, where), position in zip(places_of(document), _positions(document), strict=True):
        text = sentence.span.of(document.text)
        if digest or may_claim(text):
            title = document.sections[sentence.section].title
            place: Place = "digest" if digest else "others" if on_others(title) else "paper"
            score = cheap_score(text, where)
            scored.append(Candidate(document.paper_id, sentence, text, score, position=position, place=place))
    room = room_for(len(document.sentences), 1.0 if digest else settings.filter_share)
    best = sorted(scored, key=lambda item: (-item.score, item.sentence.span.start))[:room]
    return tuple(sorted(best, key=lambda item: item.sentence.span.start))


def room_for(sentences: int, share: float) -> int:
    """How many sentences of a paper with so many pass."""
    return max(_LEAST_CANDIDATES, math.ceil(share * sentences))


def _positions(document: Document) -> Iterator[Position | None]:
    """The position of every sentence in its abstract; None where it stands elsewhere."""
    sentences, seen = Counter(sentence.section for sentence in document.sentences), Counter[int]()
    for sentence in document.sentences:
        section = sentence.section
        yield (seen[section], sentences[section]) if document.sections[section].kind == "abstract" else None
        seen[section] += 1
