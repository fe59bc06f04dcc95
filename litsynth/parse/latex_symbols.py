"""What LaTeX commands print: one character, an accent, or nothing but their arguments."""

import unicodedata

from pylatexenc.latex2text import get_default_latex_context_db


def _symbols() -> dict[str, str]:
    """pylatexenc's table, of those commands that stand for one or two visible characters whatever follows."""
    known = {spec.macroname: spec.simplify_repl for spec in get_default_latex_context_db().iter_macro_specs()}
    texts = {name: text for name, text in known.items() if isinstance(text, str) and "%" not in text}
    return {name: text for name, text in texts.items() if text.strip() and len(text) <= 2}


SYMBOLS: dict[str, str] = {
    **_symbols(),
    "%": "%", "&": "&", "_": "_", "$": "$", "#": "#", "{": "{", "}": "}", "|": "‖", " ": " ", "\n": " ", "\t": " ",
    ",": " ", ";": " ", ":": " ", ">": " ", "quad": " ", "qquad": " ", "enspace": " ", "thinspace": " ", "space": " ",
    "hfill": " ", "newline": " ", "linebreak": " ", "break": " ", "\\": " ", "tabularnewline": " ", "cr": " ",
    "sim": "~", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbar": "|", "textless": "<",
    "textgreater": ">", "lt": "<", "gt": ">", "ne": "≠", "leqslant": "≤", "geqslant": "≥", "ast": "*", "star": "*",
    "ddagger": "‡", "ddag": "‡", "dag": "†", "textdaggerdbl": "‡", "S": "§", "P": "¶", "textsection": "§",
    "checkmark": "✓", "cmark": "✓", "xmark": "✗", "degree": "°", "textdegree": "°", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£", "euro": "€", "ldots": "...",
    "dots": "...", "cdots": "...", "textellipsis": "...", "dotsc": "...", "dotsb": "...", "vdots": "...", "bullet": "•",
    "textbullet": "•", "cdot": "·", "textperiodcentered": "·", "textunderscore": "_", "textquotesingle": "'",
    "textquotedbl": '"', "lbrack": "[", "rbrack": "]", "vert": "|", "lvert": "|", "rvert": "|", "mid": "|",
    "Vert": "‖", "lVert": "‖", "rVert": "‖", "colon": ":", "prime": "'", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "langle": "⟨", "rangle": "⟩", "textpercent": "%", "permil": "‰", "textonehalf": "½",
    "slash": "/", "textmd": "", "eg": "e.g.", "ie": "i.e.", "etal": "et al.", "natexlab": "",
}  # fmt: skip
SYMBOLS.update(dict.fromkeys(("tick", "faCheck", "textcheckmark"), "✓") | dict.fromkeys(("faTimes", "cross"), "✗"))
SYMBOLS.update({"spadesuit": "♠", "clubsuit": "♣", "heartsuit": "♥", "diamondsuit": "♦"})
SYMBOLS.update({"-": "", "/": "", "!": "", "@": ""})

_ACCENTS = dict(
    zip(
        "'`^\"~=.uvHckrdb",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a\u0323\u0331",
        strict=True,
    )
)
_MATH_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300", "check": "\u030c", "breve": "\u0306",
}  # fmt: skip


def is_accent(name: str) -> bool:
    r"""Whether `\name` puts an accent on its argument in text."""
    return name in _ACCENTS


def is_math_accent(name: str) -> bool:
    r"""Whether `\name` puts an accent on its argument in mathematics."""
    return name in _MATH_ACCENTS


def accented(name: str, text: str) -> str:
    r"""`text` with the accent of `\name` on its first character.

    >>> accented('"', "o")
    'ö'
    """
    mark = _ACCENTS.get(name) or _MATH_ACCENTS[name]
    base = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1])
    return unicodedata.normalize("NFC", base + mark + text[1:]) if base.isalpha() else text


def dingbat(code: str) -> str:
    r"""The character of `\ding{code}`, as far as tables use them: ticks, crosses and circled digits."""
    number = int(code) if code.strip().isdecimal() else 0
    if 172 <= number <= 211:
        return f"({(number - 172) % 10 + 1})"
    return {51: "✓", 52: "✓", 55: "✗", 56: "✗", 53: "✗", 54: "✗"}.get(number, "")
