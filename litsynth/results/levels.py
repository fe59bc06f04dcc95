"""The levels of a table's headers: what each header row and each stub column holds, read from all of its entries together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from litsynth.records import Table
from litsynth.results.headers import Lexicon, Names, names_in, unmarked
from litsynth.results.slots import OURS

Role = Literal["system", "dataset", "metric", "split", "language", "task", "setting", "number", ""]
_KINDS: tuple[tuple[Role, str], ...] = (
    ("dataset", "datasets"),
    ("dataset", "benchmarks"),
    ("metric", "metrics"),
    ("language", "languages"),
    ("task", "tasks"),
    ("split", "splits"),
    ("setting", "settings"),
)
_TITLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("system", re.compile(r"(?:models?|methods?|systems?|approach(?:es)?|algorithms?|architectures?)", re.IGNORECASE)),
    ("number", re.compile(r"#|no\.?|nr\.?|id|row", re.IGNORECASE)),
    (
        "dataset",
        re.compile(r"(?:test |evaluation )?(?:data ?sets?|corpus|corpora|benchmarks?|treebanks?)", re.IGNORECASE),
    ),
    ("metric", re.compile(r"(?:evaluation )?(?:metrics?|measures?)", re.IGNORECASE)),
    ("language", re.compile(r"lang(?:uage)?s?\.?", re.IGNORECASE)),
    ("split", re.compile(r"splits?", re.IGNORECASE)),
    ("task", re.compile(r"tasks?", re.IGNORECASE)),
    (
        "setting",
        re.compile(
            r".*\b(?:augmentation|strategy|strategies|settings?|conditions?|class|classes|categor(?:y|ies)|types?|labels?|"
            r"relations?|domains?|supervision|training data|size|oracle|base model|pre-?train\w*(?: model)?)",
            re.IGNORECASE,
        ),
    ),
)
"""What the corner over a stub column says that the column holds."""
_CLASSES = re.compile(
    r"PER|LOC|ORG|GPE|MISC|FAC|VEH|WEA|entailment|contradiction|neutral|positive|negative|(?:macro|micro|weighted) avg|"
    r"overall|total|all|easy|medium|hard|nouns?|verbs?|adjectives?|adverbs?",
    re.IGNORECASE,
)
"""Parts of what is measured: they are neither systems nor data sets nor metrics."""
_LETTERS = {"p": "precision", "pr": "precision", "r": "recall", "re": "recall", "f": "F1", "f1": "F1", "f-1": "F1"}
_BUILT = re.compile(
    r"LSTM|GRU|CNN|RNN|GCN|BERT|GPT|BART|T5|ELMo|SVM|CRF|LLaMA|PaLM|[Tt]ransformer|[Ss]eq2[Ss]eq|\w(?:Net|former|GAN|VAE)\b|"
    r"Llama|Mistral|Qwen|Gemini|Gemma|Claude|Flan-|OPT-|BLOOM|Falcon|Vicuna|Alpaca|davinci|ELECTRA|XLNet|ERNIE|PEGASUS|UniLM|"
    r"LASER|SimCSE|InferSent|ULMFiT|[Ff]lair|DPR|RAG|FiD|ColBERT|Moses|PBMT|[SN]MT|HMM|[Kk]-?NN|XGBoost|[Rr]andom [Ff]orest|"
    r"Trans[A-Z]|DistMult|RotatE|ComplEx|ConvE|BiDAF|DrQA|"
    r"GloVe|[Ff]ast[Tt]ext|[Ww]ord2[Vv]ec|TF-?IDF|BM25|Na[iï]ve Bayes|[Ll]ogistic|\bLR\b|MLP"
)
_PLAIN = re.compile(
    r"\W*(?:.*\bbaselines?|random\w*|majority\w*|human\w*|oracle|previous sota|sota)\b.*", re.IGNORECASE
)
_CITED = re.compile(r"\[[^\]]*[A-Za-z][^\]]*\d[^\]]*\]|\bet al\b|\((?:19|20)\d\d[a-z]?\)")
VARIANT = re.compile(r"\s*(?:[+–—−-]\s*[^\W\d_]|w/|w\.\s|(?:with|without|no)\s)", re.IGNORECASE)
"""A row that goes on from a system above it: "+ CRF", "w/o attention"."""
_STRONG = re.compile(r"\w[A-Z\d]|\d|\w[_@]\w|^[A-Z]+$")
_OF = re.compile(r"\S+ (?:for|of|in|on)\b")
_CLEAR = 0.5


@dataclass(frozen=True)
class Level:
    """One header row, stub column, or layer of headings: its labels by column or row, and its corner, if it has one."""

    labels: Mapping[int, str]
    title: str = ""
    heading: bool = False

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The labels without repetition, in order."""
        return tuple(dict.fromkeys(label for label in self.labels.values() if label))

    def evidence(self, lexicon: Lexicon, own: frozenset[str]) -> float:
        """How much the entries look like systems, from 0 to 1 on average."""
        if all(VARIANT.match(entry) for entry in self.entries):
            return 0.0
        return sum(_evidence(entry, lexicon, own) for entry in self.entries) / max(1, len(self.entries))

    def role(self, lexicon: Lexicon, most: bool) -> Role:
        """What the level holds; empty where that is open. `most`: half of its entries must say so, else one is enough."""
        every = [names_in(entry, lexicon, alone=True) for entry in self.entries]
        said = _titled(self.title)
        kinds = [_kind(names) for names in every]
        if said in ("number", "dataset") or not every or (said == "system" and {"", "system"} & {*kinds}):
            return said
        if said == "setting" and 2 * sum(map(bool, map(_CITED.search, self.entries))) > len(kinds):
            return ""
        if sum(bool(_CLASSES.fullmatch(entry)) for entry in self.entries) > 1:
            return "setting"
        if _lettered(self.entries):
            return "metric"
        counts: dict[Role, int] = {role: kinds.count(role) for role, _ in _KINDS}
        if counts["dataset"] and counts["metric"] and not most:
            return ""
        best = max(counts, key=lambda role: counts[role])
        needed = len(kinds) / 2
        if not most and (counts["metric"] or counts["dataset"]):
            best, needed = "metric" if counts["metric"] else "dataset", 1
        if counts[best] and counts[best] >= max(needed, kinds.count("system")):
            return best
        return "" if said == "system" else said


