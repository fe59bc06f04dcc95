"""The whole job that `litsynth bench job` times, done on small papers with stand-ins for the models."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from labelled_data import write_rows

from litsynth.benchmarks import whole_job
from litsynth.benchmarks.whole_job import Job, JobPlan, measure_job, read_job
from litsynth.config import RetrieveSettings, VerifySettings
from litsynth.errors import MissingInput, UsageError

PAPERS = "papers/nlp_latex/train_tex.jsonl.gz"


def paper(number: int) -> dict[str, str]:
    said = " ".join(f"Our model reaches {number}{row}.5\\% accuracy on XNLI in run {row}." for row in range(6))
    return {"paper_id": str(number), "tex": f"\\title{{On {number}}}\\begin{{document}}\n{said}\n\\end{{document}}"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_rows(tmp_path / PAPERS, [paper(1), {"paper_id": "empty", "tex": " "}, paper(2), paper(3)])
    return tmp_path


def test_papers_that_cannot_be_read_are_passed_over_and_claims_spread_evenly(data: Path) -> None:
    job = read_job(data, JobPlan(claims=4, papers=2))
    assert list(job.papers) == ["file:1", "file:2"]
    assert [claim.paper_id for claim in job.claims] == ["file:1", "file:1", "file:2", "file:2"]
    assert {passage.paper_id for passage in job.passages} == set(job.papers)
    with pytest.raises(UsageError, match="claims only"):
        read_job(data, JobPlan(claims=100, papers=2))
    with pytest.raises(MissingInput):
        read_job(data / "nowhere", JobPlan())


def test_the_rival_is_extrapolated_and_verdicts_compared(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    predicted: list[int] = []
    monkeypatch.setattr(whole_job, "cross_encoder", lambda *_: lambda pairs, _size: predicted.append(len(pairs)))
    depths: list[int] = []

    def verify(job: Job, retrieval: RetrieveSettings, settings: VerifySettings) -> tuple[Sequence[str], dict[str, int]]:
        depths.append(retrieval.depth)
        exhaustive = retrieval.depth == len(job.passages)
        assert (settings.floor == 0) == exhaustive
        labels = ["refuted" if exhaustive and claim is job.claims[1] else "supported" for claim in job.claims]
        return labels, {"pairs_judged": 5}

    plan = JobPlan(claims=6, papers=2, sample=8, exhaustive=3, batch=2, rounds=2)
    found = measure_job(data, data, data, verify, plan)
    timed = len(depths)
    again = measure_job(data, data, data, verify, plan, remembering=lambda *_: (["refuted"] * 3, {}))
    assert again["equal_verdicts"]["same"] == 0
    assert len(depths) == timed + 2, "what may be remembered is not what is timed"
    del depths[timed:]
    assert (
        found["ratio_range"]["litsynth"][0]
        <= found["ratio_to_best_rival"]["litsynth"]
        <= found["ratio_range"]["litsynth"][1]
    )
    assert found["every_pair"] == 6 * found["passages"]
    assert (predicted[:3], found["rival_timed_on"], found["asked"]) == ([2, 8, 8], 8, {"pairs_judged": 5})
    assert found["rounds"] == 2
    assert found["equal_verdicts"] == {"claims": 3, "same": 2, "changes": ["supported -> refuted"]}
    assert depths == [RetrieveSettings().depth, RetrieveSettings().depth, found["passages"]]
