"""What runs on the nodes of a Ray cluster: reading a file, and asking models. It knows nothing of Ray."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from litsynth import __version__
from litsynth.config import ModelSettings
from litsynth.engines.local import LocalEngine
from litsynth.errors import LitsynthError
from litsynth.parse.version import PARSER
from litsynth.ports import TextEmbedder, Verifier
from litsynth.reading import Unread
from litsynth.reading.worker import Worker
from litsynth.records import Document

SOFTWARE = f"litsynth {__version__}, parser {PARSER}"
"""What must be the same on all nodes, or results would not be."""


@dataclass(frozen=True, slots=True)
class Described:
    """A model that a worker has loaded."""

    identity: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a worker says: by which `software` and `model`, and the answer or the error that it had."""

    software: str
    value: Any
    model: Described | None = None


def read_file(unread: Unread, limit_seconds: float) -> Answered:
    """Read a file in a process below the worker's, so that a file which kills its reader is told from a lost node."""
    value: Document | LitsynthError
    try:
        value = _reader(limit_seconds).read(unread)
    except LitsynthError as error:
        value = error
    return Answered(SOFTWARE, value)


def call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Answered:
    """What a function of a module gives."""
    try:
        return Answered(SOFTWARE, function(*arguments))
    except LitsynthError as error:
        return Answered(SOFTWARE, error)


@lru_cache(maxsize=1)
def _reader(limit_seconds: float) -> Worker:
    return Worker(limit_seconds)


class Models:
    """The actor of a place: the two models, each loaded when it is first asked."""

    def __init__(self, settings: ModelSettings, offline: bool) -> None:
        self._settings = settings
        self._offline = offline

    def ask(self, role: str, batch: Sequence[Any]) -> Answered:
        """The answers to a batch by the model of a role: `embedder` or `verifier`."""
        try:
            if role == "embedder":
                return _by(self._embedder, self._embedder.embed(batch))
            return _by(self._verifier, self._verifier.judge(batch))
        except LitsynthError as error:
            return Answered(SOFTWARE, error)

    @cached_property
    def _embedder(self) -> TextEmbedder:
        return LocalEngine().embedder(self._settings, self._offline)

    @cached_property
    def _verifier(self) -> Verifier:
        return LocalEngine().verifier(self._settings, self._offline)


def _by(model: TextEmbedder | Verifier, answers: Any) -> Answered:
    return Answered(SOFTWARE, answers, Described(model.identity, model.sha256))
