"""What a number counts: the plural noun that follows it, with its modifiers."""

import re
from collections.abc import Iterator

from litsynth.quantities.plurals import singular
from litsynth.quantities.vocabulary import NUMBER_WORDS

# A word, a comma, a parenthesis that is skipped, or another number.
_PIECE = re.compile(
    r"[\s\u00a0~]{1,3}(?P<word>[A-Za-zÀ-ÿ][\w'’+/&.-]*)|\s?(?P<comma>,)|\s?\((?P<aside>[^()]{1,40})\)|\s(?P<number>\d[\d.,]*[kKMB]?)(?=\s)"
)
# Where a noun phrase cannot go on: function words, and verbs in -s that follow a bare number.
_STOP = frozenset(
    "of on in at to for from by with without than as via per over under between among into onto across through "
    "during within against toward towards about after before since until is are was were be been being has have "
    "had do does did can could may might will would shall should must not no nor but yet so if then that which "
    "who whose whom this these those the a an its it their they we our us he she his her i you your there here "
    "when where while because how what why also only just very both all each every any some such thus however "
    "respectively i.e e.g vs versus compared using given including based always perhaps across plus minus less "
    "afterwards thereby whereas dimensional bit way fold shot achieves shows uses outperforms improves gives "
    "yields reaches obtains makes provides requires contains covers comes becomes remains suggests indicates "
    "demonstrates increases decreases drops reduces falls rises gains performs depends leads seems appears "
    "supports allows helps enables consists corresponds belongs exists works takes gets beats beat".split()
)
_JOINERS = frozenset({"and", "or", "and/or"})
_SINGLE = frozenset(
    "language task dataset model layer point example sentence token word gpu epoch hour day week sample instance "
    "domain corpus system metric benchmark annotator speaker document parameter component encoder decoder "
    "classifier".split()
)
_COUNTED_IN_PARTS = frozenset(
    "language task dataset model layer example sentence token word gpu epoch sample instance parameter annotation "
    "annotator document character morpheme utterance speaker pair edit error entity relation triple article".split()
)
_MOST_PIECES = 9
"""Pieces looked at behind a number. The longest noun phrases counted in abstracts have seven, asides included."""


def counted(text: str, end: int, value: float, whole: bool) -> tuple[str, int]:
    """The counted noun (singular, lower case, with its modifiers) behind `end`, and where it ends.

    Empty when there is none. `whole` tells an integer; fractions count only a few nouns (`2.3 tokens`), since a verb
    in -s follows a score as often. Modifiers that are coordinated are left out.

    >>> counted("nine intermediate tasks", 4, 9, True)
    ('intermediate task', 23)
    """
    modifiers: list[str] = []
    joined, crossed, seen = False, False, 0
    for word, stop, kind in _pieces(text, end):
        if kind == "aside":
            crossed = True
        elif kind == "number" or (joined and word.lower() in NUMBER_WORDS):
            # "5k real and 3k synthetic posts": a shared noun, which is not in the first number's text.
            if not joined:
                break
            crossed = True
        elif kind == "joiner":
            # A number may not stand alone before "and": "in 12 and on many tasks".
            if not seen or value == 1:
                break
            joined = True
        elif noun := _head(word, value, whole, seen > 0, text[end - 1 : end].isdigit()):
            described = "" if joined else " ".join([*modifiers, ""])
            return described + noun, end if crossed else stop
        else:
            seen += 1
            modifiers.append(word.lower())
    return "", end


def _pieces(text: str, at: int) -> Iterator[tuple[str, int, str]]:
    """The words of what may be a noun phrase, each with its end and its kind.

    Kinds are `word`, `number`, `joiner` (and, or, a comma) and `aside` (a parenthesis with a number of its own).
    """
    for _ in range(_MOST_PIECES):
        match = _PIECE.match(text, at)
        if not match:
            return
        at = match.end()
        printed = match["word"] or ""
        word = printed.rstrip(".'’/")
        stop = at - len(printed) + len(word)
        if match["comma"] or word.lower() in _JOINERS:
            yield word, stop, "joiner"
        elif match["number"]:
            yield match["number"], stop, "number"
        elif match["aside"]:
            if any(character.isdigit() for character in match["aside"]):
                yield "", stop, "aside"
        elif word.lower() in _STOP:
            return
        elif word and word.lower() != "more":
            yield word, stop, "word"
            if stop < at:  # a full stop or quotation mark closed the word
                return


def _head(word: str, value: float, whole: bool, modified: bool, digits: bool) -> str:
    if value == 1 and whole and (not digits or word.lower() in _SINGLE):
        return word.lower() if word.lower() in _SINGLE else ""
    noun = singular(word)
    if not noun or whole:
        return noun
    return noun if not modified and noun in _COUNTED_IN_PARTS else ""
