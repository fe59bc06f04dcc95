"""The order of the stages. Read `answer` first."""

from litsynth.pipeline.answer import Outcome, answer
from litsynth.pipeline.asked import Asked
from litsynth.pipeline.asked_lines import check_asked, papers_by_name, parse_asked
from litsynth.pipeline.check import CheckItem, check_items, parse_item
from litsynth.pipeline.claims import claims_of_document
from litsynth.pipeline.explain import explain
from litsynth.pipeline.gather import failures
from litsynth.pipeline.index import index_of
from litsynth.pipeline.intake import FULL_TEXT, complete
from litsynth.pipeline.models import Models
from litsynth.pipeline.progress import Progress, Silent
from litsynth.pipeline.renew import renew
from litsynth.pipeline.reverify import reverify
from litsynth.pipeline.search import fill, search_papers, search_passages
from litsynth.pipeline.writing import with_writer

__all__ = [
    "FULL_TEXT",
    "Asked",
    "CheckItem",
    "Models",
    "Outcome",
    "Progress",
    "Silent",
    "answer",
    "check_asked",
    "check_items",
    "claims_of_document",
    "complete",
    "explain",
    "failures",
    "fill",
    "index_of",
    "papers_by_name",
    "parse_asked",
    "parse_item",
    "renew",
    "reverify",
    "search_papers",
    "search_passages",
    "with_writer",
]
