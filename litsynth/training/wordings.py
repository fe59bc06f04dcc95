"""Results in words and as table rows: wordings written for this project."""

from collections.abc import Sequence
from random import Random

from litsynth.training.facts import Count, Fact, Gain, Score, comparable
from litsynth.training.inventory import LANGUAGES

_SCORE = (
    "{system} reaches {figure} on {place}.", "On {place}, {system} obtains {figure}.", "{system} scores {figure} on {place}.",
    "We report {figure} for {system} on {place}.", "{figure} is what {system} achieves on {place}.",
    "The {metric} of {system} on {place} is {value}.", "With {system}, {metric} on {place} is {value}.",
    "{system} attains {figure} on {place}.", "{system}'s {metric} on {place} comes to {value}.",
    "Evaluated on {place}, {system} gets {figure}.",
)  # fmt: skip
_PAIR = (
    "{system} reaches {value} {metric} on {place}, against {other} for {baseline}.",
    "On {place}, {system} and {baseline} obtain {value} and {other} {metric}, respectively.",
    "{system} moves {metric} on {place} from the {other} of {baseline} to {value}.",
    "{metric} on {place} is {value} with {system} and {other} with {baseline}.",
)
_GAIN = (
    "{system} improves over {baseline} by {points} on {place}.", "On {place}, {system} outperforms {baseline} by {points}.",
    "{system} is {points} better than {baseline} on {place}.", "{system} beats {baseline} by {points} on {place}.",
    "The gain of {system} over {baseline} on {place} is {points}.", "{baseline} trails {system} by {points} on {place}.",
    "Compared with {baseline}, {system} gains {points} on {place}.",
)  # fmt: skip
_LOSS = (
    "{system} falls {points} short of {baseline} on {place}.", "On {place}, {system} is {points} worse than {baseline}.",
    "{system} trails {baseline} by {points} on {place}.", "{system} loses {points} against {baseline} on {place}.",
    "{system} underperforms {baseline} by {points} on {place}.",
)  # fmt: skip
_BETTER = (
    "{system} outperforms {baseline} on {place}.", "{system} is better than {baseline} on {place}.",
    "On {place}, {system} surpasses {baseline}.", "{baseline} is worse than {system} on {place}.",
)  # fmt: skip
_BETTER_IN = (
    "{system} has a higher {metric} than {baseline} on {place}.", "In {metric}, {system} is ahead of {baseline} on {place}.",
    "On {place}, {baseline} has a lower {metric} than {system}.",
)  # fmt: skip
_COUNT = {
    "languages": ("{owner} covers {value} languages.", "There are {value} languages in {owner}."),
    "tasks": ("{owner} is evaluated on {value} tasks.", "{value} tasks are used with {owner}."),
    "domains": ("{owner} spans {value} domains.", "{owner} comes from {value} domains."),
    "sentence pairs": ("{owner} uses {value} sentence pairs.", "{value} sentence pairs belong to {owner}."),
    "training examples": ("{owner} has {value} training examples.", "{value} training examples come with {owner}."),
    "documents": ("{owner} relies on {value} documents.", "{value} documents make up the data of {owner}."),
    "annotators": ("{owner} was judged by {value} annotators.", "{value} annotators worked on {owner}."),
    "layers": ("{owner} is used with {value} layers.", "{value} layers are used for {owner}."),
}  # fmt: skip
# Metrics that are a share, so that a per cent sign may follow, and those that are spoken with a vowel first.
_SHARES = ("accuracy", "exact match", "precision", "recall")
_VOWELS = ("accuracy", "exact match", "F1", "LAS", "MRR", "R@1", "R@10")
_CODES = {name: code for code, name in LANGUAGES.items()}


def tell(facts: Sequence[Fact], chance: Random) -> str:
    """Sentences that state the facts; two scores of two systems on the same thing share one."""
    if len(facts) == 2 and (pair := [fact for fact in facts if isinstance(fact, Score)]) == list(facts):
        first, second = pair
        if (first, second) in comparable(pair):
            return _tell_pair(first, second, chance)
    return " ".join(_tell_one(fact, chance) for fact in facts)


def _tell_pair(first: Score, second: Score, chance: Random) -> str:
    return _start(chance.choice(_PAIR).format(
        system=first.system, baseline=second.system, value=first.value, other=second.value, metric=first.metric,
        place=_place(first, chance),
    ))  # fmt: skip


