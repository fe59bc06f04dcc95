"""One word of a sentence swapped: a direction for its opposite, or a name for another of its kind.

The rule: the opposite direction contradicts; another language, metric, split or name is another subject, of which the
evidence says nothing (neutral).
"""

import re
from collections.abc import Iterator, Sequence
from random import Random

from litsynth.training.changes import Change

_OPPOSITES = (
    "increases decreases", "increased decreased", "increase decrease", "increasing decreasing", "higher lower",
    "improves worsens", "improved worsened", "improving worsening", "improvement deterioration",
    "improvements deteriorations", "outperforms underperforms", "outperform underperform", "outperformed underperformed",
    "outperforming underperforming", "better worse", "faster slower", "larger smaller", "greater smaller",
    "reduces increases", "reduced increased", "reducing increasing", "reduction increase", "enhances impairs",
    "enhanced impaired", "promotes inhibits", "positively negatively", "above below", "rises falls", "rose fell",
    "stronger weaker", "longer shorter", "upregulated downregulated", "upregulates downregulates", "exceeds underperforms",
)  # fmt: skip
_OPPOSITE = {word: other for pair in reversed(_OPPOSITES) for word, other in (pair.split(), pair.split()[::-1])}
_DIRECTION = re.compile(rf"(?<![\w-])(?:{'|'.join(_OPPOSITE)})(?![\w-])", re.IGNORECASE)
# A second sense in the sentence, or a negation, makes the opposite of one word something else than the opposite.
_TURNED = re.compile(
    r"\b(?:no|not|neither|nor|without|cannot|less|fewer|more|both|either|whether|than those)\b|n't\b", re.I
)
_LANGUAGES = (
    "Arabic Basque Bulgarian Catalan Chinese Czech Danish Dutch English Estonian Finnish French German Greek Hebrew Hindi "
    "Hungarian Icelandic Indonesian Irish Italian Japanese Korean Latvian Lithuanian Norwegian Persian Polish Portuguese "
    "Romanian Russian Spanish Swahili Swedish Tamil Telugu Thai Turkish Ukrainian Urdu Vietnamese Yoruba"
).split()
_METRICS = (
    "accuracy",
    "F1",
    "BLEU",
    "ROUGE-L",
    "METEOR",
    "precision",
    "recall",
    "exact match",
    "MRR",
    "perplexity",
    "AUC",
)
_SPLITS = ("test", "development", "validation", "training")
# Part of a word with two capitals, or a capital and a digit, and not all of it capitals: a system or a data set.
_PART = r"[A-Z]\w*[A-Z0-9]\w*"
NAME = re.compile(rf"(?<![\w/.-])(?![A-Z]+s?(?![\w-]))(?:[A-Z]\w*-)?{_PART}(?:-[A-Z0-9]\w*)?(?![\w/-])")
# Metrics, units and words that look like names.
_NO_NAMES = re.compile(
    r"ROUGE-?\w*|F1\b.*|COVID-19|.*(?:-based|-style|-level|-trained|-driven|-generated|-language|-specific|-free|-aware|-annotated|-AI)$|\w*\d+[BMK]$"
)
_TRIES = 6
_SPLIT = re.compile(rf"\b(?:{'|'.join(_SPLITS)})(?=\s(?:set|split|data|sets|splits)\b)")


def opposite(sentence: str) -> Change | None:
    """The sentence with its one word of direction turned round; None where there is none, or more than one.

    >>> opposite("It reduces the error by 4%.").text
    'It increases the error by 4%.'
    """
    found = list(_DIRECTION.finditer(sentence))
    if len(found) != 1 or _TURNED.search(sentence):
        return None
    return Change(_replaced(sentence, found[0], _OPPOSITE[found[0].group().lower()]), "contradiction", "direction")


def other_slots(evidence: str, sentence: str, names: Sequence[str], chance: Random) -> Iterator[Change]:
    """At most one swap of each kind: language, metric, split, and one of `names` for a name.

    The new word is one that the evidence does not hold, and the old one one that it holds.
    """
    for kind, pattern, inventory in (
        ("language", _any_of(_LANGUAGES), _LANGUAGES),
        ("metric", _any_of(_METRICS), _METRICS),
        ("split", _SPLIT, _SPLITS),
        ("name", NAME, names),
    ):
        found = [match for match in pattern.finditer(sentence) if _is_slot(match.group(), kind)]
        # With the same word twice, the sentence would still speak of the old one.
        found = [match for match in found if match.group() in evidence and sentence.count(match.group()) == 1]
        new = next((word for word in _drawn(inventory, chance) if word.lower() not in evidence.lower()), None)
        if found and new:
            yield Change(_replaced(sentence, chance.choice(found), new), "neutral", kind)


def _drawn(inventory: Sequence[str], chance: Random) -> Iterator[str]:
    return (chance.choice(inventory) for _ in range(_TRIES) if inventory)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")


def _is_slot(word: str, kind: str) -> bool:
    return kind != "name" or not (_NO_NAMES.match(word) or word in _LANGUAGES)


def _replaced(sentence: str, match: re.Match[str], new: str) -> str:
    capital = match.start() == 0 and new[0].islower()
    return sentence[: match.start()] + (new[0].upper() + new[1:] if capital else new) + sentence[match.end() :]
