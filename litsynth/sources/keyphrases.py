"""What a question is about: names, terms of the field with their other names, and phrases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from litsynth.question import stems
from litsynth.sources.vocabulary import BREAKING, GENERIC, SYNONYMS

# Words keep their inner hyphens, dots and the like (XTREME-R, intermediate-task, GPT-3.5, C++); marks stand alone.
_TOKEN = re.compile(r"[^\W_]+(?:[-./&][^\W_]+)*\+*|[^\w\s]")
# A name holds two capitals, or a capital and a digit (XNLI, mBERT, T5), in one part: English-German is two words.
_NAME = re.compile(r"(?=[\w.+&/-]*?(?:[A-Z]\w*[A-Z0-9]|[a-z0-9][A-Z]))[\w.+&/-]+|[A-Z][a-z]*-\d[\w.]*")
_LONGEST_PHRASE = 3  # words: longer literal phrases hardly recur in the literature
_FORMS = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question is about: `forms` are its names, the question's own first.

    `words` are the telling words of a phrase that may also stand apart; empty for a name or a term of the field.
    `weight` says how well a search for it alone finds the subject: 5 a compound term of the field, 4 a name
    (XNLI), 3 another phrase, 2 a single term of the field, a hyphenated or capitalised word, 1 another word,
    0 a word of most abstracts.
    """

    forms: tuple[str, ...]
    weight: int
    words: tuple[str, ...] = ()


def words_of(question: str) -> frozenset[str]:
    """The words of a question, in lower case."""
    return frozenset(token.lower() for token in _TOKEN.findall(question))


def concepts_of(question: str) -> tuple[Concept, ...]:
    """The concepts of a question, heaviest first, then in its order, without repeats.

    >>> for concept in concepts_of("Does multilingual intermediate-task training beat plain tuning on XNLI?"):
    ...     print(concept.weight, concept.forms[:2])
    5 ('intermediate-task training', 'intermediate task')
    4 ('XNLI',)
    3 ('plain tuning',)
    2 ('multilingual', 'cross-lingual')
    """
    found: dict[str, Concept] = {}
    for is_content, run in groupby(_TOKEN.findall(question), key=_is_content):
        for concept in _concepts_in(list(run)) if is_content else ():
            found.setdefault(concept.forms[0].lower(), concept)
    return tuple(sorted(found.values(), key=lambda concept: -concept.weight))


def _is_content(token: str) -> bool:
    return bool(stems(token)) and token.lower() not in BREAKING


def _concepts_in(run: list[str]) -> Iterator[Concept]:
    """The concepts of neighbouring content words: terms of the field and names first, phrases of what is left."""
    loose: list[str] = []
    while run:
        length, forms = _term_at_start(run)
        if not length and not _NAME.fullmatch(run[0]):
            loose.append(run.pop(0))
            continue
        yield from _phrases(loose)
        loose = []
        weight = 5 if length > 1 else 4 if _NAME.fullmatch(run[0]) else 2
        yield Concept(forms or (run[0],), weight)
        run = run[max(length, 1) :]
    yield from _phrases(loose)


def _term_at_start(run: list[str]) -> tuple[int, tuple[str, ...]]:
    """How many words at the start of a run are one term of the field, and its names; 0 when none is."""
    for length in range(min(len(run), _LONGEST_TERM), 0, -1):
        own = " ".join(run[:length])
        if (key := _key(own)) in _TERMS:
            others = (form for form in _TERMS[key] if _key(form) != key)
            return length, (own, *others)[:_FORMS]
    return 0, ()


def _phrases(words: list[str]) -> Iterator[Concept]:
    """Phrases of at most three words, of about equal length."""
    pieces = -(-len(words) // _LONGEST_PHRASE)
    for piece in range(pieces):
        phrase = words[piece * len(words) // pieces : (piece + 1) * len(words) // pieces]
        telling = tuple(word for word in phrase if word.lower() not in GENERIC)
        yield Concept((" ".join(phrase),), _weight(phrase, telling), telling or tuple(phrase))


def _weight(phrase: list[str], telling: tuple[str, ...]) -> int:
    if not telling:
        return 0
    if len(phrase) > 1:
        return 3
    return 2 if "-" in phrase[0] or phrase[0][0].isupper() else 1


def _key(form: str) -> tuple[str, ...]:
    """A form up to hyphens, capitals and a plural "s"."""
    words = form.lower().replace("-", " ").split()
    return tuple(word.removesuffix("s") if len(word) > _SHORT else word for word in words)


_SHORT = 3  # letters; XQA and BLEUs apart, an "s" in a shorter word is no plural
_TERMS = {_key(form): forms for forms in reversed(SYNONYMS) for form in forms}
_LONGEST_TERM = max(len(form.split()) for forms in SYNONYMS for form in forms)
