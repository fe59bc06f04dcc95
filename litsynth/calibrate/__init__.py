"""From scores to probabilities that mean what they say, how far they are from it, and how sure one can be of either."""

from litsynth.calibrate.agreement import Agreement, agreements, cohen_kappa, krippendorff_alpha
from litsynth.calibrate.arrays import Floats, Ints, one_hot
from litsynth.calibrate.bootstrap import Interval, bootstrap
from litsynth.calibrate.calibrator import (
    METHOD,
    Calibrator,
    DataUsed,
    Measured,
    ScoresRate,
    calibrator_json,
    read_calibrator,
    verifier_key,
)
from litsynth.calibrate.compare import Comparison, Fitted, Slice, compare, fit_half
from litsynth.calibrate.coverage import CoveragePoint, risk_coverage, selected, threshold_at_precision
from litsynth.calibrate.error import (
    CalibrationError,
    adaptive_calibration_error,
    bin_gaps,
    brier_score,
    calibration_error,
    expected_calibration_error,
    ideal_calibration_error,
    negative_log_likelihood,
    reliability_table,
)
from litsynth.calibrate.fit import fit_verdict_temperature, fit_verdicts, tempered, threshold_for
from litsynth.calibrate.halves import halves
from litsynth.calibrate.make import make_calibrator
from litsynth.calibrate.measure import VerdictError, verdict_error, withheld
from litsynth.calibrate.regression import Regression, fit_regression
from litsynth.calibrate.samples import CLASSES, FEATURES, IN_DOMAIN, Sample, inputs_of, said_of, truth_of, uncalibrated
from litsynth.calibrate.temperature import fit_temperature, softmax

__all__ = [
    "CLASSES",
    "FEATURES",
    "IN_DOMAIN",
    "METHOD",
    "Agreement",
    "CalibrationError",
    "Calibrator",
    "Comparison",
    "CoveragePoint",
    "DataUsed",
    "Fitted",
    "Floats",
    "Interval",
    "Ints",
    "Measured",
    "Regression",
    "Sample",
    "ScoresRate",
    "Slice",
    "VerdictError",
    "adaptive_calibration_error",
    "agreements",
    "bin_gaps",
    "bootstrap",
    "brier_score",
    "calibration_error",
    "calibrator_json",
    "cohen_kappa",
    "compare",
    "expected_calibration_error",
    "fit_half",
    "fit_regression",
    "fit_temperature",
    "fit_verdict_temperature",
    "fit_verdicts",
    "halves",
    "ideal_calibration_error",
    "inputs_of",
    "krippendorff_alpha",
    "make_calibrator",
    "negative_log_likelihood",
    "one_hot",
    "read_calibrator",
    "reliability_table",
    "risk_coverage",
    "said_of",
    "selected",
    "softmax",
    "tempered",
    "threshold_at_precision",
    "threshold_for",
    "truth_of",
    "uncalibrated",
    "verdict_error",
    "verifier_key",
    "withheld",
]
