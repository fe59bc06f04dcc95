"""Whether a number is a change, and which way it points: gains of 2.3, drops by 4%, 5 points lower, +1.8."""

import re
from dataclasses import dataclass
from typing import Literal

from litsynth.quantities.metrics import ERROR_METRICS, METRIC, lone_metric

Sense = Literal["up", "down", "better", "worse", "change"]


@dataclass(frozen=True, slots=True)
class Change:
    """A number that is a difference. `direction` is empty where only a gap or margin is named."""

    direction: Literal["", "up", "down"]
    metric: str = ""
    relative: bool = False
    absolute: bool = False


def _forms(sense: Sense, words: str) -> dict[str, Sense]:
    return dict.fromkeys(words.split(), sense)


# Words that say by themselves, right before "by" or "of" or the number, that a change follows.
_BEFORE: dict[str, Sense] = {
    **_forms("up", "increase increases increased increasing rise rises rose rising raise raises raised raising grow grows grew "
             "grown growing growth boost boosts boosted boosting speedup speedups speed-up speed-ups higher larger greater faster "
             "gain gains gained gaining up"),
    **_forms("better", "improve improves improved improving improvement improvements outperform outperforms outperformed "
             "outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded exceeding beat beats beating "
             "enhance enhances enhanced enhancing enhancement better superior advantage advantages"),
    **_forms("down", "decrease decreases decreased decreasing drop drops dropped dropping reduce reduces reduced reducing "
             "reduction reductions lower lowers lowered lowering decline declines declined declining fall falls fell fallen "
             "falling shrink shrinks shrank lose loses lost losing loss losses cut cuts cutting slower smaller shorter down"),
    **_forms("worse", "worse worsen worsens worsened worsening degrade degrades degraded degrading degradation degradations "
             "underperform underperforms underperformed underperforming hurt hurts deteriorate deteriorates deteriorated "
             "deterioration inferior"),
    **_forms("change", "margin margins difference differences gap gaps delta differ differs"),
}  # fmt: skip
_AFTER: dict[str, Sense] = {
    **{word: sense for word, sense in _BEFORE.items() if word not in ("up", "down", "lost", "cut", "cuts")},
    **_forms("up", "more above ahead increment"),
    **_forms("down", "fewer less below behind"),
}
_NOUNS = frozenset(
    "increase increases rise growth boost boosts speedup speedups speed-up speed-ups gain gains improvement improvements "
    "enhancement advantage advantages decrease decreases drop drops reduction reductions decline declines fall loss losses "
    "degradation degradations deterioration margin margins difference differences gap gaps delta".split()
)
_VERBS_WITH_OBJECT = frozenset(
    "gain gains gained gaining lose loses lost losing drop drops dropped dropping improve improves improved improving "
    "rise rises rose fall falls fell up down".split()
)
_CUE = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_BEFORE, key=lambda w: (-len(w), w)))})(?![\w-])", re.IGNORECASE)
_CLAUSE_EDGE = re.compile(r"[;:?!]\s|\.\s|[()]")
_FILLER = re.compile(
    r"(?:\s+|^)(?:an?|the|average|averaged|mean|absolute(?:ly)?|relative(?:ly)?|additional|further|another|total|around|about|of|on|"
    r"as|much|significant|substantial|large|margin|roughly|approximately|only|just|up|to|impressive|respectively)$",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:\s|^)(by|of|from|ranging\s+(?:from|between)|rang(?:e|es|ed)\s+(?:from|between)|between|:|with|is|was|are)$", re.IGNORECASE)
_NEXT = re.compile(r"[\s\u00a0~-]{1,2}([A-Za-z][\w'’-]*|\([A-Za-z\s]{3,20}\))")
_BREAK = frozenset(
    "on in at to for from by with without than as via per and or but when while which that where using compared the is are was "
    "were has have this over after before under vs versus against if its their our we it".split()
)
_ON_AVERAGE = re.compile(r"\saverage(?=\s)")
_METRIC_SUBJECT = re.compile(rf"{METRIC}(?:\s(?:scores?|rates?))?\s$")
_FOLLOWING_WORDS = 6
_REACH = 140
"""Characters read back from a number: about the longest clause between a verb and its "by 2.3 points"."""


