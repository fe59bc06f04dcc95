"""What is printed right behind (or, for money, before) a number: its unit and the factor to the unit's base."""

import re
from dataclasses import dataclass

from litsynth.quantities.metrics import METRIC, canonical_metric, lone_metric
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
_OF_POINTS = r"absolute|percentage|percent|full|average|averaged|mean|macro|micro|overall|additional|more|%"
_OF_METRIC = r"average|averaged|mean|macro|micro|test|dev|overall|labell?ed|unlabell?ed"
_PERCENT = re.compile(
    rf"{_GAP}-?(?:(?P<points>%p|(?:\\?%|percent|per\scent)[\s-]*(?:absolute\s)?(?:points?|pts?|pp)\b|p\.p\.|ppt?s?\b|pts?\b)"
    r"|(?:\\?%|(?:percent|per\s?cent|pct)(?!\w))(?:(?P<absolute>\s*\(?(?:in\s)?(?:absolute(?:ly)?\b|abs\b\.?))"
    r"|(?P<relative>\s*\(?(?:relative(?:ly)?\b|rel\b\.?)))?)"
)
_PER_MILLE = re.compile(rf"{_GAP}(?:‰|per\s?mill?e?\b)")
_POINTS = re.compile(
    rf"{_GAP}-?(?P<body>(?:(?:{_OF_POINTS}|{METRIC})[\s-]+){{0,4}})points?\b(?!\s*-?\s*(?:scale|likert|cloud))",
    re.IGNORECASE,
)
_METRIC_BEHIND = re.compile(
    rf"\s+(?:(?:in|of|on|for|the|average|averaged|mean|absolute|overall)\s+){{0,3}}(?P<metric>{METRIC})"
)
_SCORE = re.compile(
    rf"{_GAP}(?:(?:{_OF_METRIC})[\s-]+){{0,3}}(?P<metric>{METRIC})(?!\s+(?:metrics|measures|values|scores\sfor))"
)
_COUNTED = re.compile(
    r"-(?P<word>language|layer|parameter|param|token|word|sentence|example|task|domain|dataset|speaker)s?(?!\w)",
    re.IGNORECASE,
)
_MODEL_BEHIND = re.compile(
    r"(?<=[MB])(?=[-\s](?:(?:language|base|sized?|scale)[-\s])?"
    r"(?:models?|LLMs?|LMs?|transformers?|checkpoints?|variants?|versions?)\b)"
)
_TIMES = re.compile(
    rf"{_GAP}(?:x(?!\w|\s?\d)|×(?!\s?\d)|\\times\b(?!\$?\s?\d)|[\s-]?times\b|-?\s?fold\b)", re.IGNORECASE
)
_MAGNITUDES = re.compile(r"\s+orders?\sof\smagnitude\b", re.IGNORECASE)
_BYTES = re.compile(rf"{_GAP}(?:(?P<prefix>[KMGTPkg])(?P<binary>i)?[Bb]|(?P<word>kilo|mega|giga|tera)?bytes?)(?!\w)")
_LASTING = re.compile(
    rf"{_GAP}-?(?:(?P<unit>ms|millisecond|sec|second|s|minute|min|hour|hr|h|day|week|month|year)s?)(?![\w'’-])"
)
_PRINTED = re.compile(rf"{_GAP}(?P<unit>[kMG]?Hz|km|kg|kWh|dB|[KMGTP]?FLOPS|fps|FPS|dpi|degree|(?<=\s)[cmk]?m)s?(?!\w)")
_MONEY_AFTER = re.compile(r"\s?(?P<unit>dollar|euro|cent|USD|EUR|GBP)s?(?!\w)")
_MONEY_BEFORE = re.compile(r"(?:(?P<sign>[$€£¥])|\b(?P<code>USD|EUR|GBP|US\$))\s?$")
_MATH_CLOSE = re.compile(r"[^$a-zA-Z]{0,16}(?:\\[a-z]{1,8}[^$a-zA-Z]{0,16}){0,2}\$(?!\d)")
# Months and years have no fixed length, so they stay units of their own.
_SECONDS = {
    **dict.fromkeys(("ms", "millisecond"), 0.001),
    **dict.fromkeys(("s", "sec", "second"), 1),
    **dict.fromkeys(("min", "minute"), 60),
    **dict.fromkeys(("h", "hr", "hour"), 3600),
    "day": 86400,
    "week": 604800,
}
_PREFIXES = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_CURRENCY = {
    "$": "usd",
    "US$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "dollar": "usd",
    "cent": "usd",
    "euro": "eur",
}


