"""Phrases of a report that need more than one field: citations, places, numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from litsynth.records import Anchor, Evidence, NumberCheck, Paper, Quantity
from litsynth.render.citations import acl_id, arxiv_id
from litsynth.render.escape import escape_markdown as md
from litsynth.render.links import doi_url, paper_url, place_url, source_url
from litsynth.render.lookup import Lookup
from litsynth.render.words import joined, read_as


@dataclass(frozen=True, slots=True)
class Phrases:
    """Markdown phrases about the papers of one report."""

    lookup: Lookup

    def cite(self, paper_id: str) -> str:
        """`[Müller et al. 2021](#muller2021bread), v2`: linked to the reference list, with what a reader must know."""
        paper = self.lookup.papers[paper_id]
        link = _link(self.lookup.citations[paper_id], f"#{self.lookup.keys[paper_id]}")
        flags = ("withdrawn" if paper.withdrawn else "", "machine-written" if paper.machine_written else "")
        return ", ".join(filter(None, (link, md(paper.version), *flags)))

    def source(self, anchor: Anchor) -> str:
        """Paper and place of a quote, linked. A digest is called one; the link beside it is to the paper."""
        url = place_url(self.lookup.papers[anchor.paper_id], anchor)
        cited = self.cite(anchor.paper_id)
        if anchor.substrate != "digest":
            return f"{cited}, {_link(place_words(anchor), url)} ({read_as(anchor.substrate)})"
        computed = "" if anchor.source.startswith("computed from") else "from "
        figure = (
            f"figure {computed}{_link(anchor.source, source_url(anchor.source))}"
            if anchor.source
            else "no source named"
        )
        return f"Digest of {cited}, {_link(place_words(anchor), url)}; {figure}"

    def origin(self, paper_id: str, primary: str) -> str:
        """Whose fact it is where that is another work: its citation, or its id when it was not among the papers."""
        if primary in ("", paper_id):
            return ""
        return self.cite(primary) if primary in self.lookup.papers else md(primary)

    def row_as_read(self, piece: Evidence) -> str:
        """The sentence that stood for a table row before the model; empty when it read the quote itself."""
        same = " ".join(piece.passage.text.split()) == " ".join(piece.anchor.exact.split())
        return "" if same else md(piece.passage.text)

    def reference(self, paper: Paper) -> str:
        """One paper in full: authors (all), year, title, venue, and DOI, arXiv or other links."""
        year = f"({paper.year or 'n.d.'})"
        who = f"{md(joined(list(paper.authors)))} {year}. " if paper.authors else ""
        stop = "" if paper.title.endswith((".", "?", "!")) else "."
        title = f"*{md(paper.title)}*{stop}" if who else f"*{md(paper.title)}* {year}."
        parts = [
            f"{who}{title}",
            f"{md(paper.venue)}." if paper.venue else "",
            " · ".join(_reference_links(paper)) or md(paper.source),
            "**Withdrawn.**" if paper.withdrawn else "",
            "**Machine-written.**" if paper.machine_written else "",
        ]
        return " ".join(filter(None, parts))


def place_words(anchor: Anchor) -> str:
    """Table, row, column, section and page, as far as known; else the characters of the text that was read."""
    parts = [
        anchor.table,
        f"row “{anchor.row}”" if anchor.row else "",
        f"column “{anchor.column}”" if anchor.column else "",
        f"section “{anchor.section}”" if anchor.section else "",
        f"page {anchor.page}" if anchor.page else "",
    ]
    return ", ".join(filter(None, parts)) or f"characters {anchor.span.start} to {anchor.span.end}"


def number_check(check: NumberCheck, escaped: Callable[[str], str] = md) -> str:
    """`1.8 points vs 1.8 points: agree`, or why not."""
    against = f"{escaped(check.claim)} vs {escaped(check.evidence)}" if check.evidence else escaped(check.claim)
    outcome = "agree" if check.agree else "do not agree" if check.evidence else "no number to compare with"
    return f"{against}: {outcome}" + (f" ({escaped(check.why)})" if check.why else "")


def quantity(asserted: Quantity, escaped: Callable[[str], str] = md) -> str:
    """The number as printed with the interval that its precision allows.

    >>> from litsynth.records import Span
    >>> quantity(Quantity("1.8 points", 1.8, 1.75, 1.85, "points", Span(0, 10)))
    '1.8 points (1.75 to 1.85)'
    """
    if asserted.low == asserted.high:
        return escaped(asserted.text)
    return f"{escaped(asserted.text)} ({asserted.low:.10g} to {asserted.high:.10g})"


def _link(text: str, url: str) -> str:
    return f"[{md(text)}]({url})" if url else md(text)


def _reference_links(paper: Paper) -> list[str]:
    links = [_link(f"doi:{paper.doi}", doi_url(paper))] if paper.doi else []
    url = paper_url(paper)
    if url and url != doi_url(paper):
        links.append(_link(_site(paper, url), url))
    return links


def _site(paper: Paper, url: str) -> str:
    if acl_id(paper):
        return f"ACL Anthology {acl_id(paper)}"
    if arxiv_id(paper):
        return f"arXiv:{arxiv_id(paper)}{paper.version}"
    return urlsplit(url).netloc
