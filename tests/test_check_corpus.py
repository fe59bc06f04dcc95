"""`litsynth check --corpus`: claims in somebody's own words, held against the papers of a corpus."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth

from litsynth.verify.ranking.weights import SENTENCES_RIGHT

pytestmark = pytest.mark.usefixtures("models_are_loaded_once")

PAPER = r"""\documentclass{article}\title{GridTag: Tagging on a Grid}\author{Ann Lee}\begin{document}\maketitle
\begin{abstract}We present GridTag, a tagger that reads sentences on a grid.\end{abstract}
\section{Results}
Table 1 shows the F1 of all taggers on both data sets. On LakeSet, GridTag takes 3.75 hours to train on one card.
\begin{table}\caption{F1 of taggers on the test sets of HillSet and LakeSet.}
\begin{tabular}{lcc}\hline Model & HillSet & LakeSet \\\hline LinTag & 71.3 & 64.8 \\ GridTag & 74.6 & 66.1 \\\hline
\end{tabular}\end{table}
\end{document}
"""
OTHER = r"""\documentclass{article}\title{A Study of Rivers}\author{Bo Kim}\begin{document}\maketitle
\begin{abstract}We ask when rivers carry most water.\end{abstract}
\section{Results}Rivers carry more water in spring than in autumn, in all 12 valleys that we measured.
\section{Discussion}Snow melts in spring, and rain is rare in autumn, so that this was to be expected.
\end{document}
"""


@pytest.fixture
def corpus(litsynth_: Litsynth, folder: Path) -> str:
    (folder / "2101.00001v2.tex").write_text(PAPER, encoding="utf-8")
    (folder / "rivers.tex").write_text(OTHER, encoding="utf-8")
    assert litsynth_("corpus", "add", "mine", "2101.00001v2.tex", "rivers.tex", "--offline")[0] == 0
    return "mine"


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_claim_is_held_against_the_paper_that_it_is_told_of(litsynth_: Litsynth, folder: Path, corpus: str) -> None:
    claims = {
        "cell": ("On HillSet, GridTag reaches an F1 of 74.6.", "supported"),
        "gain": ("GridTag is 1.3 F1 points better than LinTag on LakeSet.", "supported"),
        "other cell": ("On LakeSet, GridTag reaches an F1 of 74.6.", "not_enough_info"),
        "turned": ("LinTag is 1.3 F1 points better than GridTag on LakeSet.", "not_enough_info"),
        "no such figure": ("On HillSet, GridTag reaches an F1 of 75.6.", "not_enough_info"),
    }
    rows = [{"id": name, "claim": text, "paper": "2101.00001"} for name, (text, _) in claims.items()]
    (folder / "in.jsonl").write_text(lines(*rows), encoding="utf-8")
    status, out, err = litsynth_("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    found = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    said = [(row["id"], "not_enough_info" if row["label"] == "refuted" else row["label"]) for row in found]
    assert said == [(name, label) for name, (_, label) in claims.items()]
    cell = found[0]
    piece = cell["evidence"][cell["rationale"][0]]
    assert (piece["paper_id"], piece["support_kind"], piece["stance"]) == ("arXiv:2101.00001", "own paper", "supports")
    assert piece["anchor"]["row"] == "GridTag"
    assert cell["verdict"] == "supported"
    assert cell["numbers"][0]["agree"] is True
    gain = found[1]["numbers"][0]["evidence"]
    assert all(number in gain for number in ("66.1", "64.8", "1.3"))


@pytest.mark.parametrize(
    ("claim", "printed", "standing"),
    [
        ("On HillSet, GridTag reaches an F1 of 75.6.", ["74.6 (GridTag, HillSet)"], []),
        ("On LakeSet, GridTag reaches an F1 of 74.6.", ["66.1 (GridTag, LakeSet)"], ["74.6 (GridTag, HillSet)"]),
        ("On LakeSet, LinTag reaches an F1 of 66.1.", ["64.8 (LinTag, LakeSet)"], ["66.1 (GridTag, LakeSet)"]),
        ("LinTag reaches an F1 of 75.6.", [], []),  # on which set is not said
        ("On PondSet, GridTag reaches an F1 of 75.6.", [], []),
        ("On HillSet, GridTag reaches an F1 above 75.6.", [], []),
        ("GridTag is 2.3 F1 points better than LinTag on LakeSet.", [], []),
        ("On HillSet, GridTag reaches an F1 of 74.6.", [], []),
    ],
)
def test_what_the_table_prints_in_the_place_of_a_wrong_score_is_told(
    claim: str, printed: list[str], standing: list[str], litsynth_: Litsynth, folder: Path, corpus: str
) -> None:
    (folder / "in.jsonl").write_text(lines({"claim": claim, "paper": "2101.00001"}), encoding="utf-8")
    _, out, _ = litsynth_("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    found = json.loads(out)
    told = found["instead"]
    assert [check["evidence"] for one in told for check in one["numbers"]] == [f"Table 1: {cell}" for cell in printed]
    assert [cell for one in told for cell in one["standing"]] == [f"Table 1: {cell}" for cell in standing]
    assert all(one["paper_id"] == "arXiv:2101.00001" for one in told)
    assert all(cell in found["why"] for cell in (*printed, *standing))


def test_what_ranking_finds_has_the_confidence_that_was_measured(
    litsynth_: Litsynth, folder: Path, corpus: str
) -> None:
    row = {"claim": "Training GridTag for LakeSet lasted 3.75 hours on a single card.", "paper": "2101.00001"}
    (folder / "in.jsonl").write_text(lines(row), encoding="utf-8")
    _, out, _ = litsynth_("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    (found,) = [json.loads(line) for line in out.splitlines()]
    assert found["label"] == "supported"
    assert found["evidence"][0]["basis"] == "ranking"
    assert found["confidence"] == pytest.approx(SENTENCES_RIGHT)


def test_no_paper_need_be_named(litsynth_: Litsynth, folder: Path, corpus: str) -> None:
    (folder / "in.jsonl").write_text(
        lines({"id": 7, "claim": "On HillSet, GridTag reaches an F1 of 74.6."}), encoding="utf-8"
    )
    status, out, _ = litsynth_("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    (found,) = [json.loads(line) for line in out.splitlines()]
    assert (status, found["id"], found["label"]) == (0, "7", "supported")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"claim": "It gains.", "paper": "1911.02116"}, "the corpus has no paper 1911.02116"),
        ({"claim": "It gains.", "evidence": "It gains."}, "unknown key evidence"),
        ({"claim": "It gains.", "paper": 3}, "paper is not a text"),
        ({"paper": "2101.00001"}, "no claim"),
    ],
)
def test_a_bad_line_is_named_and_can_be_skipped(
    litsynth_: Litsynth, folder: Path, corpus: str, row: dict[str, Any], said: str
) -> None:
    good = {"id": "good", "claim": "On HillSet, GridTag reaches an F1 of 74.6.", "paper": "arXiv:2101.00001"}
    (folder / "in.jsonl").write_text(lines(good, row), encoding="utf-8")
    command = ("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    status, out, err = litsynth_(*command)
    assert (status, out.count("\n"), err.count("\n")) == (2, 1, 1)
    assert f"in.jsonl:2: {said}" in err
    status, out, err = litsynth_(*command, "--skip-bad-lines")
    assert (status, json.loads(out)["id"]) == (4, "good")


def test_a_corpus_that_is_not_there(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "in.jsonl").write_text(lines({"claim": "It gains."}), encoding="utf-8")
    status, out, err = litsynth_("check", "in.jsonl", "--corpus", "gone", "--offline")
    assert (status, out) == (3, "")
    assert "gone" in err


def test_a_claim_asked_twice_has_the_verdict_that_it_has_alone(litsynth_: Litsynth, folder: Path, corpus: str) -> None:
    row = {"id": "1", "claim": "On HillSet, GridTag reaches an F1 of 74.6.", "paper": "2101.00001"}
    (folder / "one.jsonl").write_text(lines(row), encoding="utf-8")
    (folder / "two.jsonl").write_text(lines(row, row | {"id": "2"}), encoding="utf-8")
    _, alone, _ = litsynth_("check", "one.jsonl", "--corpus", corpus, "--offline", "-q")
    _, twice, _ = litsynth_("check", "two.jsonl", "--corpus", corpus, "--offline", "-q")
    assert twice.splitlines() == [alone.strip(), alone.strip().replace('"id":"1"', '"id":"2"')]


def test_what_is_pasted_reads_as_typed_and_the_passage_that_why_speaks_of_is_there(
    litsynth_: Litsynth, folder: Path, corpus: str
) -> None:
    pasted = {"claim": "On HillSet,\x00 Grid\u2011Tag reaches an F1 of 99.9.", "paper": "2101.00001"}
    typed = {"claim": "On HillSet,  Grid-Tag reaches an F1 of 99.9.", "paper": "2101.00001"}
    (folder / "in.jsonl").write_text(lines(pasted, typed), encoding="utf-8")
    _, out, _ = litsynth_("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    first, second = out.splitlines()
    assert first == second
    assert json.loads(first)["evidence"] == []
    assert json.loads(first)["nearest"]["paper_id"] == "arXiv:2101.00001"


def test_support_from_another_paper_than_the_named_one_says_so(litsynth_: Litsynth, folder: Path, corpus: str) -> None:
    (named,) = [paper for paper in litsynth_("corpus", "show", corpus, "-q")[1].split() if paper.startswith("file:")]
    row = {"claim": "On HillSet, GridTag reaches an F1 of 74.6.", "paper": named}
    (folder / "in.jsonl").write_text(lines(row), encoding="utf-8")
    _, out, _ = litsynth_("check", "in.jsonl", "--corpus", corpus, "--offline", "-q")
    found = json.loads(out)
    assert found["label"] != "supported" or found["why"].startswith("not found in the paper that is named")
