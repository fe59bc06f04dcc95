"""What a reader must know before relying on a report."""

from collections.abc import Mapping, Sequence

from litsynth.records import Funnel, Skipped, Substrate

# Of confidences that no calibrator gives.
_SCOPE = (
    "holds for verdicts by entailment. Verdicts by scores carry one fixed confidence (the setting verify.scores), which "
    "rests on blind judging: 69 of 74 claims traced to table cells in real papers were right, and 25 of 25 in the bundled "
    "corpus. The confidence does not yet account for how many passages were looked at, so the best of many may look surer "
    "than it is."
)


def limitations_of(
    substrates: Mapping[Substrate, int],
    funnel: Funnel,
    skipped: Sequence[Skipped],
    calibration: Mapping[str, str],
    truncated: int,
) -> tuple[str, ...]:
    """Plain sentences, the gravest first."""
    found = []
    if digests := substrates.get("digest", 0):
        found.append(
            f"{digests} of {funnel.read} documents read are digests written for the bundled corpus, not the papers "
            "themselves: a verdict says that digests agree with each other, not that a paper's text was checked."
        )
    if abstracts := substrates.get("abstract", 0):
        found.append(f"Of {_papers(abstracts)} only the abstract was read; what the full text says is unknown.")
    found.append(f"Calibration: {calibration['statement']} That {calibration.get('scope', _SCOPE)}")
    found.append(
        "A claim that is not supported is not thereby false: the search was limited to the papers, the depth and the "
        "date given under Method."
    )
    if unread := sum(skip.stage == "read" for skip in skipped):
        found.append(f"{_papers(unread)} could not be read; see under Skipped.")
    for skip in skipped:
        if skip.stage == "search":
            found.append(f"The source {skip.what} could not be asked: what it holds is missing.")
    if truncated:
        found.append(
            f"The verifier read {truncated} passages not at all or not to the end: too long, or in a script unknown to it."
        )
    return tuple(found)


def _papers(count: int) -> str:
    return f"{count} paper" if count == 1 else f"{count} papers"
