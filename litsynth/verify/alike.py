"""How much one word is like another: the words of a claim against those of labels, captions and sentences."""

import re
from collections.abc import Iterable
from functools import lru_cache

_NUMERALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
NUMERALS: dict[str, str] = {word: str(number) for number, word in enumerate(_NUMERALS)}
"""Numbers in words, in digits."""
_SPELLINGS = {**NUMERALS, "testing": "test", "tested": "test", "trainin": "train", "trained": "train"}
# Words that tables and readers use for one another, cut as terms are.
_SYNONYMS = {
    word: number
    for number, words in enumerate(
        (
            "previou prior earlier sota publish existin past",
            "human annotat judge rater",
            "paramet size",
            "speed faster fast decodin",
        )
    )
    for word in words.split()
}
# Words of which one thing is only one.
_EXCLUSIVE = tuple(
    frozenset(words.split())
    for words in (
        "dev test train",
        "seen unseen",
        "precisi recall",
        "micro macro",
        "small base large xl xxl 3b",
        "intra inter",
        "positive negativ neutral",
        "accurac f1 precisi recall bleu rouge1 rouge2 rougel meteor em exact ter nist cider parent ppl wer",
        "english german french spanish chinese italian dutch arabic russian japanes czech catalan portugu turkish hindi korean",
        "unigram bigram trigram",
        "fluency grammar adequac informa relevan readabi",
    )
)
_SURE, _LIKELY, _SAME_SENSE = 0.8, 0.6, 0.7
_NUMBERED = 0.9
"""A year or size that ends a name ("newstest2014") against the number alone."""
_LEAST_STEM = 4
_LEAST_SHARED = 5
"""Letters with which two words must both begin to be taken for forms of one."""
_LONG_ENOUGH_TO_CUT = 6
_AUTHOR = re.compile(r"[A-Za-z]{3,}")
_NO_AUTHORS = frozenset({"etal", "and", "the"})
_CUT = 7
_KEY_WORDS = 3


def key_of(term: str) -> str:
    """A term's key with numbers in digits and forms of "train" and "test" as one."""
    return _SPELLINGS.get(term, term)


@lru_cache(maxsize=1 << 17)
def alike(one: str, other: str) -> float:
    """How surely two keys mean the same, 0 to 1.

    >>> alike("concat", "concate"), alike("newstest2014", "2014"), alike("conll00", "conll03"), alike("prior", "previou")
    (0.8, 0.9, 0.0, 0.7)
    """
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if one.isdigit() or other.isdigit():
        ends = len(short) >= 3 and short.isdigit() and long.endswith(short) and not long.isdigit()
        return _NUMBERED if ends else 0.0
    if one in _SYNONYMS and _SYNONYMS[one] == _SYNONYMS.get(other):
        return _SAME_SENSE
    if long.startswith(short) and short:
        rest = long[len(short) :]
        if len(short) >= _LEAST_STEM and (short.isalpha() or not rest[0].isdigit()):
            return _SURE
        if len(short) == _LEAST_STEM - 1 and len(long) >= _LONG_ENOUGH_TO_CUT and short.isalpha():
            return _LIKELY
    if not (one.isalpha() and other.isalpha()):
        return 0.0
    return _LIKELY if _forms_of_one(short, long) else 0.0


def _forms_of_one(short: str, long: str) -> bool:
    if len(short) < _LEAST_SHARED:
        return False
    if short[:_LEAST_SHARED] == long[:_LEAST_SHARED]:
        return True
    mine, theirs = _trigrams(short), _trigrams(long)
    return 2 * len(mine & theirs) >= _LIKELY * (len(mine) + len(theirs))


def _trigrams(word: str) -> set[str]:
    return {word[at : at + 3] for at in range(len(word) - 2)}


def nearest(key: str, keys: frozenset[str]) -> float:
    """How like the most alike of some keys is."""
    return 1.0 if key in keys else max((alike(key, other) for other in keys), default=0.0)


def keys_of(terms: Iterable[str]) -> frozenset[str]:
    """The keys of terms, those of citations as the names of their authors.

    >>> sorted(keys_of(["two", "[lee-etal-2018-higher]"]))
    ['2', 'higher', 'lee']
    """
    words = list(terms)
    return frozenset(key_of(word) for word in words if word[:1] != "[") | _authors(words)


def _authors(terms: Iterable[str]) -> frozenset[str]:
    """What the keys of citations begin with: as a rule the name of the first author, as a reader would cite it."""
    named = (_AUTHOR.findall(term)[:_KEY_WORDS] for term in terms if term[:1] == "[")
    return frozenset(name.lower()[:_CUT] for names in named for name in names if name.lower() not in _NO_AUTHORS)


def exclusive(mine: Iterable[str], theirs: Iterable[str]) -> int:
    """In how many kinds of which a thing is only one (splits, measures, languages) both sides name others than each other."""
    here, there = frozenset(mine), frozenset(theirs)
    return sum(bool(here & kind and there & kind) and not here & there & kind for kind in _EXCLUSIVE)
