"""Small untrained checkpoints: they are what transformers takes for XLM-R and mBERT, and the same each time."""

import gzip
import json
import unicodedata
from pathlib import Path
from random import Random

import pytest
import torch
import typer
from transformers import AutoModelForMaskedLM, AutoTokenizer
from typer.testing import CliRunner

from litsynth.cli.reproduce_checkpoint import checkpoint
from litsynth.errors import BadRecord, LitsynthError, MissingInput, OutputFailed, UsageError
from litsynth.reproduce.pretrained import checkpoint_builder
from litsynth.reproduce.pretrained.checkpoint_builder import Built, Kind, build, texts_of

KINDS: tuple[Kind, ...] = ("xlm-roberta", "bert")
SCRIPTS = (
    "The model reaches 80.9 points on the benchmark.",
    "Das Modell lässt sich auf englischen Daten übertragen.",
    "هذا النموذج يعمل بشكل جيد في كل اللغات.",
    "该模型在所有语言上都表现良好。",
    "โมเดลนี้ทำงานได้ดีกับภาษาไทย",
)
# A letter and its accents as one group of seven bytes; a sign that sentencepiece reserves; special tokens as text.
TRAPS = ("mo\u0323\u0302\u0301t hai ba", "\u2585 a ŝquare", "what <mask> and <pad> and [MASK] say </s>")
_SYLLABLES = "ka lo mi nu re sa te vo bra den fil gor han jel".split()
_CHANCE = Random(0)
_WORDS = ["".join(_CHANCE.choices(_SYLLABLES, k=_CHANCE.randint(1, 4))) for _ in range(150)]
TEXTS = (*SCRIPTS, *TRAPS, *(" ".join(_CHANCE.choices(_WORDS, k=9)) + "." for _ in range(120)))


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, one_thread: None):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    folder = tmp_path_factory.mktemp("checkpoints")
    return {kind: build(kind, TEXTS, folder / kind, pieces=200, width=32) for kind in KINDS}


def tokenizer_of(made: Built):
    return AutoTokenizer.from_pretrained(made.folder, local_files_only=True)


