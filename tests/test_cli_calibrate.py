"""`litsynth calibrate`: the command line, with a stand-in for the model and claims that were made up."""

import json
from pathlib import Path

import pytest
from fakes import OverlapEntailer
from labelled_data import write_rows

import litsynth.cli.evaluate
from litsynth.benchmarks import BENCHMARKS
from litsynth.benchmarks.leaks import unseen_claims
from litsynth.calibrate import calibrator_json, read_calibrator
from litsynth.cli.main import call
from litsynth.errors import UsageError
from litsynth.models.describe import CALIBRATOR, calibration_of, calibrator_of, describe
from litsynth.models.nli import NliModel

SCIFACT, CLIMATE = (BENCHMARKS[name].split("")[1] for name in ("scifact", "climate-fever"))
PARTS = "stem leaf root bark seed".split()


def make_claims(data: Path, abstracts: int = 60) -> Path:
    """Abstracts of four sentences; of each a claim that it supports, one that it refutes, and one that it is silent of."""
    folder = data / "verification" / "scifact"
    corpus, claims = [], []
    for number in range(abstracts):
        plant, part = f"plant{number}", PARTS[number % len(PARTS)]
        told = [f"The {part} of {plant} grew {number + 2} cm in a month.", f"It stood by the window of room {number}."]
        more = [f"The soil of {plant} was watered each day.", f"No insect was seen on {plant}."]
        corpus.append({"doc_id": number, "title": f"On {plant}", "abstract": told + more})
        for place, (text, label) in enumerate(
            [
                (f"The {part} of {plant} grew {number + 2} cm in a month.", "SUPPORT"),
                (f"The soil of {plant} was not watered each day.", "CONTRADICT"),
                (f"Birds sing near {plant}.", ""),
            ]
        ):
            evidence = {str(number): [{"sentences": [0], "label": label}]} if label else {}
            claims.append({"id": 3 * number + place, "claim": text, "evidence": evidence, "cited_doc_ids": [number]})
    write_rows(folder / "corpus.jsonl.gz", corpus)
    write_rows(folder / "claims_train.jsonl.gz", claims)
    return data


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(litsynth.cli.evaluate, "load_verifier", lambda name, models, offline: OverlapEntailer())
    return make_claims(tmp_path / "data")


