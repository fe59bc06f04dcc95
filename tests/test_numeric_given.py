"""Arithmetic over given evidence where it must not speak: less is better, columns of no scores, parts beside others."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth

pytestmark = pytest.mark.usefixtures("models_are_loaded_once")

COLUMNS = ["Model", "clean", "other", "noisy"]
ERRORS = {"columns": COLUMNS, "rows": [["ZetaNet", "10.0", "8.0", "6.0"], ["OrmNet", "8.0", "5.0", "3.0"]]}
DEPTHS = {
    "caption": "Accuracy.",
    "columns": ["Model", "Layers", "de", "fr", "hi"],
    "rows": [["ZetaNet", "12", "80.0", "82.0", "70.0"], ["OrmNet", "6", "78.0", "79.0", "68.0"]],
}


@pytest.mark.parametrize(
    "row",
    [
        {
            "claim": "ZetaNet outperforms OrmNet by at least 2 points on all three sets.",
            "table": {"caption": "WER.", **ERRORS},
        },
        {"claim": "ZetaNet averages 61.0 over the four languages.", "table": DEPTHS},
        {
            "claim": "LaxQA contains 11,000 questions in total.",
            "evidence": "10,000 training questions and 1,000 development questions; the test questions are hidden.",
        },
        {
            "claim": "A single ZetaNet model reaches 91.2 F1.",
            "evidence": "The ensemble of ZetaNet scores 91.2 F1, the single model 89.7 F1.",
        },
    ],
)
def test_no_support(litsynth_: Litsynth, folder: Path, row: dict[str, Any]) -> None:
    (folder / "in.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    status, out, _ = litsynth_("check", "in.jsonl", "--offline", "-q")
    assert (status, json.loads(out)["label"] == "supported") == (0, False)


def test_where_more_is_better_the_same_table_supports(litsynth_: Litsynth, folder: Path) -> None:
    claim = "ZetaNet outperforms OrmNet by at least 2 points on all three sets."
    (folder / "in.jsonl").write_text(json.dumps({"claim": claim, "table": {"caption": "F1.", **ERRORS}}) + "\n")
    assert json.loads(litsynth_("check", "in.jsonl", "--offline", "-q")[1])["label"] == "supported"
