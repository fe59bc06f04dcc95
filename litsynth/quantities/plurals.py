"""Singulars of English plural nouns."""

import re

_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "corpora:corpus people:person children:child men:man women:woman indices:index criteria:criterion "
        "phenomena:phenomenon lexica:lexicon matrices:matrix vertices:vertex hypotheses:hypothesis analyses:analysis "
        "theses:thesis species:species series:series viruses:virus biases:bias lenses:lens movies:movie "
        "params:parameter langs:language"
    ).split()
)
_ES = re.compile(r"(?:ss|sh|ch|x|z)es$")
_NO_PLURAL = re.compile(
    r"(?:[iu]s|ss|['’]s|news|(?:analy|seman|linguis|pragma|mathema|logis|phone|robo)tics|lens|physics|politics)$"
)


def singular(word: str) -> str:
    """The singular in lower case, or empty when the word is no plural. A rate keeps its unit (`words/s`).

    >>> [singular(word) for word in ("languages", "corpora", "families", "classes", "GPUs", "various", "class")]
    ['language', 'corpus', 'family', 'class', 'gpu', '', '']
    """
    low = word.lower()
    if "/" in low:
        counted, _, unit = low.partition("/")
        return f"{base}/{unit}" if (base := singular(counted)) else ""
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    acronym = len(low) > 2 and word[-1] == "s" and word[-2].isupper()
    if not acronym and (len(low) < 3 or low[-1] != "s" or _NO_PLURAL.search(low)):
        return ""
    if low.endswith("ies"):
        return low[:-3] + "y"
    return low[:-2] if _ES.search(low) else low[:-1]
