"""Marks of annotation tools taken out of labelled text, so that it looks like the text that is judged."""

import re

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}
_MARK = r"<\|\w+\|>"
_MARKED_BRACKET = re.compile(rf"\s*(?:\([^()\[\]]*{_MARK}[^()\[\]]*\)|\[[^()\[\]]*{_MARK}[^()\[\]]*\])")
_LONE_MARK = re.compile(rf"[\s,;]*{_MARK}")


def detokenise(text: str) -> str:
    """Undo Penn-Treebank spacing.

    >>> detokenise("It 's 4.2 % , is n't it ?")
    "It's 4.2%, isn't it?"
    """
    for token, mark in _BRACKETS.items():
        text = text.replace(token, mark)
    text = re.sub(r"\s+(n't|'(?:s|re|ve|ll|d|m)\b|[.,;:!?%)\]])", r"\1", text)
    return re.sub(r"([(\[$])\s+", r"\1", text)


def without_citation_marks(text: str) -> str:
    """A citation sentence without the marks that Citation-Integrity puts in the place of its citations.

    >>> without_citation_marks("It rose [<|cit|>], as others (Wu, <|other_cit|>; <|cit|>) found.<|multi_cit|>")
    'It rose, as others found.'
    """
    return " ".join(_LONE_MARK.sub("", _MARKED_BRACKET.sub("", text)).split())
