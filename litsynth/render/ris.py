"""references.ris: the RIS format that Zotero, EndNote and Mendeley import."""

from collections.abc import Iterable, Iterator, Mapping

from litsynth.records import Paper
from litsynth.render.citations import PublicationKind, arxiv_id, in_key_order, publication_kind
from litsynth.render.links import paper_url
from litsynth.render.marked import printable
from litsynth.render.names import split_name

_TYPE: dict[PublicationKind, str] = {"proceedings": "CONF", "journal": "JOUR", "preprint": "UNPB", "other": "GEN"}


def references_ris(papers: Iterable[Paper], notes: Mapping[str, str]) -> str:
    """One RIS record for each paper, in the order of the keys (tag ID); lines end in CR LF as the format asks.

    `notes` by paper_id become notes (tag N1).
    """
    records = (_record(key, paper, notes.get(paper.paper_id, "")) for key, paper in in_key_order(papers))
    return printable("".join(records))


def _record(key: str, paper: Paper, note: str) -> str:
    tags = (*_tags(key, paper), ("N1", note))
    lines = [f"{tag}  - {' '.join(value.split())}".rstrip() for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _tags(key: str, paper: Paper) -> Iterator[tuple[str, str]]:
    kind = publication_kind(paper)
    arxiv = arxiv_id(paper)
    yield "TY", _TYPE[kind]
    yield "ID", key
    yield "TI", paper.title
    for printed in paper.authors:
        name = split_name(printed)
        yield "AU", ", ".join(part for part in (name.full_family, name.given, name.suffix) if part)
    yield "PY", str(paper.year or "")
    yield "T2", paper.venue if kind in ("proceedings", "journal") else ""
    yield "PB", "arXiv" if kind == "preprint" else ""
    yield "AN", f"arXiv:{arxiv}" if arxiv else ""
    yield "ET", paper.version
    yield "DO", paper.doi
    yield "UR", paper_url(paper)
    yield "N1", "Withdrawn" if paper.withdrawn else ""
