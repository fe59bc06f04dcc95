"""One verdict made again, with everything that it came from."""

from collections.abc import Sequence

from litsynth.config import Settings
from litsynth.pipeline.index import index_of
from litsynth.pipeline.models import Models
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.verdicts import judged_of, look_at
from litsynth.records import Claim, Explanation, Label, MeasuredRun, Verdict
from litsynth.store import Corpus
from litsynth.verify import decide, is_calibrated, threshold_of, with_measured

_CALIBRATED: tuple[Label, ...] = ("supported", "not enough evidence", "refuted")


def explain(
    claim: Claim,
    reported: Verdict,
    corpus: Corpus,
    models: Models,
    settings: Settings,
    progress: Progress,
    measured: Sequence[MeasuredRun] = (),
) -> Explanation:
    """Retrieve and judge for one claim as a run does, and keep what a run throws away. `measured` as in `answer`.

    What the corpus remembers is not judged again. Raises what the models raise.
    """
    embedder, entailer = corpus.memo(models.embedder, models.entailer)
    index = index_of(corpus, embedder, progress, settings.retrieve)
    asked = (embedder, entailer, settings.retrieve, settings.verify, progress)
    found, _ = look_at([claim], index, corpus.document, corpus.by_id(), *asked)
    looks = found[claim.claim_id]
    judged = judged_of(looks)
    verdict = decide(claim, judged, settings.verify, models.calibrator)
    probabilities: dict[Label, float] = {}
    if models.calibrator is not None and judged and is_calibrated(verdict.grounds):
        calibrator, grounds = models.calibrator, verdict.grounds
        probabilities = {label: calibrator.probability(label, grounds, len(judged)) for label in _CALIBRATED}
    threshold = threshold_of(verdict.grounds, settings.verify, models.calibrator)
    return Explanation(
        claim=claim,
        verdict=with_measured(claim, verdict, measured, settings.verify.abstain),
        reported=reported,
        looks=tuple(sorted(looks, key=lambda look: -look.hit.score if look.hit else 0.0)),
        probabilities=probabilities,
        threshold=threshold,
        floor=settings.verify.floor,
    )
