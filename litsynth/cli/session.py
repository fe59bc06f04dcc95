"""What commands have in common: sources by name, corpora by name, models by setting, today's date."""

import os
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from litsynth.config import ModelSettings, Settings
from litsynth.errors import MissingInput, UsageError
from litsynth.pipeline import Models
from litsynth.ports import Embedder, PaperSource
from litsynth.resources import BUNDLED_CORPUS, bundled_corpora
from litsynth.sources import ArxivSource, FolderSource, IdSource
from litsynth.store import Corpus, CorpusSource, open_corpus

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_ARXIV_ID = re.compile(r"(?:arXiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)


def the_date(given: str | None) -> str:
    """The ISO date of a run: as given, else of SOURCE_DATE_EPOCH, else today (UTC). Raises UsageError on another form."""
    try:
        if given:
            return date.fromisoformat(given).isoformat()
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{given or epoch!r} is not a date", "give --date as 2026-01-31") from error
    return datetime.now(UTC).date().isoformat()


def corpus_name(settings: Settings, offline: bool) -> str:
    """The corpus in use: as set, else the bundled one when offline, else `arxiv`."""
    name = settings.corpus.name or (BUNDLED_CORPUS if offline else "arxiv")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a corpus", "use letters, digits, dots, dashes and underscores")
    return name


def open_named(settings: Settings, name: str) -> Corpus:
    """The corpus of that name below the folder that the settings give; made when it is not there yet."""
    return open_corpus(Path(settings.corpus.folder) / name)


def exists(settings: Settings, name: str) -> bool:
    """Whether a corpus of that name was made here, or is bundled."""
    return (Path(settings.corpus.folder) / name / "corpus.db").is_file() or name in bundled_corpora()


def refuse_unknown(settings: Settings, name: str) -> None:
    """Raises MissingInput when there is no corpus of that name, so that a typing error does not make an empty one."""
    if not exists(settings, name):
        raise MissingInput(f"no corpus {name!r}", "see: litsynth corpus list")


def sources_for(
    names: list[str], corpus: Corpus, name: str, settings: Settings, today: str, offline: bool
) -> list[PaperSource]:
    """The sources that were named; with none, arXiv for the corpus `arxiv` and otherwise the corpus itself."""
    if names:
        return [_source(given, corpus, settings, today, offline) for given in names]
    if name == "arxiv" and not offline:
        return [_source("arxiv", corpus, settings, today, offline)]
    bundled = bundled_corpora()
    if name not in bundled:
        return [CorpusSource(corpus, name, today)]
    digests = FolderSource(bundled[name], today)
    elsewhere = [paper.paper_id for paper in digests.find("", 0)[0]]
    return [digests, CorpusSource(corpus, name, today, elsewhere)]


def _source(given: str, corpus: Corpus, settings: Settings, today: str, offline: bool) -> PaperSource:
    if given == "arxiv":
        return ArxivSource(settings.search, corpus.files, today, offline)
    if Path(given).exists():
        return FolderSource(Path(given), today)
    if exists(settings, given):
        other = bundled_corpora().get(given)
        return FolderSource(other, today) if other else CorpusSource(open_named(settings, given), given, today)
    raise MissingInput(f"no source {given!r}", "give arxiv, a file or folder, or the name of a corpus")


def arxiv_ids(inputs: list[str]) -> list[str]:
    """Those of the inputs that are no files. Raises MissingInput when one of them is no arXiv id either."""
    ids = [given for given in inputs if not Path(given).exists()]
    wrong = [given for given in ids if not _ARXIV_ID.fullmatch(given)]
    if wrong:
        raise MissingInput(f"neither a file nor an arXiv id: {', '.join(wrong)}", "check the path")
    return ids


def add_sources(inputs: list[str], corpus: Corpus, settings: Settings, today: str, offline: bool) -> list[PaperSource]:
    """Sources for what is to be added: files and folders as they are, everything else as arXiv ids.

    Raises MissingInput on an input that is neither.
    """
    ids = arxiv_ids(inputs)
    folders: list[PaperSource] = [FolderSource(Path(given), today) for given in inputs if Path(given).exists()]
    arxiv = ArxivSource(settings.search, corpus.files, today, offline)
    return [*folders, *([IdSource(arxiv, ids)] if ids else [])]


def load_embedder(settings: ModelSettings, offline: bool) -> Embedder:
    """The embedder alone."""
    _silence_bars()
    from litsynth.models.choose import choose_embedder  # noqa: PLC0415 - torch takes seconds

    return choose_embedder(settings, offline)


def load_models(settings: ModelSettings, offline: bool) -> Models:
    """Embedder and verifier as the settings say, with what a report prints of them."""
    _silence_bars()
    from litsynth.models.choose import choose_embedder, choose_verifier  # noqa: PLC0415 - torch takes seconds
    from litsynth.models.describe import calibration_of, describe  # noqa: PLC0415

    verifier, embedder = choose_verifier(settings, offline), choose_embedder(settings, offline)
    described = {
        "verifier": describe(verifier.identity, verifier.sha256),
        "embedder": describe(embedder.identity, embedder.sha256),
    }
    return Models(embedder, verifier, described, calibration_of(verifier))


def _silence_bars() -> None:
    # transformers shows a bar while it loads weights; progress is for a terminal. It reads this when it is imported.
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
