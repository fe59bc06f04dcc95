"""Whether a checkpoint means what its labels say: sixty obvious pairs, before it judges anything that matters.

A label map that names the right labels in the wrong order passes every other check and turns support into refutation.
"""

from dataclasses import dataclass
from itertools import permutations

from litsynth.errors import UsageError
from litsynth.models.labels import NLI_LABELS
from litsynth.models.nli import TWO_LABELS
from litsynth.models.probes import PROBES
from litsynth.ports import Entailer
from litsynth.records import Judgement

# Of the 48 English probes. Guessing gets 16 right, and this many less than once in ten thousand times; of two labels,
# calling nothing entailed gets 32.
_LEAST_RIGHT = {3: 29, 2: 40}
# Of the 12 in other languages: guessing gets 4 right, and this many once in 260 times.
_MULTILINGUAL = 9


@dataclass(frozen=True, slots=True)
class SelfTest:
    """Probes judged rightly: `english` of 48, `elsewhere` of 12 in four other languages.

    `best` is the order of labels under which most English probes would be right; a true label map has
    (entailment, neutral, contradiction). `needed`: how many of the English ones an NLI model must get right.
    """

    english: int
    elsewhere: int
    best: tuple[str, ...]
    needed: int

    @property
    def multilingual(self) -> bool:
        """Whether the model gets three quarters of the probes in other languages right."""
        return self.elsewhere >= _MULTILINGUAL

    @property
    def passed(self) -> bool:
        """Whether the labels are in order and the model is better than guessing."""
        return self.best == NLI_LABELS and self.english >= self.needed


def self_test(entailer: Entailer, refuse: bool = True) -> SelfTest:
    """Ask the sixty probes; raises UsageError, unless `refuse` is off, when the answers are not those of an NLI model.

    Asked of a memoising entailer, a checkpoint is tested once. `refuse=False` is for benchmarks of speed with random
    weights, and nothing else.
    """
    judgements = entailer.judge([(premise, hypothesis) for _, premise, hypothesis, _ in PROBES])
    two = TWO_LABELS in entailer.identity.split()
    judged = [
        (language, label, _scores(said)) for (language, _, _, label), said in zip(PROBES, judgements, strict=True)
    ]
    english = [(label, scores) for language, label, scores in judged if language == "en"]
    elsewhere = [(label, scores) for language, label, scores in judged if language != "en"]
    # Ties go to the order that was declared, which comes first. Two labels can only be swapped.
    orders = [order for order in permutations(NLI_LABELS) if not two or order[2] == NLI_LABELS[2]]
    best = max(orders, key=lambda order: _right(english, order, two))
    needed = _LEAST_RIGHT[2 if two else 3]
    result = SelfTest(_right(english, NLI_LABELS, two), _right(elsewhere, NLI_LABELS, two), best, needed)
    if refuse and not result.passed:
        raise _refusal(entailer.identity, result, _right(english, best, two))
    return result


def _right(judged: list[tuple[str, tuple[float, float, float]]], order: tuple[str, ...], two: bool) -> int:
    # A two-label model is right on a contradiction when it does not call it entailed.
    found = [(label, order[max(range(3), key=scores.__getitem__)]) for label, scores in judged]
    if two:
        return sum((label == "entailment") == (said == "entailment") for label, said in found)
    return sum(label == said for label, said in found)


def _scores(judgement: Judgement) -> tuple[float, float, float]:
    return judgement.entailment, judgement.neutral, judgement.contradiction


def _refusal(identity: str, result: SelfTest, under_best: int) -> UsageError:
    asked = sum(language == "en" for language, *_ in PROBES)
    if under_best >= result.needed:
        swapped = ", ".join(
            f"{declared} where it means {meant}"
            for declared, meant in zip(NLI_LABELS, result.best, strict=True)
            if declared != meant
        )
        return UsageError(
            f"model {identity} says {swapped}: {result.english} of {asked} obvious pairs right as labelled, "
            f"{under_best} so",
            "mend id2label in its config.json",
        )
    return UsageError(
        f"model {identity} got {result.english} of {asked} obvious English pairs right; an NLI model gets {result.needed}",
        "use a checkpoint that was trained for NLI",
    )
