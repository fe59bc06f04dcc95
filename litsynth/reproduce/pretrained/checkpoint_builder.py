"""Small untrained checkpoints of the real classes and tokenizers of XLM-R and mBERT, for machines without a hub."""

import gzip
import io
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

import sentencepiece
import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import (
    AddedToken,
    BertConfig,
    BertForMaskedLM,
    BertTokenizer,
    XLMRobertaConfig,
    XLMRobertaForMaskedLM,
    XLMRobertaTokenizer,
)
from transformers.utils import logging as transformers_logging

from litsynth.errors import BadRecord, MissingInput, OutputFailed, UsageError
from litsynth.unfinished import unfinished

Kind = Literal["xlm-roberta", "bert"]

FIELDS = ("premise", "hypothesis", "sentence1", "sentence2", "src", "en", "text")
"""The fields of a row that hold text."""

_MAX_TOKENS = 512
_BERT_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# XLM-R has five: sentencepiece makes <s>, </s> and <unk> itself; <pad> and <mask> are transformers' own.
_XLMR_SPECIAL, _XLMR_ADDED = 5, 2
_NORMALISATION = "nmt_nfkc"  # XLM-R's: compatibility forms, no control characters, one space
_SPACE = "\u2581"
# Characters, so that there are fewer bytes than the 4,192 above which sentencepiece leaves out a text in silence; told to
# read longer ones, it takes time that grows with the square of their length.
_LONGEST = 1000
# sentencepiece's sign for unknown text: it leaves out every sentence that has one. NUL ends a text in some of its code.
_NOT_READ = {0x2585: " ", 0: " "}


@dataclass(frozen=True, slots=True)
class Built:
    """A checkpoint in its `folder`: how many `pieces` its tokenizer has, special ones too, and the model `weights`.

    The table of embeddings is the output layer too, and counted once.
    """

    folder: Path
    pieces: int
    weights: int


def build(
    kind: Kind,
    texts: Iterable[str],
    out: Path,
    *,
    pieces: int = 8000,
    layers: int = 2,
    width: int = 64,
    heads: int = 4,
    seed: int = 0,
) -> Built:
    """Learn a tokenizer from the texts and save it with an untrained masked language model to the folder `out`.

    `pieces` is the size of the vocabulary, special tokens included. Every character of the texts is a piece, so that
    none is read as unknown. From texts too few for so many, fewer are learnt, and the model has embeddings for those
    alone. Special tokens have XLM-R's ids (<s> 0, <pad> 1, </s> 2, <unk> 3, <mask> last), or mBERT's without its unused
    ones: [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4. Hidden states have shape (n, tokens, width).

    Equal arguments give equal bytes of every file, with equal versions of the libraries. `out` appears when it is whole;
    a process that is killed leaves a hidden folder beside it, which the next one removes.

    Raises UsageError when `out` is a file or not empty, when the sizes do not fit, when there is no text, and when
    there are more characters than pieces; OutputFailed when `out` cannot be written.
    """
    _refuse(out, layers, width, heads)
    unique = [text for text in dict.fromkeys(map(_clean, texts)) if text]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(out.parent, "checkpoint") as made:
            folder = made / "checkpoint"
            folder.mkdir()
            tokenizer = _xlmr_tokenizer(unique, pieces, folder) if kind == "xlm-roberta" else _wordpiece(unique, pieces)
            model = _untrained(kind, len(tokenizer), (layers, width, heads), seed)
            _save(model, tokenizer, folder)
            os.rename(folder, out)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputFailed(f"{out} cannot be written: {reason}", "check permissions and free space") from error
    return Built(out, len(tokenizer), model.num_parameters())


def texts_of(data: Path, files: str) -> Iterator[str]:
    """The values of `FIELDS` that are texts, in the gzip JSONL files below `data` whose names match the pattern `files`.

    Files in the order of their names, rows in theirs. Raises UsageError on a pattern that is none, MissingInput when
    no file matches or none has any text, BadRecord on what is no gzip file or no JSON object.
    """
    try:
        paths = sorted(path for path in data.glob(files) if path.is_file())
    except (ValueError, NotImplementedError) as error:
        raise UsageError(f"{files!r} is no pattern of file names: {error}", "write it relative to --data") from error
    if not paths:
        raise MissingInput(
            f"no file matches {files} below {data}", "give the folder with --data, a pattern with --files"
        )
    found = False
    for path in paths:
        for row in _rows(path):
            texts = [row[field] for field in FIELDS if isinstance(row.get(field), str) and row[field].strip()]
            found = found or bool(texts)
            yield from texts
    if not found:
        raise MissingInput(f"no text in {files} below {data}", f"rows need one of the fields {', '.join(FIELDS)}")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        with gzip.open(path, "rb") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007 - the error below tells it
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("no JSON object")
                yield row
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadRecord(f"{path}: no gzip file, or damaged after line {number}: {error}", "give gzip JSONL") from error
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror}", "check permissions") from error
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{path}:{number}: no JSON object: {error}", "one JSON object to a line") from error


def _clean(text: str) -> str:
    # What is no Unicode (half a surrogate pair) cannot be handed to either trainer.
    return " ".join(text.encode("utf-8", "ignore").decode().translate(_NOT_READ).split())


