"""Texts and pairs as token ids, cut where a model's window ends: premises at the end of a sentence, claims never."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

from litsynth.text import split_sentences

# Tokens that a hypothesis must leave for its premise, or for all of a shorter one.
_LEAST_PREMISE = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """One sequence: `ids`, the segment (0 or 1) of each in `types`, and whether the text was `cut`."""

    ids: list[int]
    types: list[int]
    cut: bool = False


def encode_pairs(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], most: int) -> list[Tokens | None]:
    """Pairs as sequences of at most `most` tokens; None where the hypothesis leaves no room for a premise.

    Of a longer premise the last sentences are left out; only of a first sentence that is too long by itself the end.
    `tokenizer` must neither cut nor pad by itself.
    """
    encodings = tokenizer.encode_batch([(_clean(premise), _clean(hypothesis)) for premise, hypothesis in pairs])
    return [
        _tokens(encoding, False) if len(encoding.ids) <= most else _cut(tokenizer, *pair, most)
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


def _cut(tokenizer: Tokenizer, premise: str, hypothesis: str, most: int) -> Tokens | None:
    text = _clean(premise)
    first = tokenizer.encode(text, add_special_tokens=False)
    second = tokenizer.encode(_clean(hypothesis), add_special_tokens=False)
    room = most - tokenizer.num_special_tokens_to_add(True) - len(second.ids)
    if room < min(_LEAST_PREMISE, len(first.ids)):
        return None
    ends = [end for _, end in first.offsets]
    borders = [bisect_right(ends, sentence.end) for sentence in split_sentences(text)]
    first.truncate(max((tokens for tokens in borders if 0 < tokens <= room), default=room))
    return _tokens(tokenizer.post_process(first, second), True)


def _tokens(encoding: Encoding, cut: bool) -> Tokens:
    return Tokens(encoding.ids, encoding.type_ids, cut)


def _clean(text: str) -> str:
    # Half of a surrogate pair, as damaged files have it, is no text and would be refused.
    return text.encode("utf-8", "replace").decode("utf-8")
