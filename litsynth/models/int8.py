"""Eight-bit matrix products for a processor: int8 weights, a scale for each row of them and for each token.

Tokens are quantised one by one at run time (uint8, a scale each), so a token's result does not depend on what else is in
the batch; one scale for a whole tensor, as dynamic quantisation commonly has it, would make a verdict depend on its
neighbours. Products and sums of integers are exact, whatever the processor, if no 16-bit sum overflows: on processors
without VNNI the kernels of ONNX Runtime add pairs of neighbouring products in 16 bits, with saturation. `quantise_rows`
makes weights for which no such pair can overflow, and `levels` is what tokens may use with weights made otherwise.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from litsynth.models.graph import MICROSOFT, Graph, Linear
from litsynth.models.onnx_file import Array

SCALE = ".scale"
_LARGEST_WEIGHT = 127
_LARGEST_TOKEN = 255
_LARGEST_SUM = 32767
# What a pair of neighbouring weights may sum to beside the largest token values.
_LARGEST_PAIR = _LARGEST_SUM // _LARGEST_TOKEN
# GELU is nowhere below this (its minimum is -0.16997).
_LEAST_GELU = -0.17
# Keeps a token of zeros from being divided by zero.
_LEAST_STEP = 1e-9
_PRODUCT = "MatMulIntegerToFloat"


def quantise_rows(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Integers of shape (out, in) and scales of shape (out, 1) whose product is near `weight`, shape (out, in).

    The scale of a row is the least at which no value passes 127 and no pair of neighbours (0 and 1, 2 and 3, ...)
    passes 128 in sum of magnitudes.
    """
    size = np.abs(weight.astype(np.float64))
    # Rounding may add half a step to each of a pair.
    scale = np.maximum(size.max(1) / _LARGEST_WEIGHT, _pairs(size).max(1) / (_LARGEST_PAIR - 1))
    scale = np.maximum(scale, 1e-12).astype(np.float32)[:, None]
    return np.round(weight / scale).astype(np.int8), scale


def quantise(state: Mapping[str, Array]) -> dict[str, Array]:
    """Matrices as int8 rows with their scales (see `quantise_rows`); vectors stay float32."""
    out: dict[str, Array] = {}
    for key, value in state.items():
        if value.ndim == 2:
            out[key], out[key + SCALE] = quantise_rows(value.astype(np.float32))
        else:
            out[key] = np.ascontiguousarray(value)
    return out


def dequantise(state: Mapping[str, Array]) -> dict[str, Array]:
    """The inverse of `quantise`, to float32, within half a scale step."""
    return {
        key: value.astype(np.float32) * state[key + SCALE] if key + SCALE in state else value
        for key, value in state.items()
        if not key.endswith(SCALE)
    }


def levels(weights: Iterable[NDArray[np.int8]]) -> int:
    """The largest token value at which no pair of neighbouring products overflows 16 bits; 255 after `quantise_rows`.

    >>> levels([np.array([[127, 1, 64, -64]], dtype=np.int8)]), levels([np.array([[127, 127]], dtype=np.int8)])
    (255, 129)
    """
    largest = max((int(_pairs(np.abs(weight.astype(np.int32))).max()) for weight in weights), default=1)
    return min(_LARGEST_TOKEN, _LARGEST_SUM // max(1, largest))


def int8_linear(weights: Mapping[str, Array]) -> Linear:
    """Matrix products of tokens and the int8 matrices of `weights`, each with its scales under `<name>.scale`."""
    most = levels(weights[name.removesuffix(SCALE)] for name in weights if name.endswith(SCALE))
    known: dict[str, tuple[str, str, str]] = {}

    def linear(graph: Graph, rows: str, name: str) -> str:
        weight = weights[f"{name}.weight"]
        scale = weights[f"{name}.weight{SCALE}"][:, 0]
        gelu = rows.startswith("BiasGelu")
        if rows not in known:
            known[rows] = _after_gelu(graph, rows, most) if gelu else _around_zero(graph, rows, most)
        tokens, step, zero = known[rows]
        operands = (
            tokens,
            graph.tensor(f"{name}.weight", weight.T, np.int8),
            "unit",
            graph.tensor(f"{name}.scale", scale),
        )
        if not gelu:
            return graph.add("Mul", graph.add(_PRODUCT, *operands, zero, domain=MICROSOFT), step)
        # Zero differs from token to token there: what it adds to a product is taken off again.
        sums = graph.tensor(f"{name}.sums", (weight.astype(np.float64).sum(1) * scale)[None])
        product = graph.add("Sub", graph.add(_PRODUCT, *operands, domain=MICROSOFT), graph.add("Mul", zero, sums))
        return graph.add("Mul", product, step)

    return linear


def _around_zero(graph: Graph, rows: str, most: int) -> tuple[str, str, str]:
    # Half of the levels span the largest magnitude of a token; zero is the middle one.
    middle = most // 2
    step = _step(graph, graph.add("ReduceMax", graph.add("Abs", rows), "last", keepdims=1), middle)
    zero = graph.tensor("middle", middle, np.uint8)
    flat = graph.add("Reshape", step, "last")
    zeros = graph.add("Expand", zero, graph.add("Shape", flat))
    return graph.add("QuantizeLinear", rows, flat, zeros, axis=0), step, zero


def _after_gelu(graph: Graph, rows: str, most: int) -> tuple[str, str, str]:
    # Nearly all of GELU's range is above zero: the levels span its minimum up to the largest value of the token.
    least = graph.tensor("least_gelu", _LEAST_GELU)
    step = _step(graph, graph.add("Sub", graph.add("ReduceMax", rows, "last", keepdims=1), least), most)
    zero = graph.add("Round", graph.add("Div", graph.tensor("gelu_depth", -_LEAST_GELU), step))
    zeros = graph.add("Cast", graph.add("Reshape", zero, "last"), to=TensorProto.UINT8)
    return graph.add("QuantizeLinear", rows, graph.add("Reshape", step, "last"), zeros, axis=0), step, zero


def _step(graph: Graph, span: str, most: int) -> str:
    step = graph.add("Div", span, graph.tensor(f"levels.{most}", most))
    return graph.add("Max", step, graph.tensor("least_step", _LEAST_STEP))


def _pairs(size: NDArray[Any]) -> NDArray[Any]:
    even, odd = size[:, 0::2], size[:, 1::2]
    # The last column of an odd number has no neighbour.
    pairs: NDArray[Any] = even + np.pad(odd, ((0, 0), (0, even.shape[1] - odd.shape[1])))
    return pairs
