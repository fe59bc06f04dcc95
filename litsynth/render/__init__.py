"""A `records.Report` to the files of a run's folder: pure text, the same report giving the same bytes.

arrange  ── the order of claims and the choice of evidence     markdown ── report.md, through templates
lookup   ── everything by id; nothing dangles                  machine  ── the JSON files, extract output
links    ── addresses of papers, pages, sentences              bibtex, csl, ris ── references
document ── a paper as it was read                             changes  ── two reports compared
brief    ── the report on one page
figures  ── SVG and PNG, by matplotlib                         findings ── what claims say together
explain  ── everything behind one verdict                      changed  ── a report beside the one before it
"""

from litsynth.render.arrange import arrange
from litsynth.render.bibtex import references_bib
from litsynth.render.brief import render_brief
from litsynth.render.card import CardLine, claim_card
from litsynth.render.changed import summary
from litsynth.render.changes import changes_markdown, changes_value
from litsynth.render.csl import references_csl
from litsynth.render.document import document_markdown, document_text
from litsynth.render.explain import explanation_markdown, explanation_value
from litsynth.render.figures import figure_files
from litsynth.render.finding_changes import findings_summary
from litsynth.render.judged import judged_jsonl
from litsynth.render.lookup import Lookup, papers_of
from litsynth.render.machine import (
    anchor_value,
    claim_value,
    claims_jsonl,
    evidence_jsonl,
    report_json,
    run_json,
    seal_of,
)
from litsynth.render.markdown import render_markdown
from litsynth.render.notes import notes_of
from litsynth.render.page import render_page
from litsynth.render.review_file import review_csv, review_markdown
from litsynth.render.ris import references_ris
from litsynth.render.written import written_words

__all__ = [
    "CardLine",
    "Lookup",
    "anchor_value",
    "arrange",
    "changes_markdown",
    "changes_value",
    "claim_card",
    "claim_value",
    "claims_jsonl",
    "document_markdown",
    "document_text",
    "evidence_jsonl",
    "explanation_markdown",
    "explanation_value",
    "figure_files",
    "findings_summary",
    "judged_jsonl",
    "notes_of",
    "papers_of",
    "references_bib",
    "references_csl",
    "references_ris",
    "render_brief",
    "render_markdown",
    "render_page",
    "report_json",
    "review_csv",
    "review_markdown",
    "run_json",
    "seal_of",
    "summary",
    "written_words",
]
