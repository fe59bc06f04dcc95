"""What a piece of text names and says, as keys that a claim and its evidence can be compared by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from litsynth.labels import Kind, labels_of

Key = tuple[str, bool]
"""A name or word, in lower case, and whether the text says that it is absent."""
Keys = frozenset[Key]

PLACES: tuple[Kind, ...] = ("dataset", "language", "split", "metric", "setting", "size", "version")
"""Kinds of which one sentence must not name two where figures are subtracted, but as what they are told apart by."""
_JOINED = re.compile(r"[-–+_/][A-Za-z\d]")
_TOKEN = re.compile(r"\S*\w")
_GENERIC = frozenset(
    "outperform exceed surpas surpasse beat lead trail lag improve improvement improved improving gain "
    "increase increased reduce reduced reduction drop dropped lower higher better worse raise raised rise "
    "fall lift boost cut point percentage percent margin gap difference differ amount average averaged "
    "mean score result performance reache reach reached achieve achieved obtain obtained get give given "
    "yield yielded show shown find found add adding added bring worth cost take taken need require use "
    "used ha have had doe did model system method approach time twice half third quarter many much fast "
    "faster slow slower large larger small smaller fewer les few long longer short shorter quick quicker "
    "as ratio factor about around nearly almost roughly only just up down absolute relative relatively "
    "total altogether overall sum contain contained consist comprise cover covered include included "
    "together combined there between respectively of by same our we their it set against compared over "
    "under above below behind ahead than ten two three four five six seven eight nine eleven twelve "
    "twenty another further strong also still even now per cent hundred thousand million billion hour "
    "minute second day week size big bigger double doubled halve halved speed speedup rate value figure "
    "number all across every each any test in-all must be been being when while with without within its "
    "full".split()
)  # fmt: skip
"""Words that tell of a comparison or of its measure, and not of what is compared."""
_QUALIFIES = frozenset(
    "ensemble ensembled oracle distilled pruned quantized quantised compressed single previously previous prior reported "
    "original initial initially expected estimated estimate projected would could might if unless worst best upper bound human "
    "random subset hard easy seen unseen training development held-out tuned untuned average averaged mean median macro micro "
    "weighted low-resource high-resource target goal instead rather switching replacing replaced removing removed ablating "
    "maximum minimum peak later earlier retrained without except excluding unlike not never neither".split()
)
"""Words that make another thing of what they stand beside: said by one side only, the figures are of different things."""
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A key with its kind and its place."""

    kind: Kind
    key: Key
    start: int
    end: int


@lru_cache(maxsize=4096)
def marks_of(text: str) -> tuple[Mark, ...]:
    """Everything that a text names or says, in order; "Foo-2" is another name than "Foo".

    >>> [mark.key[0] for mark in marks_of("Foo-2 and FooNet reach it on XNLI.") if mark.kind != "word"]
    ['foo-2', 'foonet', 'xnli']
    """
    found = []
    for label in labels_of(text):
        start, end, name = label.start, label.end, label.name
        if label.kind in ("name", "word") and (
            _JOINED.match(text, end) or (start and _JOINED.match(text[start - 1 : start + 1]))
        ):
            left = text.rfind(" ", 0, start) + 1
            token = _TOKEN.match(text, left)
            joined = token.group().lstrip("(“\"'") if token else name
            start, end = (text.find(joined, left), text.find(joined, left) + len(joined)) if token else (start, end)
            kind: Kind = "name" if any(mark.isupper() or mark.isdigit() for mark in joined) else "word"
            found.append(Mark(kind, (joined.casefold(), label.negated), start, end))
            continue
        # "Reading" at the start of a sentence is read as a word with a capital, "DeepRead" as a name.
        found.append(Mark(label.kind, (name.casefold(), label.negated), start, end))
    return tuple(dict.fromkeys(found))


def named(marks: Iterable[Mark]) -> Keys:
    """The keys of names, of whatever kind, without those of words and averages."""
    return frozenset(mark.key for mark in marks if mark.kind not in ("word", "average"))


def said(marks: Iterable[Mark]) -> Keys:
    """The keys of words that say what is compared, without those of comparing."""
    return frozenset(mark.key for mark in marks if mark.kind == "word" and mark.key[0] not in _GENERIC)


def qualifiers(text: str) -> frozenset[str]:
    """The words of a text that make another thing of what they stand beside."""
    return _QUALIFIES.intersection(word.lower() for word in _WORD.findall(text))


def of_kind(marks: Iterable[Mark], kind: Kind) -> Keys:
    """The keys of one kind."""
    return frozenset(mark.key for mark in marks if mark.kind == kind)
