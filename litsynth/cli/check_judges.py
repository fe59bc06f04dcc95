"""What answers a line of `litsynth check`: the evidence that stands in it, or a corpus."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from litsynth.cli.emit import emit
from litsynth.cli.session import load_models
from litsynth.cli.terminal import say
from litsynth.config import Settings
from litsynth.pipeline import (
    Asked,
    CheckItem,
    Models,
    Progress,
    check_asked,
    check_items,
    index_of,
    papers_by_name,
    parse_asked,
    parse_item,
)
from litsynth.pipeline.index import Index
from litsynth.store import Corpus, MemoEmbedder

T = TypeVar("T")


class Judge(Protocol[T]):
    """Reads a line, and prints a verdict for each of several; models are loaded for the first of them."""

    def parse(self, line: bytes, where: str) -> T:
        """Raises BadRecord naming the line."""
        ...

    def answer(self, items: Sequence[T]) -> None:
        """A JSON verdict a line, in order."""
        ...


class GivenJudge:
    """Judge: by the evidence of the line."""

    def __init__(self, settings: Settings, offline: bool, verbose: bool) -> None:
        self._settings, self._offline, self._verbose = settings, offline, verbose
        self._models: Models | None = None

    def parse(self, line: bytes, where: str) -> CheckItem:
        """As `parse_item`."""
        return parse_item(line, where)

    def answer(self, items: Sequence[CheckItem]) -> None:
        """As `check_items`."""
        if not items:
            return
        self._models = self._models or _loaded(self._settings, self._offline, self._verbose)
        emit(check_items(items, self._models.entailer, self._settings.verify, self._models.calibrator))


class CorpusJudge:
    """Judge: by what a corpus holds."""

    def __init__(self, corpus: Corpus, settings: Settings, progress: Progress, offline: bool, verbose: bool) -> None:
        self._corpus, self._settings, self._progress = corpus, settings, progress
        self._offline, self._verbose = offline, verbose
        self._papers = corpus.by_id()
        self._known = papers_by_name(corpus.papers())
        self._ready: tuple[Models, Index] | None = None

    def parse(self, line: bytes, where: str) -> Asked:
        """As `parse_asked`."""
        return parse_asked(line, where, self._known)

    def answer(self, items: Sequence[Asked]) -> None:
        """As `check_asked`."""
        if not items:
            return
        models, index = self._ready = self._ready or self._prepared()
        emit(check_asked(items, self._corpus, self._papers, index, models, self._settings, self._progress))

    def _prepared(self) -> tuple[Models, Index]:
        models = _loaded(self._settings, self._offline, self._verbose)
        embedder = MemoEmbedder(models.embedder, self._corpus)
        return models, index_of(self._corpus, embedder, self._progress, self._settings.retrieve)


def _loaded(settings: Settings, offline: bool, verbose: bool) -> Models:
    models = load_models(settings.models, offline)
    say(f"verifier: {models.entailer.identity}", quiet=not verbose)
    return models
