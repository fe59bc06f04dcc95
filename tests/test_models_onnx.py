"""The graph that is written by hand, its file format and its int8 arithmetic."""

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto

from litsynth.models.batches import equal_batches, near_batches
from litsynth.models.graph import Graph
from litsynth.models.int8 import SCALE, dequantise, int8_linear, levels, quantise, quantise_rows
from litsynth.models.onnx_file import INLINE, model_bytes

LENGTHS = st.lists(st.integers(1, 40), max_size=60)


def run(graph, rows):
    content = model_bytes(
        graph.nodes, graph.tensors, {"rows": TensorProto.FLOAT}, {graph.nodes[-1].output[0]: TensorProto.FLOAT}
    )
    options = onnxruntime.SessionOptions()
    large = {name: tensor for name, tensor in graph.tensors.items() if tensor.nbytes > INLINE}
    options.add_external_initializers(
        list(large), [onnxruntime.OrtValue.ortvalue_from_numpy(x) for x in large.values()]
    )
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return session.run(None, {"rows": rows.astype(np.float32)})[0]


def small_graph():
    graph = Graph()
    graph.tensor("last", [-1], np.int64)
    graph.tensor("unit", 1)
    return graph


def through_int8(rows, weights, scales, gelu=False):
    graph = small_graph()
    linear = int8_linear({"w.weight": weights, f"w.weight{SCALE}": scales})
    source = "rows"
    if gelu:
        bias = graph.tensor("no_bias", np.zeros(rows.shape[1]))
        source = graph.add("BiasGelu", "rows", bias, domain="com.microsoft")
    linear(graph, source, "w")
    return run(graph, rows)


def test_a_file_holds_numbers_of_every_kind():
    graph = Graph()
    wide = graph.tensor("wide", np.arange(64).reshape(2, 32))
    turned = graph.add("Transpose", wide, perm=[1, 0])
    product = graph.add("MatMul", "rows", turned)
    scaled = graph.add("Mul", product, graph.tensor("minus", -2.5))
    normed = graph.add("LayerNormalization", scaled, graph.tensor("g", [1, 1]), axis=-1, epsilon=0.25)
    graph.add("ReduceMax", normed, graph.tensor("axes", [-1], np.int64), keepdims=0)
    rows = np.ones((3, 32))
    values = -2.5 * rows @ np.arange(64).reshape(2, 32).T
    centred = values - values.mean(1, keepdims=True)
    expected = (centred / np.sqrt((centred**2).mean(1, keepdims=True) + 0.25)).max(1)
    assert run(graph, rows) == pytest.approx(expected, rel=1e-5)


@given(st.integers(0, 2**32 - 1), st.integers(1, 7))
def test_quantised_rows_come_back_within_half_a_step_and_cannot_overflow(seed, columns):
    weight = np.random.default_rng(seed).standard_normal((5, columns)).astype(np.float32)
    weight[0] = 0
    numbers, scale = quantise_rows(weight)
    assert (np.abs(numbers * scale - weight) <= scale * 0.5001).all()
    assert levels([numbers]) == 255


def test_vectors_stay_as_they_are():
    state = {"matrix": np.random.default_rng(0).standard_normal((8, 16)).astype(np.float32), "bias": np.ones(3, "f")}
    back = dequantise(quantise(state))
    assert sorted(back) == sorted(state)
    assert (back["bias"] == state["bias"]).all()


@pytest.mark.parametrize("numbers", [[127, 1], [64, 64], [127, 127], [-127, 127]])
def test_the_largest_products_are_exact(numbers):
    # The 16-bit sums of kernels for processors without VNNI would saturate if tokens used all levels with any weights.
    weights = np.tile(np.array(numbers, np.int8), (3, 64))
    rows = np.concatenate([np.ones((1, 128)), -np.ones((1, 128)), np.tile([1.0, -1.0], (1, 64))])
    result = through_int8(rows, weights, np.full((3, 1), 0.01, np.float32))
    assert result == pytest.approx(rows @ weights.T * 0.01, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("gelu", [False, True])
def test_int8_products_are_near_those_of_floats(gelu):
    chance = np.random.default_rng(1)
    weight = chance.standard_normal((48, 96)).astype(np.float32)
    rows = chance.standard_normal((20, 96)) * np.exp(chance.standard_normal((20, 1)) * 2)
    numbers, scales = quantise_rows(weight)
    result = through_int8(rows, numbers, scales, gelu)
    if gelu:
        rows = rows * (1 + np.vectorize(__import__("math").erf)(rows / np.sqrt(2))) / 2
    expected = rows @ weight.T
    size = np.linalg.norm(expected, axis=1)
    assert (np.linalg.norm(result - expected, axis=1) < 0.02 * size + 0.01).all()


def test_a_row_of_zeros_is_no_division_by_zero():
    numbers, scales = quantise_rows(np.ones((2, 4), np.float32))
    assert through_int8(np.zeros((1, 4)), numbers, scales) == pytest.approx(0)


@given(LENGTHS, st.integers(1, 100))
def test_equal_batches_pad_nothing_and_lose_nothing(lengths, budget):
    batches = equal_batches(lengths, budget)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len({lengths[row] for row in batch}) == 1
        assert len(batch) == 1 or sum(lengths[row] for row in batch) <= budget


@given(LENGTHS, st.integers(1, 100))
def test_near_batches_keep_to_the_budget_once_padded(lengths, budget):
    batches = list(near_batches(lengths, budget))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= budget for batch in batches)
