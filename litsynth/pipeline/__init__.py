"""The order of the stages. Read `answer` first."""

from litsynth.pipeline.answer import Models, answer
from litsynth.pipeline.claims import claims_of_document
from litsynth.pipeline.gather import read_into
from litsynth.pipeline.progress import Progress, Silent
from litsynth.pipeline.search import search_passages

__all__ = ["Models", "Progress", "Silent", "answer", "claims_of_document", "read_into", "search_passages"]
