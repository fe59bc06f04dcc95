"""Words of a text as the lexical index counts them."""

import re
from functools import lru_cache

import Stemmer

# Lucene's English stop words (EnglishAnalyzer). "no" and "not" are among them: negation is the verifier's business.
_STOP_WORDS = frozenset(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with".split()
)
# A number with its thousands and decimals (392,702; 80.9), or letters and digits with an English genitive.
_PART = r"(?:\d+(?:,\d{3})*(?:\.\d+)?(?![^\W_])|[^\W_]+(?:'s\b)?)"
_JOINED = re.compile(rf"{_PART}(?:[-+/._]{_PART})*")
_PARTS = re.compile(_PART)
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
    return [token for word in _JOINED.findall(text.lower().replace("’", "'")) for token in _tokens_of(word)]


@lru_cache(1 << 17)  # the words of a corpus repeat; about 100 bytes each
def _tokens_of(word: str) -> tuple[str, ...]:
    parts = [part.replace(",", "") for part in _PARTS.findall(word)]
    # The stemmer leaves what holds a digit as it is, and takes off the genitive.
    stems = [_stemmer.stemWord(part) for part in parts if part not in _STOP_WORDS]
    if len(parts) > 1 and any(len(part) <= _SHORT_PART or not part.isalpha() for part in parts):
        return (word, *stems)
    return tuple(stems)
