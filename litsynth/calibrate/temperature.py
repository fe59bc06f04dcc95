"""Temperature scaling."""

import numpy as np

from litsynth.calibrate.arrays import Floats, Ints


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities of shape (n, classes) from logits of that shape, divided by the temperature."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def fit_temperature(logits: Floats, labels: Ints) -> float:
    """The temperature in [0.05, 20] with the least negative log-likelihood (Guo et al. 2017, section 4.2).

    >>> round(fit_temperature(np.array([[4.0, 0.0], [4.0, 0.0], [4.0, 0.0], [0.0, 4.0]]), np.array([0, 0, 0, 0])), 2)
    3.64
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - half a second, and only a fit needs it

    def loss(log_temperature: float) -> float:
        chosen = softmax(logits, float(np.exp(log_temperature)))[np.arange(len(labels)), labels]
        return float(-np.log(np.clip(chosen, 1e-12, None)).mean())

    fitted = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded", options={"xatol": 1e-5})
    return float(np.exp(fitted.x))
