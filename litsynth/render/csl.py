"""references.json: CSL-JSON 1.0.2, the data model of Zotero, Pandoc and citeproc."""

from collections.abc import Iterable, Mapping
from typing import Any

from litsynth.codec import dumps
from litsynth.records import Paper
from litsynth.render.citations import PublicationKind, arxiv_id, in_key_order, publication_kind
from litsynth.render.links import paper_url
from litsynth.render.marked import printable
from litsynth.render.names import split_name

_TYPE: dict[PublicationKind, str] = {
    "proceedings": "paper-conference",
    "journal": "article-journal",
    "preprint": "article",
    "other": "document",
}


def references_csl(papers: Iterable[Paper], notes: Mapping[str, str]) -> str:
    """A JSON array with one CSL item for each paper, in the order of the keys, which are the items' `id`s.

    `notes` by paper_id become part of `note`.
    """
    items = (_item(key, paper, notes.get(paper.paper_id, "")) for key, paper in in_key_order(papers))
    return dumps(list(items)) + "\n"


def _item(key: str, paper: Paper, note: str) -> dict[str, Any]:
    kind = publication_kind(paper)
    arxiv = arxiv_id(paper)
    item = {
        "id": key,
        "type": _TYPE[kind],
        "title": " ".join(paper.title.split()),
        "author": [_name(printed) for printed in paper.authors],
        "issued": {"date-parts": [[paper.year]]} if paper.year else None,
        "container-title": paper.venue if kind in ("proceedings", "journal") else "",
        "publisher": "arXiv" if kind == "preprint" else "",
        "genre": "preprint" if kind == "preprint" else "",
        "number": f"arXiv:{arxiv}" if arxiv else "",
        "version": paper.version,
        "DOI": paper.doi,
        "URL": paper_url(paper),
        "note": ". ".join(filter(None, ("Withdrawn" if paper.withdrawn else "", note))),
    }
    return {name: printable(value) if isinstance(value, str) else value for name, value in item.items() if value}


def _name(given: str) -> dict[str, str]:
    name = split_name(printable(given))
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
