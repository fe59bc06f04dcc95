"""Any text to Markdown source that prints as that text, on GitHub (GFM) and in Obsidian."""

import re

from litsynth.render.marked import printable

# Backslash escapes: CommonMark 0.31.2 section 2.4. `$` is math in both, `|` splits cells, `~` strikes, `^` at the
# end of a line is an Obsidian block id, `#word` an Obsidian tag, `==` a highlight, `%%` an Obsidian comment.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|$~^]|#(?=\S|$)|==|%%|&(?=#?\w+;)")
# GFM links a bare address before it undoes the escapes inside it, which would print them.
_ADDRESS = re.compile(r"(?<=\w)(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
_LINE_START = re.compile(r"(?P<bullet>[-+#=])|(?P<number>\d{1,9})(?=[.)](\s|$))")


def escape_markdown(text: str) -> str:
    r"""Markdown source that prints `text` as it is; runs of white space become one space.

    >>> print(escape_markdown("a|b costs $5 *net* <1>"))
    a\|b costs \$5 \*net\* \<1\>
    >>> print(escape_markdown("1. first"))
    1\. first
    >>> escape_markdown("a\u202eb\x00")
    'ab\ufffd'
    """
    line = " ".join(printable(text).split())
    line = _SPECIAL.sub(_escape_each, line)
    line = _ADDRESS.sub(r"\\", line)
    start = _LINE_START.match(line)
    if start is None:
        return line
    at = start.end() if start["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def _escape_each(match: re.Match[str]) -> str:
    return "".join("\\" + character for character in match[0])
