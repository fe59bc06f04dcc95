"""Scenes: a handful of results as a paper would print them, in a table or in prose, and the claims that they decide."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from litsynth.codec import digest
from litsynth.models.labels import NLI_LABELS
from litsynth.training.facts import (
    SLOTS,
    Count,
    Fact,
    Gain,
    Score,
    comparable,
    derived,
    gain_between,
    label_of,
    with_slot,
)
from litsynth.training.inventory import COUNTED, LANGUAGES, METRICS, SETTINGS, SPLITS, Inventory, invented_systems
from litsynth.training.layouts import LAYOUTS
from litsynth.training.wordings import tell, tell_table

_TRIES = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """A premise, the facts that it states, all that follows from it, and for each slot values that it does not name."""

    premise: str
    facts: tuple[Fact, ...]
    known: tuple[Fact, ...]
    absent: dict[str, tuple[str, ...]]


def scene_pairs(inventory: Inventory, number: int) -> Iterator[tuple[str, str, str, str]]:
    """Premise, hypothesis, label and form of the pairs of one scene: as a rule one of each label."""
    chance = Random(digest("scene", str(number)))
    scene = _scene(inventory, chance)
    found: dict[str, tuple[str, str]] = {}
    for _ in range(_TRIES):
        form, claim = _claim(scene, chance)
        label = label_of(scene.known, claim)
        if label and label not in found:
            found[label] = tell(claim, chance), form
        if len(found) == len(NLI_LABELS):
            break
    for label in sorted(found):
        yield scene.premise, found[label][0], label, found[label][1]


def _scene(inventory: Inventory, chance: Random) -> Scene:
    systems = invented_systems(5, chance)
    dataset, metric, value = chance.choice(inventory.scores)
    datasets = [dataset, *chance.sample([name for name in inventory.datasets if name != dataset], 3)]
    scores = chance.choice(LAYOUTS)(systems, datasets, metric, value, chance)
    stated: list[Fact] = list(scores)
    if chance.random() < 0.55:
        premise = tell_table(scores, chance)
    else:
        stated = _told(scores, chance)
        premise = tell(stated, chance)
    if chance.random() < 0.25:
        count = _count(chance.choice((dataset, systems[0])), chance)
        stated.append(count)
        premise = f"{premise} {tell([count], chance)}"
    return Scene(premise, tuple(stated), (*stated, *derived(stated)), _absent(stated, systems, datasets, chance))


def _told(scores: list[Score], chance: Random) -> list[Fact]:
    """What prose picks out of the scores: one to three, or two that are compared, or only how far they are apart."""
    compared = [(one, other) for one, other in comparable(scores) if one.value != other.value]
    kind = chance.random() if compared else 1.0
    if kind < 0.3:
        return [gain_between(*chance.choice(compared))]
    if kind < 0.6:
        return list(chance.choice(compared))
    return list(chance.sample(scores, min(len(scores), chance.randint(1, 3))))


def _absent(stated: list[Fact], systems: list[str], datasets: list[str], chance: Random) -> dict[str, tuple[str, ...]]:
    used = {value for fact in stated for value in _texts(fact)}
    averages = [f"{number} languages" for number in range(3, 16)]
    offers = {
        "system": systems,
        "dataset": datasets,
        "metric": METRICS,
        "split": SPLITS,
        "language": [*chance.sample(sorted(LANGUAGES.values()), 8), *averages],
        "setting": SETTINGS,
        "noun": tuple(COUNTED),
    }
    return {slot: tuple(value for value in values if value not in used) for slot, values in offers.items()}


def _texts(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Count):
        return fact.owner, fact.noun
    names = (fact.system, fact.baseline) if isinstance(fact, Gain) else (fact.system,)
    return (*names, fact.dataset, fact.metric, fact.split, fact.language, fact.setting)


def _claim(scene: Scene, chance: Random) -> tuple[str, tuple[Fact, ...]]:
    """A claim that follows from the scene, and most of the time the same with one slot changed."""
    compared = comparable(scene.facts)
    if compared and chance.random() < 0.2:
        first, second = chance.choice(compared)
        if chance.random() < 0.4:
            return "kept", (first, second)
        change = chance.choice([one for one in ("number", "number", "system", *SLOTS) if _has(first, one)])
        if change in ("number", "system"):
            return change, (_altered(first, change, scene, chance), second)
        moved = _altered(first, change, scene, chance)
        return change, (moved, with_slot(second, change, getattr(moved, change)))
    known = [fact for fact in scene.known if not (isinstance(fact, Gain) and not fact.amount)]
    plain = _less(_rounded(chance.choice(known), chance), chance)
    if chance.random() < 0.3:
        return "kept", (plain,)
    change = chance.choice([one for one in _CHANGES if _has(plain, one)])
    return change, (_altered(plain, change, scene, chance),)


def _has(fact: Fact, change: str) -> bool:
    if change == "number":
        return not isinstance(fact, Gain) or fact.amount is not None
    if change in ("direction", "unit"):
        return isinstance(fact, Gain) and (change == "direction" or fact.amount is not None)
    return change == "other" or bool(getattr(fact, change, ""))


_CHANGES = (
    "number", "number", "number", "other", "direction", "unit", "system", "baseline", "dataset", "metric", "split", "language",
    "setting", "owner", "noun",
)  # fmt: skip


def _altered(fact: Fact, change: str, scene: Scene, chance: Random) -> Fact:
    if change == "number":
        return _other_number(fact, chance)
    if change == "other":  # the number of another row, or the mirror image
        numbers = [other.value for other in scene.facts if isinstance(other, Score)]
        return (
            replace(fact, value=chance.choice(numbers))
            if numbers and isinstance(fact, Score)
            else _other_number(fact, chance)
        )
    if change == "direction" and isinstance(fact, Gain):
        return replace(fact, system=fact.baseline, baseline=fact.system)
    if change == "unit" and isinstance(fact, Gain):
        return replace(fact, relative=not fact.relative)
    options = scene.absent.get({"owner": "dataset", "baseline": "system"}.get(change, change), ())
    return with_slot(fact, change, chance.choice(options)) if options else fact


def _other_number(fact: Fact, chance: Random) -> Fact:
    if isinstance(fact, Count):
        step = max(1, int(fact.value) // 10)
        return replace(fact, value=max(Decimal(1), fact.value + chance.choice((-1, 1)) * chance.randint(1, 3) * step))
    shift = Decimal(chance.choice((1, 2, 3, 5, 7, 10, 20, 30, 60, 100))) / 10 * chance.choice((-1, 1))
    if isinstance(fact, Gain):
        return replace(fact, amount=abs(fact.amount + shift) or Decimal("0.4")) if fact.amount is not None else fact
    return replace(fact, value=min(Decimal("99.4"), abs(fact.value + shift)))


def _rounded(fact: Fact, chance: Random) -> Fact:
    """With fewer decimals at times; a gain at times without its amount, a relative one always with one decimal."""
    if isinstance(fact, Count):
        return fact
    if isinstance(fact, Score):
        return replace(fact, value=_to(fact.value, 0)) if chance.random() < 0.2 else fact
    if fact.relative:
        return replace(fact, amount=_to(fact.amount, 1)) if fact.amount is not None else fact
    return replace(fact, amount=None) if fact.amount and fact.amount > 0 and chance.random() < 0.3 else fact


def _to(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _less(fact: Fact, chance: Random) -> Fact:
    """Without a slot that the claim need not repeat."""
    if isinstance(fact, Count) or chance.random() < 0.6:
        return fact
    open_slots = ("split", "setting", "metric") if isinstance(fact, Gain) else ("split", "setting")
    slots = [slot for slot in open_slots if getattr(fact, slot)]
    return with_slot(fact, chance.choice(slots), "") if slots else fact


def _count(owner: str, chance: Random) -> Count:
    noun = chance.choice(sorted(COUNTED))
    low, high = COUNTED[noun]
    return Count(owner, noun, Decimal(chance.randint(low, high)))
