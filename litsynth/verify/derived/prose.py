"""A claim's figure that follows from figures of running text: "A reaches 78.5 and B 76.2", so A is ahead by 2.3 points.

Which figures are subtracted is told by names alone: one of each side of what the claim contrasts, both of one unit, on one
data set, in one language, of one metric. Where a sentence leaves any of it open, or names more, nothing follows from it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litsynth.quantities import check_numbers, find_quantities
from litsynth.quantities.metrics import other_metric
from litsynth.records import NumberCheck, Quantity
from litsynth.verify.derived.asked import asked_of
from litsynth.verify.derived.complement import other_side
from litsynth.verify.derived.keys import PLACES, Keys, Mark, marks_of, named, of_kind, qualifiers, said
from litsynth.verify.derived.lists import COUNTED, PARTS, listed
from litsynth.verify.derived.pairs import pair_of
from litsynth.verify.tied import tied_elsewhere
from litsynth.verify.wording import read_wording

_OF_A_WHOLE = frozenset(
    {"average", "averaged", "averaging", "mean", *(word for words in COUNTED.values() for word in words)}
)
"""Words by which a claim tells of figures as a whole."""
_PHRASE = re.compile(
    r"\b(?:[Oo]n|[Ii]n|[Ww]ith|[Ff]or|[Uu]nder|[Ww]hen|[Uu]sing|[Aa]mong|[Aa]fter|[Bb]efore|[Ii]f|[Aa]t)\s[^,;()\d]*"
)
_PLAIN = frozenset(
    "data set test dataset benchmark corpu corpora task language split evaluation experiment total parameter layer training "
    "train development dev validation error comparison contrast turn particular general addition".split()
)
"""Words behind a preposition that are no condition of their own."""
_FEWER = re.compile(r"(?<=[%x\d] )fewer\b|(?<=times )fewer\b")


@dataclass(frozen=True, slots=True)
class Derivation:
    """The sentences that a claim's figure follows from, by position, all of its numbers, and the operation."""

    sentences: tuple[int, ...]
    checks: tuple[NumberCheck, ...]
    told: str

    @property
    def why(self) -> str:
        """The reason of the support, in words."""
        return f"its figure follows from those of the text: {self.told}"


def derive(claim: str, quantities: Sequence[Quantity], sentences: Sequence[str], title: str = "") -> Derivation | None:
    """What a claim's one figure that the sentences do not state follows from, in one of them or in two that stand together.

    None where they state it, where another number is missing, or where it is open whose figures they are. `sentences`
    are those of one passage: what they and the `title` name counts as the place of all of them.

    >>> claim = "FooNet outperforms BarNet by 2.3 points on XNLI."
    >>> derive(claim, find_quantities(claim), ["FooNet reaches 78.5 and BarNet 76.2 on XNLI."]).told
    '78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)'
    """
    quantities = tuple(quantities)
    other = other_side(claim, quantities)
    if not (other or asked_of(claim) or listed(claim, quantities)):
        return None
    around = f"{title}. {' '.join(sentences)}"
    for rows, text in _units(sentences):
        figures = find_quantities(text)
        if other and (found := _left(claim, *other, rows, text, around)):
            return found
        if len(figures) < 2:
            continue
        for figure, told in _answers(claim, quantities, text, figures, around):
            if checks := _checks(claim, quantities, figure, told, text, figures):
                return Derivation(rows, checks, told)
    return None


