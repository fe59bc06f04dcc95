"""`litsynth evaluate`: the command line, with stand-ins for the models."""

import json
from pathlib import Path

import pytest
from fakes import BagEmbedder, OverlapEntailer
from labelled_data import make_climate, make_nli, make_scifact

import litsynth.cli.evaluate
import litsynth.cli.session
from litsynth.benchmarks import BENCHMARKS
from litsynth.cli.main import call
from litsynth.models.embedded import read_manifest


class Named(OverlapEntailer):
    """A verifier that goes by another name."""

    def __init__(self, identity: str) -> None:
        super().__init__()
        self.identity = identity


@pytest.fixture
def loaded(monkeypatch):
    """Names of the verifiers that were loaded; all judge alike."""
    names: list[str] = []

    def load(name, models, offline):
        names.append(name)
        return Named(f"{name}@1 T=1")

    monkeypatch.setattr(litsynth.cli.evaluate, "load_verifier", load)
    monkeypatch.setattr(litsynth.cli.session, "load_embedder", lambda models, offline: BagEmbedder())
    return names


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return make_nli(make_climate(make_scifact(tmp_path / "data")))


def run(capsys, *arguments):
    status = call(["evaluate", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_list_names_every_benchmark_split_and_file(data, capsys):
    status, out, _ = run(capsys, "list")
    assert (status, [line.split()[0] for line in out.splitlines()]) == (0, [*BENCHMARKS, "swaps", "tuples"])
    rows = [json.loads(line) for line in run(capsys, "list", "--json")[1].splitlines()]
    assert rows[0]["splits"] == {"train": list(BENCHMARKS["scifact"].splits["train"].files)}


def test_a_table_and_a_file_that_is_the_same_twice(data, loaded, capsys):
    arguments = ("run", "scifact", "--data", str(data), "--windows", "1", "-q")
    status, out, err = run(capsys, *arguments, "--verifier", "mine", "--out", "one.json")
    assert (status, err) == (0, "")
    assert "verifier, fitted" in out
    assert "official F1" in out
    report = json.loads(Path("one.json").read_text())
    assert report["verifiers"]["verifier"]["models"] == ["mine@1 T=1"]
    assert report["verifiers"]["plain NLI"]["models"] == ["embedded@1 T=1"]
    assert report["options"]["windows"] == {"sizes": [1], "title": False, "whole": True}
    assert run(capsys, *arguments, "--verifier", "mine", "--out", "two.json")[0] == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    status, out, _ = run(capsys, *arguments, "--verifier", "mine", "--json")
    assert json.loads(out) == report


def test_one_verifier_is_judged_once(data, loaded, capsys):
    report = json.loads(run(capsys, "run", "conjnli", "--data", str(data), "--json", "--verifier", "embedded")[1])
    assert list(report["verifiers"]) == ["verifier"]


def test_a_verifier_a_fold(data, loaded, capsys):
    arguments = ("run", "scifact", "--data", str(data), "--json", "--folds", "3")
    report = json.loads(run(capsys, *arguments, "--verifier", "out/fold-{fold}")[1])
    assert report["verifiers"]["verifier"]["models"] == [f"out/fold-{number}@1 T=1" for number in range(3)]
    assert loaded == ["out/fold-0", "out/fold-1", "out/fold-2", "embedded"]


def test_retrieval_needs_no_verifier(data, loaded, capsys):
    status, out, _ = run(capsys, "run", "scifact-retrieval", "--data", str(data), "-q")
    assert (status, loaded) == (0, [])
    assert "fused minus bm25" in out
    assert run(capsys, "run", "scifact-open", "--data", str(data), "--depth", "2", "-q")[0] == 0


def manifest(name: str, **recipe) -> None:
    """A folder as `litsynth train` leaves it, as far as the recipe goes."""
    fields = {"name": name, "base": "b", "base_sha256": "", "sha256": "", "temperature": 1.0, "licence": ""}
    Path(name).mkdir()
    text = json.dumps(fields | {"recipe": recipe, "metrics": {}, "calibration": {}})
    (Path(name) / "manifest.json").write_text(text)


def test_what_a_verifier_was_trained_on_is_refused_or_left_out(data, loaded, capsys):
    claims, climate = (BENCHMARKS[name].split("")[1].files[0] for name in ("scifact", "climate-fever"))
    manifest(
        "mine", train=[{"path": climate, "folds": 5, "parts": [0, 1]}, {"path": claims}], calibrate={"path": climate}
    )
    status, out, err = run(capsys, "run", "scifact", "--data", str(data), "--verifier", "mine")
    assert (status, out) == (2, "")
    assert f"was trained on {claims}" in err
    out = run(capsys, "run", "climate-fever", "--data", str(data), "--verifier", "mine", "--folds", "3", "--json")[1]
    report = json.loads(out)
    assert report["options"]["left_out"] == {"folds": 5, "parts": [0, 1]}
    assert report["claims"] == 6
    assert "fitted on a part" in report["notes"][0]
    # Each fold's verifier held out another fold than the one that it is to judge.
    for number in range(3):
        manifest(f"f{number}", train=[{"path": claims}], fold=f"{(number + 1) % 3}/3")
    status, _, err = run(capsys, "run", "scifact", "--data", str(data), "--verifier", "f{fold}", "--folds", "3")
    assert (status, "was trained on" in err) == (2, True)


def test_claims_that_training_held_out_are_judged(data, loaded, capsys):
    claims = BENCHMARKS["scifact"].split("")[1].files[0]
    # The first six abstracts with three claims each were held out, and one claim of the seventh.
    manifest("mine", train=[{"path": claims}], fold="0/2")
    Path("mine/held_out.json").write_text(json.dumps({claims: [str(number) for number in range(19)]}))
    arguments = ("run", "scifact", "--data", str(data), "--folds", "3", "--json", "-q")
    report = json.loads(run(capsys, *arguments, "--verifier", "mine")[1])
    assert (report["claims"], report["notes"]) == (
        18,
        ["only the 18 claims that no verifier was trained on are judged"],
    )
    # Folds of a training that are not those of the benchmark: what each verifier saw of its fold is left out.
    for number in range(3):
        manifest(f"f{number}", train=[{"path": claims}], fold=f"{number}/3")
        Path(f"f{number}/held_out.json").write_text(json.dumps({claims: [str(at) for at in range(18)]}))
    report = json.loads(run(capsys, *arguments, "--verifier", "f{fold}")[1])
    assert report["claims"] == 18


@pytest.mark.parametrize("name", ["auto", "embedded"])
def test_the_verifier_that_ships_is_judged_on_what_its_training_held_out(data, monkeypatch, capsys, name):
    claims = BENCHMARKS["scifact"].split("")[1].files[0]
    manifest("shipped", train=[{"path": claims}], fold="0/2")
    Path("shipped/held_out.json").write_text(json.dumps({claims: [str(number) for number in range(18)]}))
    monkeypatch.setattr("litsynth.models.embedded.shipped_folder", lambda: Path("shipped"))
    Path(name).mkdir()  # of that name, and nothing to do with it
    identity = f"{read_manifest(Path('shipped')).identity} int8 onnx T=1"
    monkeypatch.setattr(litsynth.cli.evaluate, "load_verifier", lambda *_: Named(identity))
    arguments = ("run", "scifact", "--data", str(data), "--folds", "3", "--json", "-q", "--verifier", name)
    status, out, err = run(capsys, *arguments)
    assert (status, err) == (0, "")
    assert json.loads(out)["claims"] == 18


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["run", "scifac"], 2, "one of: scifact"),
        (["run", "scifact", "--split", "test"], 2, "one of: train"),
        (["run", "scifact", "--windows", "1,x"], 2, "--windows"),
        (["run", "scifact", "--windows", "0"], 2, "--windows"),
        (["run", "scifact", "--windows", ""], 2, "--windows"),
        (["run", "scifact", "--limit", "2"], 2, "--limit"),
        (["run", "scifact", "--folds", "2"], 2, "--folds"),
        (["run", "scifact", "--out", "nowhere/x.json"], 1, "nowhere/x.json"),
        (["run", "scifact", "--out", "data"], 1, "cannot write data"),
        (["run", "healthver"], 3, "no labelled data at"),
        (["fly"], 2, "fly"),
    ],
)
def test_what_cannot_be_is_one_line(data, loaded, capsys, arguments, status, said):
    more = ["--data", str(data)] if arguments[0] == "run" else []
    found, out, err = run(capsys, *arguments, *more)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert err.startswith("litsynth: ")
    assert said in err


def test_a_folder_without_data_says_so_before_a_model_is_loaded(data, loaded, capsys):
    status, _, err = run(capsys, "run", "scifact", "--data", "elsewhere")
    assert (status, loaded) == (3, [])
    assert "--data" in err
