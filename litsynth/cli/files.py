"""Files that are named on the command line."""

from pathlib import Path

from litsynth.errors import MissingInput, UsageError
from litsynth.pipeline import complete
from litsynth.records import Document, Paper
from litsynth.sources import FolderSource


def read_file(file: Path) -> tuple[Paper, Document]:
    """The paper in a file. Raises MissingInput when there is no such file, UsageError when it holds several papers,

    and UnreadablePaper when it cannot be read.
    """
    if not file.is_file():
        raise MissingInput(f"no file {file}", "give a .tex, .tar.gz, .html, .pdf, .txt, .md or .json file")
    source = FolderSource(file)
    papers, _ = source.find("", 2)
    if len(papers) != 1:
        raise UsageError(f"{file} holds {len(papers)} papers", "give a file with one paper, or: litsynth corpus add")
    document = source.fetch(papers[0])
    return complete(papers[0], document), document


def is_path(given: str) -> bool:
    """Whether an argument names something on disk; an empty one does not mean the working folder.

    >>> is_path(""), is_path("."), is_path("x" * 9999)
    (False, True, False)
    """
    try:
        return bool(given) and Path(given).exists()
    except OSError:  # too long for a name, or below a folder that may not be entered
        return False
