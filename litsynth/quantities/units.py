"""What is printed right behind (or, for money, before) a number: its unit and the factor to the unit's base."""

import re
from dataclasses import dataclass

from litsynth.quantities.metrics import METRIC, canonical_metric
from litsynth.quantities.numerals import Numeral


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ends at `end`; `factor` turns the printed value into `name`; `noun` is a metric, currency or noun."""

    name: str
    end: int
    factor: float = 1
    noun: str = ""
    relative: bool = False


_GAP = r"(?:[\s\u00a0~$}]|\\[,;! ]){0,4}"
_AVERAGE = r"absolute|percentage|percent|full|average|averaged|mean|macro|micro|overall|additional|more|%"
_PERCENT = re.compile(
    rf"{_GAP}-?(?:(?P<pp>%p|(?:\\?%|percent|per\scent)[\s-]*(?:absolute\s)?(?:points?|pts?|pp)\b|p\.p\.|pp\b|ppts?\b|pts?\b)"
    r"|(?:\\?%|percent(?![\w])|per\s?cent(?!\w)|pct\b)(?:(?P<absolute>\s*\(?(?:in\s)?(?:absolute(?:ly)?\b|abs\b\.?))"
    r"|(?P<relative>\s*\(?(?:relative(?:ly)?\b|rel\b\.?)))?)"
)
_POINTS = re.compile(
    rf"{_GAP}-?(?P<body>(?:(?:(?:{_AVERAGE})|{METRIC})[\s-]+){{0,4}})points?\b(?!\s*-?\s*(?:scale|likert|cloud))",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"{_GAP}(?:x(?!\w|\s?\d)|×(?!\s?\d)|\\times\b(?!\$?\s?\d)|[\s-]?times\b|-?\s?fold\b(?!\s+(?:cross|cv)))",
    re.IGNORECASE,
)
_MAGNITUDES = re.compile(r"\s+orders?\sof\smagnitude\b", re.IGNORECASE)
_BYTES = re.compile(rf"{_GAP}(?:(?P<prefix>[KMGTPkg])(?P<binary>i)?[Bb]|(?P<word>kilo|mega|giga|tera)?bytes?)(?!\w)")
_TIME = re.compile(
    rf"{_GAP}-?(?P<word>ms|milliseconds?|secs?|seconds?|s|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?)(?![\w'’-])"
)
_PRINTED = re.compile(rf"{_GAP}(?P<word>[kMG]?Hz|km|kg|kWh|dB|[KMGTP]?FLOPS|fps|FPS|dpi|degrees?|(?<=\s)[cmk]?m)(?!\w)")
_MONEY_AFTER = re.compile(r"\s?(?P<word>dollars?|euros?|USD|EUR|GBP|cents?)(?!\w)")
_MONEY_BEFORE = re.compile(r"(?:(?P<sign>[$€£¥])\s?|\b(?P<code>USD|EUR|GBP|US\$)\s?)$")
_MATH_CLOSE = re.compile(r"[^$a-zA-Z]{0,16}(?:\\[a-z]{1,8}[^$a-zA-Z]{0,16}){0,2}\$(?!\d)")
_SCORE = re.compile(
    rf"{_GAP}(?P<body>(?:(?:average|averaged|mean|macro|micro|test|dev|overall|labell?ed|unlabell?ed)[\s-]+){{0,3}}(?P<metric>{METRIC}))"
    r"(?!\s+(?:metrics|measures|values|scores\sfor))",
)
_COUNTED = re.compile(
    r"-(?P<word>languages?|layers?|parameters?|params?|tokens?|words?|sentences?|examples?|tasks?|domains?|datasets?|speakers?)(?!\w)",
    re.IGNORECASE,
)
_MODEL_BEHIND = re.compile(
    r"(?<=[MB])([-\s](?:(?:language|base|sized?|scale)[-\s])?(?:models?|LLMs?|LMs?|transformers?|checkpoints?|variants?|versions?)\b)"
)
_METRIC_BEHIND = re.compile(
    rf"\s+(?:(?:in|of|on|for|the|average|averaged|mean|absolute|overall)\s+){{0,3}}(?P<metric>{METRIC})"
)
_SECONDS = {"ms": 0.001, "mi": 60, "h": 3600, "d": 86400, "w": 604800, "s": 1}
_PREFIXES = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_CURRENCY = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "d": "usd", "c": "cent"}


def unit_of(text: str, numeral: Numeral) -> Unit | None:
    """The unit printed with a number, or None. Counted nouns that stand apart are `nouns.counted`'s.

    >>> from litsynth.quantities.numerals import digit_numerals
    >>> [unit_of(t, next(digit_numerals(t))).name for t in ("1.8% absolute", "2 BLEU points", "3x", "5 GB", "80.9 F1")]
    ['points', 'points', 'times', 'bytes', 'score']
    """
    end = numeral.end
    if numeral.kind == "fraction":
        return Unit("percent", end)
    if numeral.kind in ("multiple", "magnitude"):
        return Unit("times", end)
    if numeral.grouped and (model := _MODEL_BEHIND.match(text, end)):
        return Unit("count", model.start(1), noun="parameter")
    if money := _money(text, numeral):
        return money
    follower = text[end : end + 1]
    if not follower or follower in ".,;:)(]":
        return None
    return _proportion(text, end) or _amount(text, end) or _metric_unit(text, numeral)


def _proportion(text: str, end: int) -> Unit | None:
    if match := _PERCENT.match(text, end):
        if match.group("pp") or match.group("absolute"):
            return Unit("points", match.end(), noun=_metric_behind(text, match.end()))
        relative = bool(match.group("relative"))
        return Unit("percent", match.end(), noun=_metric_behind(text, match.end()), relative=relative)
    if match := _POINTS.match(text, end):
        named = re.search(METRIC, match.group("body"))
        noun = canonical_metric(named.group()) if named else _metric_behind(text, match.end())
        return Unit("points", match.end(), noun=noun)
    return None


def _metric_behind(text: str, end: int) -> str:
    match = _METRIC_BEHIND.match(text, end)
    return canonical_metric(match.group("metric")) if match else ""


def _amount(text: str, end: int) -> Unit | None:
    if match := _TIMES.match(text, end):
        return Unit("times", match.end())
    if match := _MAGNITUDES.match(text, end):
        return Unit("magnitude", match.end())
    if match := _BYTES.match(text, end):
        prefix = (match.group("prefix") or match.group("word") or "")[:1].lower()
        base = 1024 if match.group("binary") else 1000
        return Unit("bytes", match.end(), base ** _PREFIXES.get(prefix, 0))
    if match := _TIME.match(text, end):
        word = match.group("word")
        # Months and years have no fixed length, so they stay units of their own.
        if word.startswith(("month", "year")):
            return Unit(word.rstrip("s"), match.end())
        return Unit("seconds", match.end(), 0.001 if word.startswith("milli") else _seconds(word))
    if match := _PRINTED.match(text, end):
        return Unit(match.group("word").lower().removeprefix("degrees") or "degree", match.end())
    if match := _COUNTED.match(text, end):
        word = match.group("word").lower().rstrip("s")
        return Unit("count", match.end(), noun="parameter" if word == "param" else word)
    return None


def _seconds(word: str) -> float:
    return _SECONDS.get(word[:2]) or _SECONDS[word[0]]


def _metric_unit(text: str, numeral: Numeral) -> Unit | None:
    if numeral.kind not in ("integer", "decimal") or numeral.grouped:
        return None
    match = _SCORE.match(text, numeral.end)
    return Unit("score", match.end("metric"), noun=canonical_metric(match.group("metric"))) if match else None


def _money(text: str, numeral: Numeral) -> Unit | None:
    """Dollars before a number, unless the sign opens LaTeX mathematics that closes right behind it."""
    before = _MONEY_BEFORE.search(text[max(0, numeral.start - 4) : numeral.start])
    if before and not (before.group("sign") == "$" and _MATH_CLOSE.match(text, numeral.end)):
        code = before.group("code") or before.group("sign")
        return Unit("money", numeral.end, noun=_CURRENCY.get(code) or _CURRENCY.get(code[-1]) or code.lower())
    if match := _MONEY_AFTER.match(text, numeral.end):
        word = match.group("word").lower()
        return Unit(
            "money", match.end(), 0.01 if word.startswith("cent") else 1, "usd" if word[0] in "dc" else word[:3]
        )
    return None
