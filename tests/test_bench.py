"""`litsynth bench`: what is measured on, and what became slower; nothing here is timed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litsynth.benchmarks import bench as groups
from litsynth.benchmarks import growth, speed
from litsynth.benchmarks.bench_inputs import Inputs, read_inputs
from litsynth.benchmarks.bench_table import growth_table
from litsynth.benchmarks.speed import SpeedPlan, reading_speed, search_speed
from litsynth.benchmarks.whole_job import JobPlan, read_job
from litsynth.cli import benching
from litsynth.errors import UsageError

Litsynth = Callable[..., tuple[int, str, str]]
PDF = Path(__file__).parent / "fixtures" / "two_columns.pdf"


def measured(ratio: float, spread: float = 0.1) -> dict[str, Any]:
    return {
        "per_second": {"ours": 2 * ratio, "theirs": 2.0},
        "ratio_to_best_rival": {"ours": ratio},
        "ratio_range": {"ours": [ratio - spread, ratio + spread]},
    }


@pytest.fixture
def ratio(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The ratio that each group is said to have."""
    said = dict.fromkeys(groups.GROUPS, 2.0)
    stand_ins = {name: lambda inputs, plan, name=name: measured(said[name]) for name in groups.GROUPS}
    monkeypatch.setattr(groups, "GROUPS", stand_ins)
    return said


def test_what_got_slower_beyond_the_spread_is_told_and_can_fail(
    litsynth_: Litsynth, folder: Path, ratio: dict[str, float]
) -> None:
    assert litsynth_("bench", "verifier", "search", "--out", "old.json", "-q")[0] == 0
    ratio["verifier"] = 1.5
    ratio["search"] = 2.1
    status, out, _ = litsynth_("bench", "verifier", "search", "--compare", "old.json", "--fail-on", "slower", "-q")
    told = {line.split()[0]: line.split()[-1] for line in out.split("\n\n")[1].splitlines()[1:]}
    assert (status, told) == (5, {"verifier": "slower", "search": "same"})
    ratio["verifier"] = 2.5
    status, out, _ = litsynth_("bench", "verifier", "--compare", "old.json", "--fail-on", "slower", "--json", "-q")
    assert (status, [one["change"] for one in json.loads(out)["changes"]]) == (0, ["faster"])


