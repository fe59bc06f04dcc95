"""`litsynth evaluate run swaps`: the swap test bed with the models and the retrieval of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litsynth.benchmarks.swaps import SwapPlan, Verify, measure_swaps
from litsynth.benchmarks.swaps_draw import Sizes
from litsynth.benchmarks.swaps_make import SLOTS
from litsynth.cli.session import load_models
from litsynth.config import ModelSettings, RetrieveSettings, VerifySettings
from litsynth.pipeline import Models
from litsynth.pipeline.asked import Asked, verify_asked
from litsynth.pipeline.index import Index
from litsynth.ports import Progress
from litsynth.records import Document, Paper, Verdict
from litsynth.resources import BUNDLED_CORPUS, bundled_corpora
from litsynth.split import split
from litsynth.store import Corpus, open_corpus


def run_swaps(
    data: Path,
    split_name: str,
    limit: int,
    models: ModelSettings,
    memory: Path | None,
    offline: bool,
    progress: Progress,
) -> dict[str, Any]:
    """The report. `limit`: true claims of each source, and as many with a slot swapped (0: the usual number).

    What the models say is remembered in the folder `memory`, so that a run that was cut off, or one after a change
    of the rules, asks only for what is new; without one it is forgotten.
    """
    plan = SwapPlan() if not split_name else SwapPlan(split=split_name)
    if limit:
        plan = replace(plan, sizes=Sizes(true=limit, slot=max(1, limit // len(SLOTS))))
    digests = bundled_corpora()[BUNDLED_CORPUS]
    with TemporaryDirectory() as forgotten, open_corpus(memory or Path(forgotten)) as corpus:
        return measure_swaps(data, digests, plan, verify_with(load_models(models, offline), corpus, progress))


def verify_with(models: Models, corpus: Corpus, progress: Progress) -> Verify:
    """As a run verifies, with what is in the memory of a corpus."""
    embedder, entailer = corpus.memo(models.embedder, models.entailer)

    def verify(
        asked: Sequence[tuple[str, str]], documents: Mapping[str, Document], papers: Mapping[str, Paper]
    ) -> Sequence[Verdict]:
        passages = tuple(passage for document in documents.values() for passage in split(document))
        progress.stage("indexing", len(passages))
        index = Index.of(passages, embedder)
        claims = [Asked(*one) for one in asked]
        settings = RetrieveSettings(), VerifySettings()
        verdicts, _ = verify_asked(
            claims, index, documents.__getitem__, papers, embedder, entailer, *settings, progress, models.calibrator
        )
        return verdicts

    return verify
