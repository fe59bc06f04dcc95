"""A BERT or RoBERTa encoder as an ONNX graph, written operator by operator from the checkpoint's tensors.

Written by hand because the graphs of exporters, and those that ONNX Runtime's optimiser makes of them, are slower here:
its fused SkipLayerNormalization takes 5.8 ns an element on one core where Add and LayerNormalization take 1.0, and a
classifier reads the first token alone, so that the last layer needs queries and a feed-forward block for that one only
(a seventh of all multiplications of a six-layer model). Sequences of one call have equal length: there is no mask.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from onnx import NodeProto, helper

from litsynth.models.onnx_file import Array

MICROSOFT = "com.microsoft"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tensors do not say: `heads`, the epsilon of layer norms, the first position (2 for RoBERTa, else 0)."""

    layers: int
    heads: int
    epsilon: float
    first_position: int
    prefix: str


@dataclass(slots=True)
class Graph:
    """Operators and tensors as they are written; names of outputs are made here."""

    nodes: list[NodeProto] = field(default_factory=list)
    tensors: dict[str, Array] = field(default_factory=dict)

    def add(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Append an operator; returns the name of its output."""
        name = f"{op}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], domain=domain, **attributes))
        return name

    def tensor(self, name: str, value: Any, kind: type[np.generic] = np.float32) -> str:
        """Keep a constant tensor; returns its name."""
        self.tensors[name] = np.ascontiguousarray(value, dtype=kind)
        return name


Linear = Callable[[Graph, str, str], str]
"""Multiplies rows, shape (n, in), by the named weight matrix of a checkpoint, shape (out, in); gives (n, out), no bias."""


def float_linear(weights: Mapping[str, Array]) -> Linear:
    """Matrix products in float32."""

    def linear(graph: Graph, rows: str, name: str) -> str:
        return graph.add("MatMul", rows, graph.tensor(f"{name}.weight", weights[f"{name}.weight"].T))

    return linear


def classifier_graph(weights: Mapping[str, Array], shape: Shape, linear: Linear) -> Graph:
    """Inputs `ids` and `types`, int32, shape (batch, tokens); the last output is logits, shape (batch, labels)."""
    graph = Graph()
    first = _encode(graph, weights, shape, linear, first_only=True)
    hidden, out = (
        (f"{shape.prefix}pooler.dense", "classifier")
        if "classifier.weight" in weights
        else ("classifier.dense", "classifier.out_proj")
    )
    graph.add("Tanh", _dense(graph, weights, first, hidden))
    _dense(graph, weights, graph.nodes[-1].output[0], out)
    return graph


def embedder_graph(weights: Mapping[str, Array], shape: Shape, linear: Linear) -> Graph:
    """The same inputs; the last output is the mean of the last layer over all tokens, shape (batch, dimensions)."""
    graph = Graph()
    rows = _encode(graph, weights, shape, linear, first_only=False)
    # Pooled, not reduced: the order of ReduceMean's additions depends on the size of the batch.
    turned = graph.add("Transpose", _sequences(graph, rows), perm=[0, 2, 1])
    graph.add("Reshape", graph.add("GlobalAveragePool", turned), "row")
    return graph


def _encode(graph: Graph, weights: Mapping[str, Array], shape: Shape, linear: Linear, first_only: bool) -> str:
    rows = _embed(graph, weights, shape)
    for layer in range(shape.layers):
        name = f"{shape.prefix}encoder.layer.{layer}."
        only = first_only and layer == shape.layers - 1
        rows = _layer(graph, weights, shape, linear, name, rows, only)
    return rows


def _embed(graph: Graph, weights: Mapping[str, Array], shape: Shape) -> str:
    name = f"{shape.prefix}embeddings."
    tables = ("word_embeddings", "position_embeddings", "token_type_embeddings")
    words, positions, types = (weights[f"{name}{table}.weight"] for table in tables)
    dimensions = words.shape[1]
    graph.tensor("word_embeddings", words)
    graph.tensor("position_embeddings", positions[shape.first_position :])
    graph.tensor("type_embeddings", types)
    graph.tensor("row", [-1, dimensions], np.int64)
    graph.tensor("width", [dimensions], np.int64)
    graph.tensor("zero", [0], np.int64)
    graph.tensor("last", [-1], np.int64)
    graph.tensor("unit", 1)
    graph.nodes.append(helper.make_node("Shape", ["ids"], ["tokens"]))
    graph.nodes.append(helper.make_node("Concat", ["tokens", "width"], ["sequences"], axis=0))
    length = graph.add("Slice", "tokens", graph.tensor("one", [1], np.int64), graph.tensor("two", [2], np.int64))
    looked_up = graph.add("Gather", "word_embeddings", "ids", axis=0)
    looked_up = graph.add("Add", looked_up, graph.add("Gather", "type_embeddings", "types", axis=0))
    looked_up = graph.add("Add", looked_up, graph.add("Slice", "position_embeddings", "zero", length, "zero"))
    return _norm(graph, weights, shape, f"{name}LayerNorm", graph.add("Reshape", looked_up, "row"))


def _layer(
    graph: Graph, weights: Mapping[str, Array], shape: Shape, linear: Linear, name: str, rows: str, first_only: bool
) -> str:
    attention = f"{name}attention."
    keys = _sequences(graph, linear(graph, rows, f"{attention}self.key"))
    values = _sequences(graph, linear(graph, rows, f"{attention}self.value"))
    if first_only:
        rows = graph.add("Reshape", graph.add("Gather", _sequences(graph, rows), "zero", axis=1), "row")
    queries = _sequences(graph, linear(graph, rows, f"{attention}self.query"), first_only)
    biases = [weights[f"{attention}self.{part}.bias"] for part in ("query", "key", "value")]
    bias = graph.tensor(f"{attention}bias", np.concatenate(biases))
    context = graph.add("MultiHeadAttention", queries, keys, values, bias, domain=MICROSOFT, num_heads=shape.heads)
    attended = linear(graph, graph.add("Reshape", context, "row"), f"{attention}output.dense")
    rows = _residual(graph, weights, shape, f"{attention}output.", attended, rows)
    inner = linear(graph, rows, f"{name}intermediate.dense")
    inner_bias = graph.tensor(f"{name}inner_bias", weights[f"{name}intermediate.dense.bias"])
    inner = graph.add("BiasGelu", inner, inner_bias, domain=MICROSOFT)
    return _residual(graph, weights, shape, f"{name}output.", linear(graph, inner, f"{name}output.dense"), rows)


def _residual(graph: Graph, weights: Mapping[str, Array], shape: Shape, name: str, change: str, rows: str) -> str:
    change = graph.add("Add", change, graph.tensor(f"{name}dense.bias", weights[f"{name}dense.bias"]))
    return _norm(graph, weights, shape, f"{name}LayerNorm", graph.add("Add", change, rows))


def _norm(graph: Graph, weights: Mapping[str, Array], shape: Shape, name: str, rows: str) -> str:
    scale = graph.tensor(f"{name}.weight", weights[f"{name}.weight"])
    bias = graph.tensor(f"{name}.bias", weights[f"{name}.bias"])
    return graph.add("LayerNormalization", rows, scale, bias, axis=-1, epsilon=shape.epsilon)


def _dense(graph: Graph, weights: Mapping[str, Array], rows: str, name: str) -> str:
    weight = graph.tensor(f"{name}.weight", weights[f"{name}.weight"])
    bias = graph.tensor(f"{name}.bias", weights[f"{name}.bias"])
    return graph.add("Gemm", rows, weight, bias, transB=1)


def _sequences(graph: Graph, rows: str, one_token: bool = False) -> str:
    if one_token:
        shape = graph.tensor("first_tokens", [-1, 1, graph.tensors["width"][0]], np.int64)
        return graph.add("Reshape", rows, shape)
    return graph.add("Reshape", rows, "sequences")
