"""`litsynth plan`: what a run will do, beside what it then did, and nothing written; seconds are not tested."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from arxiv_server import ArxivServer
from living_shop import QUESTION

import litsynth.cli.session
from litsynth.cli.earlier import as_before
from litsynth.cli.meter import Meter
from litsynth.cli.plan_table import plan_table
from litsynth.cli.timing import Spent
from litsynth.config import Settings
from litsynth.pipeline import Models, Silent
from litsynth.pipeline.plan import Amount, Estimate, Offered, Rates, Work, estimate, measured, offered, rates, survey
from litsynth.pipeline.plan.amounts import exactly
from litsynth.pipeline.plan.sampled import Portrait, Sample, total
from litsynth.pipeline.plan.samples import TEXTS
from litsynth.pipeline.plan.survey import _index_growth
from litsynth.pipeline.plan.typical import MEMORY_WRITING, WORDS_BYTES
from litsynth.sources import FolderSource
from litsynth.store import Corpus, open_corpus
from litsynth.store.index_file import INDEX_FILE

Litsynth = Callable[..., tuple[int, str, str]]
RATES = Rates(starting=2.0, embedding=0.001, judging=0.002, indexing=0.001, weighing=0.05, writing=1.0, cores=2.0)


@pytest.fixture(autouse=True)
def fakes(quick_models: Models, monkeypatch: pytest.MonkeyPatch) -> Models:
    monkeypatch.setattr(litsynth.cli.session, "load_models", lambda *_: quick_models)
    return quick_models


def amounts(found: dict[str, Any]) -> dict[str, int]:
    """What the stages say they have to do, as numbers."""
    return {one["stage"]: int(one["amount"].split()[0].replace(",", "")) for one in found["stages"][2:-1]}


def planned(litsynth_: Litsynth, *more: str) -> dict[str, Any]:
    status, out, _ = litsynth_("plan", *more, "--offline", "--json", "-q")
    assert status == 0
    return json.loads(out)


def log_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "run.log.json").read_text())


# Beside a run


def test_a_cold_run_does_what_was_planned_and_a_second_one_nothing(
    litsynth_: Litsynth, papers: Path, folder: Path
) -> None:
    mine = ("--source", "papers", "--corpus", "mine")
    cold = amounts(planned(litsynth_, QUESTION, *mine))
    assert cold["reading"] == 3
    assert not (folder / "corpora").exists(), "a plan makes nothing"
    assert litsynth_("run", QUESTION, *mine, "--offline", "--out", "made", "-q")[0] == 0
    log = log_of(folder / "made")
    assert log["texts_embedded"] / 1.5 <= cold["embedding"] <= 1.5 * log["texts_embedded"]
    assert log["pairs_asked"] / 1.5 <= cold["judging"] <= 1.5 * log["pairs_asked"]
    warm = amounts(planned(litsynth_, QUESTION, *mine))
    assert (warm["reading"], warm["embedding"], warm["judging"]) == (0, 0, 0)
    assert warm["weighing"] == 0, "the verdicts of an equal run are kept"
    assert amounts(planned(litsynth_, QUESTION, *mine, "--papers", "1"))["weighing"] > 0, "not of one on other papers"


def test_every_abstract_that_is_offered_is_embedded(litsynth_: Litsynth, folder: Path) -> None:
    rows = [
        {"id": f"2001.{at:05}", "title": f"Paper {at}", "abstract": f"We measure {word} in language {at}."}
        for at, word in enumerate(["speed", "size"] * 148 + ["XNLI accuracy after intermediate training"] * 4)
    ]
    (folder / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    mine = ("--source", "many.jsonl", "--corpus", "mine", "--papers", "4")
    cold = amounts(planned(litsynth_, QUESTION, *mine))
    assert litsynth_("run", QUESTION, *mine, "--offline", "--out", "made", "-q")[0] == 0
    log = log_of(folder / "made")
    assert log["texts_embedded"] / 1.05 <= cold["embedding"] <= 1.05 * log["texts_embedded"]
    assert cold["finding claims"] >= log["claims"] > 0, "of the papers that speak of what is asked"
    assert amounts(planned(litsynth_, QUESTION, *mine))["embedding"] == 0


def test_a_disk_that_will_be_too_small_is_told(
    litsynth_: Litsynth, papers: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    room = {"free": 10**9}

    def usage(path: Path) -> SimpleNamespace:
        asked.append(path)
        return SimpleNamespace(**room)

    monkeypatch.setattr(litsynth.cli.plan.shutil, "disk_usage", usage)
    arguments = ("plan", QUESTION, "--source", str(papers), "--offline", "--json", "-q")
    status, out, err = litsynth_(*arguments)
    assert (status, err) == (0, "")
    room["free"] = int(json.loads(out)["disk_bytes"][0]) - 1
    status, out, err = litsynth_(*arguments)
    assert (status, err.count("\n")) == (0, 1)
    assert "are free at" in err
    assert all(path.is_dir() for path in asked), "the corpora's own folder is not made yet"


def test_a_plan_writes_nothing_to_a_corpus(litsynth_: Litsynth, papers: Path, folder: Path, fakes: Models) -> None:
    mine = ("--source", "papers/one.md", "--corpus", "mine", "--offline", "-q")
    assert litsynth_("run", QUESTION, *mine, "--out", "made")[0] == 0
    with open_corpus(folder / "corpora" / "mine") as corpus:
        before = (
            corpus.digest(),
            [corpus._database.rows(f"SELECT count(*) FROM {name}") for name in ("vector", "query")],
        )
        again = planned(litsynth_, "Does anything else help XNLI?", "--source", "papers", "--corpus", "mine")
        after = corpus.digest(), [corpus._database.rows(f"SELECT count(*) FROM {name}") for name in ("vector", "query")]
    assert before == after
    assert amounts(again)["reading"] == 2, "one of the three is in the corpus"


def test_a_corpus_is_planned_for_any_question(litsynth_: Litsynth, papers: Path) -> None:
    assert litsynth_("corpus", "add", "mine", "papers", "-q")[0] == 0
    found = amounts(planned(litsynth_, "mine"))
    assert found["reading"] == 0
    assert found["embedding"] > 0
    assert found["judging"] > 0


def test_what_only_the_network_knows_is_estimated_in_requests(litsynth_: Litsynth) -> None:
    status, out, _ = litsynth_("plan", QUESTION, "--papers", "10", "--json", "-q")
    found = json.loads(out)
    assert status == 0
    queries, downloads = 3, 10
    assert found["requests"][1] <= queries + downloads <= found["requests"][2]
    waits = {one["stage"]: one["seconds"][0] for one in found["stages"]}
    assert waits["searching"] + waits["reading"] >= 3 * found["requests"][0] - 1, "one request in three seconds"


def test_a_run_makes_about_as_many_requests_as_were_planned(litsynth_: Litsynth, server: ArxivServer) -> None:
    arguments = (QUESTION, "--source", "arxiv", "--papers", "6", "--corpus", "mine", "-q")
    planned_ = json.loads(litsynth_("plan", *arguments, "--json")[1])["requests"]
    assert not server.asked
    assert litsynth_("run", *arguments)[0] in (0, 4)
    assert planned_[1] / 1.5 <= len(server.asked) <= planned_[2] * 1.5
    again = json.loads(litsynth_("plan", *arguments, "--json")[1])["requests"]
    made = len(server.asked)
    assert litsynth_("run", *arguments)[0] in (0, 4)
    assert again[1] <= len(server.asked) - made <= again[2]


def test_before_a_search_the_models_are_timed_on_texts_that_are_made_up(
    litsynth_: Litsynth, fakes: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = measured(fakes, [], [], 1.0)
    assert min(alone.embedding, alone.judging) > 0
    assert len(set(TEXTS)) == len(TEXTS), "a model is asked for equal texts once"
    with ArxivServer() as server:
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", server.api)
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", server.url)
        status, out, _ = litsynth_("plan", QUESTION, "--json", "-q")
        assert (status, server.asked) == (0, [])
    stages = {one["stage"]: one["cpu_seconds"] for one in json.loads(out)["stages"]}
    assert stages["embedding"][0] > 0


def test_a_thread_that_waits_gets_no_less_of_a_core(fakes: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    now = {"clock": 0.0, "cpu": 0.0}

    def compute(block: bytes) -> None:
        now["clock"], now["cpu"] = now["clock"] + 0.2, now["cpu"] + 0.1

    monkeypatch.setattr(
        rates, "time", SimpleNamespace(perf_counter=lambda: now["clock"], process_time=lambda: now["cpu"])
    )
    monkeypatch.setattr(rates, "sha256", compute)
    monkeypatch.setattr(rates, "_timed", lambda *_: (0.001, 0.0))
    assert measured(fakes, [], [], 1.0).alone == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((QUESTION, "--corpus", "absent", "--offline"), 3),
        ((QUESTION, "--source", "nowhere"), 3),
        ((QUESTION, "--source", "arxiv", "--offline"), 3),
        (("?",), 2),
        (("Does X help?",), 2),
        ((QUESTION, "--papers", "0"), 2),
    ],
)
def test_what_a_run_would_refuse_is_refused(litsynth_: Litsynth, arguments: tuple[str, ...], status: int) -> None:
    found, out, err = litsynth_("plan", *arguments, "-q")
    assert (found, out, len(err.splitlines())) == (status, "", 1)


# Parts of it


def test_a_sample_is_scaled_by_size_and_is_exact_where_all_were_looked_at() -> None:
    looked = (Portrait(2.0, passages=20), Portrait(3.0, passages=30))
    assert total([Sample(looked, 5.0)], lambda one: one.passages) == Amount(50, 50, 50)
    some = Sample(looked, 10.0).total(lambda one: one.passages)
    assert some.low < some.value == 100 < some.high
    assert total([Sample()], lambda one: one.passages) == Amount(0, 0, 0)


def test_the_totals_are_those_of_the_stages_and_the_table_names_them(
    papers: Path, tmp_path: Path, fakes: Models
) -> None:
    settings = Settings()
    with open_corpus(tmp_path / "corpus") as corpus, open_corpus(tmp_path / "scratch") as scratch:
        found = offered(QUESTION, [FolderSource(papers)], corpus, settings.search, fakes.embedder)
        work = survey(QUESTION, found, corpus, scratch, fakes, settings)
    made = estimate(found, work, RATES, settings, 400 * 2**20)
    for name in ("value", "low", "high"):
        assert getattr(made.seconds, name) == pytest.approx(sum(getattr(one.seconds, name) for one in made.stages))
    assert made.seconds.low < made.seconds.value < made.seconds.high
    asked = next(one for one in made.stages if one.name == "judging")
    assert asked.seconds.value == pytest.approx(asked.cpu_seconds.value / RATES.cores), "the models use every core"
    assert all(one.name in plan_table(made) for one in made.stages)
    slow = estimate(found, work, replace(RATES, alone=0.5), settings, 400 * 2**20)
    assert slow.seconds.value > made.seconds.value
    assert slow.cpu_seconds == made.cpu_seconds


def surveyed(corpus: Corpus, papers: Path, scratch: Path, models: Models, question: str = QUESTION) -> Work:
    with open_corpus(scratch) as empty:
        found = offered(question, [FolderSource(papers)], corpus, Settings().search, models.embedder)
        return survey(question, found, corpus, empty, models, Settings())


def test_the_indexes_of_the_same_passages_take_no_more_disk_and_less_memory(
    litsynth_: Litsynth, papers: Path, folder: Path, tmp_path: Path, fakes: Models
) -> None:
    mine = ("--source", "papers", "--corpus", "mine", "--offline", "-q", "--out", "made")
    with open_corpus(tmp_path / "none") as corpus:
        cold = surveyed(corpus, papers, tmp_path / "scratch", fakes)
    assert litsynth_("run", QUESTION, *mine)[0] == 0
    with open_corpus(folder / "corpora" / "mine") as corpus:
        same = surveyed(corpus, papers, tmp_path / "other", fakes)
        warm = surveyed(corpus, papers, tmp_path / "another", fakes, "Do small models help large ones?")
    assert (same.passages.value, same.finding.value) == (0, 0), "an equal run looks nothing up and extracts nothing"
    assert 0 < seconds_of(same, "weighing") < seconds_of(replace(same, to_weigh=same.claims), "weighing"), "it tells"
    assert cold.index_bytes.value == cold.passages.value * 4 * 384
    assert (warm.passages, warm.index_bytes.value) == (cold.passages, 0)
    nothing = memory_of(replace(warm, document_bytes=Amount(), papers=Amount()))
    assert nothing == MEMORY_WRITING, "of so little, the report is the most"
    large = exactly(100_000)
    cold, warm = (replace(work, texts=Amount(), pairs=Amount(), passages=large) for work in (cold, warm))
    assert MEMORY_WRITING < memory_of(warm) < memory_of(cold)


def seconds_of(work: Work, stage: str) -> float:
    return next(one.cpu_seconds.value for one in estimated(work).stages if one.name == stage)


def memory_of(work: Work) -> float:
    return estimated(work).memory_bytes.value


def estimated(work: Work) -> Estimate:
    found = Offered((), frozenset(), {}, 1.0, 0, 0, 0.0, (), 0, 0, 0.0)
    return estimate(found, work, RATES, Settings(), 0)


@pytest.mark.parametrize(
    ("papers_", "passages", "built", "texts", "peak_mib"),
    [
        (1_000, 150, True, 1_412, 597 - 459),
        (100_000, 150, True, 100_412, 597 - 459 + 208 - 115),
        (100_000, 300, True, 300, 514 - 459 + 205 - 115),
        (129_044, 426_530, False, 0, 954 - 98),
    ],
)
def test_memory_is_within_a_third_of_what_was_measured(
    papers_: int, passages: int, built: bool, texts: int, peak_mib: int
) -> None:
    """docs/benchmarks.md, "How a run grows" and "129,055 abstracts in one corpus"; 459 MiB are libraries and models.

    From 1,000 to 100,000 papers it is growth that was measured, with stand-ins for the models.
    """
    amount = {
        "papers": papers_,
        "passages": passages,
        "index_bytes": float(built),
        "texts": texts,
        "characters": texts * (1_250 if texts > papers_ else 250),
        "pairs": 700,
        "pair_characters": 700 * 520,
    }
    work = Work(**{one.name: exactly(amount.get(one.name, 0)) for one in fields(Work)})  # type: ignore[arg-type]
    assert peak_mib / 1.33 < memory_of(work) / 2**20 < 1.33 * peak_mib


def test_from_100_000_passages_on_a_vector_takes_three_quarters_and_words_are_kept(
    tmp_path: Path,
) -> None:
    with open_corpus(tmp_path / "corpus") as corpus:
        small, middle, large = (
            _index_growth(corpus, exactly(count), exactly(1)).value / count for count in (9_000, 99_000, 100_000)
        )
        (corpus.folder / INDEX_FILE).write_bytes(bytes(1000))
        of_before, same = (_index_growth(corpus, exactly(count), Amount()).value for count in (100_000, 99_000))
    assert (small, middle - small, middle - large) == (1_536, WORDS_BYTES, 384)
    assert (of_before, same) == (38_400_000, 0), "an index of before gets its first pass"


def test_rates_are_those_of_the_newest_earlier_run_on_this_machine(
    litsynth_: Litsynth, papers: Path, folder: Path, fakes: Models
) -> None:
    mine = ("--source", "papers", "--corpus", "mine", "--offline", "-q", "--date")
    assert litsynth_("run", QUESTION, *mine, "2026-01-31")[0] == 0
    (made,) = (folder / "reports").iterdir()
    log = log_of(made)
    log["judging"] |= {"characters": 50_000, "cpu_seconds": 5.0}
    log["stages"]["writing"]["cpu_seconds"] = 7.0
    (made / "run.log.json").write_text(json.dumps(log))
    found = as_before(RATES, folder / "reports", "mine", fakes)
    assert (found.judging, found.writing) == (pytest.approx(0.0001), 7.0)
    assert found.embedding == RATES.embedding, "too few texts to tell"
    assert (found.origin["judging"], "embedding" in found.origin) == (str(made), False)
    assert as_before(RATES, folder / "reports", "other", fakes).weighing == RATES.weighing
    for elsewhere in ({"machine": "another"}, {"engine": "ray"}):
        (made / "run.log.json").write_text(json.dumps(log | elsewhere))
        assert as_before(RATES, folder / "reports", "mine", fakes) == RATES
    (made / "run.log.json").write_text("{")
    assert as_before(RATES, folder / "reports", "mine", fakes) == RATES


# What a run spends


def test_a_meter_adds_up_stages_and_counts_what_the_models_are_asked(fakes: Models) -> None:
    meter = Meter(Silent())
    models = meter.timed(fakes)
    meter.stage("one", 1)
    models.embedder.embed(["four", "letters"])
    meter.stage("two", 1)
    models.entailer.judge([("ab", "cde")])
    meter.stage("one", 1)
    log = meter.log()
    assert list(log["stages"]) == ["starting", "one", "two"]
    assert (log["embedding"]["count"], log["embedding"]["characters"]) == (2, 11)
    assert (log["judging"]["count"], log["judging"]["characters"]) == (1, 5)
    assert log["judging"]["model"] == fakes.entailer.identity


def test_what_fails_is_not_counted() -> None:
    spent = Spent()
    with pytest.raises(ZeroDivisionError), spent.more(1, 1):
        _ = 1 / 0
    assert spent == Spent()
