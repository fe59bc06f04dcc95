"""Reference libraries as a source of papers: BibTeX, RIS and CSL-JSON, as Zotero and its like export them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from litsynth.codec import digest, digest_bytes
from litsynth.errors import BadRecord, UnreadablePaper
from litsynth.parse.pdf_stamp import pdf_metadata
from litsynth.parse.plain import read_abstract
from litsynth.reading import Reading, Unread
from litsynth.records import Paper
from litsynth.sources.feed import says_withdrawn
from litsynth.sources.found import Found, unreadable
from litsynth.sources.identity import identify, link_of, year_of
from litsynth.sources.library_bibtex import read_bibtex
from litsynth.sources.library_csl import is_csl, read_csl
from litsynth.sources.library_item import Item, says_retracted
from litsynth.sources.library_ris import read_ris
from litsynth.works import preferred

_READERS = {".bib": read_bibtex, ".ris": read_ris, ".json": read_csl}
LIBRARIES = (".bib", ".ris")
"""Suffixes of libraries; CSL-JSON shares its suffix with digests."""

_DOI = re.compile(r"10\.\d{4,9}/\S+")
# An arXiv id where people put it: "arXiv preprint arXiv:1911.02116", "arXiv:1911.02116 [cs]".
_ARXIV_IN_TEXT = re.compile(r"(?i:arxiv[:.])\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)")


@dataclass(frozen=True, slots=True)
class Attached:
    """The PDFs of one entry that are there, and the paths, as the library writes them, of those that are not."""

    there: tuple[Path, ...]
    missing: tuple[str, ...]


def is_library(path: Path) -> bool:
    """Whether a file is a reference library; of `.json` files, those that hold a list. Raises OSError."""
    return path.name.lower().endswith(LIBRARIES) or (path.suffix.lower() == ".json" and is_csl(path.read_bytes()))


def in_library(path: Path, name: str) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """The papers of a library, each with the attached files that are missing; in the place of a broken entry, why.

    Of what is attached, PDFs are read: web pages that Zotero keeps are pages about a paper as often as the paper.
    """
    for item in _READERS[path.suffix.lower()](_text(path.read_bytes())):
        if isinstance(item, BadRecord):
            yield unreadable(name, BadRecord(f"{name}, {item.message}", item.remedy)), ()
            continue
        attached = _attached(item, path.parent)
        yield _found(item, attached, name), attached.missing


def _found(item: Item, attached: Attached, name: str) -> Found:
    where = f"{name}, line {item.line}"
    names = _identifiers(item)
    data = [path.read_bytes() for path in attached.there]
    stamps = [identify(stamp) for stamp in (pdf_metadata(one).arxiv for one in data) if stamp]
    if not any(other.startswith("arXiv:") for other in names):
        names.update(stamps[:1])
    paper_id = preferred(names) if names else f"file:{digest(item.title, *item.authors, str(item.year or ''))}"
    version = names.get(paper_id, "") or dict(stamps).get(paper_id, "")
    doi = next((other.removeprefix("doi:") for other in names if other.startswith("doi:")), "")
    paper = Paper(
        paper_id,
        item.title,
        item.authors,
        item.year or year_of(paper_id),
        item.abstract,
        version=version,
        url=item.url or link_of(paper_id, version),
        venue=item.venue,
        doi=doi,
        source=where,
        withdrawn=says_retracted(item.title) or says_withdrawn("", item.abstract),
        fingerprint=digest_bytes("\0".join([item.raw, *map(digest_bytes, data)]).encode("utf-8", "surrogatepass")),
        identifiers=tuple(sorted(other for other in names if other not in (paper_id, f"doi:{doi}"))),
        keywords=item.keywords,
    )
    return Found(paper, "pdf" if attached.there else "abstract", partial(_read, attached))


def _read(attached: Attached, paper: Paper) -> Reading:
    """The first attached PDF that can be read, else the abstract; `warnings` say what could not be had."""
    notes = [f"the attached file {missing} is not there" for missing in attached.missing]
    for path in attached.there:
        try:
            document = yield Unread(path.read_bytes(), path.name, paper.paper_id, paper.title)
        except (UnreadablePaper, OSError) as error:
            notes.append(f"{path.name}: {error}")
        else:
            return replace(document, warnings=(*notes, *document.warnings)) if notes else document
    if not paper.abstract:
        why = "; ".join([*notes, "the entry has no abstract" if notes else "the entry has neither abstract nor PDF"])
        raise UnreadablePaper(f"{paper.source}: {why}", "attach its PDF, or add the paper by its arXiv id")
    document = read_abstract(paper)
    return replace(document, warnings=(*notes, "only the abstract was read", *document.warnings))


def _identifiers(item: Item) -> dict[str, str]:
    """Every identifier of the work, with the version that it names."""
    names: dict[str, str] = {}
    stated = [item.doi, item.url, item.eprint, *item.urls]
    for raw in filter(None, (*stated, *_ARXIV_IN_TEXT.findall(" ".join(item.notes)))):
        paper_id, version = identify(raw)
        if paper_id.startswith(("arXiv:", "acl:")):
            names[paper_id] = version or names.get(paper_id, "")
    if (found := _DOI.search(item.doi)) and not any(
        found[0].lower() == f"10.48550/{key.lower()}" for key in _dotted(names)
    ):
        names[f"doi:{found[0].lower()}"] = ""
    return names


def _dotted(names: dict[str, str]) -> list[str]:
    """arXiv ids as they stand in arXiv's own DOIs, which say no more than the id."""
    return [key.replace(":", ".", 1) + version for key, given in names.items() for version in {"", given}]


def _attached(item: Item, folder: Path) -> Attached:
    pdfs = [written for written in item.files if written.lower().endswith(".pdf")]
    places = {written: folder / written.replace("\\", "/") for written in dict.fromkeys(pdfs)}
    there = {written: path for written, path in places.items() if _is_file(path)}
    return Attached(tuple(there.values()), tuple(written for written in places if written not in there))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long for a name, or with a null character
        return False


def _text(data: bytes) -> str:
    """The text of a library: UTF-8, UTF-16 where a mark says so, else Windows' Western European code page."""
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