def run(capsys, *arguments):
    status = call(["calibrate", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_calibrator_is_written_and_measured_and_is_the_same_twice(data, capsys):
    arguments = ("--data", str(data), "--precision", "0.8", "-q")
    status, out, err = run(capsys, *arguments, "--out", "one.json", "--report", "report.json")
    assert (status, err) == (0, "")
    for said in ("uncalibrated", "temperature", "after abstention", "at 80%: precision", "surest first"):
        assert said in out
    assert run(capsys, *arguments, "--out", "two.json")[0] == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    calibrator = read_calibrator(Path("one.json").read_text(), "one.json", OverlapEntailer.identity)
    assert [(used.name, used.field) for used in calibrator.data] == [(SCIFACT.files[0], "biomedical")]
    assert sum(used.fitted + used.evaluated for used in calibrator.data) == 180
    report = json.loads(Path("report.json").read_text())
    assert report["calibrator"]["identity"] == calibrator.identity
    methods = report["comparison"]["methods"]
    assert methods["calibrated"]["brier"]["value"] <= methods["uncalibrated"]["brier"]["value"]
    assert sum(one["count"] for one in methods["calibrated"]["reliability"]) == methods["calibrated"]["n"]
    assert report["comparison"]["crossed"]["calibrated"]["n"] == 180
    assert json.loads(run(capsys, *arguments, "--json")[1]) == report


def test_claims_that_were_trained_on_are_left_out(data, capsys, monkeypatch):
    recipe = {"train": [{"path": SCIFACT.files[0], "group": "grounding"}], "groups": []}
    monkeypatch.setattr(litsynth.cli.evaluate, "recipe_of", lambda *_: recipe)
    status, _, err = run(capsys, "--data", str(data))
    assert (status, "trained on all" in err) == (2, True)
    # 41 whole abstracts were held out, and one claim of another.
    held_out = {SCIFACT.files[0]: [*map(str, range(123)), "123"]}
    Path("held_out.json").write_text(json.dumps(held_out))
    arguments = ("--data", str(data), "--held-out", "held_out.json", "--json", "-q")
    report = json.loads(run(capsys, *arguments)[1])
    assert report["comparison"]["fitted"] + report["comparison"]["methods"]["calibrated"]["n"] == 123


def test_only_whole_components_that_training_never_saw_are_used(data):
    read = SCIFACT.load(data)
    path = SCIFACT.files[0]
    train = {"train": [{"path": path, "group": "grounding"}]}
    assert unseen_claims({}, {}, SCIFACT, read) == set(read.links)
    assert unseen_claims(train | {"groups": ["nli"]}, {}, SCIFACT, read) == set(read.links)
    assert unseen_claims(train, {}, SCIFACT, read) == set()
    assert unseen_claims(train, {path: ["0", "1", "2", "3", "7"]}, SCIFACT, read) == {"0", "1", "2"}
    also = {"train": [{"path": SCIFACT.also[0]}]}
    assert unseen_claims(also, {path: ["0", "1", "2"]}, SCIFACT, read) == set()


def test_a_claim_with_several_sentences_is_judged_against_each_and_against_all(data, capsys):
    rows = [
        {
            "claim_id": str(number),
            "claim": f"The lake {number} is warm.",
            "evidences": [
                {"evidence_id": f"{number}:{place}", "evidence": text, "article": "Lakes", "votes": [label] * 2}
                | {"evidence_label": label}
                for place, (text, label) in enumerate(told)
            ],
        }
        for number, told in enumerate(
            [[("The lake {} is warm.", "SUPPORTS"), ("Fish live there.", "NOT_ENOUGH_INFO")]] * 50
            + [[("The lake is warm.", "SUPPORTS"), ("The lake is not warm.", "REFUTES")]] * 5
        )
    ]
    write_rows(data / CLIMATE.files[0], rows)
    report = json.loads(run(capsys, "--data", str(data), "--json", "-q")[1])
    climate, _ = sorted(report["calibrator"]["data"], key=lambda used: used["field"], reverse=True)
    # Of 55 claims 5 have evidence on both sides: what all of it says together is no verdict.
    assert climate["field"] == "climate"
    assert climate["fitted"] + climate["evaluated"] == 110 + 50


# Judged verdicts


def judged(number: int, **changes) -> dict[str, object]:
    support = number % 10 / 10
    grounds = {"said": "supported", "support": support, "refute": 0.1, "numbers": "none", "basis": "entailment"}
    row = {"paper_id": f"p{number // 2}", "label": "supported", "looked_at": 12, "grounds": grounds}
    return row | {"right": support > 0.5, "text": "It works."} | changes


def write_judged(rows) -> str:
    Path("judged.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return "judged.jsonl"


def test_judged_verdicts_are_enough(data, capsys):
    rows = [judged(number) for number in range(120)]
    rows += [judged(200, label="conflicting", grounds={**rows[0]["grounds"], "said": "conflicting"})]
    by_scores = {**rows[0]["grounds"], "basis": "scores", "said": "different protocol"}
    rows += [judged(300 + number, label="different protocol", grounds=by_scores, right=True) for number in range(25)]
    status, out, _ = run(capsys, "--judged", write_judged(rows), "--json", "--out", "mine.json", "-q")
    assert status == 0
    report = json.loads(out)
    assert report["notes"] == ["judged.jsonl: 1 left out: conflicting by entailment"]
    assert report["calibrator"]["scores"] == {"judged": 25, "right": 25}
    assert report["comparison"]["methods"]["calibrated"]["accuracy"] == pytest.approx(0.4, abs=0.1)
    calibrator = read_calibrator(Path("mine.json").read_text(), "mine.json", OverlapEntailer.identity)
    told = calibration_of(embedded(), "embedded", calibrator)
    assert "judged verdicts of this field; its expected calibration error on this field is 0." in told["statement"]
    assert "0.963: 25 of 25" in told["scope"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"right": "yes"},
        {"label": "true"},
        {"looked_at": None},
        {"grounds": {"said": "supported"} | {"support": 1.5}},
        {"grounds": {"sure": 1}},
        {"paper_id": 1, "verifier": "another@1 T=1"},
    ],
)
def test_a_wrong_line_is_named(data, capsys, wrong):
    rows = [judged(0), judged(1, **wrong)]
    status, out, err = run(capsys, "--judged", write_judged(rows), "--data", str(data))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "judged.jsonl:2: " in err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "give --data FOLDER, --judged FILE, or both"),
        (["--data", "data", "--precision", "1"], 2, "--precision"),
        (["--data", "nowhere"], 3, "no labelled claims below nowhere"),
        (["--judged", "nowhere.jsonl"], 3, "no judged verdicts at nowhere.jsonl"),
        (["--data", "data", "--held-out", "nowhere.json"], 3, "nowhere.json"),
        (["--data", "data", "--limit", "20"], 2, "at least 40"),
        (["--data", "data", "--out", "nowhere/x.json"], 1, "nowhere/x.json"),
    ],
)
def test_what_cannot_be_is_one_line(data, capsys, arguments, status, said):
    found, out, err = run(capsys, *arguments)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert err.startswith("litsynth: ")
    assert said in err


# Beside the weights


def embedded(identity: str = OverlapEntailer.identity, sha256: str = "") -> NliModel:
    """A verifier that is never asked."""
    return NliModel(None, None, (0, 1, 2), identity, sha256=sha256)  # type: ignore[arg-type]


def test_a_calibrator_beside_the_weights_is_loaded_for_them_alone(data, capsys):
    folder = Path("trained")
    folder.mkdir()
    assert calibrator_of(embedded(), "trained") is None
    assert run(capsys, "--data", str(data), "--out", f"trained/{CALIBRATOR}", "-q")[0] == 0
    calibrator = calibrator_of(embedded(), "trained")
    assert calibrator is not None
    assert (folder / CALIBRATOR).read_text() == calibrator_json(calibrator)
    with pytest.raises(UsageError, match=r"trained/calibrator.json was fitted for overlap@1 T=1, not for other@1 T=2"):
        calibrator_of(embedded("other@1 int8 onnx T=2"), "trained")
    assert calibrator_of(embedded(), "somewhere/else") is None
    told = calibration_of(embedded(), "trained", calibrator)
    assert told["calibrator"] == calibrator.identity
    assert told["statement"] == "calibrated on biomedical claims; its error on this field is unknown."
    assert all(isinstance(value, str) for value in told.values())
    assert describe("a@b T=1", "")["name"] == "a"
