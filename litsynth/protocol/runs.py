"""What a text says of several runs: their mean, their median, the best of them, or that there was only one."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORDS: Final = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
COUNTS: Final = {word: str(number) for number, word in enumerate(_WORDS, start=2)}
"""Numbers of runs and models in words, in digits."""
COUNT: Final = rf"(?:\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
"""A number of runs or models."""
_NOUN = re.compile(
    r"\b(?:runs|re-?runs|seeds(?!\s+(?:words|users|sentences|examples|terms|lexicon))|restarts|random states|trials|repetitions|"
    r"repeats|replicat(?:es|ions)|replicas|executions|(?:re-?)?initiali[sz]ations|inits|experiments|times|"
    r"(?:independently|separately|individually|randomly|differently)[\s-](?:trained|seeded|initiali[sz]ed)\s(?:\w+\s)?"
    r"(?P<models>models|systems|parsers|networks))\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"(?:\b(?:{COUNT}|several|multiple|many|various|all|these|those|the|our|different|distinct|random(?:ly)?|independent(?:ly)?|"
    r"separate(?:ly)?|individual(?:ly)?|training|trained|re-?training|pre-?training|(?:fine-?)?tuning|repeated|identical|complete|"
    r"full|test|testing|evaluation|experiment(?:al)?|model|seeded|initiali[sz]ed|differently|successive|consecutive|parallel|"
    r"initial|such|best|top|weight|parameter|successful|fixed|more|re-?initiali[sz]ation|[NK])[\s-]+)+$",
    re.IGNORECASE,
)
"""What stands before runs: how many, and of what kind."""
_NUMBER = re.compile(rf"\b{COUNT}(?=\b|[x×])", re.IGNORECASE)
_NUMBERED = re.compile(rf"\b(?:{COUNT}|several|multiple|many)\b", re.IGNORECASE)
_ALONE = re.compile(r"\s*(?:[.,;:)]|$|with\b|using\b|and\b|per\b|for\b)")
"""Behind "runs" that need no number: elsewhere it is a verb."""
_DONE = re.compile(
    r"\b(?:do|did|done)\b[^.;]*$|\b(?:repeat|r[ua]n|re-?r[ua]n|running|train|re-?train|conduct|perform|execut|carr|fine-?tun|evaluat|iterat)\w*\b[^.;]*$",
    re.IGNORECASE,
)
"""Before "ten times" what was done so often."""
_AND = r"(?:(?:[\w-]+,?\s+){0,5}?(?:and|with|in|for)\s+)?(?:the\s+|our\s+)?"
_OVER = re.compile(
    r"(?:\(?\b(?:over|across|of|from|for|on|among|amongst|in|with|using|based on|following|"
    rf"by (?:conducting|running|performing|averaging))\s+(?:on\s+)?{_AND}|\()$",
    re.IGNORECASE,
)
"""What leads from "average" to the runs that it is over."""
_IN = re.compile(r"\bin\s+(?:the\s+|our\s+)?$", re.IGNORECASE)
_BREAKS = re.compile(
    r"[.;:]\s|\b(?:best|median|max|highest|ensembl|predict|output|logit|probabilit|parameter|weights?\b|checkpoint|embedding|"
    r"number\b|length|times?\b)",
    re.IGNORECASE,
)
"""Between "average" and what it is over: another operation, or the end of a clause."""
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_FARTHEST = 14
"""Words between "average" and what it is over."""
_MEAN = (
    r"(?:(?<![-–])\b(?:averag(?:es?|ed|ing)\b"
    r"(?![\s-](?:precision|perceptron|word|pool|embedding|vector|(?:their|the) (?:pred|out)))|"
    r"avg\b\.?|means?\b(?![\s-](?:average|reciprocal|squared?|absolute|opinion|rank|pool))))"
)
_SPREAD = r"(?:\b(?:(?:standard|std)\.?[\s-](?:deviations?|dev\.?|errors?|variances?)|std\b\.?|stdev\b|variance\b)|±)"
_MEDIAN = r"\bmedians?\b"
_BEST = r"\b(?:best|max(?:imum|imal)?|highest|top)\b"
SPREAD: Final = "spread"
"""A kind of mention: of the deviation over runs, which is one from their mean where nothing else is said."""
_WORD: Final = tuple(
    (kind, re.compile(rule, re.IGNORECASE)) for kind, rule in (("mean", _MEAN), (SPREAD, _SPREAD), ("median", _MEDIAN))
)
_RIGHT_BEFORE: Final = (
    ("mean", re.compile(rf"{_MEAN}\s+(?:\w+\s+)?$", re.IGNORECASE)),
    (
        "best",
        re.compile(
            rf"{_BEST}\s+(?:(?:[\w-]+|\([^()]{{0,60}}\))\s+){{0,4}}?(?:of|out of|over|across|among|from|in)\s+$",
            re.IGNORECASE,
        ),
    ),
)
_REPORT = (
    r"[^.;]{0,110}?\b(?:report|present|tak(?:e|ing)|took|give|show|use|calculat|comput|provid|list|choos|select|keep|pick|record|display)"
    r"\w*\b"
)
_BEHIND: Final = (
    (
        "mean",
        re.compile(
            rf"{_REPORT}[^.;]{{0,60}}?(?P<what>{_MEAN})|,?\s+(?:with|and)\s+(?:the\s+|their\s+|its\s+)?(?P<with>{_MEAN})|"
            r"[^.;]{0,80}?\b(?:is|are|was|were)\s+(?:then\s+)?(?P<are>averaged)\b(?!\s+(?:over|across))|"
            r"[^.;]{0,80}?\band\s+(?:then\s+)?(?P<and>average)\s+(?:the|their|all|our)\s+(?:results?|scores?|performances?|values?)\b",
            re.IGNORECASE,
        ),
    ),
    (SPREAD, re.compile(rf"{_REPORT}[^.;]{{0,60}}?(?P<what>{_SPREAD})|\s+with\s+(?P<with>{_SPREAD})", re.IGNORECASE)),
    ("median", re.compile(rf"{_REPORT}[^.;]{{0,40}}?(?P<what>{_MEDIAN})", re.IGNORECASE)),
    (
        "best",
        re.compile(
            rf"{_REPORT}\s+(?:only\s+)?the\s+(?P<what>best|highest|maximum)\s+(?:one|runs?|results?|scores?|performances?|"
            r"values?|models?|accurac\w+|seeds?|of)\b",
            re.IGNORECASE,
        ),
    ),
)
_SHORT: Final = (
    ("mean", re.compile(rf"\b{COUNT}[\s-](?:run|seed|trial)[\s-](?:average|mean)s?\b|\b(?:seed|run)-averaged\b", re.IGNORECASE)),
    ("median", re.compile(rf"\b{COUNT}[\s-](?:run|seed)[\s-]medians?\b", re.IGNORECASE)),
    (
        "best",
        re.compile(
            rf"\bbest[\s-]of[\s-]{COUNT}\b(?=\s*(?:[.,;:)]|$|results?\b|scores?\b|runs?\b|seeds?\b))|"
            r"\b(?:best|top)(?:[\s-](?:performing|scoring|single))?[\s-](?:training\s|fine-?tuning\s)?(?:run|seed|restart|trial)\b|"
            r"\b(?:run|seed|restart)\s+with\s+the\s+(?:best|highest)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "single run",
        re.compile(
            r"\b(?:of|from|for|on|with|over|by|using|is|are|report\w*|only)\s+(?:a|one|only a|just a)\s+single\s+"
            r"(?:training\s+|random\s+|fine-?tuning\s+|experimental\s+)?(?:run|seed|trial|initiali[sz]ation)\b|"
            r"\b(?:one|1)\s+(?:single\s+|random\s+|training\s+)*(?:run|seed)\b(?=\s*(?:per\b|for each\b|only\b|[.,;)]|$))|"
            r"\bsingle[\s-](?:run|seed)(?=\s*(?:[,.;:)]|$|results?\b|scores?\b|performance\b))",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip
# What a figure is of in a sentence or table that speaks of several runs anyway.
_BARE: Final = (
    ("mean", re.compile(r"\bon average\b|\b(?:on|in) the mean\b", re.IGNORECASE)),
    ("best", re.compile(r"\bat (?:its |their )?best\b|\bthe best (?:one|of (?:them|these|those))\b", re.IGNORECASE)),
    ("median", re.compile(r"\b(?:in|at) the median\b", re.IGNORECASE)),
)
_BEFORE_REACH, _BEHIND_REACH = 180, 180


class Mention(NamedTuple):
    """What a text says of one kind, with what it says of how many, and where."""

    kind: str
    said: str
    start: int
    end: int


def run_mentions(text: str) -> Iterator[Mention]:
    """What a text says of its runs; mentions may overlap."""
    for kind, rule in _SHORT:
        yield from (Mention(kind, match.group(), *match.span()) for match in rule.finditer(text))
    several = list(several_runs(text))
    for said, start, end in several:
        before, behind = max(0, start - _BEFORE_REACH), text[end : end + _BEHIND_REACH]
        yield from (Mention(kind, said, before + at, end) for kind, at in _led_to(text[before:start], said))
        for kind, rule in _BEHIND:
            if match := rule.match(behind):
                at, to = match.span(match.lastgroup or 0)
                yield Mention(kind, said, end + at, end + to)
    for kind, rule in _BARE if several else ():
        yield from (Mention(kind, "", *match.span()) for match in rule.finditer(text))


def _led_to(before: str, runs: str) -> Iterator[tuple[str, int]]:
    """What stands before runs that it is over ("the average accuracy over"), and where; "in" only before numbered ones."""
    for kind, rule in _RIGHT_BEFORE:
        if match := rule.search(before):
            yield kind, match.start()
    for kind, rule in _WORD if _OVER.search(before) else ():
        *_, match = (None, *rule.finditer(before))  # the last one
        over = _OVER.search(before, match.end()) if match else None
        between = _BRACKETS.sub("", before[match.end() : over.start()]) if match and over else ""
        if over and _IN.search(over.group()) and not _NUMBERED.search(runs):
            continue
        if match and over and len(between.split()) <= _FARTHEST and not _BREAKS.search(between):
            yield kind, match.start()


def several_runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Where a text speaks of several runs, seeds or restarts, and what it says."""
    for noun in _NOUN.finditer(text):
        which = _WHICH.search(text[max(0, noun.start() - 70) : noun.start()])
        said = which.group() if which else ""
        if _are_runs(noun, said, text):
            yield said + noun.group(), noun.start() - len(said), noun.end()


def _are_runs(noun: re.Match[str], said: str, text: str) -> bool:
    word = noun.group().lower()
    if noun["models"]:
        return True
    if word == "times":
        return bool(_NUMBERED.search(said) and _DONE.search(text, max(0, noun.start() - 120), noun.start()))
    if word in ("experiments", "executions", "repetitions", "trials"):
        return _NUMBERED.search(said) is not None
    return bool(said) or (word in ("seeds", "restarts", "runs") and _ALONE.match(text, noun.end()) is not None)


def number_in(said: str) -> str:
    """The number that is said, in digits; empty where there is none."""
    found = _NUMBER.search(said)
    return COUNTS.get(found.group().lower(), found.group()) if found else ""
