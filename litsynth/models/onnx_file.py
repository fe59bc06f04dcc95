"""A graph as an ONNX model whose weights are handed to ONNX Runtime beside it, not inside it.

Weights inside would be copied three times on the way: into the message, into its bytes, and out of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

Array = NDArray[Any]

# ONNX 1.15 (opset 20); com.microsoft holds the operators that ONNX Runtime adds to the standard.
_OPSETS = {"": 20, "com.microsoft": 1}
_IR_VERSION = 9
# Tensors up to this many bytes stand in the file, larger ones are handed to the session without a copy.
INLINE = 128


def model_bytes(
    nodes: Sequence[NodeProto],
    tensors: Mapping[str, Array],
    inputs: Mapping[str, int],
    outputs: Mapping[str, int],
) -> bytes:
    """A model file of a graph over `tensors`. `inputs` and `outputs` give element types; inputs are matrices of any size.

    Tensors above `INLINE` bytes are only declared: hand them to `SessionOptions.add_external_initializers`.
    """
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info(name, kind, [f"{name}0", f"{name}1"]) for name, kind in inputs.items()],
        [helper.make_tensor_value_info(name, kind, None) for name, kind in outputs.items()],
        [_tensor(name, tensors[name]) for name in sorted(tensors)],
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    return bytes(model.SerializeToString(deterministic=True))


def _tensor(name: str, array: Array) -> TensorProto:
    if array.nbytes <= INLINE:
        return numpy_helper.from_array(array, name)
    declared = TensorProto(
        name=name,
        dims=array.shape,
        data_type=helper.np_dtype_to_tensor_dtype(array.dtype),
        data_location=TensorProto.EXTERNAL,
    )
    declared.external_data.add(key="location", value="given to the session")
    return declared