def _units(sentences: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Each sentence with figures, then each two of them that stand together."""
    stating = [bool(find_quantities(sentence)) for sentence in sentences]
    for at, sentence in enumerate(sentences):
        if stating[at]:
            yield (at,), sentence
    for at in range(len(sentences) - 1):
        if stating[at] and stating[at + 1]:
            yield (at, at + 1), f"{sentences[at]} {sentences[at + 1]}"


def _answers(
    claim: str, quantities: tuple[Quantity, ...], text: str, figures: Sequence[Quantity], around: str
) -> Iterator[tuple[Quantity, str]]:
    for asked in asked_of(claim):
        if (told := pair_of(asked, claim, text, figures)) and _about_the_same(
            claim, text, around, errors=asked.way == "error"
        ):
            yield asked.figure, told
    for figure, rule in listed(claim, quantities):
        if (told := rule(figure, claim, text, figures)) and _about_the_same(claim, text, around, parts=True):
            yield figure, told


def _left(claim: str, told: str, figure: Quantity, rows: tuple[int, ...], text: str, around: str) -> Derivation | None:
    """What an error rate leaves of 100%, where the sentences state that as accuracy, or the other way round."""
    quantities, stated = find_quantities(told), find_quantities(text)
    checks = check_numbers(quantities, stated)
    measures = of_kind(marks_of(told), "metric")
    if not checks or not all(check.agree for check in checks) or measures != of_kind(marks_of(text), "metric"):
        return None
    if _says_more(claim, quantities) or tied_elsewhere(told, text) or not _about_the_same(told, text, around):
        return None
    if len([one for one in stated if one.unit in ("percent", "score")]) != 1:
        return None
    at = next(row for row, one in enumerate(quantities) if one.unit == "percent")
    operation = f"100% − {checks[at].evidence} = {figure.text}"
    kept = [check for row, check in enumerate(checks) if row != at]
    return Derivation(rows, (NumberCheck(figure.text, operation, True), *kept), operation)


def _checks(
    claim: str, quantities: Sequence[Quantity], figure: Quantity, told: str, text: str, stated: Sequence[Quantity]
) -> tuple[NumberCheck, ...]:
    """All numbers of the claim: the derived one with its operation, the others as stated; empty where one is missing."""
    others = [one for one in quantities if one.span != figure.span and not _counts_the_parts(one, told)]
    checks = check_numbers(others, stated)
    again = check_numbers([figure], stated)
    if again[0].agree or not all(check.agree for check in checks) or _says_more(claim, quantities):
        return ()
    if others and tied_elsewhere(claim, text):
        return ()
    return (NumberCheck(figure.text, told, True), *checks)


def _says_more(claim: str, quantities: Sequence[Quantity]) -> bool:
    """Whether a claim says more than its figures; that there are "40% fewer" is the figure."""
    return bool(read_wording(_FEWER.sub("less", claim), quantities).more)


def _counts_the_parts(quantity: Quantity, told: str) -> bool:
    """Whether a count is that of the figures used: "over the three tasks" of three of them."""
    parts = told.partition(" = ")[0].count(" + ") + 1
    return quantity.unit == "count" and parts > 1 and quantity.value == parts


def _about_the_same(claim: str, text: str, around: str, parts: bool = False, errors: bool = False) -> bool:
    """Whether sentences name what the claim names, and nothing else, and qualify nothing in another way.

    With `parts` the sentences may name those of what the claim tells of as a whole: splits, data sets, languages. `errors`:
    the claim tells of errors, which sentences on accuracies tell of too.
    """
    mine, theirs, near = marks_of(claim), marks_of(text), marks_of(around)
    open_words = PARTS | _OF_A_WHOLE if parts else frozenset()
    metric = other_metric(claim, text)
    if qualifiers(text) - open_words != qualifiers(claim) - open_words or (
        metric and not (errors and metric == "error")
    ):
        return False
    metrics = of_kind(mine, "metric") | of_kind(theirs, "metric")
    aside = frozenset().union(*(of_kind(theirs, kind) for kind in ("dataset", "language", "split") if parts))
    missing = named(mine) - named(theirs) - metrics
    if named(theirs) - named(mine) - metrics - aside:
        return False
    if any(not _in_the_passage(key, mine, theirs, near) for key in missing):
        return False
    if _conditions(text) - said(mine) - {(word, False) for word in open_words}:
        return False
    words = {word for word, _ in said(mine) - {mark.key for mark in near}}
    return words <= open_words | ({"error"} if errors else set()) and (parts or not _two_places(mine, theirs))


def _conditions(text: str) -> Keys:
    """What sentences say of where or under what something holds: "on pairs of 20 or more words", "with a beam"."""
    found = (mark for phrase in _PHRASE.findall(text) for mark in marks_of(phrase))
    return frozenset(key for key in said(found) if key[0] not in _PLAIN)


def _in_the_passage(key: tuple[str, bool], mine: Sequence[Mark], theirs: Sequence[Mark], near: Sequence[Mark]) -> bool:
    """Whether the passage settles a place that the sentences leave open: it names that one of its kind and no other."""
    kind = next(mark.kind for mark in mine if mark.key == key)
    return kind in PLACES and not of_kind(theirs, kind) and of_kind(near, kind) == of_kind(mine, kind)


def _two_places(mine: Sequence[Mark], theirs: Sequence[Mark]) -> bool:
    """Whether sentences name two data sets, languages or the like, which may hold one of the figures each.

    Not where the claim names both: then they are what it contrasts, or what it lists.
    """
    return any(len(of_kind(theirs, kind)) > 1 and of_kind(theirs, kind) != of_kind(mine, kind) for kind in PLACES)
