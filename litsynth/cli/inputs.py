"""What is added to a corpus: files, arXiv ids, and papers that were taken out of it."""

from pathlib import Path

from litsynth.cli.files import is_path
from litsynth.config import Settings
from litsynth.errors import MissingInput
from litsynth.ports import PaperSource
from litsynth.sources import ArxivSource, FolderSource, IdSource
from litsynth.sources.identity import arxiv_id, identify
from litsynth.store import FILES_FOLDER


def added(inputs: list[str], removed: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """The inputs apart: files and folders, arXiv ids, and ids that are among the `removed`.

    Raises MissingInput on an input that is none of these.
    """
    files = [given for given in inputs if is_path(given)]
    named = {given: identify(given)[0] for given in inputs if given not in files}
    back = [paper_id for paper_id in named.values() if paper_id in removed]
    ids = [given for given, paper_id in named.items() if paper_id not in removed]
    wrong = [given for given in ids if not arxiv_id(named[given])]
    if wrong:
        raise MissingInput(f"neither a file nor an arXiv id: {', '.join(wrong) or '(empty)'}", "check the path")
    return files, ids, list(dict.fromkeys(back))


def add_sources(
    files: list[str], ids: list[str], name: str, settings: Settings, today: str, offline: bool
) -> list[PaperSource]:
    """Sources for what is to be added to the corpus of that name, looked through before it is opened.

    So that a library without papers, or an arXiv that cannot be asked, makes no corpus. Raises what `find` of one raises.
    """
    folders: list[PaperSource] = [FolderSource(Path(given), today) for given in files]
    arxiv = ArxivSource(settings.search, Path(settings.corpus.folder) / name / FILES_FOLDER, today, offline)
    sources = [*folders, *([IdSource(arxiv, ids)] if ids else [])]
    for source in sources:
        source.find("", 0)  # each keeps what it finds
    return sources
