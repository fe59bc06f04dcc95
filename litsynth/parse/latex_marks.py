r"""References and citations that can only be written out once the whole paper has been read.

While a paper is walked, a `\ref` or `\cite` leaves a mark, a private-use character pair around what it refers to;
`Marks.resolve` puts the printed form in its place.
"""

import re
from dataclasses import dataclass, field

_OPEN, _CLOSE, _PART = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# Characters 0 and 1 mark parameters and primitives among the tokens.
_STRAY = re.compile(f"[\0\1{_OPEN}{_CLOSE}{_PART}]")
_YEAR_LABEL = re.compile(
    r"(?P<author>.+?),?\s*\(?(?P<year>(?:1[89]|20)\d\d[a-z]?|in press|to appear|forthcoming)\b.*", re.DOTALL
)

_SHORT_LABEL = re.compile(r"[\w+*.:-]{1,20}")

CITE_STYLES = {
    "cite": "parenthesis", "citep": "parenthesis", "parencite": "parenthesis", "autocite": "parenthesis",
    "shortcite": "parenthesis", "citet": "text", "textcite": "text", "newcite": "text", "citealt": "bare",
    "citealp": "bare", "citeauthor": "author",
    "citeyear": "year", "citeyearpar": "year", "Citet": "text", "Citep": "parenthesis", "shortciteA": "text",
    "citeA": "text", "citeN": "text", "citeasnoun": "text", "footcite": "parenthesis", "perscite": "text",
    "namecite": "text", "newcitep": "parenthesis", "posscite": "text", "citepos": "text", "citeposs": "text",
    "fullcite": "text", "supercite": "parenthesis", "onlinecite": "parenthesis",
}  # fmt: skip
"""How the citation commands of natbib, biblatex and others print."""
NAMED_REFERENCES = frozenset({"cref", "Cref", "autoref", "vref", "Vref", "fullref", "Autoref", "nameref", "Nameref"})
"""Commands that print what they refer to by its kind and number."""

_NAMES = {
    "table": "Table", "figure": "Figure", "section": "Section", "appendix": "Appendix", "equation": "Equation",
    "algorithm": "Algorithm", "item": "Item", "footnote": "footnote", "listing": "Listing",
}  # fmt: skip
_PLURALS = {kind: f"{name}s" for kind, name in _NAMES.items()} | {"appendix": "Appendices"}


def without_marks(tex: str) -> str:
    """The source without the characters that mark something here, and that no text has."""
    return _STRAY.sub("", tex)


@dataclass(slots=True)
class Marks:
    """What labels and citation keys stand for, as far as it is known: kind and number; author and year, or what is
    printed in brackets.
    """

    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    citations: dict[str, tuple[str, str]] = field(default_factory=dict)
    brackets: dict[str, str] = field(default_factory=dict)

    def cite_as(self, key: str, label: str) -> None:
        """Notes the printed label of a `\\bibitem`: author and year, a number or a short sign (`Con+18`).

        >>> marks = Marks(); marks.cite_as("xnli", "Conneau et al.(2018)Conneau, Rinott"); marks.cite_as("x", "3")
        >>> marks.citations, marks.brackets
        ({'xnli': ('Conneau et al.', '2018')}, {'x': '3'})
        """
        found = _YEAR_LABEL.fullmatch(label.strip())
        if found is not None and len(found["author"]) < 80:
            self.citations.setdefault(key, (found["author"].strip(" ,("), found["year"]))
        elif _SHORT_LABEL.fullmatch(label.strip()):
            self.brackets.setdefault(key, label.strip())

    def resolve(self, text: str) -> str:
        """`text` with every mark written out."""
        if _OPEN not in text:
            return text
        return _STRAY.sub("", _MARK.sub(self._written, text))

    def _written(self, found: re.Match[str]) -> str:
        style, *parts = found.group(1).split(_PART)
        if style == "range" and len(parts) == 2:
            (kind, first), last = self._place_of(parts[0]), self._place_of(parts[1])[1]
            return f"{_PLURALS.get(kind, f'{kind}s' if _titled(kind) else '')} {first} to {last}".strip()
        if len(parts) < 3 and style not in {"ref", "name"}:
            return ""  # an accent or the like was put on the mark: what it said is lost
        if style in {"ref", "name"}:
            return ", ".join(self._referred(key.strip(), style == "name") for key in parts[0].split(","))
        return self._cited(style, [key.strip() for key in parts[0].split(",") if key.strip()], parts[1], parts[2])

    def _referred(self, key: str, named: bool) -> str:
        kind, number = self._place_of(key)
        return f"{_NAMES.get(kind, kind if _titled(kind) else '')} {number}".strip() if named else number

    def _place_of(self, key: str) -> tuple[str, str]:
        return self.labels.get(key.strip(), ("", "??"))

    def _cited(self, style: str, keys: list[str], before: str, after: str) -> str:
        if not keys:
            return ""
        known = [self.citations.get(key) for key in keys]
        if any(entry is None for entry in known):
            if not self.brackets.keys() >= set(keys):
                return f"[{'; '.join(self.brackets.get(key, key) for key in keys)}]"
            inner = ", ".join(self.brackets[key] for key in keys)
            return f"[{before + ' ' if before else ''}{inner}{', ' + after if after else ''}]"
        entries = [entry for entry in known if entry is not None]
        if style == "author":
            return ", ".join(author for author, _ in entries)
        if style == "year":
            return ", ".join(year for _, year in entries)
        if style == "text":
            return "; ".join(f"{author} ({year}{', ' + after if after else ''})" for author, year in entries)
        inner = "; ".join(f"{author}, {year}" for author, year in entries)
        inner = f"{before + ' ' if before else ''}{inner}{', ' + after if after else ''}"
        return inner if style == "bare" else f"({inner})"


def _titled(kind: str) -> bool:
    """Whether the kind of what a label refers to is the title of a theorem or the like."""
    return kind[:1].isupper()


def reference(keys: str, named: bool) -> str:
    r"""The mark of a `\ref` (`named`: of a `\cref`, which prints "Table 2")."""
    return f"{_OPEN}{'name' if named else 'ref'}{_PART}{keys}{_CLOSE}"


def is_reference(text: str) -> bool:
    r"""Whether a text begins with the mark of a `\ref`, which prints a number."""
    return text.startswith((f"{_OPEN}ref{_PART}", f"{_OPEN}name{_PART}"))


def reference_range(first: str, last: str) -> str:
    r"""The mark of a `\crefrange`, which prints "Tables 2 to 4"."""
    return f"{_OPEN}range{_PART}{first}{_PART}{last}{_CLOSE}"


def citation(style: str, keys: str, before: str, after: str) -> str:
    """The mark of a citation; `style` is parenthesis, text, bare, author or year."""
    return f"{_OPEN}{style}{_PART}{keys}{_PART}{before}{_PART}{after}{_CLOSE}"
