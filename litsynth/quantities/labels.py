"""Numbers that name instead of measure: citations, dates, addresses, model names, p-values, k-shot, enumerations."""

import re

from litsynth.quantities.numbering import year
from litsynth.quantities.numerals import Numeral
from litsynth.quantities.versions import versioned

_REACH = 48
_GRID_AFTER = re.compile(r"\s?\$?(?:[×x]|\\times)\$?\s?\d")
_GRID_BEFORE = re.compile(r"\d\s?\$?(?:[×x]|\\times)\$?\s?$")
_NAME_HYPHEN = re.compile(r"(?:^|[\s(\[,])[A-Za-z][\w.-]*-$")
_SUFFIX = re.compile(
    r"(?:x|%|ms|s|h|hrs?|hours?|mins?|[KMGT]i?B|[kKMG]?Hz|dB|km|kg|pp|pts?|ppts?|percent|p\.p\.)(?![\w])", re.IGNORECASE
)
_MEASURED_HYPHEN = re.compile(
    r"-\s?(?:points?|percent|percentage|pts?|languages?|layers?|parameters?|params?|tokens?|words?|sentences?|examples?|"
    r"tasks?|domains?|datasets?|speakers?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|fold|times|million|billion|"
    r"thousand|hundred|BLEU|F1)(?!\w|-old)",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"[\s-]{0,2}shots?\b|\s?-\s?(?:best|gram|way|hop|bit|dimensional|dim|d\b)"
    r"|\s?-\s?fold(?!\s(?:increase|improvement|reduction|decrease|gain|speed|faster|higher|smaller|larger|more|fewer))",
    re.IGNORECASE,
)
_SIGNIFICANCE = re.compile(
    r"(?:(?<![\w-])p(?:\s?-?\s?values?)?[\s$]{0,2}(?:of|is|was|below|under|less\sthan|[<>=≤≥≪]{1,2}|\\(?:leq?|ll|lt))"
    r"[\s$]{0,2}|significance\s(?:level|threshold)?s?\s?(?:of|at|:)?\s?|significant(?:ly)?\s(?:at|with)\s(?:the\s|a\s|"
    r"level\s)?|(?:α|\\alpha|alpha)\s?=\s?|confidence\s(?:level|interval)s?\s?(?:of|at)?\s?)\(?$",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\s?\\?%?\s?-?(?:confidence|significance|credible|level\sof\ssignificance|CIs?\b|level\b)", re.IGNORECASE
)
_CUTOFF = re.compile(
    r"(?<![\w-])(?:recall|precision|hits?|accuracy|ndcg|map|mrr|success|p|r)\s(?:at|@)\s(?:top[\s-])?$", re.IGNORECASE
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\.?\s(?:\d{{1,2}}\s?[-–]\s?)?$")
_MONTH_AFTER = re.compile(rf"(?:\s?[-–]\s?\d{{1,2}})?\s(?:of\s)?{_MONTH}\b")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{1,2}/\d{1,2}|639-[1-3]")
_ADDRESS = re.compile(r"://|www\.|doi|arxiv|\.(?:org|com|net|io|edu)\b", re.IGNORECASE)
_ARXIV_ID = re.compile(r"[(\[]?\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,2})?[.,;:)\]]{0,3}$")
_LONGEST_ADDRESS = 200
_CITED_BEFORE = re.compile(r"\[(?:\d{1,3}\s?[,;–-]\s?){0,12}$")
_CITED_AFTER = re.compile(r"(?:\s?[,;–-]\s?\d{1,3}){0,12}\]")
_ENUMERATED_MOST = 30
"""Numbers up to this alone in parentheses are enumeration or equation marks."""


def names(text: str, numeral: Numeral) -> bool:
    """Whether the number, wherever it is counted in the sentence, belongs to a name, mark, date or test.

    >>> from litsynth.quantities.numerals import digit_numerals
    >>> [names(t, next(digit_numerals(t))) for t in ("word2vec", "BERT-12", "p < 0.05", "5-shot", "about 80")]
    [True, True, True, True, False]
    """
    left = text[max(0, numeral.start - _REACH) : numeral.start]
    return (
        _glued_left(text, numeral.start)
        or _glued_right(text, numeral)
        or _SETTING.match(text, numeral.end) is not None
        or _mark(text, numeral, left)
        or _dated(text, numeral, left)
        or _in_address(text, numeral.start)
        or _of_test(text, numeral, left)
        or versioned(text, numeral)
    )


def _glued_left(text: str, start: int) -> bool:
    """Joined to what stands before: `F1`, `BERT-12`, `top@5`, `v.2`, the second side of a grid."""
    before = text[start - 1 : start]
    if not before:
        return False
    if before.isalnum() or before in "_@^#'’\\":
        return True
    if before == ".":
        return not text[start - 2 : start - 1].isspace()
    if before in "-–−/":
        return _tied(text, start - 1)
    return _GRID_BEFORE.search(text[max(0, start - 12) : start]) is not None


def _tied(text: str, at: int) -> bool:
    """Whether the hyphen or slash at `at` ties a number to a word or to the middle of an identifier."""
    before = text[at - 1 : at]
    if before.isalpha():
        return text[at] != "–"
    if before and before in ")]}_":
        return text[at] == "-"
    # A size at the end of a name (`Llama-2-7B`), as against a range (`10k-20k`).
    return _NAME_HYPHEN.search(text[max(0, at - 24) : at + 1]) is not None


def _glued_right(text: str, numeral: Numeral) -> bool:
    """Joined to what stands behind: `2nd`, `3D`, `1990s`, `10:30`, `1.2.3`, `5-gram`, `3 × 3`."""
    end = numeral.end
    after, follower = text[end : end + 1], text[end + 1 : end + 2]
    if not after:
        return False
    if after.isalpha() or after == "_":
        return _SUFFIX.match(text, end) is None or (after == "s" and year(numeral))
    if after in "-–" and follower.isalpha():
        return after == "-" and _MEASURED_HYPHEN.match(text, end) is None
    if after in ".:" and follower.isdigit():
        return True
    return _GRID_AFTER.match(text, end) is not None


def _mark(text: str, numeral: Numeral, left: str) -> bool:
    """Citation marks, enumeration marks and numbered parts: `(1)`, `1)`, `1. First`, `[3, 5]`."""
    if numeral.kind != "integer":
        return False
    end = numeral.end
    after = text[end : end + 1]
    if after == ")" and numeral.value <= _ENUMERATED_MOST and not numeral.grouped:
        return left.endswith("(") or left.rfind("(") <= left.rfind(")")
    if after == "." and (not left.strip() or left.endswith(("\n", ": "))) and text[end + 1 : end + 2] == " ":
        return True
    return _CITED_BEFORE.search(left) is not None and _CITED_AFTER.match(text, end) is not None


def _dated(text: str, numeral: Numeral, left: str) -> bool:
    """A day beside its month, a numeric date, or the language code standard (ISO 639-3)."""
    if numeral.value <= 31 and (_MONTH_BEFORE.search(left) or _MONTH_AFTER.match(text, numeral.end)):
        return True
    if text[numeral.start - 1 : numeral.start] not in ("-", "/") and text[numeral.end : numeral.end + 1] not in (
        "-",
        "/",
    ):
        return False
    token_start = numeral.start - len(left) + len(left.rstrip("0123456789-/"))
    found = _DATE.match(text, token_start)
    return found is not None and found.end() >= numeral.end


def _in_address(text: str, start: int) -> bool:
    """Whether the word around the number is a web address, DOI or arXiv identifier."""
    first = max(text.rfind(mark, max(0, start - _LONGEST_ADDRESS), start) for mark in " \n") + 1
    first = max(first, start - _LONGEST_ADDRESS)
    stop = text.find(" ", start, start + _LONGEST_ADDRESS)
    token = text[first : stop if stop >= 0 else start + _LONGEST_ADDRESS]
    return _ADDRESS.search(token) is not None or _ARXIV_ID.match(token) is not None


def _of_test(text: str, numeral: Numeral, left: str) -> bool:
    """A p-value, a level of significance or confidence, or the cut-off of a ranking metric."""
    confidence = numeral.value <= 100 and _CONFIDENCE.match(text, numeral.end)
    return bool(_SIGNIFICANCE.search(left) or confidence or _CUTOFF.search(left))
