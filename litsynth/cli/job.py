"""The whole job of `litsynth bench job`, as a run does it."""

from collections.abc import Sequence
from pathlib import Path

from litsynth.benchmarks.whole_job import Job, Verify
from litsynth.config import ModelSettings, RetrieveSettings, VerifySettings
from litsynth.models.embedded import load_embedded, shipped_folder
from litsynth.models.embedder import load_embedder
from litsynth.pipeline import Silent
from litsynth.pipeline.index import Index
from litsynth.pipeline.verdicts import verify_claims
from litsynth.ports import Embedder, Entailer, Progress
from litsynth.store import Corpus


def job_with(
    folder: Path | None, threads: int, memory: Corpus | None = None, progress: Progress | None = None
) -> Verify:
    """The job with the verifier in `folder` (None: the shipped one) and the packaged embedder, loaded once.

    Nothing is remembered but in the `memory` of a corpus, for what is not timed.
    """
    verifier: Entailer = load_embedded(folder or shipped_folder(), threads=threads)
    embedder: Embedder = load_embedder(ModelSettings().embedder, "cpu", 32, offline=True, threads=threads)
    if memory:
        embedder, verifier = memory.memo(embedder, verifier)
    progress = progress or Silent()

    def verify(job: Job, retrieval: RetrieveSettings, settings: VerifySettings) -> tuple[Sequence[str], dict[str, int]]:
        index = Index.of(job.passages, embedder)
        verdicts, counts = verify_claims(
            job.claims, index, job.documents.__getitem__, job.papers, embedder, verifier, retrieval, settings, progress
        )
        return [verdict.label for verdict in verdicts], counts

    return verify
