"""Words of a text as the lexical index counts them."""

import re
from functools import lru_cache

import Stemmer

# Lucene's English stop words (EnglishAnalyzer). "no" and "not" are among them: negation is the verifier's business.
_STOP_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with".split()
)
# A number with its decimals and thousands (80.9, 392,702) or a word with what is joined to it (XLM-R, zero-shot).
_TOKEN = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])|\w+(?:[-+/.'’]\w+)*")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_JOINT = re.compile(r"[-+/.'’_]+")
# Parts up to this long say little alone (the R of XLM-R), so a name with such a part is kept whole as well.
_SHORT_PART = 2
_stemmer = Stemmer.Stemmer("english")


def tokenize(text: str) -> list[str]:
    """Tokens in order: lower case, English (Porter2) stems, without stop words.

    Numbers are kept as printed, without thousands separators. Joined words give their parts, and names that
    hold a digit or a part of one or two letters also stand whole.

    >>> tokenize("XLM-R reaches 80.9% on XNLI (392,702 pairs), zero-shot; mBERT does not.")
    ['xlm-r', 'xlm', 'r', 'reach', '80.9', 'xnli', '392702', 'pair', 'zero', 'shot', 'mbert', 'doe']
    """
    return [token for word in _TOKEN.findall(text.lower()) for token in _tokens_of(word)]


@lru_cache(1 << 17)  # the words of a corpus repeat; about 100 bytes each
def _tokens_of(word: str) -> tuple[str, ...]:
    if _NUMBER.fullmatch(word):
        return (word.replace(",", ""),)
    parts = [part for part in _JOINT.split(word) if part]
    stems = [_stemmer.stemWord(part) for part in parts if part not in _STOP_WORDS]
    if len(parts) > 1 and any(len(part) <= _SHORT_PART or not part.isalpha() for part in parts):
        return (word, *stems)
    return tuple(stems)
