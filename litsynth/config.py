"""Settings: one frozen section per stage; flag, then environment, then TOML files; unknown keys are errors.

Each default stands here once, with its unit. A stage receives its own section, never the whole.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from litsynth.errors import UsageError


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """`papers`: how many papers claims are taken from. `delay_seconds`: between requests to one host (arXiv asks for 3).

    `snowball`: of so many of the best papers, those that cite them and those that they cite are found as well.
    """

    papers: int = 40
    candidates: int = 200
    delay_seconds: float = 3.0
    timeout_seconds: float = 60.0
    arxiv_api: str = "https://export.arxiv.org/api/query"
    arxiv_files: str = "https://export.arxiv.org"
    snowball: int = 0


@dataclass(frozen=True, slots=True)
class ExtractSettings:
    """`filter_share`: the largest share of sentences that the cheap filter lets through to the model.

    `role_threshold`: the least role probability of a claim. `claims`: how many, most relevant first, are verified.
    """

    filter_share: float = 0.2
    role_threshold: float = 0.5
    relevance_threshold: float = 0.4
    claims: int = 60


@dataclass(frozen=True, slots=True)
class RetrieveSettings:
    """`depth`: passages judged for each claim. `index`: flat (FAISS), lancedb-exact or lancedb.

    `lancedb` looks through a part of a large index only, and so may miss passages (docs/deployment.md).
    """

    depth: int = 12
    index: str = "flat"


@dataclass(frozen=True, slots=True)
class VerifySettings:
    """`support` and `refute`: the least calibrated probability of entailment and contradiction for a stance.

    `scores`: the confidence of a stance that scores decided (docs/benchmarks.md has its grounds). `abstain`: the least
    confidence of a verdict; below it the label is not enough evidence. `floor`: passages whose retrieval score is below
    it are not judged. `passages`: the most passages of one piece of given evidence that are judged, those first that
    share most words with the claim.
    """

    support: float = 0.65
    refute: float = 0.8
    scores: float = 0.9
    abstain: float = 0.55
    floor: float = 0.2
    passages: int = 256


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """`verifier`: auto, embedded, xlm-r, a hub id or a path. `device`: auto, cpu or cuda. `batch`: pairs in one forward pass."""

    verifier: str = "auto"
    embedder: str = "packaged:all-MiniLM-L6-v2"
    device: str = "auto"
    batch: int = 32
    threads: int = 0


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """`folder`: where named corpora live; `name`: the corpus in use (empty: xnli when offline, else arxiv).

    `workers`: processes that read papers (0: one a core; 1: none but litsynth's own). `file_seconds`: the longest that one
    of them may take for a file (by the clock; a paper of 400 pages takes 25); with one worker nothing is cut short.
    """

    folder: str = "corpora"
    name: str = ""
    workers: int = 0
    file_seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """`folder`: where run folders are made. `evidence_shown`: pieces of each stance printed under a claim.

    `templates`: a folder of templates that stand in the place of the shipped ones (empty: the user's configuration
    folder, litsynth/templates).
    """

    folder: str = "reports"
    evidence_shown: int = 3
    templates: str = ""


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """`browser`: the Chromium or Chrome that prints reports, a path or a name (empty: the first one on the PATH).

    `timeout_seconds`: the longest that it may take for one.
    """

    browser: str = ""
    timeout_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """`reviewer`: the name under which decisions are kept (empty: asked for). It is no part of how a report is made."""

    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """Where OpenAlex and Semantic Scholar are asked, and the keys to them: no part of a report, and never shown."""

    openalex_api: str = "https://api.openalex.org"
    openalex_key: str = field(default="", repr=False)
    semanticscholar_api: str = "https://api.semanticscholar.org/graph/v1"
    semanticscholar_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """`name`: local (this machine) or ray: where papers are read and models asked; it changes no result.

    `address`: of a Ray cluster (empty: RAY_ADDRESS, else a Ray of its own, with so many `cpus`, 0: all, and `store_mb`).
    """

    name: str = "local"
    address: str = ""
    cpus: int = 0
    store_mb: int = 200


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """A language model that puts verified claims into sentences, each verified in its turn (empty `endpoint`: none).

    `endpoint`: the base address of an OpenAI-compatible API, as http://127.0.0.1:8000/v1. `key_variable`: the name of the
    environment variable that holds its key (empty: no key is sent). `timeout_seconds`: the longest that all of its answer
    may take, attempts and waits included.
    """

    endpoint: str = ""
    model: str = ""
    key_variable: str = ""
    timeout_seconds: float = 120.0
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting in force. The TOML tables are named like the fields."""

    search: SearchSettings = field(default_factory=SearchSettings)
    extract: ExtractSettings = field(default_factory=ExtractSettings)
    retrieve: RetrieveSettings = field(default_factory=RetrieveSettings)
    verify: VerifySettings = field(default_factory=VerifySettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    report: ReportSettings = field(default_factory=ReportSettings)
    pdf: PdfSettings = field(default_factory=PdfSettings)
    review: ReviewSettings = field(default_factory=ReviewSettings)
    databases: DatabaseSettings = field(default_factory=DatabaseSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    writer: WriterSettings = field(default_factory=WriterSettings)


OF_THE_MACHINE = frozenset(
    """search.delay_seconds search.timeout_seconds search.arxiv_api search.arxiv_files models.device models.batch
    databases.openalex_api databases.openalex_key databases.semanticscholar_api databases.semanticscholar_key
    models.threads corpus.folder corpus.workers corpus.file_seconds report.folder report.templates review.reviewer
    pdf.browser pdf.timeout_seconds
    engine.name engine.address engine.cpus engine.store_mb writer.endpoint writer.model writer.key_variable
    writer.timeout_seconds writer.temperature writer.seed""".split()
)
"""Settings that say where and how fast something is done, and not what comes out: a report is no other one for them."""
SECRET = frozenset({"databases.openalex_key", "databases.semanticscholar_key"})
"""Settings whose value is nobody else's business: it is not printed, logged or kept."""

_KINDS = {int: "a whole number", float: "a number", str: "a text"}
_LARGEST = sys.float_info.max  # so that infinity is out of every range, as is what is no number
_NOT_NEGATIVE = (0.0, _LARGEST)
_COUNT = (1.0, _LARGEST)
_SHARE = (0.0, 1.0)
_RANGES = {
    **dict.fromkeys("search.papers search.candidates extract.claims retrieve.depth verify.passages".split(), _COUNT),
    **dict.fromkeys("models.batch corpus.file_seconds pdf.timeout_seconds writer.timeout_seconds".split(), _COUNT),
    **dict.fromkeys("extract.filter_share extract.role_threshold verify.support verify.refute".split(), _SHARE),
    **dict.fromkeys("verify.scores verify.abstain verify.floor".split(), _SHARE),
    "extract.relevance_threshold": (-1.0, 1.0),  # a cosine
    "engine.store_mb": (80.0, _LARGEST),  # Ray's own least is 75 MiB
    "writer.temperature": (0.0, 2.0),
}
_CHOICES = {"engine.name": ("local", "ray"), "retrieve.index": ("flat", "lancedb-exact", "lancedb")}


def settle(layers: Iterable[tuple[str, Mapping[str, Mapping[str, Any]]]]) -> Settings:
    """Settings from (where, tables) layers, weakest first. Raises UsageError on an unknown key or a wrong kind."""
    settings = Settings()
    for where, tables in layers:
        for section, values in tables.items():
            settings = _apply(settings, section, values, where)
    return settings


def on_this_machine(made: Settings, here: Settings) -> Settings:
    """The settings `made`, with those `OF_THE_MACHINE` as they are `here`.

    >>> there = Settings(SearchSettings(papers=5, delay_seconds=9.0))
    >>> on_this_machine(there, Settings()).search.papers, on_this_machine(there, Settings()).search.delay_seconds
    (5, 3.0)
    """
    sections = {}
    for section in fields(Settings):
        mine, theirs = getattr(here, section.name), getattr(made, section.name)
        names = [key.name for key in fields(mine) if f"{section.name}.{key.name}" in OF_THE_MACHINE]
        sections[section.name] = replace(theirs, **{name: getattr(mine, name) for name in names})
    return Settings(**sections)


def _apply(settings: Settings, section: str, values: Any, where: str) -> Settings:
    names = [item.name for item in fields(Settings)]
    if section not in names:
        raise UsageError(f"{where}: unknown section {section!r}", f"one of: {', '.join(names)}")
    if not isinstance(values, Mapping):
        raise UsageError(f"{where}: {section} is a section, not a value", f"write its keys below [{section}]")
    current = getattr(settings, section)
    known = {item.name: getattr(current, item.name) for item in fields(current)}
    changed = {}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{where}: unknown key {section}.{key}", f"one of: {', '.join(known)}")
        name = f"{section}.{key}"
        changed[key] = _within(_coerce(value, type(known[key]), f"{where}: {name}"), name, where)
    return replace(settings, **{section: replace(current, **changed)})


def _coerce(value: Any, kind: type, where: str) -> Any:
    try:
        if isinstance(value, bool) or (kind is str and not isinstance(value, str)):
            raise ValueError(value)
        if kind is int and float(value) != int(value):
            raise ValueError(value)
        return kind(value)
    except (TypeError, ValueError, OverflowError) as error:
        shown = "its value" if any(where.endswith(f": {name}") for name in SECRET) else repr(value)
        raise UsageError(f"{where}: {shown} is not {_KINDS[kind]}") from error


def _within(value: Any, name: str, where: str) -> Any:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise UsageError(f"{where}: {name}: {value!r} is unknown", f"one of: {', '.join(_CHOICES[name])}")
    least, most = _RANGES.get(name, _NOT_NEGATIVE)
    if isinstance(value, (int, float)) and not least <= value <= most:
        allowed = f"{least:g} or more" if most == _LARGEST else f"from {least:g} to {most:g}"
        raise UsageError(f"{where}: {name}: {value!r} is out of range", f"give {allowed}")
    return value
