"""What a command needs of an engine."""

from typing import Protocol

from litsynth.config import CorpusSettings, ModelSettings
from litsynth.ports import TextEmbedder, Verifier
from litsynth.reading import Readers


class Engine(Protocol):
    """Where the work is done that takes processors: reading files, embedding texts, judging pairs."""

    def readers(self, settings: CorpusSettings) -> Readers:
        """Readers for one job; a context manager."""
        ...

    def embedder(self, settings: ModelSettings, offline: bool) -> TextEmbedder:
        """The embedder that the settings name. Raises what `models.choose` does."""
        ...

    def verifier(self, settings: ModelSettings, offline: bool) -> Verifier:
        """The verifier that the settings name. Raises what `models.choose` does."""
        ...
