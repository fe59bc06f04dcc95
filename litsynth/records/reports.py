"""A run's result: everything that a report prints, and nothing that varies between equal runs."""

from dataclasses import dataclass, field

from litsynth.records.changes import Changes, Update
from litsynth.records.claims import Claim
from litsynth.records.decisions import Decision
from litsynth.records.documents import Paper, Skipped, Substrate
from litsynth.records.findings import Finding, Gap, ReliabilityBin
from litsynth.records.measured import MeasuredRun
from litsynth.records.verdicts import Verdict
from litsynth.records.writing import Written


@dataclass(frozen=True, slots=True)
class Query:
    """One query as sent to one source: how many it said there are, how many were taken.

    `papers` are the ids of those taken, best first; empty where the query is for all that the source has.
    """

    source: str
    text: str
    found: int
    taken: int
    date: str
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Funnel:
    """PRISMA 2020 counts of a run, in papers."""

    identified: int
    duplicates: int
    screened: int
    excluded_by_rank: int
    sought: int
    not_retrieved: int
    read: int
    with_claims: int


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """A sentence of the answer with the ids of the claims it rests on (none: a statement about the search)."""

    text: str
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """Claims about one thing, most relevant first."""

    title: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims, or a claim and a piece of evidence, whose numbers differ, and in what the protocols differ."""

    claim_id: str
    statement: str
    against: str
    against_paper: str
    same_protocol: bool
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which parts of the question verified claims speak to; `missing` names the parts that none does."""

    parts: tuple[str, ...]
    covered: tuple[str, ...]
    missing: tuple[str, ...]
    direct: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """One measurement of a report's quality: who makes it, what it is a share of, its value on [0, 1], and the counts.

    `value` is None where it could not be measured; `said` says why.
    """

    reviewer: str
    what: str
    value: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything in report.json. `models` maps a role to name, revision and sha256; `settings` is the whole configuration.

    `calibration` says on what the confidence was fitted and its measured error there. `counters` are
    integers such as sentences, candidates, pairs_judged and truncated. `decisions` are the reviewers', oldest first;
    `changes` says what differs from the report that this one goes on from, where it goes on from one; `follows` is the
    digest of that report's run.json, and `history` the searches of all reports up to this one, the first one first.
    `sources` are those that were named (none: the corpus's own way of searching), `corpus` is the corpus's name, and
    `read` maps the papers that were read to their versions: what a later search needs to know. `quality` are
    measurements of the report itself. `findings` are what claims say together, nearest to the question first, `gaps` what
    they leave open; `reliability` is the reliability diagram of the calibrator in use, empty where it has none. `measured`
    are the experiments run here that bear on a claim. `written` is what a language model made of the claims, where one
    was asked; `answer` is never from it.
    `format` rises when a field goes or means something else; a new field with a default does not raise it.
    """

    question: str
    date: str
    answer: tuple[ReportSentence, ...]
    themes: tuple[Theme, ...]
    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]
    conflicts: tuple[Conflict, ...]
    coverage: Coverage
    papers: tuple[Paper, ...]
    skipped: tuple[Skipped, ...]
    queries: tuple[Query, ...]
    funnel: Funnel
    substrates: dict[Substrate, int] = field(default_factory=dict)
    models: dict[str, dict[str, str]] = field(default_factory=dict)
    calibration: dict[str, str] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    settings_digest: str = ""
    corpus_digest: str = ""
    counters: dict[str, int] = field(default_factory=dict)
    limitations: tuple[str, ...] = ()
    version: str = ""
    decisions: tuple[Decision, ...] = ()
    changes: Changes | None = None
    sources: tuple[str, ...] = ()
    corpus: str = ""
    read: dict[str, str] = field(default_factory=dict)
    follows: str = ""
    history: tuple[Update, ...] = ()
    quality: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    reliability: tuple[ReliabilityBin, ...] = ()
    measured: tuple[MeasuredRun, ...] = ()
    written: Written | None = None
    format: int = 1