def change_before(text: str, start: int) -> Change | None:
    """The change that the words before `start` announce, within the clause.

    >>> change_before("it improves XNLI accuracy by an average of 1.8", 43)
    Change(direction='up', metric='accuracy', relative=False, absolute=False)
    """
    left = text[max(0, start - _REACH) : start]
    left = left.rstrip(" $({+[\u00a0~")
    edges = [edge.end() for edge in _CLAUSE_EDGE.finditer(left)]
    clause = left[edges[-1] :] if edges else left
    bare = clause.rstrip()
    marks = ""
    while not (link := _LINK.search(bare)) and (filler := _FILLER.search(bare)):
        marks += filler.group().lower()
        bare = bare[: filler.start()].rstrip()
    relative, absolute = "relative" in marks, "absolute" in marks
    if link:
        return _linked(bare[: link.start()], link.group(1).lower(), relative, absolute)
    word = bare.rpartition(" ")[2].lower()
    if word in _VERBS_WITH_OBJECT or word in _NOUNS:
        return _change(_BEFORE[word], "", relative, absolute)
    return None


def _linked(before: str, link: str, relative: bool, absolute: bool) -> Change | None:
    """A change announced by a verb or noun and "by", or by a noun and "of", "between", a colon."""
    cues = list(_CUE.finditer(before))
    if not cues:
        return None
    cue = cues[-1]
    word = cue.group().lower()
    between = before[cue.end() :]
    if link != "by" and (word not in _NOUNS or len(between.split()) > 7):
        return None
    if link in ("with", "is", "was", "are", "from") and between.strip():
        return None
    sense = _BEFORE[word]
    if sense == "change" and len(cues) > 1:
        sense = _BEFORE[cues[-2].group().lower()]
    window = before[cue.start() :]
    if word in _NOUNS:
        window = before[max(0, cue.start() - 24) :]
    elif subject := _METRIC_SUBJECT.search(before[: cue.start()]):
        window = subject.group()
    lowered = window.lower()
    relative, absolute = relative or "relative" in lowered, absolute or "absolute" in lowered
    return _change(sense, window, relative, absolute)


def change_after(text: str, end: int, united: bool) -> Change | None:
    """The change that the words behind `end` announce (`5 points higher`, `a 2% relative improvement`).

    `united` says that the number has a printed unit of its own, which lets "over" mean an improvement.

    >>> change_after("2.3 BLEU points lower", 15, True)
    Change(direction='down', metric='', relative=False, absolute=False)
    """
    at, seen = end, []
    for _ in range(_FOLLOWING_WORDS):
        match = _NEXT.match(text, at)
        if not match:
            return None
        word = match.group(1).lower().strip("()")
        seen.append(word)
        window = text[end : match.end()]
        if word in _AFTER:
            return _change(_AFTER[word], window, "relative" in window.lower(), "absolute" in window.lower())
        if united and word == "over" and len(seen) <= 2:
            return _change("better", window, False, False)
        if word == "of" and _NEXT.match(text, match.end()):
            at = match.end()
            following = _NEXT.match(text, at)
            if following and following.group(1).lower() in ("improvement", "gain", "increase", "reduction", "absolute", "relative"):
                continue
            return None
        if word == "on" and (average := _ON_AVERAGE.match(text, match.end())):
            at = average.end()
            continue
        if word in _BREAK:
            return None
        at = match.end()
    return None


def _change(sense: Sense, window: str, relative: bool, absolute: bool) -> Change:
    metric = lone_metric(window) if window else ""
    lessens = metric in ERROR_METRICS
    direction: Literal["", "up", "down"] = ""
    if sense == "up" or sense == ("worse" if lessens else "better"):
        direction = "up"
    elif sense != "change":
        direction = "down"
    return Change(direction, metric, relative, absolute)
