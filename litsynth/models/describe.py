"""What a report says of the models: name, revision, and on what the confidence was calibrated."""

from litsynth.calibrate import IN_DOMAIN, Calibrator, read_calibrator
from litsynth.models.embedded import MANIFEST, folder_of, read_manifest
from litsynth.models.nli import TWO_LABELS
from litsynth.ports import Verifier

CALIBRATOR = "calibrator.json"
"""The file that lies beside a verifier's weights, where it has one."""

_TWO_LABELS = "the checkpoint knows entailment and its absence only, so nothing is ever refuted by it"


def describe(identity: str, sha256: str) -> dict[str, str]:
    """A model's identity taken apart, with the digest of its weights (empty where it is not known).

    >>> describe("litsynth-embedded@ab12 T=1.3", "ab12cd34")
    {'name': 'litsynth-embedded', 'revision': 'ab12', 'settings': 'T=1.3', 'sha256': 'ab12cd34'}
    """
    name, _, rest = identity.partition("@")
    revision, _, settings = rest.partition(" ")
    described = {"name": name, "revision": revision, "settings": settings, "sha256": sha256}
    return described | ({"labels": _TWO_LABELS} if TWO_LABELS in settings.split() else {})


def describe_calibrator(calibrator: Calibrator) -> dict[str, str]:
    """A calibrator beside the models: its identity, its method, and the verifier that it is for."""
    return {
        "name": "litsynth-calibrator",
        "revision": calibrator.identity,
        "settings": f"{calibrator.method}, for {calibrator.verifier}",
        "sha256": "",
    }


def calibrator_of(verifier: Verifier, name: str = "embedded") -> Calibrator | None:
    """The calibrator beside the weights of a verifier, whose setting was `name`; None where there is none.

    Raises BadRecord on a file that is no calibrator, UsageError on one that was fitted for another verifier.
    """
    folder = folder_of(verifier.identity, name)
    path = folder / CALIBRATOR if folder else None
    if path is None or not path.is_file():
        return None
    return read_calibrator(path.read_text(encoding="utf-8"), str(path), verifier.identity)


def calibration_of(verifier: Verifier, name: str = "embedded", calibrator: Calibrator | None = None) -> dict[str, str]:
    """On what a verifier's confidence was fitted, its error there, and a sentence that says so.

    With `calibrator` that is the confidence of verdicts, else that of single judgements, by temperature, where litsynth
    trained the verifier. `name` is the setting that the verifier was chosen by.
    """
    if calibrator is not None:
        return _described(calibrator)
    folder = folder_of(verifier.identity, name)
    fit = read_manifest(folder).calibration if folder and (folder / MANIFEST).is_file() else {}
    if not fit:
        two = f"; {_TWO_LABELS}" if TWO_LABELS in verifier.identity.split() else ""
        return {
            "data": "none",
            "statement": f"the verifier's probabilities are as the checkpoint gives them, not calibrated{two}.",
        }
    return {
        "data": str(fit["data"]),
        "fitted_on": f"{fit['fitted_on']} pairs",
        "expected_calibration_error": f"{fit['ece']:.4f}",
        "that_of_a_perfectly_calibrated_model": f"{fit['ece_ideal']:.4f}",
        "evaluated_on": f"{fit['evaluated_on']} pairs",
        "statement": (
            f"temperature fitted on {fit['fitted_on']:,} general English pairs ({fit['data']}), expected calibration error "
            f"{fit['ece']:.3f} on {fit['evaluated_on']:,} others; its error on scientific text is unknown."
        ),
    }


def _described(calibrator: Calibrator) -> dict[str, str]:
    found = calibrator.measured
    return {
        "calibrator": calibrator.identity,
        "verifier": calibrator.verifier,
        "method": calibrator.method,
        "data": "; ".join(
            f"{used.name} ({used.field}, sha256 {used.sha256[:12]}): {used.fitted:,} verdicts to fit, "
            f"{used.evaluated:,} to evaluate"
            for used in calibrator.data
        ),
        "fitted_on": f"{sum(used.fitted for used in calibrator.data):,} verdicts",
        "evaluated_on": f"{found.n:,} verdicts in {found.groups:,} groups that share no document",
        "expected_calibration_error": f"{found.ece:.4f} (95% interval {found.ece_low:.4f} to {found.ece_high:.4f})",
        "that_of_a_perfectly_calibrated_model": f"{found.ideal:.4f}",
        "brier_score": f"{found.brier:.4f}",
        "abstention": _abstention(calibrator),
        "scope": _scope(calibrator),
        "statement": _statement(calibrator),
    }


def _abstention(calibrator: Calibrator) -> str:
    wanted, found = f"{calibrator.precision:.0%}", calibrator.measured
    if calibrator.threshold is None:
        return f"no confidence gives a precision of {wanted}: all verdicts by entailment are withheld"
    return (
        f"below {calibrator.threshold:.4f}, chosen for a precision of {wanted}; on the evaluated verdicts it gives "
        f"{found.precision:.1%} at a coverage of {found.coverage:.1%}"
    )


def _scope(calibrator: Calibrator) -> str:
    scores = calibrator.scores
    told = (
        "carry one fixed confidence (the setting verify.scores), which rests on blind judging: 69 of 74 "
        "claims traced to table cells in real papers were right, and 25 of 25 in the bundled corpus"
        if scores is None
        else f"carry one confidence, {calibrator.by_scores:.3f}: {scores.right} of {scores.judged} judged ones were right"
    )
    return (
        "holds for supported, refuted and not enough evidence by entailment, and for the number of passages looked at; "
        f"verdicts by scores {told}; conflicting and different protocol are not calibrated."
    )


def _statement(calibrator: Calibrator) -> str:
    fields = list(dict.fromkeys(used.field for used in calibrator.data if used.field != IN_DOMAIN))
    parts = [f"{' and '.join(fields)} claims"] if fields else []
    if not calibrator.in_domain:
        return f"calibrated on {parts[0]}; its error on this field is unknown."
    own = [used for used in calibrator.data if used.field == IN_DOMAIN]
    parts.append(f"{sum(used.fitted for used in own):,} judged verdicts of this field")
    errors = "; ".join(
        f"{used.error:.3f} on {used.evaluated:,} others, where a perfectly calibrated model would show {used.ideal:.3f}"
        for used in own
        if used.error is not None
    )
    return f"calibrated on {' and on '.join(parts)}; its expected calibration error on this field is {errors or 'unknown'}."
