"""The half-width printed behind a number: ± 0.4, +/- 0.4, +- 0.4, and what LaTeX leaves of it."""

import re

_SPREAD = re.compile(r"[\s${}_^(~*]{0,6}(?:±|\+\s?/?\s?[-−–]|\\pm)[\s${}~]{0,4}(\d+(?:\.\d+)?|\.\d+)[}$]{0,3}\)?")


def spread_behind(text: str, end: int) -> tuple[float | None, int]:
    r"""The half-width printed right behind `end` and where it ends; None and `end` where there is none.

    >>> spread_behind(r"79.2$_{\pm0.4}$", 4)
    (0.4, 15)
    """
    match = _SPREAD.match(text, end)
    return (float(match.group(1)), match.end()) if match else (None, end)


def has_spread(text: str) -> bool:
    """Whether a quantity's text states a half-width."""
    return _SPREAD.search(text) is not None
