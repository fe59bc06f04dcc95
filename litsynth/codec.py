"""Records to JSON values and back, and `digest`, the only hash."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_unstructure_fn, override

from litsynth.errors import BadRecord
from litsynth.records import Anchor, Document, Paper, Report, Verdict

T = TypeVar("T")

# Unknown keys are errors: a typo in a file that a person wrote must not pass in silence.
_converter = Converter(forbid_extra_keys=True)
# Settings and the like are JSON values already.
_converter.register_structure_hook_func(lambda kind: kind is object, lambda value, _: value)
# Places on pages are known of PDFs only, few documents await a fuller text, few papers have other names, few
# claims results of one's own, few reports a writer; what has none does not say so.
_known = override(omit_if_default=True)
_converter.register_unstructure_hook(Anchor, make_dict_unstructure_fn(Anchor, _converter, boxes=_known))
_converter.register_unstructure_hook(
    Document, make_dict_unstructure_fn(Document, _converter, printed=_known, awaited=_known, version=_known)
)
_converter.register_unstructure_hook(
    Paper, make_dict_unstructure_fn(Paper, _converter, identifiers=_known, keywords=_known)
)
_converter.register_unstructure_hook(Verdict, make_dict_unstructure_fn(Verdict, _converter, measured=_known))
_converter.register_unstructure_hook(
    Report, make_dict_unstructure_fn(Report, _converter, measured=_known, written=_known)
)


def encode(record: Any) -> Any:
    """A JSON value (dict, list, str, number, bool, None) that `decode` turns back into an equal record."""
    return _converter.unstructure(record)


def omit_defaults(kind: type[Any], *names: str) -> None:
    """From now on `encode` leaves these fields of a kind of record out where they have their defaults.

    For fields that came when records of the kind had been written: what does not use them keeps its bytes and digests.
    """
    leave_out: dict[str, Any] = dict.fromkeys(names, _known)
    _converter.register_unstructure_hook(kind, make_dict_unstructure_fn(kind, _converter, **leave_out))


def decode(kind: type[T], value: Any) -> T:
    """The record of type `kind` that `value` describes.

    Raises BadRecord, naming the key, when a key is missing, unknown or of the wrong kind.
    """
    try:
        return _converter.structure(value, kind)
    except (BaseValidationError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadRecord(f"not a {kind.__name__}: {_innermost(error)}") from error


def dumps(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8 kept; equal values give equal text.

    >>> dumps({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(*parts: str) -> str:
    """The first 16 hexadecimal digits (64 bits) of the SHA-256 of the parts, kept apart from each other.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    return digest_each(parts)


def digest_each(parts: Iterable[str]) -> str:
    """`digest` of parts that need not be in memory at once."""
    hasher = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()[:16]


def digest_bytes(data: bytes | memoryview) -> str:
    """The SHA-256 of a file's bytes, in full (64 hexadecimal digits)."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """`digest_bytes` of a file of any size. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _innermost(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}" if isinstance(error, KeyError) else str(error)
