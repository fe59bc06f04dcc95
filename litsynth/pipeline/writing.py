"""A language model's sentences on verified claims, each verified in its turn: nothing of its own gets into a report."""

from collections.abc import Mapping
from dataclasses import replace

from litsynth.config import Settings, VerifySettings
from litsynth.errors import BadRecord, NetworkRefused, SourceFailed
from litsynth.pipeline.answer import Outcome
from litsynth.pipeline.binding import moved_in
from litsynth.pipeline.check import CheckItem, check_items
from litsynth.pipeline.models import Models
from litsynth.pipeline.progress import Progress
from litsynth.ports import Entailer, Writer
from litsynth.records import Claim, DraftSentence, DroppedSentence, KeptSentence, Report, Verdict, Written
from litsynth.store import Corpus
from litsynth.synthesize import INSTRUCTIONS, data_for, fault_in, premises_of
from litsynth.synthesize.gates import LONGEST
from litsynth.verify.decide import Calibration


def with_writer(
    outcome: Outcome, writer: Writer | None, corpus: Corpus, models: Models, settings: Settings, progress: Progress
) -> Outcome:
    """The outcome with what a writer made of its report (see `written_by`); as it is without one."""
    if writer is None:
        return outcome
    progress.stage("asking the writer", 0)
    _, entailer = corpus.memo(models.embedder, models.entailer)
    written = written_by(writer, outcome.report, entailer, settings.verify, models.calibrator)
    return replace(outcome, report=replace(outcome.report, written=written))


def written_by(
    writer: Writer, report: Report, entailer: Entailer, settings: VerifySettings, calibrator: Calibration | None
) -> Written:
    """What a writer makes of a report's supported and conflicting claims, and what of it was kept.

    A sentence is kept where it passes `synthesize.fault_in` and the verifier, asked as `litsynth check` asks it, calls it
    supported by the claims that it cites. Without such claims the writer is not asked. That it gave no answer is no error.
    """
    claims = {claim.claim_id: claim for claim in report.claims}
    verdicts = {verdict.claim_id: verdict for verdict in report.verdicts}
    data, given = data_for(report.question, report.findings, claims, verdicts)
    if not given:
        return Written(writer.identity)
    try:
        draft = writer.write(INSTRUCTIONS, data)
    except (NetworkRefused, SourceFailed, BadRecord) as error:
        return Written(writer.identity, failure=error.message)
    faults = [
        fault_in(sentence, given, claims, verdicts) or moved_in(sentence.text, _premises(sentence, claims, verdicts))
        for sentence in draft.sentences
    ]
    fit = [sentence for sentence, fault in zip(draft.sentences, faults, strict=True) if fault is None]
    asked = [CheckItem("", sentence.text, _premises(sentence, claims, verdicts)) for sentence in fit]
    judged = check_items(asked, entailer, settings, calibrator)
    kept: list[KeptSentence] = []
    dropped: list[DroppedSentence] = []
    for sentence, fault in zip(draft.sentences, faults, strict=True):
        verdict = None if fault else next(judged)
        if verdict and verdict["label"] == "supported":
            least = min(verdicts[claim_id].confidence for claim_id in sentence.claim_ids)
            kept.append(KeptSentence(sentence.text, sentence.claim_ids, least))
        else:
            said = "" if verdict is None else f"{verdict['label'].replace('_', ' ')}, {verdict['confidence']:.0%}"
            reason, why = fault or ("not borne out by the claims", said)
            dropped.append(DroppedSentence(sentence.text[:LONGEST], sentence.claim_ids, reason, why))
    return Written(writer.identity, tuple(kept), tuple(dropped), draft.model, draft.request)


def _premises(sentence: DraftSentence, claims: Mapping[str, Claim], verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    ids = sentence.claim_ids
    return premises_of([claims[claim_id] for claim_id in ids], [verdicts[claim_id] for claim_id in ids])
