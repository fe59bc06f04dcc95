"""A gain that running text tells against one that a claim tells, slot by slot: who gains on whom, on what, in which setting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from litsynth.labels import labels_of
from litsynth.protocol import Mention, mentions, read_protocol
from litsynth.quantities import check_numbers, find_quantities, numbers_agree, same_figure
from litsynth.records import NumberCheck, Quantity
from litsynth.text import split_sentences
from litsynth.verify.contrasts import as_margin, contrasts
from litsynth.verify.scores import ScoreComparison
from litsynth.verify.wording import references

_SLOTS = ("setting", "split", "version", "metric", "place")
_TELLS_APART = ("setting", "split", "version")
"""Slots in which two gains of one thing may differ when one of both leaves them open."""
_AVERAGE = "average"
# "raises A by 5.4 points": A is what is gained on.
_RAISED = re.compile(
    r"\b(?:rais|improv|lift|boost|increas|lower|reduc|degrad|hurt|harm)\w*\s+(?:the )?(?:\w+ of )?$", re.IGNORECASE
)
# Words by which any gain is told: what they say is in the slots.
_OF_GAINS = frozenset(
    "above accuracy achieve against ahead average baseline behind below benchmark better bring drop exceed gain give gives "
    "higher improve improvement increase language lower obtain outperform over point raise reach report result score state "
    "than trail training using win worse yield yields".split()
)
_BRACKETS = re.compile(r"\([^()]*\)")
_FEWEST_SHARED = 2
"""Words, names apart, that two versions' sentences on one gain have in common."""
_SILENT = ScoreComparison("silent")


@dataclass(frozen=True, slots=True)
class ToldGain:
    """A change in points. A slot that the text does not settle is empty; `quantity` is up, but where nobody is named to gain.

    `place` holds language codes, or "average"; `words` are the text's but for names and words by which any gain is told.
    """

    quantity: Quantity
    gaining: str
    baseline: str
    dataset: str
    setting: str
    split: str
    version: str
    metric: str
    place: str
    words: frozenset[str]

    @property
    def subject(self) -> tuple[str, str, str, str]:
        """What must be the same before two gains are held against each other."""
        return self.gaining, self.baseline, self.dataset, self.quantity.direction


@lru_cache(maxsize=4096)
def told_gain(text: str) -> ToldGain | None:
    """The one gain of a sentence that tells over which system and on which data set it is; None where there is none such.

    >>> gain = told_gain("Zero-shot, XLM trails Unicoder by 0.3 points on XNLI.")
    >>> gain.gaining, gain.baseline, gain.dataset, gain.setting, gain.quantity.direction
    ('Unicoder', 'XLM', 'XNLI', 'zero-shot', 'up')
    """
    if "point" not in text:
        return None
    quantities = find_quantities(text)
    changes = [quantity for quantity in quantities if quantity.unit == "points"]
    datasets = {mention.name for mention in mentions("datasets", text)}
    sides = _sides(text, quantities)
    if len(changes) != 1 or len(datasets) != 1 or not sides:
        return None
    gaining, baseline = sides
    figure = next((as_margin(one.figure, one, text) for one in contrasts(text, quantities)), changes[0])
    if not figure.direction or figure.unit != "points":
        return None
    if figure.direction == "down" and gaining:
        figure, gaining, baseline = replace(figure, direction="up"), baseline, gaining
    told = read_protocol(text)
    slots = {"setting": told.settings, "split": told.splits, "version": told.versions, "metric": told.metrics}
    if any(len(names) > 1 for names in slots.values()):
        return None
    only = {slot: names[0] if names else "" for slot, names in slots.items()}
    return ToldGain(figure, gaining, baseline, datasets.pop(), place=_place(text), words=_words(text), **only)


