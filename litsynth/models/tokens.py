"""Texts and pairs as token ids, cut where a model's window ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

# A hypothesis that leaves less room than this for its premise is cut too: it is no claim, but must not stop a run.
_LEAST_PREMISE = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sequence: `ids`, the segment (0 or 1) of each in `types`, and whether the text was `cut`."""

    ids: list[int]
    types: list[int]
    cut: bool = False


def encode_pairs(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], most: int) -> list[Tokens]:
    """Pairs as sequences of at most `most` tokens; of a longer pair the end of the premise is left out.

    `tokenizer` must neither cut nor pad by itself.
    """
    encodings = tokenizer.encode_batch([(_clean(premise), _clean(hypothesis)) for premise, hypothesis in pairs])
    return [
        _tokens(encoding, False) if len(encoding.ids) <= most else _tokens(_cut(tokenizer, *pair, most), True)
        for encoding, pair in zip(encodings, pairs, strict=True)
    ]


def encode_texts(tokenizer: Tokenizer, texts: Sequence[str], most: int) -> list[Tokens]:
    """Texts as sequences of at most `most` tokens; the end of a longer one is left out."""
    encoded = []
    for encoding in tokenizer.encode_batch([_clean(text) for text in texts], add_special_tokens=False):
        cut = len(encoding.ids) > most - tokenizer.num_special_tokens_to_add(False)
        encoding.truncate(most - tokenizer.num_special_tokens_to_add(False))
        encoded.append(_tokens(tokenizer.post_process(encoding), cut))
    return encoded


def unbounded(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer without the cutting and padding that its file may ask for."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _cut(tokenizer: Tokenizer, premise: str, hypothesis: str, most: int) -> Encoding:
    first = tokenizer.encode(_clean(premise), add_special_tokens=False)
    second = tokenizer.encode(_clean(hypothesis), add_special_tokens=False)
    room = most - tokenizer.num_special_tokens_to_add(True)
    second.truncate(room - min(_LEAST_PREMISE, len(first.ids)))
    first.truncate(room - len(second.ids))
    return tokenizer.post_process(first, second)


def _tokens(encoding: Encoding, cut: bool) -> Tokens:
    return Tokens(encoding.ids, encoding.type_ids, cut)


def _clean(text: str) -> str:
    # Half of a surrogate pair, as damaged files have it, is no text and would be refused.
    return text.encode("utf-8", "replace").decode("utf-8")
