"""Everything behind one verdict."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth

from litsynth.pipeline import Models

QUESTION = "Does intermediate-task training improve transfer on XNLI?"


@pytest.fixture
def report(litsynth_: Litsynth, papers: Path, folder: Path, quick_models: Models) -> Path:
    status, _, err = litsynth_("run", QUESTION, "--source", str(papers), "--corpus", "mine", "--offline", "--quiet")
    assert status == 0, err
    (made,) = (folder / "reports").iterdir()
    return made


def claims_of(report: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (report / "claims.jsonl").read_text().splitlines()]


def explained(litsynth_: Litsynth, report: Path, name: str) -> dict[str, Any]:
    status, out, err = litsynth_("explain", str(report), name, "--corpus", "mine", "--offline", "--json")
    assert status == 0, err
    value: dict[str, Any] = json.loads(out)
    return value


def test_every_verdict_is_made_again_and_its_passages_add_up(litsynth_: Litsynth, report: Path) -> None:
    claims = claims_of(report)
    assert claims
    for claim in claims:
        value = explained(litsynth_, report, claim["heading"])
        assert value["claim"]["claim_id"] == claim["claim_id"]
        assert value["same_as_reported"], "the same corpus, models and settings give the same verdict"
        assert value["verdict"]["label"] == claim["label"]
        judged = [passage["evidence"] for passage in value["passages"] if passage["evidence"]]
        assert len(judged) == claim["looked_at"]
        stances = [piece["stance"] for piece in judged if piece["stance"] != "neutral"]
        assert len(stances) == claim["pieces"]


def test_neutral_passages_are_shown_with_their_ranks_and_probabilities(litsynth_: Litsynth, report: Path) -> None:
    value = explained(litsynth_, report, "claim-1")
    judged = [passage for passage in value["passages"] if passage["evidence"]]
    neutral = [passage for passage in judged if passage["evidence"]["stance"] == "neutral"]
    assert neutral, "a report leaves these out"
    for passage in neutral:
        assert passage["hit"]["dense_rank"] or passage["hit"]["lexical_rank"]
        assert sum(passage["evidence"]["judgement"][side] for side in ("entailment", "neutral", "contradiction")) == (
            pytest.approx(1)
        )


def test_the_page_quotes_each_passage_and_is_the_same_twice(litsynth_: Litsynth, report: Path) -> None:
    arguments = ("explain", str(report / "report.md"), claims_of(report)[0]["claim_id"][:6], "--corpus", "mine")
    first = litsynth_(*arguments)
    assert first[0] == 0
    assert first == litsynth_(*arguments)
    for passage in explained(litsynth_, report, "claim-1")["passages"]:
        shown = passage["evidence"]["judgement"]["entailment"] if passage["evidence"] else passage["hit"]["score"]
        assert f"{shown:.3f}" in first[1]
    assert "The report says otherwise" not in first[1]


def test_a_verdict_that_would_be_another_today_is_told(
    litsynth_: Litsynth, report: Path, papers: Path, quick_models: Models
) -> None:
    claim = next(claim for claim in claims_of(report) if claim["label"] == "supported")
    listed = [json.loads(line) for line in litsynth_("corpus", "show", "mine", "--json")[1].splitlines()]
    others = [paper["paper_id"] for paper in listed if paper["paper_id"] != claim["paper_id"]]
    for paper_id in others:
        assert litsynth_("corpus", "remove", "mine", paper_id)[0] == 0
    status, out, _ = litsynth_("explain", str(report), claim["heading"], "--corpus", "mine")
    assert status == 0
    assert "The report says otherwise: **Supported**" in out


@pytest.mark.parametrize(
    ("name", "said"), [("claim-999", "no claim 'claim-999'"), ("zz", "no claim 'zz'"), ("", "no claim ''")]
)
def test_a_claim_that_is_not_there_is_refused(litsynth_: Litsynth, report: Path, name: str, said: str) -> None:
    status, out, err = litsynth_("explain", str(report), name, "--corpus", "mine")
    assert (status, out) == (2, "")
    assert said in err
    assert "claim-1 to claim-" in err


def test_a_corpus_that_is_not_there_is_refused(litsynth_: Litsynth, report: Path) -> None:
    status, _, err = litsynth_("explain", str(report), "claim-1", "--corpus", "yours")
    assert status == 3
    assert "no corpus 'yours'" in err


def test_the_settings_are_those_of_the_report(litsynth_: Litsynth, report: Path, folder: Path) -> None:
    (folder / "litsynth.toml").write_text("[retrieve]\ndepth = 1\n")
    for claim in claims_of(report):
        assert explained(litsynth_, report, claim["heading"])["same_as_reported"]
