"""BibTeX data files as the reference list that BibTeX would have made of them."""

import re
from collections.abc import Iterable, Iterator

_ENTRY = re.compile(r"@(?!string\b|comment\b|preamble\b)\w+\s*[{(]\s*([^,\s{}]+)\s*,", re.IGNORECASE)
_FIELD = re.compile(r"\b(author|editor|title|year|date|booktitle|journal|journaltitle|publisher)\s*=\s*", re.IGNORECASE)
_CITED = re.compile(r"\\\w*cite\w*\*?(?:\s*\[[^\]]*\]){0,2}\s*\{([^{}]*)\}", re.IGNORECASE)
_BARE = re.compile(r"[^\s,}]+")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_LONGEST_ENTRY = 20_000  # characters
_MOST_ENTRIES = 2_000


def from_bibtex(files: Iterable[str], tex: str) -> str:
    r"""The entries of `files` that `tex` cites (`\nocite{*}`: all) as a `thebibliography`, by their labels.

    >>> print(from_bibtex(["@article{lee, author = {Ann Lee and Li, Bo}, title={On {T}}, year = 2019}"], r"\cite{lee}"))
    \begin{thebibliography}{9}
    \bibitem[{Lee and Li(2019)}]{lee}
    Ann Lee and Bo Li. 2019. On {T}.
    \end{thebibliography}
    """
    cited = {key.strip() for group in _CITED.findall(tex) for key in group.split(",")}
    items: dict[str, str] = {}
    for text in files:
        for found in _ENTRY.finditer(text):
            if (found.group(1) in cited or "*" in cited) and len(items) < _MOST_ENTRIES:
                fields = dict(_fields(text[found.end() : found.end() + _LONGEST_ENTRY]))
                items.setdefault(found.group(1), _bibitem(found.group(1), fields))
    body = "\n".join(sorted(items.values(), key=str.lower))
    return f"\\begin{{thebibliography}}{{9}}\n{body}\n\\end{{thebibliography}}" if items else ""


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """The fields of an entry up to its closing brace or to where the next entry begins."""
    place = 0
    while (found := _FIELD.search(text, place)) is not None:
        if "\n@" in text[place : found.start()] or _ENTRY.search(text, place, found.start()):
            return
        opened = text[found.end() : found.end() + 1]
        if opened in {"{", '"'}:
            end = _closing(text, found.end(), opened)
            yield found.group(1).lower(), " ".join(text[found.end() + 1 : end].split())
            place = end + 1
        else:
            bare = _BARE.match(text, found.end())
            yield found.group(1).lower(), bare.group() if bare else ""
            place = bare.end() if bare else found.end()


def _closing(text: str, start: int, opened: str) -> int:
    depth = 0
    for place in range(start, len(text)):
        mark = text[place]
        if text[place - 1] == "\\":
            continue
        depth += (mark == "{") - (mark == "}")
        if depth == 0 and mark == ("}" if opened == "{" else '"') and place > start:
            return place
    return len(text)


def _bibitem(key: str, fields: dict[str, str]) -> str:
    people = fields.get("author") or fields.get("editor", "")
    names = [_turned(name) for name in re.split(r"\s+and\s+", people) if name.strip()]
    others = bool(names) and names[-1][1] == "others"
    families = [family for _, family in names if family != "others"]
    year = _YEAR.search(fields.get("year") or fields.get("date", ""))
    first = families[0] if families else key
    label = f"{first} et al." if others or len(families) > 2 else " and ".join(families) or key
    written = [f"{given} {family}".strip() for given, family in names]
    listed = ", ".join(written[:-1]) + (" and " if len(written) > 1 else "") + "".join(written[-1:])
    venue = (
        fields.get("booktitle") or fields.get("journal") or fields.get("journaltitle") or fields.get("publisher", "")
    )
    parts = [listed, year.group() if year else "", fields.get("title", ""), venue]
    text = ". ".join(part.strip(" .") for part in parts if part.strip(" .")) + "."
    return f"\\bibitem[{{{label}({year.group() if year else ''})}}]{{{key}}}\n{text}"


def _turned(name: str) -> tuple[str, str]:
    """Given and family name of `Li, Bo` or `Ann Lee`; a name in braces is one word."""
    name = name.strip()
    if name.startswith("{") and name.endswith("}"):
        return "", name
    family, comma, given = name.partition(",")
    if comma:
        return given.split(",")[-1].strip(), family.strip()
    *given_names, last = name.split()
    return " ".join(given_names), last
