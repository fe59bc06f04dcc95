"""A gain that running text tells against one that a claim tells, slot by slot: who gains on whom, on what, in which setting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from litsynth.labels import Kind, labels_of
from litsynth.protocol import Mention, mentions, read_protocol
from litsynth.quantities import check_numbers, find_quantities, numbers_agree, same_figure
from litsynth.records import NumberCheck, Quantity
from litsynth.text import split_sentences
from litsynth.verify.contrasts import LOWER_IS_BETTER, VERBS, as_margin, contrasts
from litsynth.verify.scores import ScoreComparison
from litsynth.verify.wording import references

_SLOTS = ("setting", "split", "version", "aggregation", "metric")
_TELLS_APART = ("setting", "split", "version", "aggregation")
"""Slots in which two gains of one thing may differ when one of both leaves them open."""
# "raises A by 5.4 points", "lowers A by 1.2": A is what the change is over.
_CHANGED = re.compile(
    r"\b(?:rais|improv|lift|boost|increas|lower|reduc|degrad|hurt|harm)\w*\s+(?:the )?(?:\w+ of )?$", re.IGNORECASE
)
# What no comparison of slots can weigh: negation, quantifiers, doubt, parts of a set.
_BEYOND = re.compile(
    r"\b(?:no|not|nor|never|none|neither|without|except|(?<!for )each|every|all|both|any|only|just|alone|some|most|least|half|"
    r"up to|if|unless|should|would|could|might|may|claim\w*|expect\w*|hope\w*|suppos\w*|\d+ (?:out )?of (?:the )?\d+)\b|n't\b",
    re.IGNORECASE,
)
# "when both are fine-tuned", "compared like for like", "according to the study by A", ", a set that its authors built".
_FORMULAS = re.compile(
    r"\b(?:when|if) both (?:are |use )?|\bcompared like for like,?|,? according to [^,;]*?(?:version|study|paper)\b[^,;]*|"
    r"\bthe (?:(?:first|final|published) )?(?:arXiv )?version (?:of the study by [^,;]*?)?(?:states|reports)\b|"
    r", an? [^,;.\d]*\b(?:that|which|whose)\b[^,;.\d]*(?=[,.;]|$)",
    re.IGNORECASE,
)
_LANGUAGES = re.compile(r"\b(?:over|across|of|on|in)?\s*\(?(?:the )?\d+ (?:\w+ )?languages\b\)?", re.IGNORECASE)
_PAIR = re.compile(r"\([\d.%\s]+(?:against|versus|vs\.?)[\d.%\s]+\)")
"""A bracket with the two scores between which a gain is."""
# Words by which any gain is told: what they say is in the slots.
_OF_GAINS = frozenset(
    "above accuracy achieve add against ahead average baseline behind below benchmark better bring chosen exceed gain give gives "
    "higher improve improvement increase obtain over percentage point raise reach report result score than training using "
    "weaker win yield yields".split()
)
_FEWEST_SHARED = 2
"""Words, names apart, that two versions' sentences on one gain have in common."""
_SAID: tuple[Kind, ...] = ("word", "technique", "name")
_SILENT = ScoreComparison("silent")


@dataclass(frozen=True, slots=True)
class ToldGain:
    """A change in points. A slot that the text does not settle is empty; `quantity` is up, but where nobody is named to gain.

    `place` are the codes of the languages named, `average` says that it is one; `words` are the text's but for names and
    words by which any gain is told.
    """

    quantity: Quantity
    gaining: str
    baseline: str
    dataset: str
    setting: str
    split: str
    version: str
    aggregation: str
    metric: str
    place: frozenset[str]
    average: bool
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
    if "point" not in text or LOWER_IS_BETTER.search(text):
        return None
    quantities = find_quantities(text)
    changes = [quantity for quantity in quantities if quantity.unit == "points"]
    datasets = {mention.name for mention in mentions("datasets", text)}
    sides = _sides(text, quantities)
    if (
        len(changes) != 1
        or changes[0].relation != "="
        or len(datasets) != 1
        or not sides
        or _BEYOND.search(_plain(text))
    ):
        return None
    gaining, baseline = sides
    figure = next((as_margin(one.figure, one, text) for one in contrasts(text, quantities)), changes[0])
    if not figure.direction or figure.unit != "points":
        return None
    if figure.direction == "down" and gaining:
        figure, gaining, baseline = replace(figure, direction="up"), baseline, gaining
    slots = _slots(text)
    if slots is None:
        return None
    labels = labels_of(_plain(text))
    return ToldGain(
        figure,
        gaining,
        baseline,
        datasets.pop(),
        place=frozenset(label.name for label in labels if label.kind == "language"),
        average=any(label.kind == "average" for label in labels),
        words=frozenset(label.name for label in labels if label.kind in _SAID) - _OF_GAINS,
        **slots,
    )


def _slots(text: str) -> dict[str, str] | None:
    """What the text says of each slot of the protocol; None where it says two things of one."""
    told = read_protocol(text)
    slots = {
        "setting": told.settings,
        "split": told.splits,
        "version": told.versions,
        "aggregation": told.aggregations,
        "metric": told.metrics,
    }
    if any(len(names) > 1 for names in slots.values()):
        return None
    return {slot: names[0] if names else "" for slot, names in slots.items()}


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
    same = same_figure(mine.quantity, other.quantity).answer
    if same == "yes":
        checks = check_numbers(quantities, find_quantities(sentence))
        settled = all(getattr(other, slot) for slot in known) and not differing
        if not settled or _narrowed(sentence, quantities) or not numbers_agree(checks):
            return _SILENT
        more = ", ".join([f"{slot} {getattr(other, slot)}" for slot in left_open] + sorted(other.place - mine.place))
        return ScoreComparison("same", checks, f"the same gain{f', told of {more}' if more else ''}")
    if same != "no" or set(differing) - {"version"}:
        return _SILENT
    apart = [f"{slot}: {getattr(mine, slot) or 'not said'} / {getattr(other, slot)}" for slot in differing + left_open]
    figures = f"{mine.quantity.text} against {other.quantity.text}"
    checks = (NumberCheck(mine.quantity.text, other.quantity.text, False, "differs"),)
    return ScoreComparison("other protocol", checks, f"{figures}; {', '.join(apart)}") if apart else _SILENT


def _alike(mine: ToldGain, other: ToldGain) -> bool:
    """Whether both say the same words, of two versions of one thing some; and of the same languages.

    An average over languages that a sentence names is on the data set where the claim leaves languages open.
    """
    two = len({mine.version, other.version} - {""}) > 1
    words = mine.words == other.words or (two and len(mine.words & other.words) >= _FEWEST_SHARED)
    if mine.place or (other.place and not other.average):
        return words and mine.place == other.place and mine.average == other.average
    return words


def _narrowed(sentence: str, claimed: Sequence[Quantity]) -> bool:
    """Whether a sentence tells by a number that the claim has not of what it holds: "with 10% of the training data"."""
    stated = find_quantities(_PAIR.sub("", sentence))
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
    return inside or _CHANGED.search(text[: mention.start]) is not None


def _plain(text: str) -> str:
    """The text without its settings, verbs of winning, counts of languages and phrases that say nothing of what gains."""
    for mention in reversed(mentions("settings", text)):
        text = f"{text[: mention.start]} {text[mention.end :].removeprefix(' only')}"
    for rule in (_FORMULAS, _LANGUAGES, VERBS):
        text = rule.sub(" ", text)
    return text
