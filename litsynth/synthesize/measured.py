"""What was measured here, as sentences of the answer: beside the literature, and never in its place."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from litsynth.question import read_question
from litsynth.records import MeasuredContrast, MeasuredEvidence, MeasuredRun, Report, ReportSentence
from litsynth.synthesize.near import speaks_to

_SAID = {"supports": "it agrees with", "contests": "it is contrary to", "says neither": "it settles nothing of"}


def with_runs(report: Report, runs: Sequence[MeasuredRun], asked: Collection[tuple[str, str]] = ()) -> Report:
    """The report with the runs that bear on its question or on one of its claims.

    `asked` are the contrasts (`run_id`, `contrast_id`) that the question itself is about: they are told in the answer,
    and so is what the results say of claims on what is asked about.
    """
    pieces = [piece for verdict in report.verdicts for piece in verdict.measured]
    bearing = {piece.run_id for piece in pieces} | {run_id for run_id, _ in asked}
    kept = tuple(run for run in runs if run.run_id in bearing)
    about = _asked_about(report)
    told = (*_answers(kept, asked), *_sentences(kept, [piece for piece in pieces if piece.claim_id in about]))
    lead = (ReportSentence("Measured here, beside the literature:"),) if told else ()
    return replace(report, measured=kept, answer=(*report.answer, *lead, *told))


def _asked_about(report: Report) -> frozenset[str]:
    """The claims that speak to the question in its own words, whatever their verdict."""
    question = read_question(report.question)
    return frozenset(claim.claim_id for claim in report.claims if speaks_to(question, claim))


def _answers(runs: Sequence[MeasuredRun], asked: Collection[tuple[str, str]]) -> Iterator[ReportSentence]:
    """What was measured of the question itself, those that settle it first."""
    found = [(run, one) for run in runs for one in run.contrasts if (run.run_id, one.contrast_id) in asked]
    for run, one in sorted(found, key=lambda pair: not pair[1].ahead):
        ahead = f"{one.sides[one.ahead != 'better']} is ahead" if one.ahead else ""
        settled = ahead or f"nothing is settled ({one.why})"
        yield ReportSentence(f"{_told(run, one)}; of what is asked: {settled} [{run.run_id}].")


def _sentences(runs: Sequence[MeasuredRun], pieces: Sequence[MeasuredEvidence]) -> Iterator[ReportSentence]:
    for run in runs:
        for contrast in run.contrasts:
            own = [piece for piece in pieces if (piece.run_id, piece.contrast_id) == (run.run_id, contrast.contrast_id)]
            for stance, said in _SAID.items():
                if ids := tuple(piece.claim_id for piece in own if piece.stance == stance):
                    why = f" ({contrast.why})" if contrast.why else ""
                    yield ReportSentence(f"{_told(run, contrast)}; {said} what is claimed{why}:", ids)


def _told(run: MeasuredRun, contrast: MeasuredContrast) -> str:
    weight = "decides no verdict" if run.kind == "conceptual" else "may decide"
    better, worse = contrast.sides
    return (
        f"{better[:1].upper()}{better[1:]} minus {worse}, to test “{contrast.what}”: {contrast.value:+.1f} points of "
        f"{contrast.metric} [{contrast.low:+.1f}, {contrast.high:+.1f}] on {contrast.dataset}, mean of "
        f"{', '.join(contrast.languages)}, {len(contrast.seeds)} seeds ({run.kind}: {weight})"
    )