def unit_of(text: str, numeral: Numeral) -> Unit | None:
    """The unit printed with a number, or None. Counted nouns that stand apart are `nouns.counted`'s.

    >>> from litsynth.quantities.numerals import digit_numerals
    >>> [unit_of(t, next(digit_numerals(t))).name for t in ("1.8% absolute", "2 BLEU points", "3x", "5 GB", "80.9 F1")]
    ['points', 'points', 'times', 'bytes', 'score']
    """
    end = numeral.end
    if numeral.kind == "share":
        return Unit("percent", end)
    if numeral.kind in ("multiple", "magnitude"):
        return Unit("times", end)
    if numeral.grouped and _MODEL_BEHIND.match(text, end):
        return Unit("count", end, noun="parameter")
    if money := _money(text, numeral):
        return money
    if text[end : end + 1] in (*".,;:)(]", ""):
        return None
    return _proportion(text, end) or _multiple(text, end) or _amount(text, end) or _metric_unit(text, numeral)


def _proportion(text: str, end: int) -> Unit | None:
    if match := _PERCENT.match(text, end):
        points = match["points"] or match["absolute"]
        noun = _metric_behind(text, match.end())
        return Unit("points" if points else "percent", match.end(), noun=noun, relative=bool(match["relative"]))
    if ("‰" in text or "mill" in text) and (match := _PER_MILLE.match(text, end)):
        return Unit("percent", match.end(), 0.1, _metric_behind(text, match.end()))
    if match := _POINTS.match(text, end):
        return Unit("points", match.end(), noun=lone_metric(match["body"]) or _metric_behind(text, match.end()))
    return None


def _metric_behind(text: str, end: int) -> str:
    match = _METRIC_BEHIND.match(text, end)
    return canonical_metric(match["metric"]) if match else ""


def _multiple(text: str, end: int) -> Unit | None:
    if match := _TIMES.match(text, end):
        return Unit("times", match.end())
    if match := _MAGNITUDES.match(text, end):
        return Unit("magnitude", match.end())
    return None


def _amount(text: str, end: int) -> Unit | None:
    if match := _BYTES.match(text, end):
        prefix = (match["prefix"] or match["word"] or "")[:1].lower()
        return Unit("bytes", match.end(), (1024 if match["binary"] else 1000) ** _PREFIXES[prefix])
    if match := _LASTING.match(text, end):
        seconds = _SECONDS.get(match["unit"])
        return Unit("seconds", match.end(), seconds) if seconds else Unit(match["unit"], match.end())
    if match := _PRINTED.match(text, end):
        return Unit(match["unit"].lower(), match.end())
    if match := _COUNTED.match(text, end):
        word = match["word"].lower()
        return Unit("count", match.end(), noun="parameter" if word == "param" else word)
    return None


def _metric_unit(text: str, numeral: Numeral) -> Unit | None:
    if numeral.kind not in ("integer", "decimal") or numeral.grouped:
        return None
    match = _SCORE.match(text, numeral.end)
    return Unit("score", match.end("metric"), noun=canonical_metric(match["metric"])) if match else None


def _money(text: str, numeral: Numeral) -> Unit | None:
    """Money, with the currency's code as noun; a dollar that opens LaTeX mathematics closed nearby is none."""
    before = _MONEY_BEFORE.search(text[max(0, numeral.start - 5) : numeral.start])
    if before and not (before["sign"] == "$" and _MATH_CLOSE.match(text, numeral.end)):
        mark = before["sign"] or before["code"]
        return Unit("money", numeral.end, noun=_CURRENCY.get(mark, mark.lower()))
    if match := _MONEY_AFTER.match(text, numeral.end):
        mark = match["unit"]
        return Unit("money", match.end(), 0.01 if mark == "cent" else 1, _CURRENCY.get(mark, mark.lower()))
    return None
