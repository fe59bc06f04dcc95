"""ONNX Runtime on a CPU: a graph with its tensors, run over many sequences at once.

Each processor core runs its own batch on one thread: cores that share a batch wait for one another at every operator.
A batch holds sequences of one length, so that nothing is padded and a sequence's result is the same, to the bit, in any
batch.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto

from litsynth.models.batches import equal_batches
from litsynth.models.graph import Graph
from litsynth.models.onnx_file import INLINE, Array, model_bytes
from litsynth.models.tokens import Tokens

# Larger batches leave the caches (a token's widest activation is 6 KB in MiniLM), smaller ones are all overhead:
# 512 to 2,048 were within the noise of one another, single short pairs up to 15% slower.
_BUDGET = 1024
_ERRORS_ONLY = 3


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """A session that runs in the calling thread, and how many threads call it. `tensors` must live as long as it does."""

    session: onnxruntime.InferenceSession
    tensors: Mapping[str, Array]
    threads: int

    def run(self, rows: Sequence[Tokens]) -> NDArray[np.float32]:
        """The graph's last output for each sequence, in order: shape (rows, width)."""
        batches = equal_batches([len(row.ids) for row in rows], _BUDGET)
        pool = ThreadPoolExecutor(self.threads)
        try:
            outputs = list(pool.map(lambda batch: self._forward([rows[row] for row in batch]), batches))
        finally:
            # An interruption must not wait for the rest of the queue.
            pool.shutdown(cancel_futures=True)
        out = np.empty((len(rows), outputs[0].shape[1]), np.float32)
        for batch, output in zip(batches, outputs, strict=True):
            out[batch] = output
        return out

    def _forward(self, rows: Sequence[Tokens]) -> NDArray[np.float32]:
        feed = {
            "ids": np.array([row.ids for row in rows], np.int32),
            "types": np.array([row.types for row in rows], np.int32),
        }
        (output,) = self.session.run(None, feed)
        return np.asarray(output, np.float32)


class OnFirstUse:
    """A model that is opened when it is first asked: a run that remembers all answers never pays for it.

    `make` gives it; what can be wrong with its files is better checked before.
    """

    def __init__(self, make: Callable[[], OnnxModel]) -> None:
        self._open = cache(make)

    def run(self, rows: Sequence[Tokens]) -> NDArray[np.float32]:
        """As `OnnxModel.run`."""
        return self._open().run(rows)


def open_graph(graph: Graph, threads: int = 0) -> OnnxModel:
    """A session of a graph; `threads` 0: one for each core that this process may use."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    # What there is to fuse is fused by hand; the optimiser would put its slower operators in (see graph.py).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    large = {name: tensor for name, tensor in graph.tensors.items() if tensor.nbytes > INLINE}
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(tensor) for tensor in large.values()]
    options.add_external_initializers(list(large), values)
    inputs = {"ids": TensorProto.INT32, "types": TensorProto.INT32}
    content = model_bytes(graph.nodes, graph.tensors, inputs, {graph.nodes[-1].output[0]: TensorProto.FLOAT})
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return OnnxModel(session, large, threads or _cores())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
