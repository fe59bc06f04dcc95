"""The few messages of the ONNX file format that a graph written by hand needs, as bytes.

ONNX is protocol buffers (onnx.proto of onnx/onnx; field numbers below are its own). Writing six messages takes a page,
so neither the `onnx` package nor an exporter is needed to make a graph for ONNX Runtime.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Attribute = int | float | Sequence[int]

FLOAT, UINT8, INT32 = 1, 2, 6
_TYPES = {"float32": FLOAT, "uint8": UINT8, "int8": 3, "int32": INT32, "int64": 7}
# ONNX 1.15 (opset 20); com.microsoft holds the operators that ONNX Runtime adds to the standard.
_OPSETS = {"": 20, "com.microsoft": 1}
_IR_VERSION = 9
_EXTERNAL = 1
# Tensors up to this many bytes stand in the file, larger ones are handed to the session without a copy.
INLINE = 128


@dataclass(frozen=True, slots=True)
class Node:
    """One operator; `domain` is empty for standard ONNX."""

    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    domain: str = ""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)


def model_bytes(
    nodes: Sequence[Node],
    tensors: Mapping[str, Array],
    inputs: Mapping[str, int],
    outputs: Mapping[str, int],
) -> bytes:
    """A model file of a graph over `tensors`. `inputs` and `outputs` give element types; inputs are matrices of any size.

    Tensors above `INLINE` bytes are only declared: hand them to `SessionOptions.add_external_initializers`.
    """
    graph = b"".join(_message(1, _node(node)) for node in nodes)
    graph += _text(2, "encoder")
    graph += b"".join(_message(5, _tensor(name, tensors[name])) for name in sorted(tensors))
    graph += b"".join(_message(11, _value(name, kind, rank=2)) for name, kind in inputs.items())
    graph += b"".join(_message(12, _value(name, kind)) for name, kind in outputs.items())
    opsets = b"".join(_message(8, _text(1, domain) + _number(2, version)) for domain, version in _OPSETS.items())
    return _number(1, _IR_VERSION) + opsets + _message(7, graph)


def _node(node: Node) -> bytes:
    out = b"".join(_text(1, name) for name in node.inputs) + b"".join(_text(2, name) for name in node.outputs)
    out += _text(4, node.op)
    out += b"".join(_message(5, _attribute(name, node.attributes[name])) for name in sorted(node.attributes))
    return out + _text(7, node.domain)


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _text(1, name) + _tag(2, 5) + np.float32(value).tobytes() + _number(20, 1)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + b"".join(_number(8, item) for item in value) + _number(20, 7)


def _tensor(name: str, array: Array) -> bytes:
    out = b"".join(_number(1, size) for size in array.shape) + _number(2, _TYPES[array.dtype.name]) + _text(8, name)
    if array.nbytes <= INLINE:
        return out + _message(9, np.ascontiguousarray(array).tobytes())
    return out + _message(13, _text(1, "location") + _text(2, "given to the session")) + _number(14, _EXTERNAL)


def _value(name: str, kind: int, rank: int | None = None) -> bytes:
    shape = (
        b"" if rank is None else _message(2, b"".join(_message(1, _text(2, f"{name}{axis}")) for axis in range(rank)))
    )
    return _text(1, name) + _message(2, _message(1, _number(1, kind) + shape))


def _varint(value: int) -> bytes:
    # Negative numbers are written as 64-bit two's complement.
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _tag(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _number(number: int, value: int) -> bytes:
    return _tag(number, 0) + _varint(value)


def _message(number: int, payload: bytes) -> bytes:
    return _tag(number, 2) + _varint(len(payload)) + payload


def _text(number: int, text: str) -> bytes:
    return _message(number, text.encode())
