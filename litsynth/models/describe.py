"""What a report says of the models: name, revision, and on what the confidence was calibrated."""

from litsynth.models.embedded import read_manifest, shipped_folder
from litsynth.models.nli import TWO_LABELS, NliModel

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


def calibration_of(verifier: NliModel) -> dict[str, str]:
    """On what a verifier's confidence was fitted, its error there, and a sentence that says so."""
    if not verifier.identity.startswith("litsynth-"):
        two = f"; {_TWO_LABELS}" if TWO_LABELS in verifier.identity.split() else ""
        return {
            "data": "none",
            "statement": f"the verifier's probabilities are as the checkpoint gives them, not calibrated{two}.",
        }
    fit = read_manifest(shipped_folder()).calibration
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
