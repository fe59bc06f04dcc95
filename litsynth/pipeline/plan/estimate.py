"""What a run will cost: its work times the rates of this machine."""

from collections.abc import Mapping
from dataclasses import dataclass

from litsynth.config import Settings
from litsynth.pipeline.plan.amounts import Amount, about, exactly
from litsynth.pipeline.plan.offered import Offered
from litsynth.pipeline.plan.rates import Rates
from litsynth.pipeline.plan.survey import Work
from litsynth.pipeline.plan.typical import (
    AT_ONCE,
    FETCHED_BYTES,
    FETCHED_REQUESTS,
    JUDGEMENT_BYTES,
    MEMORY_BUILDING,
    MEMORY_MAPPED,
    MEMORY_PER_CHARACTER,
    MEMORY_PER_PAPER,
    MEMORY_WRITING,
    QUERIES,
    RANKING,
    REPORT_BYTES,
    REPORT_CLAIM_BYTES,
    TELLING,
    UNPACKED,
    VECTOR_BYTES,
)

# A rate is right within this factor: processors change their clock, and texts their length.
_SURE = 1.15


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of work: how much of it, CPU seconds, and seconds by the clock."""

    name: str
    amount: str
    cpu_seconds: Amount
    seconds: Amount


@dataclass(frozen=True, slots=True)
class Estimate:
    """The stages of a run and its totals: seconds, bytes, requests to hosts on the network; where the rates are from."""

    stages: tuple[Stage, ...]
    cpu_seconds: Amount
    seconds: Amount
    memory_bytes: Amount
    disk_bytes: Amount
    requests: Amount
    rates: Mapping[str, str]


def estimate(offered: Offered, work: Work, rates: Rates, settings: Settings, base_bytes: int) -> Estimate:
    """The cost of a run; `base_bytes` is the memory of a process that has loaded the models."""
    queries = about(QUERIES * offered.unasked, 1.4)
    downloads = about(FETCHED_REQUESTS * offered.downloads, 1.2)
    stages = _stages(offered, work, rates, queries, downloads, settings.search.delay_seconds)
    disk = (
        work.stored_bytes
        + work.texts * float(VECTOR_BYTES)
        + work.index_bytes
        + work.pairs * float(JUDGEMENT_BYTES)
        + about(FETCHED_BYTES * offered.downloads, 2.0)
        + exactly(REPORT_BYTES)
        + work.claims * about(REPORT_CLAIM_BYTES, 1.8)
    )
    return Estimate(
        stages,
        sum((one.cpu_seconds for one in stages), Amount()),
        sum((one.seconds for one in stages), Amount()),
        about(base_bytes, 1.1) + _memory(work),
        disk,
        queries + downloads,
        rates.origin,
    )


def _memory(work: Work) -> Amount:
    """Bytes at the peak, beside the libraries and models: what these work in, and documents, records or indexes.

    Where that is little, the libraries that draw the figures of the report make the peak.
    """
    asked = _at_once(work.texts, work.characters) + _at_once(work.pairs, work.pair_characters)
    passages = work.passages * float(MEMORY_BUILDING if work.index_bytes.value else MEMORY_MAPPED)
    # Records are ranked before the indexes are opened: the larger of the two makes the peak.
    held = max(work.papers * float(MEMORY_PER_PAPER), passages, key=lambda amount: amount.value)
    working = asked * about(MEMORY_PER_CHARACTER, 1.3) + work.document_bytes * about(UNPACKED, 1.5)
    return max(working + held * about(1, 1.3), about(MEMORY_WRITING, 1.4), key=lambda amount: amount.value)


def _at_once(count: Amount, characters: Amount) -> Amount:
    """Characters of what the models are asked at once."""
    return characters * min(1.0, AT_ONCE / max(1.0, count.value))


def _stages(
    offered: Offered, work: Work, rates: Rates, queries: Amount, downloads: Amount, delay: float
) -> tuple[Stage, ...]:
    at_hand, asking = len(offered.known), exactly(offered.asking + RANKING * offered.ranked)
    read = f"{offered.to_read:,} to read, {offered.downloads:,} to fetch, {at_hand:,} at hand"
    sure = about(1.0, _SURE)

    def alone(name: str, amount: str, cpu: Amount, waiting: Amount | None = None) -> Stage:
        return Stage(name, amount, cpu, cpu * (1 / rates.alone) + (waiting or Amount()))

    def shared(name: str, amount: str, cpu: Amount) -> Stage:
        return Stage(name, amount, cpu, cpu * (1 / rates.cores))

    told = max(work.to_weigh, work.claims * TELLING, key=lambda amount: amount.value)
    weighing = told * rates.weighing + work.tables * rates.tracing
    passages = f"{work.passages.value:,.0f} passages"
    return (
        alone("starting", "libraries and models", exactly(rates.starting) * sure),
        alone("searching", f"{queries.value:,.0f} requests", asking * sure, queries * delay),
        alone("reading", read, work.reading, downloads * delay),
        alone("finding claims", f"{work.claims.value:,.0f} claims", work.finding),
        shared("embedding", f"{work.texts.value:,.0f} texts", work.characters * (sure * rates.embedding)),
        alone("indexing", passages, work.opening + work.passages * (sure * rates.indexing)),
        shared("judging", f"{work.pairs.value:,.0f} pairs", work.pair_characters * (sure * rates.judging)),
        alone("weighing", f"{work.to_weigh.value:,.0f} claims", weighing * about(1.0, 1.4)),
        alone("writing", "the report", about(rates.writing, 1.8)),
    )
