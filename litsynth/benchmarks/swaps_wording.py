"""Claims of the swap test bed in words. The wordings were written for it, and are none of those of training."""

from dataclasses import dataclass
from typing import Literal

from litsynth.benchmarks.swaps_names import LOWER_IS_BETTER, SHARES
from litsynth.benchmarks.swaps_rows import Place

Kind = Literal["value", "gain", "pair", "change", "datasets", "metrics"]
Unit = Literal["", "points", "percent"]

WORDINGS: dict[str, tuple[str, ...]] = {
    "value": (
        "{a_metric_cap} of {value} is reported for {system}{where}.",
        "In terms of {metric}, {system} stands at {value}{where}.",
        "{system} was found to have {a_metric} of {value}{where}.",
        "The authors measured {value} {metric} for {system}{where}.",
        "Using {system} yields {value} in {metric}{where}.",
        "{metric_cap}{where} amounts to {value} when {system} is used.",
        "{system} delivers {value} {metric}{where}.",
    ),
    "value, no metric": ("The number printed for {system}{where} is {value}.", "{system} delivers {value}{where}."),
    "gain up": (
        "{system} leads {baseline} by {amount}{of_metric}{where}.",
        "Set against {baseline}, {system} is ahead by {amount}{of_metric}{where}.",
        "The margin by which {system} surpasses {baseline}{where} is {amount}{of_metric}.",
        "{baseline} is overtaken by {system}{where}, by {amount}{of_metric}.",
    ),
    "gain down": (
        "{system} lags {baseline} by {amount}{of_metric}{where}.",
        "Set against {baseline}, {system} is behind by {amount}{of_metric}{where}.",
        "The margin by which {system} misses {baseline}{where} is {amount}{of_metric}.",
        "{baseline} is not reached by {system}{where}, by {amount}{of_metric}.",
    ),
    "error up": ("{system} has {a_metric} {amount} below that of {baseline}{where}.",),
    "error down": ("{system} has {a_metric} {amount} above that of {baseline}{where}.",),
    "change": (
        "If {baseline} is exchanged for {system}, {metric}{where} changes from {other} to {value}.",
        "{metric_cap}{where} goes from {other} with {baseline} to {value} with {system}.",
    ),
    "pair": (
        "{system} and {baseline} differ in {metric}{where}: {value} versus {other}.",
        "In {metric}, {system} comes out at {value}{where}, {baseline} at {other}.",
    ),
    "datasets": (
        "In {metric}, {system} comes to {values} on {datasets}, respectively.",
        "{system} has {metric} scores of {values} on {datasets}, respectively.",
    ),
    "metrics": (
        "{system} is credited with {told}{where}.",
        "As to {metrics}, {system} has {values}, respectively{where}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claim says. `value` is a score, or of a gain how much `system` is `better` (or worse) than `baseline`.

    `more` are the other items of a list. `wording` is taken from its kind's, round and round.
    """

    kind: Kind
    system: str
    place: Place
    value: str
    wording: int = 0
    baseline: str = ""
    other: str = ""
    unit: Unit = ""
    better: bool = True
    more: tuple[tuple[Place, str], ...] = ()


def tell(statement: Statement) -> str:
    """The statement as a sentence.

    >>> place = Place("XNLI", "accuracy", split="test", language="German")
    >>> tell(Statement("gain", "A", place, "1.8", baseline="B", unit="points", wording=1))
    'Set against B, A is ahead by 1.8 points of accuracy on the XNLI test set in German.'
    """
    wordings = WORDINGS[_wordings(statement)]
    metric = statement.place.metric
    article = "an" if metric[:1].lower() in "aeio" or metric in ("F1", "F0.5", "R@1", "MRR", "LAS", "MAP") else "a"
    items = ((statement.place, statement.value), *statement.more)
    sentence = wordings[statement.wording % len(wordings)].format(
        system=statement.system,
        baseline=statement.baseline,
        value=statement.value,
        other=statement.other,
        amount=_amount(statement),
        metric=metric,
        metric_cap=_capital(metric),
        a_metric=f"{article} {metric}",
        a_metric_cap=f"{article.capitalize()} {metric}",
        of_metric=_of_metric(statement),
        where=where(statement.place),
        values=_listed([value for _, value in items]),
        datasets=_listed([place.dataset for place, _ in items]),
        metrics=_listed([place.metric for place, _ in items]),
        told=_listed([f"{value} {place.metric}" for place, value in items]),
    )
    return sentence.replace(",,", ",").replace(",.", ".").replace(",:", ":").replace("..", ".")


def where(place: Place) -> str:
    """The data set with split, language and setting, with what leads to it; empty where no data set is named."""
    if not place.dataset:
        return ""
    told = f" on the {place.dataset} {place.split} set" if place.split else f" on {place.dataset}"
    told += f" ({place.setting})" if place.setting else ""
    if place.language.endswith("languages"):
        told += f", averaged over {place.language},"
    elif place.language:
        told += f" in {place.language}"
    return told


def _wordings(statement: Statement) -> str:
    if statement.kind == "value" and not statement.place.metric:
        return "value, no metric"
    if statement.kind != "gain":
        return statement.kind
    family = "error" if statement.place.metric in LOWER_IS_BETTER else "gain"
    return f"{family} {'up' if statement.better else 'down'}"


def _amount(statement: Statement) -> str:
    if statement.unit == "percent":
        return f"a relative {statement.value}%"
    return f"{statement.value} points" if statement.place.metric in SHARES else statement.value


def _of_metric(statement: Statement) -> str:
    if not statement.place.metric:
        return ""
    preposition = "of" if statement.unit != "percent" and statement.place.metric in SHARES else "in"
    return f" {preposition} {statement.place.metric}"


def _listed(texts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[1:2].islower() else text
