import numpy as np
import pytest

from litsynth.calibrate import calibration_error, expected_calibration_error, fit_temperature, softmax


def drawn(n: int, seed: int):
    """Logits whose softmax is exactly the distribution that the labels are drawn from."""
    chance = np.random.default_rng(seed)
    logits = chance.normal(0, 2, size=(n, 3))
    labels = np.array([chance.choice(3, p=row) for row in softmax(logits)])
    return logits, labels


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_the_fitted_temperature_undoes_a_scaling_of_the_logits(factor):
    logits, labels = drawn(4000, seed=1)
    assert fit_temperature(logits * factor, labels) == pytest.approx(factor, rel=0.08)


def test_an_overconfident_model_is_found_out_and_an_honest_one_is_not():
    logits, labels = drawn(4000, seed=2)
    honest, boasting = calibration_error(softmax(logits), labels), calibration_error(softmax(logits * 4), labels)
    assert honest.ece < honest.ideal_ece * 2
    assert boasting.ece > 0.1 > boasting.ideal_ece


def test_ece_by_hand():
    confidence, correct = np.array([0.95, 0.95, 0.55, 0.55]), np.array([1.0, 0.0, 1.0, 0.0])
    # Two bins: |0.95 - 0.5| and |0.55 - 0.5|, each with half of the cases.
    assert expected_calibration_error(confidence, correct) == pytest.approx(0.25)
