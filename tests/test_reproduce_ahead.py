"""What can be asked before an experiment is run."""

import json
from pathlib import Path

import pytest
from reproduce_world import write_world

from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.suggest import OpenClaim, speaks_of, suggestions

EXAMPLE = Path(__file__).parent.parent / "reports" / "examples" / "1"
SPEC = load_spec("xnli-baselines", "small")


def contrast(name: str):
    return next(claim for claim in SPEC.claims if claim.id == name)


@pytest.mark.parametrize(
    ("text", "name", "spoken_of"),
    [
        ("X-CBOW stays behind the BiLSTM encoders on XNLI.", "bilstm-over-cbow", True),
        ("BiLSTM encoders reach 67.2% on XNLI.", "bilstm-over-cbow", False),
        ("On XNLI translating the test data beats translating the training data.", "translate-test-over-translate-train", True),
        ("Translate-test beats zero-shot transfer on XCOPA.", "translate-test-over-translate-train", False),
        ("XLM without parallel data has fewer parameters and 71.5% on XNLI.", "more-parallel-data", False),
        ("X-BiLSTM was aligned on two million parallel sentences.", "more-parallel-data", True),
    ],
)  # fmt: skip
def test_a_claim_speaks_of_a_contrast_when_it_names_what_is_compared(text: str, name: str, spoken_of: bool):
    assert speaks_of(text, contrast(name)) is spoken_of


def test_every_contrast_of_a_packaged_spec_says_what_it_is_about():
    assert all(claim.about for claim in SPEC.claims)


def test_what_bears_on_a_conflict_comes_first():
    claims = [
        OpenClaim("a", "claim-1", "X-CBOW is behind BiLSTM encoders on XNLI.", "not enough evidence"),
        OpenClaim("b", "claim-2", "X-BiLSTM was aligned on two million parallel sentences.", "conflicting"),
        OpenClaim("c", "claim-3", "On XNLI CBOW falls behind a BiLSTM.", "different protocol"),
    ]
    found = list(suggestions(claims, [SPEC]))
    assert [(one.contrast.id, [claim.claim_id for claim in one.claims]) for one in found] == [
        ("more-parallel-data", ["b"]),
        ("bilstm-over-cbow", ["c", "a"]),
    ]


def test_an_example_report_is_told_what_would_settle_it(litsynth_):
    status, out, _ = litsynth_("reproduce", "suggest", str(EXAMPLE))
    assert status == 0
    assert "litsynth reproduce run xnli-baselines --arm x-bilstm-max,x-cbow" in out
    assert "evidence of kind conceptual, which stands beside the literature and decides nothing" in out
    assert "which may decide: the same with --scale hub" in out
    rows = [json.loads(line) for line in litsynth_("reproduce", "suggest", str(EXAMPLE), "--json")[1].splitlines()]
    had = [row["in_report"] for row in rows if row["in_report"]]
    assert out.count("in this report already: ") == len(had)
    open_ids = {
        row["claim_id"]
        for row in map(json.loads, (EXAMPLE / "claims.jsonl").read_text(encoding="utf-8").splitlines())
        if row["label"] != "supported"
    }
    assert {claim["claim_id"] for row in rows for claim in row["claims"]} <= open_ids
    status, _, err = litsynth_("reproduce", "suggest", "nowhere")
    assert (status, "no report at nowhere" in err) == (3, True)
    status, _, err = litsynth_("reproduce", "suggest", str(EXAMPLE), "--data", "nowhere")
    assert (status, "no folder nowhere" in err) == (3, True)


def test_an_experiment_is_expanded_and_timed_without_training(litsynth_, folder: Path):
    write_world(folder / "data")
    status, out, _ = litsynth_("reproduce", "expand", "data/tiny.toml", "--data", "data")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert len([row for row in rows if "stages" in row]) == 18
    assert {"arm": "translated", "language": "yy"}.items() <= next(row for row in rows if "missing" in row).items()
    aligned = next(row for row in rows if (row.get("arm"), row["language"]) == ("aligned", "xx"))
    assert [stage["label"].split()[1] for stage in aligned["stages"]] == ["english", "align"]
    status, out, _ = litsynth_("reproduce", "bench", "data/tiny.toml", "--data", "data", "--device", "cpu")
    kinds = {row["objective"]: row for row in map(json.loads, out.splitlines())}
    assert status == 0
    assert set(kinds) == {"nli", "align"}
    assert all(row["ms_per_step"] > 0 and row["steps"] > 0 for row in kinds.values())
    assert list(folder.iterdir()) == [folder / "data"]