def _titled(title: str) -> Role:
    return next((role for role, rule in _TITLES if rule.fullmatch(title.strip())), "")


def _kind(names: Names) -> Role:
    if names.systems and not (names.datasets or names.metrics):
        return "system"
    return next((role for role, slot in _KINDS if getattr(names, slot)), "")


def _lettered(entries: Sequence[str]) -> bool:
    return len({_LETTERS[entry.casefold()] for entry in entries if entry.casefold() in _LETTERS}) > 1


def _evidence(label: str, lexicon: Lexicon, own: frozenset[str]) -> float:
    names = names_in(label, lexicon, alone=True)
    if OURS.search(label) or not own.isdisjoint(re.split(r"[\s,;()]+", label)) or _CITED.search(label) or names.systems:
        return 1.0
    if _kind(names):
        return 0.0
    if _BUILT.search(label) or VARIANT.match(label) or _PLAIN.fullmatch(label):
        return 0.8
    return 0.4 * bool(_STRONG.search(label) and re.search(r"[^\W\d_]{2}", label))


def header_levels(table: Table, text: str) -> list[Level]:
    """The header rows of a table over its body, from the top."""
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows and cell.column >= table.stub_columns:
            rows.setdefault(cell.row, {})[cell.column] = _label(cell.span.of(text))
    found = [Level(labels) for _, labels in sorted(rows.items())]
    return [
        level
        for at, level in enumerate(found)
        if level.entries and level.labels not in [one.labels for one in found[:at]]
    ]


def stub_levels(table: Table, text: str) -> list[Level]:
    """The headings inside the body, then the stub columns of a table, from the left."""
    titles: dict[int, str] = {}
    stubs: dict[int, dict[int, str]] = {}
    heads: dict[int, str] = {}
    marked = {row for row, _, _ in table.groups}
    for cell in table.cells:
        label = _label(cell.span.of(text))
        if cell.row in marked:
            heads[cell.row] = heads.get(cell.row) or label
        elif cell.column < table.stub_columns and cell.row < table.header_rows:
            above = titles.get(cell.column, "")
            titles[cell.column] = above if _titled(above) == "system" else label or above
        elif cell.column < table.stub_columns:
            stubs.setdefault(cell.column, {})[cell.row] = label
    layers = [Level(labels, heading=True) for labels in (*_layers(table, heads), _panels(table, text))]
    layers = [layer for layer in layers if layer.entries]
    return [*layers, *(Level(stubs[at], titles.get(at, "")) for at in sorted(stubs) if any(stubs[at].values()))]


