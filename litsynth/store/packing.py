"""Records as bytes: canonical JSON, compressed."""

import json
import zlib
from typing import TypeVar

from litsynth.codec import decode, dumps, encode
from litsynth.errors import BadRecord

T = TypeVar("T")

# On 60 NLP papers a document takes 14 KB instead of 59, its passages 26 instead of 290; levels above 6 gain 1%.
_LEVEL = 6


def pack(record: object) -> bytes:
    """A record, or a tuple of records, as compressed canonical JSON; lone surrogates survive."""
    return zlib.compress(dumps(encode(record)).encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(kind: type[T], data: bytes) -> T:
    """The record that `pack` made. Raises BadRecord when the bytes are not one of this kind."""
    try:
        value = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, RecursionError, zlib.error) as error:
        raise BadRecord(f"not a stored record: {error}") from error
    return decode(kind, value)