def test_without_pdfs_reading_is_left_out_and_said_so(litsynth_: Litsynth, ratio: dict[str, float]) -> None:
    status, out, _ = litsynth_("bench", "-q")
    assert status == 0
    assert "left out: reading" in out
    assert "embedder ours" in out
    assert "scaling" not in out, "what takes minutes is measured when it is asked for"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("nothing",), 2, "no group 'nothing'"),
        (("verifier", "--compare", "absent.json"), 3, "absent.json"),
        (("verifier", "--compare", "other.json"), 2, "is not what litsynth bench --out writes"),
        (("reading", "--papers", "empty"), 3, "no PDF"),
        (("verifier", "--out", "absent/new.json"), 1, "cannot write"),
        (("growth", "--sizes", "10,5"), 2, "no rising numbers"),
        (("growth", "--sizes", "ten"), 2, "no rising numbers"),
        (("growth", "--lines", "absent.jsonl"), 3, "no file absent.jsonl"),
    ],
)
def test_wrong_usage_is_one_line(
    litsynth_: Litsynth, folder: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    (folder / "other.json").write_text("[]")
    (folder / "empty").mkdir()
    found, _, err = litsynth_("bench", *arguments, "-q")
    assert (found, len(err.splitlines())) == (status, 1)
    assert said in err


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return read_inputs(None, PDF.parent, 24, tmp_path_factory.mktemp("verifier"), tmp_path_factory.mktemp("scratch"))


def test_without_data_the_bundled_corpus_is_measured_on(inputs: Inputs) -> None:
    assert len(set(inputs.pairs)) == 24
    texts = {passage.text for passage in inputs.passages}
    assert all(premise in texts for premise, _ in inputs.pairs)
    assert read_inputs(None, None, 24, inputs.verifier, inputs.scratch).pairs == inputs.pairs
    job = read_job(None, JobPlan(claims=20, papers=5))
    assert (len(job.claims), len(job.papers)) == (20, 5)


def test_reading_counts_pages_of_both_contestants(inputs: Inputs) -> None:
    found = reading_speed(inputs, SpeedPlan(rounds=1))
    assert set(found["per_second"]) == {"litsynth", "pypdf"}
    assert found["pages"] >= 2


def test_every_query_is_searched_by_all(inputs: Inputs) -> None:
    found = search_speed(replace(inputs, passages=inputs.passages[:16]), SpeedPlan(rounds=1, threads=1))
    assert set(found["ratio_to_best_rival"]) == {"litsynth dense", "litsynth fused"}
    assert found["passages"] == 16


def test_the_law_of_growth_is_that_of_the_costs_and_each_setting_is_varied_alone(tmp_path: Path) -> None:
    asked: list[tuple[int, dict[str, int]]] = []

    def run(question: str, papers: Path, folder: Path, settings: Mapping[str, int]) -> dict[str, Any]:
        size = len(papers.read_text().splitlines())
        asked.append((size, dict(settings)))
        stages = {
            "reading": {"cpu_seconds": 0.5 * size},
            "indexing": {"cpu_seconds": 0.01 * size**2},
            "writing": {"cpu_seconds": 0.0},
        }
        return {"stages": stages, "seconds": 2.0, "peak_mib": None}

    lines = tmp_path / "papers.jsonl"
    lines.write_text("{}\n" * 100)
    found = growth.growth(growth.GrowthPlan(lines, (10, 20, 40), depths=(3, 6)), run)
    law = found["cold"]["law"]
    assert (law["seconds"]["each"], law["seconds"]["off"]) == (0.0, 1.0)
    assert law["indexing"]["off"] > 1.1
    assert law["reading"] == {"fixed": 0.0, "each": 0.5, "off": 1.0}
    assert "writing" not in law
    assert found["cold"]["cpu_seconds"]["all"] == [6.0, 14.0, 36.0]
    assert [one for one in asked if not one[1]] == [(10, {}), (10, {}), (20, {}), (20, {}), (40, {}), (40, {})]
    assert [one for one in asked if "RETRIEVE_DEPTH" in one[1]] == [(20, {"RETRIEVE_DEPTH": size}) for size in (3, 6)]
    table = "\n".join(growth_table(found))
    assert "indexing" in table
    assert "0 + 0.5 each (off by 1.00 at most)" in table
    assert "too small, or too few, to tell" in table
    with pytest.raises(UsageError, match="there are 100 papers, and 200 are asked for"):
        growth.growth(growth.GrowthPlan(lines, (10, 200)), run)


@pytest.mark.slow
def test_growth_is_measured_on_runs_of_their_own(litsynth_: Litsynth, folder: Path) -> None:
    status, out, _ = litsynth_("bench", "growth", "--sizes", "2,4", "--json", "-q")
    found = json.loads(out)["groups"]["growth"]
    assert (status, found["cold"]["sizes"], set(found)) == (0, [2, 4], {"cold", "asked", "claims", "depth", "threads"})
    assert found["cold"]["peak_mib"][0] > 100


@pytest.mark.parametrize(("device", "kinds", "on"), [("cpu", ["fp32", "int8"], ""), ("cuda", ["fp32"], " on cuda")])
def test_embedders_run_on_the_device_and_say_so(
    inputs: Inputs, monkeypatch: pytest.MonkeyPatch, device: str, kinds: list[str], on: str
) -> None:
    asked: list[str] = []

    def stand_in(where: str) -> Callable[..., object]:
        asked.append(where)
        return lambda *_: None

    monkeypatch.setattr(speed, "sentence_encoder", lambda name, threads, where: stand_in(where))
    monkeypatch.setattr(speed, "_embedding", lambda kind, texts, plan: stand_in(plan.device))
    found = speed.embedder_speed(inputs, SpeedPlan(1, batches=(8,), device=device))
    assert sorted(found["per_second"]) == [
        f"SentenceTransformer batch 8{on}",
        *(f"litsynth {kind}{on}" for kind in kinds),
    ]
    assert asked == [device] * (1 + len(kinds))


def test_a_verifier_on_a_cpu_is_measured_in_both_precisions_and_on_a_gpu_in_one(
    inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[tuple[str, str]] = []
    monkeypatch.setattr(
        speed, "load_embedded", lambda folder, device, threads, precision: loaded.append((device, precision))
    )
    for device in ("cpu", "cuda"):
        speed._verifiers(inputs, SpeedPlan(device=device))
    assert loaded == [("cpu", "int8"), ("cpu", "fp32"), ("cuda", "fp32")]


def test_all_is_every_group_and_the_pipeline(
    litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch, ratio: dict[str, float]
) -> None:
    asked: list[SpeedPlan] = []
    ours = groups.GROUPS["verifier"]
    monkeypatch.setitem(groups.GROUPS, "verifier", lambda inputs, plan: asked.append(plan) or ours(inputs, plan))
    job = {
        "claims": 2,
        "papers": 1,
        "seconds": 1.0,
        "ratio_to_best_rival": {"litsynth": 7.5},
        "ratio_range": {"litsynth": [6.0, 8.0]},
    }
    monkeypatch.setattr(benching, "_job", lambda *_: job)
    monkeypatch.setattr(benching, "_growth", lambda *_: {})
    status, out, _ = litsynth_("bench", "all", "--papers", str(PDF.parent), "-q")
    lines = out.splitlines()
    assert (status, [plan.pipeline for plan in asked]) == (0, [True])
    assert {line.split()[0] for line in lines[1:] if line} == {*groups.GROUPS, "job"}
    assert [line.split()[-4:] for line in lines if line.startswith("job")] == [["7.5", "6", "to", "8"]]


def test_a_small_ratio_keeps_its_digits() -> None:
    found = speed.summary({"ours": [0.0123, 0.0135, 0.0129], "theirs": [1.0, 1.0, 1.0]}, ["theirs"])
    assert found["ratio_to_best_rival"]["ours"] == 0.0129
    assert found["ratio_range"]["ours"] == [0.0123, 0.0135]
