"""The two models of a run, and what a report says of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from litsynth.ports import Embedder, Entailer
from litsynth.records import ReliabilityBin
from litsynth.verify.decide import Calibration


@dataclass(frozen=True, slots=True)
class Models:
    """The two models of a run, and what a report says of them.

    `described` maps a role to name and revision; `calibration` says on what the verifier's confidence
    was fitted and its error there, with the sentence for the limitations under `statement`. `calibrator` gives
    verdicts their confidence, `reliability` is its reliability diagram, where it was measured.
    """

    embedder: Embedder
    entailer: Entailer
    described: Mapping[str, Mapping[str, str]]
    calibration: Mapping[str, str]
    calibrator: Calibration | None = None
    reliability: tuple[ReliabilityBin, ...] = ()
