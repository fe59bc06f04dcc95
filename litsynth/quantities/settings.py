"""Hyper-parameters that a number may belong to: learning rate, batch size, a single letter and an equals sign."""

import re

_NAMED = (
    r"learning\srates?|lr|batch\ssizes?|(?:attention\s)?dropout(?:\s(?:rate|probability))?|temperature|weight\sdecay|"
    r"beam\s(?:size|width)|beam|hidden\s(?:size|dimension)|(?:embedding\s)?dimension(?:ality|s)?|warm-?up(?:\ssteps)?|"
    r"vocab(?:ulary)?\ssizes?|(?:max(?:imum|imal)?\s)?(?:sequence\s)?length|(?:random\s)?seeds?|thresholds?|patience|"
    r"label\ssmoothing"
)
_LETTER = r"(?:[A-Za-zα-ω]|\\?(?:alpha|beta|gamma|lambda|tau|epsilon|theta|sigma))(?=\s?\$?(?:=|\\in))"
_LINK = r"(?:is\sset\sto|set\sto|of|is|was|at|=|:|\\in|from)?[\s$]{0,3}"
_HEDGE = r"(?:(?:about|around|approximately|up\sto|at\sleast|only)\s+)?"
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<name>{_NAMED}|{_LETTER})\s?(?:\([A-Za-z]{{1,8}}\)\s?)?{_LINK}{_HEDGE}$", re.IGNORECASE
)


def setting_before(left: str) -> str:
    r"""The hyper-parameter whose value follows `left`: singular, in lower case, without a backslash.

    >>> [setting_before(left) for left in ("learning rates of ", r"with $\lambda = ", "k=", "a batch of ")]
    ['learning rate', 'lambda', 'k', '']
    """
    match = _BEFORE.search(left)
    if not match:
        return ""
    name = match["name"].lower().lstrip("\\")
    return name.removesuffix("s") if len(name) > 1 else name
