"""Tables and sentences of LaTeX sources for the swap test bed, read without the parser that is tested.

Only tables that leave no doubt are taken: names of rows, then numbers, under printed headers. Everything else is left
out, with the reason.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

_FLOAT = re.compile(r"\\begin\{(table|wraptable|sidewaystable)(\*?)\}.*?\\end\{\1\2\}", re.DOTALL)
_TABULAR = re.compile(r"\\begin\{(tabular|tabularx|tabulary)\*?\}(.*?)\\end\{\1\*?\}", re.DOTALL)
_CAPTION = re.compile(r"\\caption\*?(?:\[[^\]]*\])?\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_COMMENT = re.compile(r"(?<!\\)%.*")
_CELL = re.compile(r"(?<!\\)&")
_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?|\\tabularnewline")
_RULE = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^}]*\}|cmidrule(?:\([^)]*\))?(?:\[[^\]]*\])?\{[^}]*\}|"
    r"specialrule(?:\{[^}]*\}){3}|addlinespace(?:\[[^\]]*\])?|noalign\{[^}]*\}|Xhline\{[^}]*\}|hdashline|arrayrulecolor\{[^}]*\})"
)
_MULTICOLUMN = re.compile(r"^\\multicolumn\{(\d+)\}\{(?:[^{}]|\{[^{}]*\})*\}\{(.*)\}$", re.DOTALL)
_MULTIROW = re.compile(
    r"\\multirow(?:cell)?(?:\[[^\]]*\])?\{[^}]*\}(?:\[[^\]]*\])?\{[^}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_CITE = re.compile(r"~?\\(?:cite\w*|ref|footnotemark|footnote|label|tnote)\*?(?:\[[^\]]*\])*\{[^{}]*\}")
_COLOUR = re.compile(r"\\(?:cellcolor|rowcolor|textcolor|color|columncolor)(?:\[[^\]]*\])?\{[^}]*\}")
_DRESS = re.compile(
    r"\\(?:textbf|textit|emph|texttt|textsc|underline|textrm|textsf|text|mathbf|uline|makecell|bm|shortstack|textsl)"
    r"(?:\[[^\]]*\])?\{([^{}]*)\}"
)
_SWITCH = re.compile(
    r"\\(?:bf|it|em|tt|sc|sl|rm|small|footnotesize|scriptsize|tiny|large|bfseries|itshape|centering)\b"
)
# Whole numbers are counts, sizes or years as often as scores.
_NUMBER = re.compile(r"(\d{1,3}\.\d{1,4}|\.\d{2,4})\s*%?(?:\s*(?:±|\\pm)\s*[\d.]+|\s*\([\d.]+\))?|(\d{1,3})\s*%")
_WORD = re.compile(r"[A-Za-z]{2}")
_MACRO = re.compile(r"\\(?:re)?newcommand\*?\s*\{?\\([A-Za-z]+)\}?\s*\{\s*([A-Z][\w .+-]{1,30}?)\s*(?:\\xspace)?\s*\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\\])")
_PARAGRAPH = re.compile(r"\n\s*\n|\\(?:sub)*section\*?\{[^}]*\}|\\paragraph\*?\{|\\(?:begin|end)\{abstract\}")


@dataclass(frozen=True, slots=True)
class PlainTable:
    """`headers[column]` are the texts over a column, topmost first, empty where none is printed.

    `rows`: a name, and for each column the number as printed, empty where there is none or more than a number.
    """

    caption: str
    headers: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def plain_tables(tex: str) -> Iterator[PlainTable | str]:
    """Each table of a source in order, or the reason why it is left out."""
    tex = expanded(tex)
    for found in _FLOAT.finditer(tex):
        caption = _CAPTION.search(found.group())
        tabulars = list(_TABULAR.finditer(found.group()))
        if len(tabulars) != 1:
            yield "not one tabular in a float"
        else:
            yield _table(plain(caption.group(1)) if caption else "", tabulars[0].group(2))


def without_tables(tex: str) -> str:
    """The source without its tables."""
    return _TABULAR.sub(" ", _FLOAT.sub(" ", _COMMENT.sub("", tex)))


def prose_sentences(tex: str) -> tuple[str, ...]:
    """The sentences of abstract and body, roughly: enough to look a number and a name up in."""
    tex = expanded(tex)
    body = without_tables(tex[max(tex.find(r"\begin{document}"), 0) :]).partition(r"\begin{thebibliography}")[0]
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPH.split(body))
    return tuple(plain(sentence) for part in paragraphs for sentence in _SENTENCE.split(part) if sentence)


def expanded(tex: str) -> str:
    """The source without comments, its macros that stand for a word or two written out."""
    tex = _COMMENT.sub("", tex)
    macros = {found.group(1): found.group(2) for found in _MACRO.finditer(tex)}
    if not macros:
        return tex
    names = "|".join(sorted(map(re.escape, macros), key=len, reverse=True))
    used = re.compile(rf"\\({names})(?![A-Za-z])(?:\{{\}})?")
    return used.sub(lambda found: macros[found.group(1)], tex[_end_of_preamble(tex) :])


def plain(text: str) -> str:
    """Text as it is printed, as far as names and numbers go."""
    text = _COLOUR.sub("", _CITE.sub("", _MULTIROW.sub(r"\1", text)))
    before = ""
    while before != text:
        before, text = text, _DRESS.sub(r"\1", text)
    text = _SWITCH.sub("", re.sub(r"\\(?:newline|linebreak|xspace|\\)", " ", text))
    text = re.sub(r"\\([%&_#$])", r"\1", text).replace("~", " ").replace("---", "-").replace("--", "-")
    return " ".join(re.sub(r"[{}$]|\[\s*\]|\(\s*\)", "", text).split())


def _end_of_preamble(tex: str) -> int:
    return max(tex.find(r"\begin{document}"), 0)


def _table(caption: str, body: str) -> PlainTable | str:
    rows = [cells for line in _ROW.split(_RULE.sub(" ", _body(body))) if (cells := _cells(line))]
    width = max((len(cells) for cells in rows), default=0)
    rows = [cells for cells in rows if len(cells) == width]  # headings inside the body span less
    numbers = [sum(bool(number(cell)) for cell in cells[1:]) for cells in rows]
    if width < 2 or not any(numbers):
        return "no numbers"
    first = next(at for at, count in enumerate(numbers) if count)
    if not first:
        return "no header"
    below = [cells for cells, count in zip(rows[first:], numbers[first:], strict=True) if count]
    names = _names(below)
    if names > 1 and not all(cells[0] for cells in below):
        return "names over more than one row"
    if names == width:
        return "no column of numbers alone"
    headers = tuple(tuple(cells[at] for cells in rows[:first]) for at in range(names, width))
    return PlainTable(caption, headers, tuple((cells[0], tuple(map(number, cells[names:]))) for cells in below))


def _names(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first columns hold words: names, and what qualifies them."""
    width = len(rows[0])
    wordy = (any(not number(cells[at]) and _WORD.search(cells[at]) for cells in rows) for at in range(1, width))
    return 1 + sum(takewhile(bool, wordy))


