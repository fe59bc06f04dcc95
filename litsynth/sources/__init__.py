"""The edges where papers come from, and a writer's words. Only these modules open sockets.

arxiv      the search of arXiv's API, and its LaTeX sources and PDFs
catalogue  OpenAlex and Semantic Scholar: searched, and followed along citations
ids        papers that are named one by one
files      a folder, or one file: PDF, LaTeX, text, JSON lines, digests
library    one file that is a reference library: BibTeX, RIS, CSL-JSON
query      a question as arXiv queries (keyphrases, vocabulary)
polite     one request at a time, with pauses and patience (pace)
chat       a language model that writes from claims
"""

from litsynth.sources.arxiv import ArxivSource
from litsynth.sources.catalogue import CatalogueSource
from litsynth.sources.chat import ChatWriter, host_of
from litsynth.sources.databases import DATABASES, database
from litsynth.sources.files import FolderSource
from litsynth.sources.ids import IdSource, RetractionSource
from litsynth.sources.library import LIBRARIES
from litsynth.sources.query import queries_for

__all__ = [
    "DATABASES",
    "LIBRARIES",
    "ArxivSource",
    "CatalogueSource",
    "ChatWriter",
    "FolderSource",
    "IdSource",
    "RetractionSource",
    "database",
    "host_of",
    "queries_for",
]
