"""Short forms that a text defines, and the text with every long form in its short one."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9-]{0,7}[A-Z0-9]s?)\)")
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8
"""Words looked at before a short form; longer names are not abbreviated by their letters."""

# Measures that tables abbreviate and sentences spell out.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "exact match": "EM",
        "labeled attachment score": "LAS",
        "unlabeled attachment score": "UAS",
        "word error rate": "WER",
        "character error rate": "CER",
        "mean reciprocal rank": "MRR",
        "mean average precision": "MAP",
        "mean squared error": "MSE",
        "area under the curve": "AUC",
        "perplexity": "PPL",
    }
)


def acronyms_of(text: str) -> dict[str, str]:
    """Long form in lower case to short form, for each "Long Form (LF)" of a text; the first definition counts.

    The letters of the short form must open the words before it in order (words between may be skipped when small).

    >>> acronyms_of("We study Natural Language Inference (NLI) and Question Answering (QA) (2019).")
    {'natural language inference': 'NLI', 'question answering': 'QA'}
    """
    found: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        short = match.group(1)
        words = list(_WORD.finditer(text, max(0, match.start() - 120), match.start()))[-_MOST_WORDS:]
        start = _start(short.rstrip("s") if short[-1] == "s" else short, words)
        if start is not None and not re.search(r"[.;()]", text[start : match.start()]):
            long = re.sub(r"\s+", " ", text[start : match.start()].strip()).lower()
            if " " in long or "-" in long:
                found.setdefault(long, short)
    return found


def _start(short: str, words: list[re.Match[str]]) -> int | None:
    """Where the long form starts: its words open with the letters of the short form, the last word with the last."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    at = len(words) - 1
    for letter in reversed(letters):
        while at >= 0 and words[at].group()[0].lower() != letter and len(words[at].group()) <= 3:
            at -= 1
        if at < 0 or words[at].group()[0].lower() != letter:
            return None
        at -= 1
    return words[at + 1].start() if letters else None


def shortened(text: str, acronyms: Mapping[str, str]) -> str:
    """The text with each long form replaced by its short form and blanks, so that offsets stay.

    >>> shortened("On Question Answering it wins.", {"question answering": "QA"})
    'On QA                 it wins.'
    """
    lowered = text.lower()
    for long, short in _longest_first(acronyms):
        start = lowered.find(long)
        while start >= 0:
            end = start + len(long)
            apart = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalpha()
            if apart and len(short) <= len(long):
                text = text[:start] + short.ljust(len(long)) + text[end:]
                lowered = text.lower()
            start = lowered.find(long, end)
    return text


def _longest_first(acronyms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from sorted(acronyms.items(), key=lambda item: (-len(item[0]), item[0]))