def _body(tabular: str) -> str:
    """What follows the arguments of a tabular: its width, where it has one, and the format of its columns."""
    at = 0
    while (start := re.compile(r"\s*(?:\[[^\]]*\])?\s*\{").match(tabular, at)) and at < len(tabular):
        depth, at = 1, start.end()
        while depth and at < len(tabular):
            depth += {"{": 1, "}": -1}.get(tabular[at], 0)
            at += 1
    return tabular[at:]


def _cells(line: str) -> list[str]:
    """The cells of a row, one that spans several once for each; empty for a blank line."""
    cells: list[str] = []
    for raw in _CELL.split(line):
        spanning = _MULTICOLUMN.match(raw.strip())
        content = plain(spanning.group(2) if spanning else raw)
        cells.extend([content] * (int(spanning.group(1)) if spanning else 1))
    return cells if any(cells) else []


def number(cell: str) -> str:
    """The number that a cell is, as printed, without per cent sign and deviation; empty where it is anything else.

    >>> [number(cell) for cell in ("80.9", "80.9%", "12", "12%", "80.9 ± 0.2", "-1.5")]
    ['80.9', '80.9', '', '12', '80.9', '']
    """
    found = _NUMBER.fullmatch(cell.strip())
    return (found.group(1) or found.group(2)) if found else ""
