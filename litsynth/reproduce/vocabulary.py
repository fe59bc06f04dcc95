"""Words or subwords of one language, from its training text alone."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

PAD, UNKNOWN = 0, 1
_SPECIAL = ("<pad>", "<unk>")
MIN_COUNT = 2
"""A word that the training text has once is read as unknown, so that the unknown word is trained too."""

# Accents of Latin, Greek and Cyrillic, points of Arabic: machine translation drops many of them, test sets do not.
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640]")
# Scripts without spaces: Chinese, Japanese, Thai. Training text in them was segmented, test text is not.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BETWEEN = re.compile(rf"(?<=[{_UNSPACED}])\s+(?=[{_UNSPACED}])")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`pieces` in order of their ids; 0 pads, 1 is unknown. `merges` are those of byte-pair encoding, if it is that."""

    kind: Literal["words", "subwords"]
    pieces: tuple[str, ...]
    merges: tuple[tuple[str, str], ...] = ()

    @property
    def ids(self) -> dict[str, int]:
        """The id of each piece."""
        return {piece: number for number, piece in enumerate(self.pieces)}


def normalise(text: str) -> str:
    """Lower case, compatibility forms, no accents, no spaces inside scripts that have none.

    >>> normalise("Élan vital 产品 和 地理")
    'elan vital 产品和地理'
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower()))
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", plain))


def words(text: str) -> list[str]:
    """Words, numbers and single marks; each sign of a script without spaces stands alone.

    >>> words("Don 't go: 产品 v1.")
    ['don', "'", 't', 'go', ':', '产', '品', 'v1', '.']
    """
    return _word_pattern(split=True).findall(normalise(text))


def build(texts: Iterable[str], kind: Literal["words", "subwords"], size: int) -> Vocabulary:
    """The `size` most frequent words, or byte pairs learnt until there are so many; ties in alphabetical order."""
    if kind == "subwords":
        return _byte_pairs(texts, size)
    counts = Counter(word for text in texts for word in words(text))
    kept = sorted(
        (word for word, count in counts.items() if count >= MIN_COUNT), key=lambda word: (-counts[word], word)
    )
    return Vocabulary("words", (*_SPECIAL, *kept[: size - len(_SPECIAL)]))


def encode(vocabulary: Vocabulary, texts: Sequence[str]) -> list[NDArray[np.int32]]:
    """The ids of each text; a text without any piece is one unknown piece."""
    split = _splitter(vocabulary)
    ids = vocabulary.ids
    encoded = ([ids.get(piece, UNKNOWN) for piece in split(text)] for text in texts)
    return [np.asarray(row or [UNKNOWN], dtype=np.int32) for row in encoded]


@lru_cache(maxsize=2)
def _word_pattern(split: bool) -> re.Pattern[str]:
    # Python's \w leaves out combining marks, and with them the vowel signs of Hindi.
    marks = "".join(
        re.escape(chr(code)) for code in range(0x300, 0xFFFF) if unicodedata.category(chr(code)) in ("Mn", "Mc")
    )
    if split:
        return re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\w{marks}])+|[^\w\s]")
    return re.compile(rf"[\w{marks}]+|[^\w\s]")


def _byte_pairs(texts: Iterable[str], size: int) -> Vocabulary:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers  # noqa: PLC0415 - only where it is asked for

    tokenizer = Tokenizer(models.BPE(unk_token=_SPECIAL[UNKNOWN]))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(_SPECIAL), min_frequency=MIN_COUNT, show_progress=False
    )
    pattern = _word_pattern(split=False)
    tokenizer.train_from_iterator((" ".join(pattern.findall(normalise(text))) for text in texts), trainer)
    ids = tokenizer.get_vocab()
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return Vocabulary("subwords", tuple(sorted(ids, key=ids.__getitem__)), tuple((a, b) for a, b in merges))


def _splitter(vocabulary: Vocabulary) -> Callable[[str], list[str]]:
    if vocabulary.kind == "words":
        return words
    from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: PLC0415

    model = models.BPE(vocab=vocabulary.ids, merges=list(vocabulary.merges), unk_token=_SPECIAL[UNKNOWN])
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    pattern = _word_pattern(split=False)
    return lambda text: list(tokenizer.encode(" ".join(pattern.findall(normalise(text)))).tokens)
