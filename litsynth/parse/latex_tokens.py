r"""LaTeX source to tokens, as TeX's mouth reads it.

A token is a string: a control sequence (`\section`, `\%`), one special character (``{ } [ ] $ & ~ ^ _ *``), `$$`,
a macro parameter (`#1`), one space, a blank line (`PARAGRAPH`), verbatim text (`VERBATIM` and the characters), or a
run of ordinary characters. Comments are gone. pylatexenc's walker was not used for this: it does not expand an
author's macros, and the tables of real papers are full of them.
"""

import re

PARAGRAPH = "\n\n"
VERBATIM = "\0"
"""The first character of a verbatim token."""

_TOKEN = re.compile(
    r"""(?P<comment>%[^\n]*(?:\n[ \t]*|$)(?P<blank>\n\s*)?)
      | (?P<word>\\[a-zA-Z@]+)(?P<after>[ \t]*(?:\n(?![ \t]*\n))?[ \t]*)
      | (?P<symbol>\\(?:.|\n|$))
      | (?P<par>[ \t]*\n[ \t]*\n\s*)
      | (?P<space>[ \t\n]+)
      | (?P<special>\$\$|[{}\[\]$&~^_*]|\#\#*\d?)
      | (?P<text>[^\\%{}\[\]$&~^_*\#\s]+|\s)""",
    re.VERBOSE,
)
_VERBATIM_ENVIRONMENTS = frozenset(
    "verbatim verbatim* Verbatim lstlisting minted comment filecontents filecontents* CCSXML alltt".split()
)
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z*]+)\}")
_VERB = re.compile(r"\*?([^a-zA-Z\s*])([^\n]{0,200}?)\1")


def tokenize(tex: str) -> list[str]:
    r"""The tokens of `tex` in order. Linear in its length.

    >>> tokenize("\\textbf{79.2}\\% of% a comment\n  all")
    ['\\textbf', '{', '79.2', '}', '\\%', ' ', 'of', 'all']
    """
    tex = tex.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    tokens: list[str] = []
    place, end = 0, len(tex)
    unclosed: set[str] = set()
    while place < end:
        found = _TOKEN.match(tex, place)
        if found is None:  # every character belongs to a class above
            raise AssertionError(f"no token at {place}")
        place = found.end()
        kind = found.lastgroup
        if kind == "after":
            place = _control_word(tex, found, tokens, unclosed)
        elif kind == "par" or found["blank"]:
            tokens.append(PARAGRAPH)
        elif kind == "space":
            tokens.append(" ")
        elif kind != "comment":
            tokens.append(found.group())
    return tokens


def _control_word(tex: str, found: re.Match[str], tokens: list[str], unclosed: set[str]) -> int:
    """Appends a control word, and reads past a verbatim environment or `\\verb` that it opens; the new place."""
    word = found["word"]
    if word in {"\\verb", "\\lstinline"}:
        verb = _VERB.match(tex, found.end())
        if verb is not None:
            tokens.append(VERBATIM + verb.group(2))
            return verb.end()
    if word == "\\begin":
        opened = _ENVIRONMENT.match(tex, found.end())
        if opened is not None and opened.group(1) in _VERBATIM_ENVIRONMENTS and opened.group(1) not in unclosed:
            closing = f"\\end{{{opened.group(1)}}}"
            stop = tex.find(closing, opened.end())
            if stop >= 0:
                return stop + len(closing)
            unclosed.add(opened.group(1))
    tokens.append(word)
    return found.end()
