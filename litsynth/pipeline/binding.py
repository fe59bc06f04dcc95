"""Whether a sentence leaves the figures and the parts of its claims with what they belong to there.

An entailment model lets most sentences pass in which two figures, two sides or two halves of a claim have changed places
(docs/benchmarks.md), so this is asked first. What cannot be told apart counts as moved.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

from litsynth.pipeline.given import given
from litsynth.protocol import LANGUAGES, mentions
from litsynth.quantities import find_quantities, same_figure
from litsynth.records import Anchor, DropReason, Result, Span
from litsynth.resources import shipped_names
from litsynth.results import AVERAGE, Lexicon, inventory, results_of_sentence
from litsynth.verify.sides import told_ahead

_CLAUSE = re.compile(r",?\s\b(?:while|whereas|but|although|though)\b\s|;\s", re.IGNORECASE)
_PART = re.compile(r"(?:[^,;()]|(?<=\d),(?=\d))+")
_CONTENT = re.compile(r"[^\W\d_]{3,}")
_GLUE: Final = frozenset(
    "and are against but for from has its nor not over per than that the this was were when with".split()
)

Fault = tuple[DropReason, str]


def moved_in(sentence: str, premises: Sequence[str]) -> Fault | None:
    """What stands elsewhere in a sentence than in the claims that it cites (`premises`, their texts); None for nothing.

    Nothing does in a sentence that holds all of a claim as it stands.

    >>> moved_in("mBERT scores 80.9 on XNLI.", ["XLM-R scores 80.9 and mBERT 66.3 on XNLI."])
    ('figure of something else', '80.9')
    """
    if any(premise[1:].rstrip(".") in sentence for premise in premises):
        return None
    if figure := _other_figure(sentence, premises):
        return "figure of something else", figure
    if sides := next(_turned(sentence, premises), ""):
        return "direction turned", sides
    mixed = any(_mixed(sentence, premise) for premise in premises)
    return ("parts put together anew", "") if mixed else None


def _other_figure(sentence: str, premises: Sequence[str]) -> str:
    """The first figure of the sentence that is not said of the same thing in a claim; empty where all are."""
    mine = _results(sentence)
    used: list[str] = []
    for result in mine:
        sources = [premise for premise in premises if _states(premise, result, sentence)]
        if not sources:
            return result.quantity.text
        used += sources
    if mine and not _named_alike(sentence, mine, used):
        return mine[0].quantity.text
    placed = {result.quantity.span for result in mine}
    rest = [quantity for quantity in find_quantities(sentence) if quantity.span not in placed]
    # A count has its noun with it.
    loose = [one.text for one in rest if one.unit != "count" or not any(one.text in premise for premise in premises)]
    # Whose a figure is that neither side places can only be told where there is no other.
    figures = sum(len(find_quantities(premise)) for premise in premises)
    return loose[0] if loose and figures > 1 else ""


def _states(premise: str, said: Result, sentence: str) -> bool:
    """Whether a claim has the figure for the same thing, in a part of it whose own words the sentence takes up."""
    parts = [Span(part.start(), part.end()) for part in _PART.finditer(premise)]
    taken = [_own(part, parts, premise) & _words(sentence) for part in parts]
    figures = _results(premise)
    digits = [{one.quantity.text for one in figures if _inside(one, part)} for part in parts]
    for claimed in figures:
        at = next((number for number, part in enumerate(parts) if _inside(claimed, part)), None)
        if at is None or not _same(said, claimed):
            continue
        # Words of a part whose figures the sentence leaves out would tell of this figure what is told of those.
        astray = any(
            taken[number] and told and number != at and not any(text in sentence for text in told)
            for number, told in enumerate(digits)
        )
        if not astray and (taken[at] or not _own(parts[at], parts, premise)):
            return True
    return False


def _own(part: Span, parts: Sequence[Span], premise: str) -> set[str]:
    """The words that a part of a claim has alone."""
    return _words(part.of(premise)) - {word for other in parts if other != part for word in _words(other.of(premise))}


def _inside(result: Result, part: Span) -> bool:
    return part.start <= result.quantity.span.start < part.end


def _named_alike(sentence: str, figures: Sequence[Result], used: Sequence[str]) -> bool:
    """Whether each data set and setting is one of every claim that gives a figure, and each language one of a figure's."""
    for field in ("datasets", "settings"):
        named = {one.name for one in mentions(field, sentence)}
        if any(named - {one.name for one in mentions(field, premise)} for premise in used):
            return False
    placed = {code for figure in figures for code in figure.languages} | {"en"}  # English is what is trained on
    return all(code in placed for code, name in LANGUAGES.items() if name in sentence)


def _same(said: Result, claimed: Result) -> bool:
    """One figure of one system, data set and place; a sentence may leave out the setting, and that it is an average."""
    same = said.system == claimed.system and said.dataset == claimed.dataset and said.delta == claimed.delta
    settings = set(said.setting.split(", ")) <= {"", *claimed.setting.split(", ")}
    places = said.languages == claimed.languages or (not said.languages and claimed.languages == (AVERAGE,))
    return same and settings and places and same_figure(said.quantity, claimed.quantity).answer == "yes"


def _turned(sentence: str, premises: Sequence[str]) -> Iterator[str]:
    """Two sides of which the sentence says that one is ahead, and no claim says so."""
    fields: Final = ("settings", "systems")
    names = dict.fromkeys(
        one.full if field == "systems" else one.name for field in fields for one in mentions(field, sentence)
    )
    for one, other in combinations(names, 2):
        ahead = told_ahead(sentence, [one], [other])
        if ahead and ahead not in {told_ahead(premise, [one], [other]) for premise in premises}:
            yield f"{one}, {other}"


def _mixed(sentence: str, premise: str) -> bool:
    """Whether it takes words that stand in one half of the claim alone together with words of the other half alone."""
    halves = [_words(part) for part in _CLAUSE.split(premise)]
    if len(halves) < 2 or _CLAUSE.search(sentence):
        return False
    said = _words(sentence)
    own = [half - set().union(*(other for other in halves if other is not half)) for half in halves]
    return sum(bool(said & words) for words in own) > 1


def _words(text: str) -> set[str]:
    return {word.lower() for word in _CONTENT.findall(text)} - _GLUE


def _results(text: str) -> tuple[Result, ...]:
    document = given((text,), (), "").document
    return results_of_sentence(document, Anchor("", "text", Span(0, len(text)), text), _lexicon(), frozenset())


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(inventory([shipped_names()]))