def model_of(made: Built):
    return AutoModelForMaskedLM.from_pretrained(made.folder, local_files_only=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_rows(path: Path, rows: list[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def test_xlm_r_is_read_as_xlm_r(built: dict[str, Built]):
    made = built["xlm-roberta"]
    tokenizer = tokenizer_of(made)
    assert type(tokenizer).__name__ in ("XLMRobertaTokenizer", "XLMRobertaTokenizerFast")
    assert tokenizer.convert_tokens_to_ids(["<s>", "<pad>", "</s>", "<unk>"]) == [0, 1, 2, 3]
    assert (tokenizer.cls_token_id, tokenizer.pad_token_id, tokenizer.sep_token_id, tokenizer.unk_token_id) == (
        *(0, 1, 2, 3),
    )
    assert tokenizer.mask_token_id == len(tokenizer) - 1 == made.pieces - 1 == 199
    assert len(tokenizer.get_vocab()) == 200  # no piece that was learnt is a special token too
    assert tokenizer("a", "b").input_ids[0] == 0
    assert [each for each in tokenizer("a", "b").input_ids if each == 2] == [2, 2, 2]
    assert tokenizer.model_max_length == 512
    model = model_of(made)
    assert type(model).__name__ == "XLMRobertaForMaskedLM"
    assert (model.config.max_position_embeddings, model.config.type_vocab_size, model.config.pad_token_id) == (
        514,
        1,
        1,
    )


def test_bert_is_read_as_cased_multilingual_bert(built: dict[str, Built]):
    made = built["bert"]
    tokenizer = tokenizer_of(made)
    assert type(tokenizer).__name__ in ("BertTokenizer", "BertTokenizerFast")
    assert tokenizer.convert_tokens_to_ids(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]) == [0, 1, 2, 3, 4]
    assert tokenizer("a", "b").token_type_ids == [0, 0, 0, 1, 1]
    assert tokenizer("Modell").input_ids != tokenizer("modell").input_ids
    assert tokenizer("übertragen").input_ids != tokenizer("ubertragen").input_ids
    assert len(tokenizer.tokenize("语言上")) == 3
    assert any(piece.startswith("##") and len(piece) > 3 for piece in tokenizer.get_vocab())
    assert (len(tokenizer), tokenizer.model_max_length) == (made.pieces, 512) == (200, 512)
    model = model_of(made)
    assert type(model).__name__ == "BertForMaskedLM"
    assert (model.config.max_position_embeddings, model.config.type_vocab_size) == (512, 2)


@pytest.mark.parametrize("text", SCRIPTS)
def test_text_of_every_script_comes_back_from_xlm_r_s_pieces(built: dict[str, Built], text: str):
    tokenizer = tokenizer_of(built["xlm-roberta"])
    ids = tokenizer(text).input_ids
    assert tokenizer.unk_token_id not in ids
    assert tokenizer.decode(ids, skip_special_tokens=True) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("kind", KINDS)
def test_no_character_of_the_texts_is_unknown(built: dict[str, Built], kind: Kind):
    tokenizer = tokenizer_of(built[kind])
    for text in TEXTS:
        assert tokenizer.unk_token_id not in tokenizer(text.replace("\u2585", "")).input_ids, text


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_text_passes_through_the_model(built: dict[str, Built], kind: Kind):
    tokenizer, model = tokenizer_of(built[kind]), model_of(built[kind])
    batch = tokenizer(["word " * 1000, "short"], padding=True, truncation=True, return_tensors="pt")
    with torch.no_grad():
        logits = model.eval()(**batch).logits
    assert logits.shape == (2, 512, 200)
    assert torch.isfinite(logits).all()
    assert built[kind].weights == sum(weights.numel() for weights in model.parameters())


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_steps_lower_the_loss_of_masked_words(built: dict[str, Built], kind: Kind):
    tokenizer, model = tokenizer_of(built[kind]), model_of(built[kind]).eval()  # without dropout the loss is one number
    batch = tokenizer(list(TEXTS[-8:]), padding=True, return_tensors="pt")
    hidden = torch.zeros_like(batch.input_ids, dtype=torch.bool)
    hidden[:, 2::4] = batch.attention_mask[:, 2::4].bool()
    batch["labels"] = batch.input_ids.masked_fill(~hidden, -100)
    batch["input_ids"] = batch.input_ids.masked_fill(hidden, tokenizer.mask_token_id)
    losses = []
    for _ in range(8):
        model.zero_grad()
        loss = model(**batch).loss
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():  # by hand: torch takes seconds to load its optimisers
            for weights in model.parameters():
                if weights.grad is not None:
                    weights.sub_(0.3 * weights.grad)
    assert losses[0] == pytest.approx(torch.tensor(200.0).log().item(), rel=0.1)  # untrained: all pieces alike
    assert losses[-1] < 0.7 * losses[0]


@pytest.mark.parametrize("kind", KINDS)
def test_equal_arguments_give_equal_bytes_and_the_seed_decides_weights_only(
    built: dict[str, Built], kind: Kind, tmp_path: Path
):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    first = contents(built[kind].folder)
    assert contents(build(kind, iter(TEXTS), tmp_path / "again", pieces=200, width=32).folder) == first
    assert torch.rand(1) == expected  # the caller's random numbers go on
    other = contents(build(kind, TEXTS, tmp_path / "other", pieces=200, width=32, seed=1).folder)
    assert [name for name in first if first[name] != other[name]] == ["model.safetensors"]
    assert not [name for name in first if str(built[kind].folder.parent).encode() in first[name]]


@pytest.mark.parametrize("kind", KINDS)
def test_few_texts_give_fewer_pieces_and_a_model_of_their_size(kind: Kind, tmp_path: Path):
    made = build(kind, ["abc abc", "abd"], tmp_path / "new" / "few", pieces=8000, layers=1, width=8, heads=2)
    assert 9 < made.pieces < 30
    assert model_of(made).get_input_embeddings().weight.shape == (made.pieces, 8)
    assert len(tokenizer_of(made)) == made.pieces


def test_a_long_text_is_learnt_from(tmp_path: Path):
    text = " ".join(_WORDS * 20)
    assert len(text) > 2 * 4192  # the bytes that sentencepiece reads of a text unless told otherwise
    made = build("xlm-roberta", ["qqq", text], tmp_path / "long", layers=1, width=8, heads=2)
    pieces = tokenizer_of(made).tokenize(text)
    assert len(pieces) < len(text) / 3
    assert set(pieces) <= set(tokenizer_of(made).get_vocab())


def test_letters_and_accents_that_are_joined_in_learning_are_pieces_too(tmp_path: Path):
    text = "mo\u0323\u0302\u0301t"
    tokenizer = tokenizer_of(build("xlm-roberta", [text], tmp_path / "out", layers=1, width=8, heads=2))
    assert tokenizer.decode(tokenizer(text).input_ids, skip_special_tokens=True) == text


@pytest.mark.parametrize("kind", KINDS)
def test_more_characters_than_pieces_are_refused(kind: Kind, tmp_path: Path):
    with pytest.raises(UsageError, match=r"40 pieces are too few: the characters .* are 1\d\d"):
        build(kind, TEXTS, tmp_path / "out", pieces=40)
    for texts in ([], ["", "  \n"], ["\ud800", "\x00\x07"]):
        with pytest.raises(UsageError, match="no text to learn pieces from"):
            build(kind, texts, tmp_path / "out")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"width": 30, "heads": 4}, "width 30 cannot be divided by 4 heads"),
        ({"heads": 0}, "2 layers of width 64 with 0 heads are no model"),
        ({"layers": 0}, "0 layers"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(sizes: dict[str, int], message: str, tmp_path: Path):
    with pytest.raises(UsageError, match=message):
        build("bert", TEXTS, tmp_path / "out", **sizes)


def test_a_folder_that_holds_something_is_refused_before_any_text_is_read(tmp_path: Path):
    def unread():
        raise AssertionError
        yield ""

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes").write_text("mine")
    for name in ("full", "full/notes"):
        with pytest.raises(UsageError, match=f"{name} is there and not an empty folder"):
            build("bert", unread(), tmp_path / name)
    with pytest.raises(OutputFailed, match="cannot be written"):
        build("bert", ["abc"], tmp_path / "full" / "notes" / "below")
    assert (tmp_path / "full" / "notes").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    assert (build("bert", ["abc"], tmp_path / "empty").folder / "config.json").is_file()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_an_end_in_the_middle_leaves_no_half_checkpoint(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(model: object, tokenizer: object, folder: Path) -> None:
        (folder / "config.json").write_text("{")
        assert not (tmp_path / "out").exists()
        raise error

    monkeypatch.setattr(checkpoint_builder, "_save", fail)
    with pytest.raises((KeyboardInterrupt, OutputFailed)) as raised:
        build("bert", ["abc"], tmp_path / "out")
    assert isinstance(error, KeyboardInterrupt) or "No space left" in str(raised.value)
    assert not list(tmp_path.iterdir())


def test_texts_are_those_of_the_known_fields_in_the_order_of_the_files(tmp_path: Path):
    write_rows(tmp_path / "b.jsonl.gz", [{"src": "third", "en": "fourth", "id": "no"}])
    write_rows(tmp_path / "a.jsonl.gz", [{"hypothesis": "second", "premise": "first", "label": "no", "text": 3}])
    assert list(texts_of(tmp_path, "*.jsonl.gz")) == ["first", "second", "third", "fourth"]


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"plain text", BadRecord, "no gzip file"),
        (gzip.compress(b'{"text": "a"}\n' * 99)[:-9], BadRecord, "no gzip file, or damaged after line"),
        (gzip.compress(b'{"text": "a"}\n{"text"'), BadRecord, "a.jsonl.gz:2: no JSON object"),
        (gzip.compress(b'["text"]\n'), BadRecord, "a.jsonl.gz:1: no JSON object"),
        (gzip.compress(b'{"text": "\xff"}\n'), BadRecord, "a.jsonl.gz:1: no JSON object"),
        (gzip.compress(b'{"label": "a", "text": " "}\n'), MissingInput, "no text in .* below"),
    ],
)
def test_files_of_another_form_are_refused(content: bytes, kind: type[LitsynthError], message: str, tmp_path: Path):
    (tmp_path / "a.jsonl.gz").write_bytes(content)
    with pytest.raises(kind, match=message):
        list(texts_of(tmp_path, "*.gz"))


