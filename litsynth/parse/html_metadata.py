"""What an HTML page says of itself in its head: Highwire Press tags (`citation_*`), Dublin Core, OpenGraph, its links."""

import re

from litsynth.parse.html_tree import Node
from litsynth.parse.metadata import Metadata

_SITE = re.compile(r"^\[[^\]]{4,40}\]\s+|\s+[|–-]\s+[^|–-]{2,40}$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VENUES = ("citation_conference_title", "citation_journal_title", "citation_inbook_title", "prism.publicationname")
_ARXIV_LINK = re.compile(r"(?:arxiv\.org/(?:abs|html|pdf)|^/html)/(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?)")


def html_metadata(tree: Node) -> Metadata:
    """The metadata of a page, or of its head alone."""
    tags: dict[str, list[str]] = {}
    for node in tree.tagged("meta"):
        name = node.attributes.get("name") or node.attributes.get("property", "")
        content = " ".join(node.attributes.get("content", "").split())
        if name and content:
            tags.setdefault(name.lower(), []).append(content)

    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    heading = next(tree.tagged("title"), None)
    title = first("citation_title", "dc.title", "og:title") or " ".join((heading.text() if heading else "").split())
    year = _YEAR.search(first("citation_publication_date", "citation_date", "citation_online_date", "dc.date"))
    doi = first("citation_doi", "dc.identifier.doi", "prism.doi")
    return Metadata(
        title=_SITE.sub("", title),
        authors=tuple(map(_in_order, tags.get("citation_author", tags.get("dc.creator", [])))),
        year=int(year.group()) if year else None,
        venue=first(*_VENUES),
        doi=re.sub(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)\s*", "", doi, flags=re.IGNORECASE),
        arxiv=first("citation_arxiv_id") or _linked(tree),
    )


def _in_order(name: str) -> str:
    """A name as it is read: "Brook, Ada" is Ada Brook."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else name.strip()


def _linked(tree: Node) -> str:
    """The arXiv id in the page's own address, as its head gives it."""
    for node in tree.tagged("link", "base"):
        if node.tag == "base" or node.attributes.get("rel", "").lower() == "canonical":
            found = _ARXIV_LINK.search(node.attributes.get("href", ""))
            if found:
                return found["id"]
    return ""
