"""Sentences that state several results in lists, and those that say at their end what results show."""

import re
from dataclasses import dataclass
from itertools import pairwise

from litsynth.labels import labels_of

_RESPECTIVELY = re.compile(r",?\s*\brespectively\b,?", re.IGNORECASE)
_AND = r"(?:\s?,\s(?:and\s)?|\s(?:and|&)\s)"
_LAST = r"(?:\s?,)?\s(?:and|&)\s"
_CITED = r"(?:\s?\[[^\][]{1,80}\])?"
# A figure, and the words behind it that each of a list's figures may have: "2.7 absolute F1 points and 5.1 absolute EM points".
_FIGURE = r"(?<![\w.])[+\-−]?\$?\d+(?:[.,]\d+)*(?:\s?%p?)?(?![\w.]*\d)"
_WORD = r"(?:\s(?!(?:and|or|on|in|for|of|to|with|over|at|by|from|than)\b)[A-Za-z@][\w@-]*)"
_UNIT = rf"{_WORD}{{1,4}}"
_OPENING = r"(?!(?:On|In|For|To|At|Of|With|By|From|The|Our|While|Also|And|Here|Both|Using|When|Table|Figure|Section)\b)"
_NAME = rf"(?<![\w-]){_OPENING}(?:[A-Z][\w.+/-]*\w|[A-Z]|[a-z]+[A-Z0-9][\w.+/-]*)(?:[ -](?:[A-Z][\w.+/-]*|\d[\w.]*))*{_CITED}"
# "an improvement of 1.2 points on the test set": the figure with its words, and what it is told of.
_SPLIT = r"(?:(?:development|dev|validation|test|training|train)(?:\sset|\ssplit)?)"
_NOUN = r"(?:\s(?:dev |test )?(?:data ?set|task|set|corpus|data|benchmark|language|model|baseline)s?)?"
_OF = rf"\s(on|in|for|over|with)\s(?:the\s)?(?:{_SPLIT}|{_NAME}){_NOUN}(?<!\.)(?![\w@/(-])"
_ITEM = re.compile(rf"((?:an?\s)?{_FIGURE})({_WORD}{{0,4}})({_OF})")
_ITEMS_APART = re.compile(_AND)
# Another figure, what the last one is compared with, or what is said of the last name alone.
_GOES_ON = re.compile(
    rf"{_AND}(?:an?\s)?{_FIGURE}|\s(?:to|against|versus|vs\.?)\s|,\s(?:the|an?|which|who|whose|where|our)\s"
)
_PROTOCOL = ("dataset", "language", "setting", "split")
_BETWEEN = re.compile(r"\b(?:between|sum|total|from)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
_LISTS = (
    ("figures", rf"{_FIGURE}{_UNIT}", rf"{_FIGURE}{_UNIT}"),
    ("figures", _FIGURE, _FIGURE),
    ("names", _NAME, _NAME),
)


# ", indicating that syntax helps": what the authors conclude from the figures before it, to the end of the sentence. What
# follows may limit the claim or state more of it ("but only on", a figure): then it stays.
_CONCLUDED = re.compile(
    r",\s(?:(?:thus|thereby|clearly|further|again|also|hence) )?"
    r"(?:(?:indicat|demonstrat|suggest|confirm|verify|validat|highlight|prov|imply)ing|(?:show|reveal|illustrat)ing that"
    r"|which (?:further |also |clearly |again )?(?:indicates|demonstrates|suggests|confirms|verifies|validates|proves|implies"
    r"|shows that|means that))\b(?:(?!\d|,|\b(?:but|no|not|only|except|respectively)\b).)*$",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\d\.\d|\d\s?%")


@dataclass(frozen=True, slots=True)
class _List:
    kind: str
    start: int
    end: int
    items: tuple[str, ...]


def parts(text: str) -> tuple[str, ...]:
    """One statement for each item where a sentence pairs figures with names, by two lists or in one; else none.

    Two lists: it must say "respectively" once, and hold one list of names that is as long as its lists of figures: with
    two of them it is not told which goes with the figures, and the sentence stays whole. One list, of "a figure on a
    name": each with the same preposition and of the same kinds, and no other result in the sentence.

    >>> parts("DUAL gains 0.6, 1.2 and 0.9 points on IMDB, Yelp13, and Yelp14, respectively.")
    ('DUAL gains 0.6 points on IMDB.', 'DUAL gains 1.2 points on Yelp13.', 'DUAL gains 0.9 points on Yelp14.')
    >>> parts("DUAL gains 0.6 points on IMDB and 1.2 on Yelp13.")
    ('DUAL gains 0.6 points on IMDB.', 'DUAL gains 1.2 points on Yelp13.')
    >>> parts("A and B reach 1.5 and 2.5 on C and D, respectively.")
    ()
    """
    said = len(_RESPECTIVELY.findall(text))
    return _of_two_lists(text) if said == 1 else () if said else _of_one_list(text)


def _of_two_lists(text: str) -> tuple[str, ...]:
    found = _lists(text)
    lengths = {len(one.items) for one in found if one.kind == "figures"}
    if len(lengths) != 1:
        return ()
    (length,) = lengths
    fit = [one for one in found if len(one.items) == length]
    if sum(one.kind == "names" for one in fit) != 1:
        return ()
    return tuple(_part(text, fit, row) for row in range(length))


def _of_one_list(text: str) -> tuple[str, ...]:
    items = list(_ITEM.finditer(text))
    apart = [text[one.end() : two.start()] for one, two in pairwise(items)]
    if len(items) < 2 or not all(_ITEMS_APART.fullmatch(between) for between in apart):
        return ()
    before, after = text[: items[0].start()], text[items[-1].end() :]
    elsewhere = _RESULT.search(before) or _RESULT.search(after) or _BETWEEN.search(before) or _GOES_ON.match(after)
    if elsewhere or len({item[4] for item in items}) != 1 or not all(_RESULT.search(item[1]) for item in items):
        return ()
    if len({kinds for item in items if (kinds := _protocol_in(item[3]))}) > 1:  # "on French XNLI and 55.7% on Swahili"
        return ()
    unit = items[0][2]
    return tuple(f"{before}{item[1]}{item[2] or unit}{item[3]}{after}" for item in items)


def _protocol_in(text: str) -> frozenset[str]:
    return frozenset(label.kind for label in labels_of(text) if label.kind in _PROTOCOL)


def without_conclusion(text: str) -> str:
    """The sentence less what its authors conclude from its figures at its end; as it is where no figure stands before that.

    >>> without_conclusion("DUAL gains 1.2 points on IMDB, indicating that attention matters.")
    'DUAL gains 1.2 points on IMDB.'
    >>> without_conclusion("DUAL is better on IMDB, indicating that attention matters.")
    'DUAL is better on IMDB, indicating that attention matters.'
    """
    found = _CONCLUDED.search(text)
    said = text[: found.start()] if found else ""
    whole = _RESULT.search(said) and said.count("(") == said.count(")") and said.count("[") == said.count("]")
    return f"{said}." if whole else text


def _lists(text: str) -> list[_List]:
    found: list[_List] = []
    for kind, item, last in _LISTS:
        for match in re.finditer(rf"{item}(?:{_AND}{item})*{_LAST}{last}", text):
            if all(match.end() <= one.start or match.start() >= one.end for one in found):
                items = tuple(re.split(rf"{_LAST}|{_AND}", match.group()))
                found.append(_List(kind, match.start(), match.end(), items))
    return sorted(found, key=lambda one: one.start)


def _part(text: str, lists: list[_List], row: int) -> str:
    out, at = [], 0
    for one in lists:
        out += [re.sub(r"\b[Bb]oth (?=(?:in |on |for )?$)", "", text[at : one.start]), one.items[row]]
        at = one.end
    joined = _RESPECTIVELY.sub("", "".join(out) + text[at:])
    return re.sub(r"\s+", " ", joined).strip()