def _tell_one(fact: Fact, chance: Random) -> str:
    if isinstance(fact, Count):
        return _start(chance.choice(_COUNT[fact.noun]).format(owner=fact.owner, value=f"{fact.value:,}"))
    place = _place(fact, chance)
    if isinstance(fact, Score):
        value = f"{fact.value}%" if fact.metric in _SHARES and chance.random() < 0.5 else str(fact.value)
        article = "an" if fact.metric in _VOWELS else "a"
        figure = chance.choice((f"{value} {fact.metric}", f"{article} {fact.metric} of {value}"))
        wording = chance.choice(_SCORE)
        return _start(wording.format(system=fact.system, figure=figure, metric=fact.metric, value=value, place=place))
    return _start(_gain_wording(fact, chance).format(
        system=fact.system, baseline=fact.baseline, metric=fact.metric, place=place, points=_points(fact, chance)
    ))  # fmt: skip


def _gain_wording(gain: Gain, chance: Random) -> str:
    if gain.amount is None:
        return chance.choice(_BETTER_IN if gain.metric else _BETTER)
    wordings = _GAIN if gain.amount > 0 else _LOSS
    # "3% relative better" is no English.
    return chance.choice([one for one in wordings if "by {points}" in one] if gain.relative else wordings)


def _points(gain: Gain, chance: Random) -> str:
    if gain.amount is None:
        return ""
    amount = abs(gain.amount)
    if gain.relative:
        told = chance.choice((f"{amount}% relative", f"a relative {amount}%"))
        return f"{told} in {gain.metric}" if gain.metric else told
    if not gain.metric:
        return f"{amount} points"
    return chance.choice(
        (f"{amount} {gain.metric} points", f"{amount} points of {gain.metric}", f"{amount} points in {gain.metric}")
    )


def _place(fact: Score | Gain, chance: Random) -> str:
    """The data set with its split, language and setting."""
    place = fact.dataset
    if fact.split:
        place = chance.choice((f"the {fact.dataset} {fact.split} set", f"the {fact.split} set of {fact.dataset}"))
    if fact.language.endswith("languages"):
        place += chance.choice((f", averaged over {fact.language},", f" on average over {fact.language}"))
    elif fact.language:
        place += chance.choice((f" in {fact.language}", f" for {fact.language}", f" ({fact.language})"))
    return f"{place} ({fact.setting})" if fact.setting else place


def _start(sentence: str) -> str:
    sentence = sentence.replace(",.", ".").replace(",,", ",")
    return (
        sentence[0].upper() + sentence[1:] if sentence[0].islower() and sentence[:3] not in ("mBE", "iOS") else sentence
    )


def tell_table(scores: Sequence[Score], chance: Random) -> str:
    """Rows as the verifier reads them: a caption, then for each system its cells behind their headers."""
    same = {
        slot: len({getattr(score, slot) for score in scores}) == 1 for slot in ("dataset", "metric", "split", "setting")
    }
    short = chance.random() < 0.5
    rows: dict[tuple[str, str], list[str]] = {}
    for score in scores:
        stub = score.system, "" if same["setting"] else score.setting
        rows.setdefault(stub, []).append(f"{_header(score, same, short) or score.metric} {score.value}")
    told = [f"{system} ({setting})" if setting else system for system, setting in rows]
    body = " ".join(f"{stub}: {', '.join(cells)}." for stub, cells in zip(told, rows.values(), strict=True))
    return f"{_caption(scores[0], same, chance)} {body}"


def _header(score: Score, same: dict[str, bool], short: bool) -> str:
    parts = [getattr(score, slot) for slot in ("dataset", "split", "metric") if not same[slot]]
    if score.language.endswith("languages"):
        parts.append("Avg")
    elif score.language:
        parts.append(_CODES[score.language] if short else score.language)
    return " ".join(parts)


def _caption(score: Score, same: dict[str, bool], chance: Random) -> str:
    what = score.metric if same["metric"] else chance.choice(("results", "scores"))
    where = score.dataset if same["dataset"] else chance.choice(("all data sets", "the benchmarks"))
    lead = f"{what} on {where}"
    if same["split"] and score.split:
        lead += f" ({score.split} set)"
    if same["setting"] and score.setting:
        lead += chance.choice((f", {score.setting}", f" in the {score.setting} setting"))
    return chance.choice((f"{lead[0].upper()}{lead[1:]}.", f"Table {chance.randint(1, 9)}: {lead}."))