def test_the_command_says_what_it_made(tmp_path: Path):
    app = typer.Typer()
    app.command()(checkpoint)
    write_rows(tmp_path / "nli" / "en.jsonl.gz", [{"premise": text, "hypothesis": text} for text in TEXTS])
    out = tmp_path / "out"
    command = [str(out), "--data", str(tmp_path), "--files", "nli/*.jsonl.gz", "--kind", "bert", "--pieces", "300"]
    sizes = ["--layers", "1", "--width", "16", "--heads", "2", "--seed", "3"]
    result = CliRunner().invoke(app, [*command, *sizes])
    weights = sum(each.numel() for each in model_of(Built(out, 0, 0)).parameters())
    assert result.stdout == f"{out}: 300 pieces, {weights:,} weights, untrained: it knows no language yet\n"
    assert result.stderr == ""
    config = json.loads((out / "config.json").read_text())
    assert [config[key] for key in ("num_hidden_layers", "hidden_size", "num_attention_heads")] == [1, 16, 2]
    direct = build("bert", TEXTS, tmp_path / "direct", pieces=300, layers=1, width=16, heads=2, seed=3)
    assert contents(direct.folder) == contents(out)


@pytest.mark.parametrize(
    ("data", "files", "kind", "message"),
    [
        ("nowhere", "*", MissingInput, "no folder"),
        (".", "*.jsonl.gz", MissingInput, r"no file matches \*.jsonl.gz below"),
        (".", "/etc/*", UsageError, "is no pattern of file names"),
        (".", "", UsageError, "is no pattern of file names"),
    ],
)
def test_the_command_refuses_data_that_is_not_there(
    data: str, files: str, kind: type[LitsynthError], message: str, tmp_path: Path
):
    with pytest.raises(kind, match=message):
        checkpoint(tmp_path / "out", tmp_path / data, files)
    assert not list(tmp_path.iterdir())