def compare_gains(text: str, quantities: Sequence[Quantity], passage: str) -> ScoreComparison:
    """What the sentences of a passage say of the one gain of a claim, whose `quantities` are all of the claim's.

    `same`: the same gain of the same thing, and nothing else in the claim that the sentence lacks. `other protocol`: another
    gain of the same thing, where the sentence tells of a setting, split or version that the claim leaves open, or of
    another version. `silent`: anything else; a gain told otherwise under the same protocol settles nothing, recipes are unknown.
    """
    mine = told_gain(text)
    if mine is None:
        return _SILENT
    sentences = (span.of(passage) for span in split_sentences(passage))
    found = [_compared(mine, quantities, sentence) for sentence in sentences]
    return next((one for kind in ("same", "other protocol") for one in found if one.finding == kind), _SILENT)


def _compared(mine: ToldGain, quantities: Sequence[Quantity], sentence: str) -> ScoreComparison:
    other = told_gain(sentence)
    if other is None or mine.subject != other.subject or not _alike(mine, other):
        return _SILENT
    known = [slot for slot in _SLOTS if getattr(mine, slot)]
    differing = [slot for slot in known if getattr(other, slot) and getattr(mine, slot) != getattr(other, slot)]
    left_open = [slot for slot in _TELLS_APART if getattr(other, slot) and not getattr(mine, slot)]
    if same_figure(mine.quantity, other.quantity).answer == "yes":
        unsaid = [slot for slot in known if not getattr(other, slot) and getattr(mine, slot) != _AVERAGE]
        checks = check_numbers(quantities, find_quantities(sentence))
        if differing or unsaid or _narrowed(sentence, quantities) or not numbers_agree(checks):
            return _SILENT
        more = ", ".join(f"{slot} {getattr(other, slot)}" for slot in left_open)
        return ScoreComparison("same", checks, f"the same gain{f', told of {more}' if more else ''}")
    if same_figure(mine.quantity, other.quantity).answer != "no" or set(differing) - {"version"}:
        return _SILENT
    apart = [f"{slot}: {getattr(mine, slot) or 'not said'} / {getattr(other, slot)}" for slot in differing + left_open]
    figures = f"{mine.quantity.text} against {other.quantity.text}"
    checks = (NumberCheck(mine.quantity.text, other.quantity.text, False, "differs"),)
    return ScoreComparison("other protocol", checks, f"{figures}; {', '.join(apart)}") if apart else _SILENT


def _alike(mine: ToldGain, other: ToldGain) -> bool:
    """Whether a sentence has all words of the claim; of two versions of one thing each may say more than the other."""
    versions = {mine.version, other.version}
    two = len(versions - {""}) == 2
    return mine.words <= other.words or (two and len(mine.words & other.words) >= _FEWEST_SHARED)


def _narrowed(sentence: str, claimed: Sequence[Quantity]) -> bool:
    """Whether a sentence tells by a number that the claim has not of what it holds: "with 10% of the training data"."""
    stated = find_quantities(_BRACKETS.sub("", sentence))
    further = [one for one in stated if one.unit != "points" and "language" not in one.noun]
    return not all(any(same_figure(one, other).answer == "yes" for other in claimed) for one in further)


def _sides(text: str, quantities: Sequence[Quantity]) -> tuple[str, str] | None:
    """The system that gains, or none where no system does, and the one that it gains on."""
    spans = list(references(text, quantities))
    named = mentions("systems", text)
    compared = {mention.full for mention in named if _is_baseline(mention, text, spans)}
    others = {mention.full for mention in named} - compared
    return (next(iter(others), ""), compared.pop()) if len(compared) == 1 and len(others) <= 1 else None


def _is_baseline(mention: Mention, text: str, spans: Sequence[tuple[int, int]]) -> bool:
    inside = any(start <= mention.start < end for start, end in spans)
    return inside or _RAISED.search(text[: mention.start]) is not None


def _place(text: str) -> str:
    labels = labels_of(text)
    codes = sorted({label.name for label in labels if label.kind == "language"})
    return ", ".join(codes) or (_AVERAGE if any(label.kind == "average" for label in labels) else "")


def _words(text: str) -> frozenset[str]:
    """What is said beside names; what stands in brackets only adds to it."""
    kinds = ("word", "technique", "name")
    return frozenset(label.name for label in labels_of(text) if label.kind in kinds) - _OF_GAINS
