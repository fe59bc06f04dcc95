"""JSON Schema (draft 2020-12) of the records, from their types: what `codec.encode` writes and `codec.decode` reads."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Final[Mapping[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
    object: {},
}


def schema_of(kind: type, name: str) -> dict[str, Any]:
    """The schema of a record, `name` being its `$id`; every record in it is a definition of its own.

    A field with a default may be left out, and a field that is not there is an error, as for `codec.decode`.
    Raises TypeError on a type that no record has so far.

    >>> from litsynth.records import Span
    >>> schema_of(Span, "span")["$defs"]["Span"]["required"]
    ['start', 'end']
    """
    definitions: dict[str, Any] = {}
    top = _value(kind, definitions)
    return {"$schema": DIALECT, "$id": name, **top, "$defs": dict(sorted(definitions.items()))}


def _value(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, definitions)
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [_value(one, definitions) for one in arguments]}
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        return {"type": "array", "items": _value(arguments[0], definitions)}
    if origin is tuple:
        items = [_value(one, definitions) for one in arguments]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _value(arguments[1], definitions)}
    raise TypeError(f"no schema for {kind}")


def _record(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # a record may hold its own kind
        hints = get_type_hints(kind)
        asked = [one for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
        definitions[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").partition("\n")[0],
            "properties": {one.name: _value(hints[one.name], definitions) for one in fields(kind)},
            "required": [one.name for one in asked],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}
