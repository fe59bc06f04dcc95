"""A shelf of papers written for these tests, as arXiv's API and its file host show them."""

import base64
import gzip
import hashlib
import io
import json
import re
import tarfile
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from arxiv_grammar import canonical, matcher

FIXTURES = Path(__file__).parent / "fixtures"
ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d+))?")
_NOW = "2026-04-12T22:09:26Z"

Entry = dict[str, Any]


# What every paper on the shelf says besides its own: less text than this is not taken for a paper.
PROTOCOL = (
    "All runs share one protocol. Every model is trained for the same number of steps with the same batch size, and "
    "the checkpoint is chosen on English development data alone. Each figure is the mean of five runs with different "
    "seeds, and no figure was chosen on test data."
)


class MalformedError(ValueError):
    """What the API answers with HTTP 400; its text is the message."""


class Shelf:
    """Papers by id. An `Entry` is one version of one: its fields, `version` from 1, `published`, `updated`."""

    def __init__(self) -> None:
        self.papers: dict[str, Entry] = {
            paper["id"]: paper for paper in json.loads((FIXTURES / "shelf.json").read_text())
        }

    def publish(self, paper_id: str, **version: Any) -> None:
        """Add a version to a paper (and a paper, when the id is new)."""
        new = {"id": paper_id, "title": "Untitled", "authors": [], "categories": ["cs.CL"], "abstract": "", "body": ""}
        paper = self.papers.setdefault(paper_id, new | {"versions": []})
        paper["versions"].append({"date": "2021-01-01T00:00:00Z", "comment": "", "source": "tar"} | version)

    def entry(self, raw: str) -> Entry | None:
        """The version that an id names, the newest without one; None for what is not there."""
        found = ID.fullmatch(raw)
        if not found:
            raise MalformedError(f"incorrect id format for {raw}")
        paper = self.papers.get(found[1])
        number = int(found[2] or len(paper["versions"])) if paper else 0
        if paper is None or not 0 < number <= len(paper["versions"]):
            return None
        version = paper["versions"][number - 1]
        dates = {"published": paper["versions"][0]["date"], "updated": version["date"]}
        return paper | version | dates | {"version": number}

    def search(self, query: str, ids: list[str], sort_by: str, ascending: bool) -> list[Entry]:
        """Everything that answers, sorted. Ids and query together filter the ids."""
        every = [self.entry(raw) for raw in ids or self.papers]
        answers = matcher(query) if query else lambda entry: True
        found = [entry for entry in every if entry is not None and answers(entry)]
        if sort_by in ("submittedDate", "lastUpdatedDate"):
            return sorted(
                found, key=lambda e: e["published" if sort_by == "submittedDate" else "updated"], reverse=not ascending
            )
        words = re.findall(r"\w{3,}", query.lower())
        return sorted(found, key=lambda e: -sum(f"{e['title']} {e['abstract']}".lower().count(word) for word in words))

    def source(self, raw: str) -> tuple[bytes, str, str] | None:
        """Bytes, content type and file name of a paper's source, whatever its form; None when there is none."""
        entry = self.entry(raw)
        if entry is None or entry["source"] == "none":
            return None
        name = f"arXiv-{entry['id'].replace('/', '')}v{entry['version']}"
        if entry["source"] == "pdf":
            return self.pdf(raw), "application/pdf", f"{name}.pdf"
        tex = latex_of(entry).encode()
        if entry["source"] == "tex":
            return tex, "text/plain", f"{name}.tex"
        if entry["source"] == "gz":
            return gzip.compress(tex, mtime=0), "application/gzip", f"{name}.gz"
        return (
            gzip.compress(tar_of({"main.tex": tex, "00README": b"texlive"}), mtime=0),
            "application/gzip",
            f"{name}.tar.gz",
        )

    def pdf(self, raw: str) -> bytes:
        """A paper as PDF; nothing when there is none."""
        entry = self.entry(raw)
        if entry is None or entry.get("pdf") is False:
            return b""
        return make_pdf([[entry["title"], "Abstract", entry["abstract"], "1 Introduction", entry["body"], PROTOCOL]])


