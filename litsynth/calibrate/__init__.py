"""From scores to probabilities that mean what they say, how far they are from it, and how sure one can be of either."""

from litsynth.calibrate.arrays import Floats, Ints, one_hot
from litsynth.calibrate.bootstrap import Interval, bootstrap
from litsynth.calibrate.coverage import CoveragePoint, risk_coverage, selected, threshold_at_precision
from litsynth.calibrate.error import (
    CalibrationError,
    ReliabilityBin,
    adaptive_calibration_error,
    bin_gaps,
    brier_score,
    calibration_error,
    expected_calibration_error,
    ideal_calibration_error,
    negative_log_likelihood,
    reliability_table,
)
from litsynth.calibrate.regression import Regression, fit_regression
from litsynth.calibrate.temperature import fit_temperature, softmax

__all__ = [
    "CalibrationError",
    "CoveragePoint",
    "Floats",
    "Interval",
    "Ints",
    "Regression",
    "ReliabilityBin",
    "adaptive_calibration_error",
    "bin_gaps",
    "bootstrap",
    "brier_score",
    "calibration_error",
    "expected_calibration_error",
    "fit_regression",
    "fit_temperature",
    "ideal_calibration_error",
    "negative_log_likelihood",
    "one_hot",
    "reliability_table",
    "risk_coverage",
    "selected",
    "softmax",
    "threshold_at_precision",
]
