"""What commands have in common: sources by name, corpora by name, models by setting, today's date."""

import os
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from litsynth.cli.files import is_path
from litsynth.config import ModelSettings, Settings
from litsynth.engines import Engine, LocalEngine
from litsynth.errors import MissingInput, UsageError
from litsynth.pipeline import Models, renew
from litsynth.ports import Embedder, PaperSource, Progress
from litsynth.records import MeasuredRun
from litsynth.resources import BUNDLED_CORPUS, bundled_corpora
from litsynth.sources import DATABASES, ArxivSource, FolderSource, database
from litsynth.store import (
    FILES_FOLDER,
    MEASURED,
    Corpus,
    CorpusSource,
    is_corpus,
    open_corpus,
    read_measured,
    refuse_absent_index,
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_THIS_MACHINE = LocalEngine()


def the_date(given: str | None) -> str:
    """The ISO date of a run: as given, else of SOURCE_DATE_EPOCH, else today (UTC). Raises UsageError on another form."""
    try:
        if given is not None:
            return date.fromisoformat(given).isoformat()
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{epoch if given is None else given!r} is not a date", "give --date as 2026-01-31") from error
    return datetime.now(UTC).date().isoformat()


def corpus_name(settings: Settings, offline: bool) -> str:
    """The corpus in use: as set, else the bundled one when offline, else `arxiv`."""
    name = settings.corpus.name or (BUNDLED_CORPUS if offline else "arxiv")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a corpus", "use letters, digits, dots, dashes and underscores")
    return name


def open_named(settings: Settings, name: str) -> Corpus:
    """The corpus of that name below the folder that the settings give; made when it is not there yet.

    Raises what `open_corpus` does, and MissingInput where the settings want an index that is not installed.
    """
    refuse_absent_index(settings.retrieve.index)
    return open_corpus(_place(settings, name))


def made_corpora(settings: Settings) -> tuple[str, ...]:
    """The names of the corpora that were made here, sorted."""
    folder = Path(settings.corpus.folder)
    return tuple(path.name for path in sorted(folder.glob("*")) if is_corpus(path))


def refuse_unknown(settings: Settings, name: str) -> None:
    """Raises MissingInput when there is no corpus of that name, so that a typing error does not make an empty one."""
    if not is_corpus(_place(settings, name)) and name not in bundled_corpora():
        raise MissingInput(f"no corpus {name!r}", "see: litsynth corpus list")


def refuse_unknown_sources(settings: Settings, names: list[str]) -> None:
    """Raises MissingInput when a source is neither a database nor on disk nor the name of a corpus."""
    known = ("arxiv", *DATABASES, *made_corpora(settings), *bundled_corpora())
    for given in names:
        if given not in known and not is_path(given):
            kinds = ", ".join(("arxiv", *DATABASES))
            raise MissingInput(f"no source {given!r}", f"give {kinds}, a file or folder, or the name of a corpus")


def sources_for(
    names: list[str], corpus: Corpus, name: str, settings: Settings, today: str, offline: bool
) -> list[PaperSource]:
    """The sources that were named; with none, arXiv for the corpus `arxiv` and otherwise the corpus itself.

    Raises MissingInput as `refuse_unknown_sources`.
    """
    refuse_unknown_sources(settings, names)
    if names:
        return [source for given in names for source in _sources(given, corpus, name, settings, today, offline)]
    if name == "arxiv" and not offline:
        return [ArxivSource(settings.search, corpus.files, today)]
    return _holdings(corpus, bundled_corpora().get(name), today)


def _sources(given: str, corpus: Corpus, name: str, settings: Settings, today: str, offline: bool) -> list[PaperSource]:
    if given == "arxiv":
        return [ArxivSource(settings.search, corpus.files, today, offline)]
    if given in DATABASES:
        return [database(given, settings.databases, settings.search, corpus.files, today, offline)]
    path = Path(given)
    if is_path(given):
        if not is_corpus(path):
            return [FolderSource(path, today)]
        return _holdings(open_corpus(path.resolve()), path if any(path.glob("*.json")) else None, today, other=True)
    if given == name:
        return _holdings(corpus, bundled_corpora().get(given), today)
    if given in made_corpora(settings):
        return _holdings(open_named(settings, given), bundled_corpora().get(given), today, other=True)
    return [FolderSource(bundled_corpora()[given], today, deep=False)]


def _holdings(corpus: Corpus, digests: Path | None, today: str, other: bool = False) -> list[PaperSource]:
    """What a corpus holds: the digests that lie in a folder, and what was read into it.

    The folder may be the corpus's own, as in a clone; what was downloaded lies below it and is no digest. What a person
    took out of the corpus of the run is left out there; what was taken out of an `other` is not offered.
    """
    if digests is None:
        return [CorpusSource(corpus, corpus.folder.name, today)]
    flat = FolderSource(digests, today, deep=False, without=corpus.removed() if other else ())
    elsewhere = [paper.paper_id for paper in flat.find("", 0)[0]]
    return [flat, CorpusSource(corpus, corpus.folder.name, today, elsewhere)]


def renew_kept(
    corpus: Corpus, settings: Settings, today: str, progress: Progress, engine: Engine = _THIS_MACHINE
) -> None:
    """Read again, from the files that a corpus keeps, what another version of the parser read."""
    kept = ArxivSource(settings.search, corpus.files, today, offline=True)
    renew(corpus, kept, progress, settings.corpus, engine.readers)


def measured_in(settings: Settings, name: str) -> tuple[MeasuredRun, ...]:
    """What was measured here and added to a corpus, and what ships beside a bundled one; of one id what was added.

    Raises BadRecord on a file that was changed.
    """
    bundled = bundled_corpora().get(name)
    shipped = read_measured(bundled / MEASURED) if bundled else ()
    runs = {run.run_id: run for run in (*shipped, *read_measured(measured_folder(settings, name)))}
    return tuple(runs[run_id] for run_id in sorted(runs))


def measured_folder(settings: Settings, name: str) -> Path:
    """Where what is measured here is kept for a corpus."""
    return _place(settings, name) / FILES_FOLDER / MEASURED


def load_embedder(settings: ModelSettings, offline: bool) -> Embedder:
    """The embedder alone."""
    _silence_bars()
    return _THIS_MACHINE.embedder(settings, offline)


def load_models(settings: ModelSettings, offline: bool, engine: Engine = _THIS_MACHINE) -> Models:
    """Embedder and verifier as the settings say, with what a report prints of them."""
    _silence_bars()
    from litsynth.models.describe import calibration_of, calibrator_of, describe, describe_calibrator
    from litsynth.models.role_weights import describe_roles

    verifier, embedder = engine.verifier(settings, offline), engine.embedder(settings, offline)
    described = {
        "verifier": describe(verifier.identity, verifier.sha256),
        "embedder": describe(embedder.identity, embedder.sha256),
        "claims": describe_roles(embedder.identity),
    }
    calibrator = calibrator_of(verifier, settings.verifier)
    if calibrator is not None:
        described["calibrator"] = describe_calibrator(calibrator)
    calibration = calibration_of(verifier, settings.verifier, calibrator)
    reliability = calibrator.measured.reliability if calibrator else ()
    return Models(embedder, verifier, described, calibration, calibrator, reliability)


def _place(settings: Settings, name: str) -> Path:
    return Path(settings.corpus.folder) / name


def _silence_bars() -> None:
    # transformers shows a bar while it loads weights; progress is for a terminal. It reads this when it is imported.
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