def _refuse(out: Path, layers: int, width: int, heads: int) -> None:
    if min(layers, width, heads) < 1:
        raise UsageError(f"{layers} layers of width {width} with {heads} heads are no model", "give at least 1 of each")
    if width % heads:
        raise UsageError(
            f"width {width} cannot be divided by {heads} heads", "give a width that is a multiple of heads"
        )
    try:
        taken = out.exists() and (not out.is_dir() or any(out.iterdir()))
    except OSError as error:
        raise OutputFailed(f"{out}: {error.strerror}", "name another folder") from error
    if taken:
        raise UsageError(f"{out} is there and not an empty folder", "name a new folder, or remove it first")


def _refuse_too_few(pieces: int, characters: int, special: int) -> None:
    if not characters:
        raise UsageError("no text to learn pieces from", "give texts with letters")
    if pieces < characters + special:
        raise UsageError(
            f"{pieces:,} pieces are too few: the characters of the texts and the special tokens are "
            f"{characters + special:,}",
            "ask for more, or give texts in fewer scripts",
        )


def _xlmr_tokenizer(texts: list[str], pieces: int, folder: Path) -> Any:
    """sentencepiece's model is written to the folder, as it is beside XLM-R, and read as transformers reads XLM-R's."""
    characters = _characters(texts)
    _refuse_too_few(pieces, len(characters), _XLMR_SPECIAL)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(part for text in texts for part in _parts(text)),
        model_writer=model,
        model_type="unigram",
        vocab_size=pieces - _XLMR_ADDED,
        hard_vocab_limit=False,  # fewer where the texts have no more
        normalization_rule_name=_NORMALISATION,
        character_coverage=1.0,
        # Required ones come first, the others until all that the texts have are counted. Were the space among the
        # required, those that count nothing would come after the end.
        required_chars="".join(sorted(characters - {_SPACE})),
        num_threads=1,  # sums are split by thread: another number of threads learns other pieces
        minloglevel=2,
    )
    (folder / "sentencepiece.bpe.model").write_bytes(model.getvalue())
    # As XLM-R's own: the space before a mask belongs to the mask.
    mask = AddedToken("<mask>", lstrip=True, special=True)
    return XLMRobertaTokenizer.from_pretrained(
        folder, local_files_only=True, mask_token=mask, model_max_length=_MAX_TOKENS
    )


def _parts(text: str) -> Sequence[str]:
    return wrap(text, _LONGEST, break_on_hyphens=False) if len(text) > _LONGEST else (text,)


def _characters(texts: list[str]) -> set[str]:
    """Those of the texts as sentencepiece reads them, and each by itself.

    The tokenizer normalises groups of more than five bytes a character at a time, where sentencepiece, which learns,
    joins a letter and its accents: without the single ones the tokenizer would not know such letters.
    """
    normaliser = sentencepiece.SentencePieceNormalizer(rule_name=_NORMALISATION)
    raw = {character for text in texts for character in text}
    read = {character for text in (*texts, *raw) for character in normaliser.normalize(text)}
    letters = read - {" ", _SPACE}  # older versions of the normaliser leave spaces as they are
    return letters | {_SPACE} if letters else set()


def _wordpiece(texts: list[str], pieces: int) -> Any:
    """Pieces of words as mBERT has them: letters in their case, with their accents, Chinese signs one by one."""
    # The trainer numbers the characters inside words in an order of chance, on which the pieces depend. So they are
    # learnt first, without any joined, and handed over in the order of their codes in the place of special tokens.
    characters = sorted(_learnt(texts, 0, ()), key=lambda piece: (len(piece) > 1, piece))
    _refuse_too_few(pieces, len(characters), len(_BERT_SPECIAL))
    vocabulary = _learnt(texts, pieces, (*_BERT_SPECIAL, *characters))
    return BertTokenizer(vocab=vocabulary, do_lower_case=False, model_max_length=_MAX_TOKENS)


def _learnt(texts: list[str], size: int, first: tuple[str, ...]) -> dict[str, int]:
    """The ids of the pieces: `first`, characters, then joined ones until there are `size`."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=list(first), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    ids = tokenizer.get_vocab()
    return {piece: ids[piece] for piece in sorted(ids, key=ids.__getitem__)}


def _untrained(kind: Kind, pieces: int, sizes: tuple[int, int, int], seed: int) -> Any:
    layers, width, heads = sizes
    shape = {
        "vocab_size": pieces,
        "num_hidden_layers": layers,
        "hidden_size": width,
        "num_attention_heads": heads,
        "intermediate_size": 4 * width,
    }
    # The caller's random numbers go on as if there had been no checkpoint.
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        if kind == "bert":
            return BertForMaskedLM(BertConfig(**shape, max_position_embeddings=_MAX_TOKENS, pad_token_id=0))
        # XLM-R numbers positions from its <pad> on, so that it needs two more than it reads tokens.
        config = XLMRobertaConfig(
            **shape, max_position_embeddings=_MAX_TOKENS + 2, type_vocab_size=1, layer_norm_eps=1e-5
        )
        return XLMRobertaForMaskedLM(config)


def _save(model: Any, tokenizer: Any, folder: Path) -> None:
    with _no_bars():
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    # safetensors lets nobody else read its files, whatever the mask of the process says.
    for path in folder.glob("*.safetensors"):
        shutil.copymode(folder / "config.json", path)


@contextmanager
def _no_bars() -> Iterator[None]:
    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()
