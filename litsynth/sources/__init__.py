"""The edges where papers come from: arXiv, ids of arXiv, and files. Only these modules open sockets.

arxiv      the search of arXiv's API, and its LaTeX sources and PDFs
ids        papers that are named one by one
files      a folder, or one file: PDF, LaTeX, text, JSON lines, digests
query      a question as arXiv queries (keyphrases, vocabulary)
polite     one request at a time, with pauses and patience (pace)
"""

from litsynth.sources.arxiv import ArxivSource
from litsynth.sources.files import FolderSource
from litsynth.sources.ids import IdSource
from litsynth.sources.query import queries_for

__all__ = ["ArxivSource", "FolderSource", "IdSource", "queries_for"]
