"""What a number counts: the plural noun that follows it, with its modifiers."""

import re

from litsynth.quantities.words import WORD

_WORD = re.compile(r"[\s\u00a0~]{1,3}([A-Za-zÀ-ÿ][\w'’+/&.-]*)|\s?(,)|\s?(\()[^()]{1,40}\)|\s(\d[\d.,]*[kKMB]?)(?=\s)")
_STOP = frozenset(
    "of on in at to for from by with without than as via per over under between among into onto across through during "
    "within against toward towards about after before since until is are was were be been being has have had do does did "
    "can could may might will would shall should must not no nor but yet so if then that which who whose whom this these "
    "those the a an its it their they we our us he she his her i you your there here when where while because how what why "
    "also only just very both all each every any some such thus however respectively i.e e.g vs versus compared using "
    "given including based achieves shows uses outperforms improves gives yields reaches obtains makes provides "
    "requires contains covers comes becomes remains suggests indicates demonstrates increases decreases drops reduces "
    "falls rises gains improves performs depends leads seems appears supports allows helps enables consists corresponds "
    "belongs exists works takes gets sets' times always perhaps beats beat dimensional bit way fold shot across plus minus less afterwards thereby whereas".split()
)
_JOINERS = frozenset({"and", "or", "and/or", ","})
_IRREGULAR = {
    "corpora": "corpus",
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "indices": "index",
    "matrices": "matrix",
    "vertices": "vertex",
    "lexica": "lexicon",
    "data": "datum",
    "families": "family",
    "species": "species",
    "series": "series",
    "hypotheses": "hypothesis",
    "analyses": "analysis",
    "theses": "thesis",
    "bases": "base",
    "indexes": "index",
    "processes": "process",
    "classes": "class",
    "losses": "loss",
    "biases": "bias",
    "viruses": "virus",
    "searches": "search",
    "approaches": "approach",
    "batches": "batch",
    "branches": "branch",
    "patches": "patch",
    "speeches": "speech",
    "switches": "switch",
    "matches": "match",
    "addresses": "address",
    "passes": "pass",
    "guesses": "guess",
    "boxes": "box",
    "prefixes": "prefix",
    "suffixes": "suffix",
    "affixes": "affix",
    "params": "parameter",
    "langs": "language",
}
_SINGULAR_S = re.compile(r"(?:[iu]s|ous|ss|['’]s|news|statistics|semantics|linguistics|lens|physics|politics)$")
_ONE = frozenset(
    "language task dataset model layer point example sentence token word gpu epoch hour day week sample instance domain "
    "corpus system metric benchmark annotator speaker document parameter component encoder decoder classifier".split()
)
_COUNTED_IN_PARTS = frozenset(
    "language task dataset model layer example sentence token word gpu epoch sample instance parameter annotation "
    "annotator document character morpheme utterance speaker pair edit error entity relation triple article".split()
)
_MOST_WORDS = 7
"""Words looked at behind a number. The longest noun phrases counted in abstracts have five modifiers."""


def singular(word: str) -> str:
    """The singular of an English plural noun, or empty when the word is no plural.

    >>> [singular(word) for word in ("languages", "corpora", "families", "GPUs", "various", "class")]
    ['language', 'corpus', 'family', 'gpu', '', '']
    """
    low = word.lower()
    if "/" in low:
        counted_noun, _, unit = low.partition("/")
        base = singular(counted_noun)
        return f"{base}/{unit}" if base else ""
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) > 2 and word[-1] == "s" and word[-2].isupper():
        return low[:-1]
    if len(low) < 3 or not low.endswith("s") or _SINGULAR_S.search(low):
        return ""
    return low[:-3] + "y" if low.endswith("ies") else low[:-1]


def counted(text: str, end: int, value: float, whole: bool) -> tuple[str, int]:
    """The counted noun (singular, lower case, with its modifiers) behind `end`, and where it ends.

    Empty when there is none. `whole` tells an integer; fractions count only a few nouns (`2.3 tokens`), since a verb
    in -s follows a score as often.

    >>> counted("nine intermediate tasks", 4, 9, True)
    ('intermediate task', 23)
    """
    modifiers: list[str] = []
    at, joined, crossed = end, False, False
    for _ in range(_MOST_WORDS):
        match = _WORD.match(text, at)
        if not match:
            break
        at = match.end()
        if match.group(3):
            continue
        if match.group(4):
            # "5k real and 3k synthetic posts": the noun is shared, the text of the first number stops before the second.
            if not joined:
                break
            crossed = True
            continue
        word = (match.group(1) or ",").rstrip(".'’/")
        low = word.lower()
        if low in _JOINERS:
            # Modifiers may be coordinated (seen and unseen languages); a number may not stand alone before "and".
            if not modifiers:
                break
            modifiers, joined = [""], True
            continue
        if low in _STOP or (low == "more" and not modifiers):
            if low == "more":
                continue
            break
        crossed = crossed or (joined and WORD.fullmatch(low) is not None)
        ends = end if crossed else at - (len(match.group(1) or "") - len(word))
        if noun := _head(word, value, whole, bool(modifiers)):
            return " ".join([*modifiers, noun]).strip(), ends
        if match.group(1) and len(word) < len(match.group(1)):
            break
        if not joined:
            modifiers.append(low)
    return "", end


def _head(word: str, value: float, whole: bool, modified: bool) -> str:
    if value == 1 and whole:
        low = word.lower()
        return low if low.rpartition("-")[2] in _ONE else ""
    noun = singular(word)
    if not noun or whole:
        return noun
    return noun if not modified and noun in _COUNTED_IN_PARTS else ""