def latex_of(entry: Entry) -> str:
    abstract, section = f"\\begin{{abstract}}\n{entry['abstract']}\n\\end{{abstract}}", "\\section{Introduction}"
    begin = f"\\documentclass{{article}}\n\\title{{{entry['title']}}}\n\\begin{{document}}\n\\maketitle"
    return f"{begin}\n{abstract}\n{section}\n{entry['body']}\n\n{PROTOCOL}\n\\end{{document}}\n"


def make_pdf(pages: list[list[str]]) -> bytes:
    """A PDF of Helvetica lines, a paragraph for each text (PDF 1.4: catalog, pages, font, two objects a page)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for page in pages:
        lines = [re.sub(r"([()\\])", r"\\\1", line) for text in page for line in (*textwrap.wrap(text, 80), "")]
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 72 740 Td\n{shown}ET".encode("latin-1", "replace")
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        resources = b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %b >>" % (len(objects), resources))
    kids = b" ".join(b"%d 0 R" % number for number in range(5, len(objects) + 1, 2))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(pages), kids)
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, b"".join(offsets))
    return data + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))


def tar_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def feed(query: str, ids: str, start: int, most: int, total: int, entries: Iterable[Entry]) -> bytes:
    """A page of results in the form that the API has had since 2026: order of elements, spelling, what is echoed."""
    query = canonical(query)
    asked = escape(f"search_query={query}&id_list={ids}&start={start}&max_results={most}")
    name = base64.b64encode(hashlib.sha1(asked.encode()).digest()).decode().rstrip("=")
    link = quoteattr(f"https://arxiv.org/api/query?search_query={query}&start={start}&max_results={most}&id_list={ids}")
    head = (
        f"  <id>https://arxiv.org/api/{name}</id>\n  <title>arXiv Query: {asked}</title>\n"
        f'  <updated>{_NOW}</updated>\n  <link href={link} type="application/atom+xml"/>\n'
    )
    return _document(head, most, total, start, "".join(_entry(entry) for entry in entries))


def error_feed(message: str) -> bytes:
    """What the API answers, with HTTP 400, to a request that it cannot read."""
    link = escape(f"https://arxiv.org/api/errors#{message.replace(' ', '_')}")
    head = f"  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n  <updated>{_NOW}</updated>\n"
    entry = (
        f"  <entry>\n    <id>{link}</id>\n    <title>Error</title>\n    <updated>{_NOW}</updated>\n"
        f'    <link href="{link}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{escape(message)}</summary>\n"
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n"
    )
    return _document(head, 1, 1, 0, entry)


def _document(head: str, most: int, total: int, start: int, entries: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
        f'xmlns="http://www.w3.org/2005/Atom">\n{head}'
        f"  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n{entries}</feed>\n"
    ).encode()


def _entry(entry: Entry) -> str:
    name = f"{entry['id']}v{entry['version']}"
    lines = [
        f"<id>http://arxiv.org/abs/{name}</id>",
        f"<title>{escape(entry['title'])}</title>",
        f"<updated>{entry['updated']}</updated>",
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>',
        f"<summary>{escape(entry['abstract'])}</summary>",
        *(f'<category term="{term}" scheme="http://arxiv.org/schemas/atom"/>' for term in entry["categories"]),
        f"<published>{entry['published']}</published>",
        *([f"<arxiv:comment>{escape(entry['comment'])}</arxiv:comment>"] if entry["comment"] else []),
        f'<arxiv:primary_category term="{entry["categories"][0]}"/>',
        *([f"<arxiv:journal_ref>{escape(entry['venue'])}</arxiv:journal_ref>"] if "venue" in entry else []),
        *(_author(author, places) for author, places in entry["authors"]),
        *([f"<arxiv:doi>{entry['doi']}</arxiv:doi>"] if "doi" in entry else []),
    ]
    return "  <entry>\n    " + "\n    ".join(lines) + "\n  </entry>\n"


def _author(name: str, places: list[str]) -> str:
    affiliations = "".join(f"<arxiv:affiliation>{escape(place)}</arxiv:affiliation>" for place in places)
    return f"<author><name>{escape(name)}</name>{affiliations}</author>"
