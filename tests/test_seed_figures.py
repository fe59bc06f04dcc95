"""The figures of the seed papers, asked of the bundled corpus: each is told as the papers and their tables have it."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth

pytestmark = pytest.mark.usefixtures("models_are_loaded_once")

UNICODER, PHANG, ROBUST, XLMR = "arXiv:1909.00964", "arXiv:2005.13013", "arXiv:2104.08645", "arXiv:1911.02116"
# By name: the claim, the paper that it is told of, the verdict, and what its evidence must say for and otherwise.
ASKED: dict[str, tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = {
    "1.8, as the abstract has it": (
        "Unicoder improves over XLM by 1.8 points on XNLI on average over 15 languages.",
        UNICODER,
        "supported",
        ("the same gain",),
        (
            "against 0.3 points; setting: not said / zero-shot",
            "against 0.7 points; setting: not said / translate-train-",
        ),
    ),
    "0.3, like for like": (
        "Fine-tuned on English only, Unicoder is 0.3 points above XLM on XNLI.",
        UNICODER,
        "supported",
        ("75.4 (Unicoder, zero-shot (English fine-tuning), avg) minus 75.1 (XLM MLM+TLM, zero-shot",),
        (),
    ),
    "0.7, like for like": (
        "Fine-tuned on all languages, Unicoder is 0.7 points above XLM on XNLI.",
        UNICODER,
        "supported",
        ("78.5 (Unicoder, translate-train-all, avg) minus 77.8 (XLM MLM+TLM, translate-train-all, avg)",),
        (),
    ),
    "0.3 and 0.7 exchanged": (
        "Fine-tuned on all languages, Unicoder is 0.3 points above XLM on XNLI.",
        UNICODER,
        "not enough evidence",
        (),
        (),
    ),
    "0.7, of no paper in particular": (
        "With multi-language fine-tuning Unicoder outperforms XLM on XNLI by 0.7 points on average over 15 languages.",
        "",
        "supported",
        ("78.5 (Unicoder, translate-train-all, avg) minus 77.8",),
        (),
    ),
    "the other way round": (
        "Fine-tuned on English only, XLM is 0.3 points above Unicoder on XNLI.",
        UNICODER,
        "not enough evidence",
        (),
        (),
    ),
    "5.5": ("Unicoder improves over XLM by 5.5 points on XQA.", UNICODER, "supported", ("the same gain",), ()),
    "5.5 on another data set": (
        "Unicoder improves over XLM by 5.5 points on XNLI.",
        UNICODER,
        "different protocol",
        (),
        ("5.5 points against 0.3 points",),
    ),
    "5.4, the final version's": (
        "Using the best intermediate task for each target improves over XLM-R large by 5.4 points on XTREME.",
        PHANG,
        "supported",
        ("73.5 (XLM-R large, best intermediate task for each target, test, Avg) minus 68.1", "told of version final"),
        (),
    ),
    "6.1, the first version's": (
        "Using the best intermediate task for each target improves over XLM-R large by 6.1 points on XTREME.",
        PHANG,
        "different protocol",
        (),
        ("6.1 points against 5.4 points; version: not said / final",),
    ),
    "2.1, in no table that was read": (
        "Robust training improves zero-shot transfer by 2.1 points on PAWS-X.",
        ROBUST,
        "not enough evidence",
        (),
        (),
    ),
    "1.6, in no table that was read": (
        "Robust training improves zero-shot transfer by 1.6 points on XNLI.",
        ROBUST,
        "not enough evidence",
        (),
        (),
    ),
    "80.9, an average over 15 languages": (
        "XLM-R large reaches 80.9 on XNLI on average over 15 languages.",
        XLMR,
        "supported",
        ("80.9",),
        (),
    ),
    "75.4, an average over 15 languages": (
        "Unicoder reaches 75.4 on XNLI on average over 15 languages, fine-tuned on English.",
        UNICODER,
        "supported",
        ("75.4",),
        (),
    ),
    "75.4, of 14 languages": (
        "Unicoder reaches 75.4 on XNLI on average over 14 languages, fine-tuned on English.",
        UNICODER,
        "not enough evidence",
        (),
        (),
    ),
    "80.9, of 14 languages": (
        "XLM-R large reaches 80.9 on XNLI on average over 14 languages.",
        XLMR,
        "not enough evidence",
        (),
        (),
    ),
}


def told(row: dict[str, Any], stance: str) -> str:
    pieces = [piece for piece in row["evidence"] if piece["stance"] == stance]
    return " ".join(f"{piece['why']} {check['evidence']}" for piece in pieces for check in piece["numbers"])


def test_each_figure_is_told_as_it_should_be(litsynth_: Litsynth, folder: Path) -> None:
    rows = [{"id": name, "claim": text, "paper": paper} for name, (text, paper, *_) in ASKED.items()]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status, out, _ = litsynth_("check", "in.jsonl", "--corpus", "xnli", "--offline", "-q")
    found = {row["id"]: row for row in map(json.loads, out.splitlines())}
    assert status == 0
    assert {name: row["verdict"] for name, row in found.items()} == {name: one[2] for name, one in ASKED.items()}
    for name, (*_, supporting, otherwise) in ASKED.items():
        assert all(words in told(found[name], "supports") for words in supporting), name
        assert all(words in told(found[name], "different protocol") for words in otherwise), name
