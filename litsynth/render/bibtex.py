"""references.bib: BibTeX that classic BibTeX and biblatex both read."""

import re
from collections.abc import Iterable, Iterator, Mapping

from litsynth.records import Paper
from litsynth.render.citations import PublicationKind, arxiv_id, in_key_order, publication_kind
from litsynth.render.links import paper_url
from litsynth.render.marked import printable
from litsynth.render.names import split_name

_ENTRY: dict[PublicationKind, tuple[str, str]] = {
    "proceedings": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
    "preprint": ("misc", ""),
    "other": ("misc", "howpublished"),
}
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
# BibTeX counts braces even after a backslash, so `\{` alone would unbalance the field.
_SPECIAL |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL |= {character: f"\\{character}" for character in "&%$#_"}
# arXiv keeps the TeX of a title: mathematics, by Pandoc's rule for dollars (no space just inside them, no digit
# after), with braces at most two deep, and commands that set a word in another face.
_BRACED = r"\{[^${}]*(?:\{[^${}]*\}[^${}]*)*\}"
_TEX = re.compile(
    rf"(\$(?!\s)(?:[^${{}}]|{_BRACED})+(?<![\s\\])\$(?!\d)|\\(?:emph|underline|text[a-z]{{2,}}){_BRACED})"
)
# Styles put titles in lower case; a capital past the first letter of a word, as in XNLI, mBERT or XLM-R, must stay.
_KEEPS_CAPITALS = re.compile(r"(?<![\w\\])[^\W_]+(?:[-.+/][^\W_]+)*(?!\w)")
_LANGUAGE = re.compile(
    "African|Afrikaans|American|Amharic|Arabic|Asian|Basque|Bengali|Bulgarian|Burmese|Catalan|Chinese|Czech|Danish"
    "|Dutch|English|Estonian|European|Finnish|French|Georgian|German|Greek|Gujarati|Haitian|Hausa|Hebrew|Hindi"
    "|Hungarian|Icelandic|Igbo|Indian|Indonesian|Irish|Italian|Japanese|Javanese|Kazakh|Korean|Latin|Latvian"
    "|Lithuanian|Malay|Malayalam|Marathi|Nepali|Norwegian|Persian|Polish|Portuguese|Punjabi|Quechua|Romanian|Russian"
    "|Sanskrit|Serbian|Slovak|Slovenian|Somali|Spanish|Swahili|Swedish|Tagalog|Tamil|Telugu|Thai|Turkish|Ukrainian"
    "|Urdu|Vietnamese|Welsh|Wolof|Yoruba|Zulu"
)


def references_bib(papers: Iterable[Paper], notes: Mapping[str, str]) -> str:
    """One BibTeX entry for each paper, in the order of the keys; Unicode is kept, TeX's specials are escaped.

    `notes` by paper_id become `annote`, which reference managers show and styles do not print, as they do `note`.
    """
    entries = (_entry(key, paper, notes.get(paper.paper_id, "")) for key, paper in in_key_order(papers))
    return printable("\n".join(entries))


def _entry(key: str, paper: Paper, note: str) -> str:
    kind = publication_kind(paper)
    fields = (*_fields(paper, kind), ("annote", escape_bibtex(note)))
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@{_ENTRY[kind][0]}{{{key},", *lines, "}", ""])


def _fields(paper: Paper, kind: PublicationKind) -> Iterator[tuple[str, str]]:
    """Fields in print order. `doi`, `url` and `eprint` are verbatim fields: nothing is escaped in them."""
    yield "title", title_for_bibtex(paper.title)
    yield "author", " and ".join(_author(printed) for printed in paper.authors)
    yield "year", str(paper.year or "")
    if venue_field := _ENTRY[kind][1]:
        yield venue_field, escape_bibtex(paper.venue)
    yield "doi", _verbatim(paper.doi)
    if arxiv := arxiv_id(paper):
        yield "eprint", _verbatim(arxiv)
        yield "archiveprefix", "arXiv"
        yield "primaryclass", _verbatim(paper.categories[0]) if paper.categories else ""
        yield "version", _verbatim(paper.version)
    yield "url", _verbatim(paper_url(paper))
    if paper.withdrawn:
        yield "note", "Withdrawn"


def title_for_bibtex(title: str) -> str:
    r"""A title, escaped, with braces round the words whose capitals a style must not change.

    >>> title_for_bibtex("XLM-R for Urdu & 5% of $k$-NN")
    '{XLM-R} for {Urdu} \\& 5\\% of $k$-{NN}'
    """
    parts = _TEX.split(" ".join(title.split()))
    return "".join(part if odd else _protected(_escaped(part)) for odd, part in _alternating(parts))


def escape_bibtex(text: str) -> str:
    r"""`text` for a braced BibTeX field.

    >>> escape_bibtex("R&D_2 {50%}")
    'R\\&D\\_2 \\textbraceleft{}50\\%\\textbraceright{}'
    """
    return _escaped(" ".join(text.split()))


def _escaped(line: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in line)


def _alternating(parts: list[str]) -> Iterator[tuple[bool, str]]:
    return ((index % 2 == 1, part) for index, part in enumerate(parts))


def _protected(escaped: str) -> str:
    return _KEEPS_CAPITALS.sub(lambda word: f"{{{word[0]}}}" if _capitals_matter(word[0]) else word[0], escaped)


def _capitals_matter(word: str) -> bool:
    parts = re.split(r"[-.+/]", word)
    return any(any(map(str.isupper, part[1:])) or _LANGUAGE.fullmatch(part) for part in parts) or bool(
        re.fullmatch(r"[A-Z]-.*|.*-[A-Z]", word)
    )


def _author(printed: str) -> str:
    name = split_name(printed)
    if not name.given:
        return f"{{{escape_bibtex(name.family)}}}"
    return ", ".join(escape_bibtex(part) for part in (name.full_family, name.suffix, name.given) if part)


def _verbatim(value: str) -> str:
    # A brace would end or unbalance the field, and no identifier or address needs one unescaped.
    return value.replace("{", "%7B").replace("}", "%7D")
