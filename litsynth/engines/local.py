"""This machine: papers are read by processes of it, models asked in this one."""

from litsynth.config import CorpusSettings, ModelSettings
from litsynth.ports import TextEmbedder, Verifier
from litsynth.reading import Readers, local_readers


class LocalEngine:
    """Needs nothing that is not installed with litsynth."""

    def readers(self, settings: CorpusSettings) -> Readers:
        """As many processes as the settings say."""
        return local_readers(settings)

    def embedder(self, settings: ModelSettings, offline: bool) -> TextEmbedder:
        """Loaded in this process."""
        from litsynth.models.choose import choose_embedder  # noqa: PLC0415 - model libraries take seconds

        return choose_embedder(settings, offline)

    def verifier(self, settings: ModelSettings, offline: bool) -> Verifier:
        """Loaded in this process."""
        from litsynth.models.choose import choose_verifier  # noqa: PLC0415 - as above

        return choose_verifier(settings, offline)