def _layers(table: Table, heads: Mapping[int, str]) -> Iterator[dict[int, str]]:
    """Headings by row, in as many layers as they lie over each other."""
    layers: list[dict[int, str]] = []
    for head, first, end in sorted(table.groups):
        rows = range(first, end)
        free = next((layer for layer in layers if not any(row in layer for row in rows)), None)
        if free is None:
            layers.append(free := {})
        free.update((row, heads.get(head, "")) for row in rows)
    yield from layers


def _panels(table: Table, text: str) -> dict[int, str]:
    """By row, the corner of the panel that it stands in: rows of a body that repeat its header begin a new one."""
    header: dict[int, str] = {}
    corners: dict[int, str] = {-1: ""}
    body: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        label = _label(cell.span.of(text))
        if cell.row >= table.header_rows:
            body.setdefault(cell.row, {})[cell.column] = label
        elif cell.column >= table.stub_columns:
            header[cell.column] = label
        else:
            corners[-1] = label or corners[-1]
    for row, cells in sorted(body.items()):
        over = {at: label for at, label in cells.items() if at >= table.stub_columns and label}
        if over and all(label == header.get(at) for at, label in over.items()):
            corners[row] = next((label for at, label in sorted(cells.items()) if at < table.stub_columns and label), "")
    if len(corners) == 1:
        return {}
    return {row: corners[max(start for start in corners if start <= row)] for row in body if row not in corners}


def _label(text: str) -> str:
    return " ".join(text.split())


def typed(label: str, role: Role, lexicon: Lexicon) -> Names:
    """What a label says in a level of a role: a name that no inventory has is one of that role.

    A label that names nothing of its level's role says that no place farther away settles it.
    """
    names = names_in(label, lexicon, alone=True)
    if role != "language" and len(label) == 2 and label.isupper() and names.languages:
        names = Names(rest=label)
    if role == "metric":
        letter = _LETTERS.get(label.casefold(), "")
        if letter:
            return Names(metrics=(letter,))
        if label.count("@") > 1:
            return Names(closed=frozenset({"metrics"}))
        if not names.metrics and not names.average and (names.rest or names.tasks):
            return Names(metrics=(" ".join(unmarked(label).split()),), splits=names.splits)
        if len(names.metrics) > 1 and _OF.match(label):
            return replace(names, metrics=names.metrics[:1])
    if role == "dataset" and not (names.datasets or names.benchmarks or names.tasks or names.average) and names.rest:
        return replace(names, datasets=(names.rest,), rest="")
    if role == "dataset" and names.average:
        return replace(names, closed=frozenset({"datasets"}))
    if role == "task" and not (names.tasks or names.datasets or names.average):
        return Names(rest=_label(unmarked(label)), closed=frozenset({"tasks"}))
    if role == "split" and not names.splits and label:
        return replace(names, closed=frozenset({"splits"}))
    if role == "setting" and names.datasets and names.rest:
        # "COPA only, English validation": what was trained and selected on, and no place of measurement.
        return Names(settings=names.settings, rest=" ".join(unmarked(label).split()))
    if role == "setting":
        rest = names.rest if names.settings or names.splits or names.languages else _label(unmarked(label))
        return Names(settings=names.settings, splits=names.splits, languages=names.languages, rest=rest)
    if not role and names.rest and (names.average or not (names.settings or names.of_measure or names.splits)):
        return replace(names, rest=_label(unmarked(label)))
    return names


def open_metric(label: str, lexicon: Lexicon) -> bool:
    """Whether a label in a level of metrics is none that is known: a part of one, if another level names one."""
    return label.casefold() not in _LETTERS and not names_in(label, lexicon, alone=True).metrics


def looks_like_datasets(level: Level, called: frozenset[str], lexicon: Lexicon) -> bool:
    """Whether the entries of a level of open role are data sets: one is called so, or most look like names of such."""
    rests = [names_in(entry, lexicon, alone=True).rest for entry in level.entries]
    if any(rest in called for rest in rests if rest):
        return True
    named = [rest for rest in rests if rest]
    strong = [rest for rest in named if _STRONG.search(rest) and rest[0].isalpha() and len(rest.split()) < 3]
    return len(strong) > _CLEAR * len(level.entries)
