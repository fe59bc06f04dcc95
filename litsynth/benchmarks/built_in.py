"""What is measured on where no data is given: the digests that ship with litsynth."""

from litsynth.parse.digest import read_digest
from litsynth.records import Document, Paper
from litsynth.resources import BUNDLED_CORPUS, bundled_corpora


def bundled_papers() -> list[tuple[Paper, Document]]:
    """The papers of the bundled corpus with their digests, sorted by file name."""
    folder = bundled_corpora()[BUNDLED_CORPUS]
    return [read_digest(path.read_bytes(), path.name) for path in sorted(folder.glob("*.json"))]
