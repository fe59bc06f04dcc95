r"""What is left of TeX in a quote or an abstract, taken for what it prints; every character keeps its place.

Papers are read by `parse.latex`, which knows TeX; here are only the marks that people copy along with a sentence.
"""

import re

CITATION = "\ufffc"
r"""Stands for what a `\cite` or `\ref` prints, which its source does not tell (U+FFFC, object replacement character)."""

_PRINTED = {
    "pm": "±", "mp": "∓", "times": "×", "cdot": "·", "uparrow": "↑", "downarrow": "↓", "approx": "≈", "sim": "~",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "to": "→", "rightarrow": "→", "ll": "≪",
    "leftarrow": "←", "infty": "∞", "in": "∈", "dagger": "†", "ddagger": "‡", "ldots": "...", "dots": "...",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ",
    "textpm": "±", "texttimes": "×", "textendash": "–", "textemdash": "—", "S": "§", "circ": "°", "gg": "≫",
    "i": "i", "j": "j", "o": "ø", "l": "ł", "ss": "ß", "ae": "æ", "oe": "œ",
}  # fmt: skip
_TIE = re.compile(r"(?<=\w)~(?=\w)")
# Mathematics as Pandoc finds it: no space inside its dollars, no digit behind them; other dollars are money.
_MATH = re.compile(r"(?<!\\)\$(?=\S)([^$\n]{1,300}?)(?<=[^\s\\])\$(?!\d)")
_TOKEN = re.compile(
    r"\\(?P<cite>(?:no)?cite\w*|(?:page|auto|eq|c|C)?ref|label|footnote(?:mark)?)\*?(?:\[[^\]\n]{0,200}\]){0,2}\{[^{}\n]{0,500}\}"
    r"|\\(?P<word>[a-zA-Z]+)\*?[ \t]*"
    r"|\\(?P<sign>[%&#_${}])"
    r"|\\(?P<accent>[\"'`^=.]|~(?=\{?[a-zA-Z]))"
    r"|\\(?P<space>[ ~,;:!/@-])"
    r"|(?P<lowered>[_^])(?=\{?\\(?:pm|dagger|ddagger|circ)\b)"
    r"|(?P<tie>(?<=[\w.)])~(?=[\w\\]))"
    r"|(?P<brace>[{}])"
)


def printed(text: str) -> tuple[str, list[int]] | None:
    r"""The text as TeX would print it, and the offset in `text` of each of its characters; None without marks of TeX.

    >>> shown, places = printed(r"$91.2_{\pm 0.3}$ or \textbf{92}\% on Table~2 \cite{x}")
    >>> shown, places[0]
    ('91.2±0.3 or 92% on Table 2 \ufffc', 1)
    >>> printed("It costs $5 or $7.") is None
    True
    """
    dollars: set[int] = set()
    if "$" in text:
        dollars = {place for found in _MATH.finditer(text) for place in (found.start(), found.end() - 1)}
    if not dollars and "\\" not in text and ("~" not in text or not _TIE.search(text)):
        return None
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, shown in _replaced(text, dollars):
        pieces.append(text[at:start])
        places.extend(range(at, start))
        pieces.append(shown)
        places.extend([start] * len(shown))
        at = end
    pieces.append(text[at:])
    places.extend(range(at, len(text)))
    return "".join(pieces), places


def _replaced(text: str, dollars: set[int]) -> list[tuple[int, int, str]]:
    found = [(match.start(), match.end(), _shown(match)) for match in _TOKEN.finditer(text)]
    taken = {place for start, end, _ in found for place in range(start, end)}
    return sorted([*found, *((place, place + 1, "") for place in dollars - taken)])


def _shown(match: re.Match[str]) -> str:
    if match["cite"]:
        return "" if match["cite"] in {"label", "nocite", "footnotemark", "footnote"} else CITATION
    if match["word"]:
        name = match["word"]
        return _PRINTED.get(name, "")
    if match["sign"]:
        return match["sign"]
    return " " if match["tie"] or match["space"] in (" ", "~", ";", ":") else ""
