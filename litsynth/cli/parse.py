"""`litsynth parse`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from litsynth.cli.emit import emit
from litsynth.cli.terminal import Quiet, Verbose
from litsynth.codec import encode
from litsynth.records import Document, Paper, Span, Table

app = typer.Typer(add_completion=False)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(help="A .tex, .tar.gz, .html, .pdf, .txt, .md or digest .json file.")],
    format: Annotated[
        Literal["json", "md", "text"],
        typer.Option(
            help="json: everything, with offsets; md: for reading, with tables and pages; text: the bare text."
        ),
    ] = "json",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print a paper as one JSON object: what is known of it, sections, sentences, tables, references, and the text they lie in.

    start and end are character offsets into "text", which --format text prints. Of a PDF, boxes say where on which
    page it is printed: one a line, in points from the lower left corner. --format md prints the paper for reading:
    headings, tables with captions, page marks.

    Example: litsynth parse corpora/xnli/1809.05053.json --format md
    """
    from litsynth.cli.files import read_file
    from litsynth.cli.telling import tell_read
    from litsynth.render import document_markdown, document_text

    paper, document = read_file(file)
    tell_read(paper, document, quiet=quiet or not verbose)
    if format == "json":
        emit([_value(paper, document)])
    else:
        typer.echo(document_markdown(document, paper) if format == "md" else document_text(document), nl=False)
    return 0


def _value(paper: Paper, document: Document) -> dict[str, object]:
    text = document.text
    abstract = next((part.span.of(text) for part in document.sections if part.kind == "abstract"), "")
    return {
        "paper_id": document.paper_id,
        "title": document.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "version": paper.version,
        "doi": paper.doi,
        "venue": paper.venue,
        "withdrawn": paper.withdrawn,
        "machine_written": paper.machine_written,
        "abstract": abstract.strip(),
        "substrate": document.substrate,
        "sha256": document.sha256,
        "sections": [{"title": part.title, "kind": part.kind, **_at(part.span)} for part in document.sections],
        "sentences": [
            {
                "text": one.span.of(text),
                "section": one.section,
                "page": one.page,
                **_at(one.span),
                **_where(document, one.span),
            }
            for one in document.sentences
        ],
        "tables": [_table(document, table) for table in document.tables],
        "references": [{"key": one.key, "text": one.span.of(text), **_at(one.span)} for one in document.references],
        "warnings": list(document.warnings),
        "text": text,
    }


def _table(document: Document, table: Table) -> dict[str, object]:
    from litsynth.text.tables import paths, referring

    text, named = document.text, paths(table, document.text)
    return {
        "label": table.label,
        "caption": table.caption.of(text),
        "header_rows": table.header_rows,
        "stub_columns": table.stub_columns,
        "page": table.page,
        "row_paths": [{"row": row, "path": list(path)} for row, path in named.rows.items()],
        "column_paths": [{"column": column, "path": list(path)} for column, path in named.columns.items()],
        "referred_to_in": list(referring(document, table)),
        "cells": [
            {
                "row": cell.row,
                "column": cell.column,
                "text": cell.span.of(text),
                **_at(cell.span),
                **_where(document, cell.span),
            }
            for cell in table.cells
        ],
    }


def _where(document: Document, span: Span) -> dict[str, object]:
    return {"boxes": encode(document.boxes_of(span))} if document.printed else {}


def _at(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
