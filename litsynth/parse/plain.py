"""Plain text, Markdown and abstracts to documents."""

import re

from litsynth.errors import UnreadablePaper
from litsynth.parse.authors import from_lines
from litsynth.parse.headings import section_kind
from litsynth.parse.references import split_entries
from litsynth.parse.tables import Grid, GridCell
from litsynth.parse.writer import Writer
from litsynth.records import Document, Paper

# YAML between rules, before a Markdown text.
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<lines>(?:.*\n){1,60}?)---[ \t]*\n")
_TITLE = re.compile(r"title:\s*(?P<quote>[\"']?)(?P<title>.+)(?P=quote)")
_LONGEST_FRONT = 8  # blocks from the title to the abstract
_HEADING = re.compile(r"#{1,6}\s+(?P<title>\S.*?)\s*#*")
_UNDERLINED = re.compile(r"(?P<title>[^\n]{2,120})\n(?:=+|-+)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.? [A-Z][^\n]{1,80}(?<![.?!:;,])")
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_CAPTION = re.compile(r"\*{0,2}(?P<label>Table \d+)\b")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)([^*_\n]{1,300})(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\([^()\s]{1,300}\)")


def read_text(text: str, paper_id: str, title: str = "", data: bytes = b"") -> Document:
    """Paragraphs separated by blank lines. Headings are Markdown's, numbered lines, or a well-known title on a line.

    Markdown tables become tables, with the caption of a "Table N" paragraph right before or behind. The first
    line is the title if none is given; what stands between it and an abstract names the authors, and is no running
    text. Raises UnreadablePaper when there is no running text.
    """
    writer = Writer()
    text, stated = _without_front_matter(text.replace("\r\n", "\n"), writer)
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n\s*", text) if block.strip()]
    if not blocks:
        raise UnreadablePaper(f"{paper_id}: the file holds no text", "check the file")
    first = _heading(blocks[0]) or (blocks[0] if "\n" not in blocks[0] and len(blocks[0]) < 200 else "")
    named = title or stated or first or blocks[0].split("\n", maxsplit=1)[0][:200]
    if first and section_kind(first) == "body" and len(blocks) > 1 and not _is_sentence(first):
        writer.paragraph(blocks.pop(0).strip("#= -\n"))
    kinds = [section_kind(_heading(block)) if _heading(block) else "" for block in blocks[:_LONGEST_FRONT]]
    front = kinds.index("abstract") if "abstract" in kinds else 0
    if not front:
        writer.section("", "body")
    _write(writer, blocks)
    authors = from_lines([line.strip() for block in blocks[:front] for line in block.split("\n")])
    read = data or text.encode("utf-8", "surrogatepass")
    document = writer.document(paper_id, named, "text", read, authors=authors)
    if not document.sentences:
        raise UnreadablePaper(f"{paper_id}: the file holds no running text", "check the file")
    return document


def _without_front_matter(text: str, writer: Writer) -> tuple[str, str]:
    """The text behind Markdown's front matter, whose lines are written, and the title that this states."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return text, ""
    lines = [line.strip() for line in found["lines"].splitlines() if line.strip()]
    for line in lines:
        writer.paragraph(line)
    titles = [title["title"] for line in lines if (title := _TITLE.fullmatch(line))]
    return text[found.end() :], titles[0] if titles else ""


def read_abstract(paper: Paper) -> Document:
    """The abstract alone. Raises UnreadablePaper when the paper has none."""
    if not paper.abstract.strip():
        raise UnreadablePaper(f"{paper.paper_id}: no full text and no abstract to read")
    writer = Writer()
    writer.section("Abstract", "abstract")
    writer.paragraph(" ".join(paper.abstract.split()))
    data = paper.abstract.encode("utf-8", "surrogatepass")
    return writer.document(paper.paper_id, paper.title, "abstract", data, authors=paper.authors)


def _write(writer: Writer, blocks: list[str]) -> None:
    captions = [bool(_CAPTION.match(block)) for block in blocks]
    grids = [_grid(block) for block in blocks]
    used: set[int] = set()
    appendix = False
    for place, block in enumerate(blocks):
        heading, grid = _heading(block), grids[place]
        if place in used:
            continue
        if heading:
            kind = section_kind(heading, appendix)
            appendix = appendix or kind == "appendix"
            writer.section(heading, kind)
        elif captions[place] and place + 1 < len(blocks) and grids[place + 1] is not None:
            continue  # written with the table that comes next
        elif grid is not None:
            beside = [other for other in (place - 1, place + 1) if 0 <= other < len(blocks) and captions[other]]
            used.update(beside[:1])
            caption = _plain(blocks[beside[0]]) if beside else ""
            label = _CAPTION.match(caption)
            writer.table(label["label"] if label else "", caption, grid)
        elif writer.kind == "references":
            for entry in split_entries([line.strip() for line in block.split("\n")]):
                writer.reference(entry.key, entry.text)
        else:
            writer.paragraph(_plain(block))


def _heading(block: str) -> str:
    found = _HEADING.fullmatch(block) or _UNDERLINED.fullmatch(block)
    if found is not None:
        return _plain(found["title"])
    named = "\n" not in block and section_kind(block) not in {"body", "appendix"}
    return block if named or _NUMBERED.fullmatch(block) else ""


def _grid(block: str) -> Grid | None:
    lines = [line.strip() for line in block.split("\n")]
    if len(lines) < 3 or not _TABLE_RULE.fullmatch(lines[1]) or "|" not in lines[0]:
        return None
    rows = [line.removeprefix("|").removesuffix("|").split("|") for line in (lines[0], *lines[2:])]
    return Grid(tuple(tuple(GridCell(_plain(cell)) for cell in row) for row in rows), headers=1)


def _plain(text: str) -> str:
    """One line without Markdown's marks for emphasis, links and list items."""
    text = re.sub(r"^(?:[-*+] |> )", "", text, flags=re.MULTILINE)
    return " ".join(_LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text)).split())


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", ";", ","))
