"""Claims one slot away from what the bundled corpus holds, in wordings that once passed for support."""

import json
from pathlib import Path

import pytest
from conftest import Litsynth

pytestmark = pytest.mark.usefixtures("models_are_loaded_once")

UNICODER, PHANG, XLMR, MADX = "arXiv:1909.00964", "arXiv:2005.13013", "arXiv:1911.02116", "arXiv:2005.00052"
ERNIE = "arXiv:2012.15674"
FALSE = [
    ("No intermediate task raises XLM-R large by 5.4 points on XTREME.", PHANG),
    ("Averaged over the tasks, English intermediate-task training raises XLM-R large by 5.4 points on XTREME.", PHANG),
    ("On average, an English intermediate task raises XLM-R large by 5.4 points on the XTREME benchmark.", PHANG),
    ("Machine-translated intermediate-task training raises XLM-R large by 5.4 points on XTREME.", PHANG),
    ("The first version states that intermediate-task training raises XLM-R large by 5.4 points on XTREME.", PHANG),
    ("Without training, Unicoder gains 1.8 points over XLM on XNLI.", UNICODER),
    ("Unicoder gains 1.8 points over both XLM baselines on XNLI.", UNICODER),
    ("Unicoder improves over XLM by 5.5 points on XQA in French and in German, each.", UNICODER),
    ("Across 14 languages, Unicoder scores 75.4 on XNLI, fine-tuned on English.", UNICODER),
    ("XLM-R large reaches 80.9 on the 14 XNLI languages.", XLMR),
    ("XLM-R large reaches 80.9 on XNLI over fourteen languages.", XLMR),
    ("On average over 15 tasks, XLM-R large reaches 80.9 on XNLI.", XLMR),
    ("With translate-train-all, XLM-R large reaches 83.6% on average over 3 XNLI languages.", XLMR),
    ("Across 14 languages, XLM-R large is 14.6 points better than mBERT on zero-shot XNLI.", XLMR),
    ("In the 15-language average XLM-R large without multi-language fine-tuning reaches 83.6% on XNLI.", XLMR),
    ("MAD-X base is 1.8 points better than XLM-R base on XCOPA, averaged over 11 languages.", MADX),
    ("ERNIE-M large reaches 82.0% on XNLI zero-shot with the best of five seeds.", ERNIE),
]  # fmt: skip
TRUE = [
    ("Unicoder beats XLM by 1.8 points on XNLI.", UNICODER),
    ("On average over the 15 languages, Unicoder with translate-train-all is 0.7 points above XLM on XNLI.", UNICODER),
    ("XLM-R large reaches 80.9 on XNLI over fifteen languages.", XLMR),
    ("Across 15 languages, XLM-R large is 14.6 points better than mBERT on zero-shot XNLI.", XLMR),
    ("MAD-X base is 1.8 points better than XLM-R base on XCOPA, averaged over 12 languages.", MADX),
    ("With the best intermediate task for each target, XLM-R large gains 5.4 points on XTREME.", PHANG),
    ("ERNIE-M large reaches 82.0% on XNLI zero-shot.", ERNIE),
]  # fmt: skip


def verdicts(litsynth_: Litsynth, folder: Path, claims: list[tuple[str, str]]) -> dict[str, str]:
    rows = [{"id": text, "claim": text, "paper": paper} for text, paper in claims]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status, out, _ = litsynth_("check", "in.jsonl", "--corpus", "xnli", "--offline", "-q")
    assert status == 0
    return {row["id"]: row["verdict"] for row in map(json.loads, out.splitlines())}


def test_no_false_claim_is_supported(litsynth_: Litsynth, folder: Path) -> None:
    said = verdicts(litsynth_, folder, FALSE)
    assert [text for text, verdict in said.items() if verdict in ("supported", "conflicting")] == []


def test_their_true_twins_are(litsynth_: Litsynth, folder: Path) -> None:
    said = verdicts(litsynth_, folder, TRUE)
    assert {text: verdict for text, verdict in said.items() if verdict != "supported"} == {}
