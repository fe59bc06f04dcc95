"""What a header, a stub, a caption or a sentence names, sorted by what a result has of it; and what is left of the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from litsynth.labels import Label, labels_of
from litsynth.protocol import mentions
from litsynth.results.names import Inventory, Kind

# "En-De", "de→en", "English to German": a pair of languages, and no name.
_ARROW = r"\s?(?:-|–|—|→|⇒|->|/)\s?"
_CITATION = re.compile(
    r"\s*(?:\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)|\[[\w@:,;.\s+-]*\d[\w@:,;.\s+-]*\]|\[@[^\]]*\])|"
    r"\s[A-Z][\w-]+ et al\.?(?:,? \(?(?:19|20)\d\d[a-z]?\)?)?"
)
_MARKS = re.compile(r"[†‡§¶*⋆♠♣♥♦◦•↑↓∗]+|\^\{?\d?\}?|\$")
_SIZE = re.compile(r"[-_](?=(?:base|large|small|xxl|xl)\b)", re.IGNORECASE)  # "XLM-R-large"
_SIGN = re.compile(r"[^\W_]|±|%")
# Metrics by their shape, and shared tasks: no inventory could list them all.
_AT = re.compile(
    r"(?<![\w@-])(?:(?P<cut>nDCG|MRR|MAP|Hits?|H|R|Rec(?:all)?|P|Prec(?:ision)?|F1|Acc(?:uracy)?|Success|Top|pass)\s?@\s?(?P<k>\d+)|"
    r"(?:ROUGE|RG)[\s_-]?(?P<rouge>[1-4LW]|Lsum|SU-?4)|BLEU[\s_-]?(?P<bleu>[1-4])|"
    r"Top[\s-](?P<top>\d+)(?=\s*$|\s+(?:acc|recall))|Dist(?:inct)?\.?[\s_-]?(?P<distinct>[1-4]))(?![\w@]|\s@|\.\d)",
    re.IGNORECASE,
)
_CUT = {"ndcg": "nDCG", "hit": "Hits", "hits": "Hits", "h": "Hits", "r": "Recall", "rec": "Recall", "p": "P", "top": "Top"} | {
    "recall": "Recall", "prec": "P", "precision": "P", "acc": "accuracy", "accuracy": "accuracy", "success": "Success",
    "pass": "pass",
}  # fmt: skip
_SHARED = re.compile(
    r"\b(SemEval|WNUT|SMM4H|BioNLP|VarDial|FinCausal|CASE|MEDIQA|NLPCC|TRAC)[\s-]?(20\d\d)(?: Shared)?:? Task[\s-]?(\d+)"
)
_NO_SPLIT = re.compile(
    r"(?:cross|[\w-]+fold|significance|randomi[sz]ation|permutation|student|student's|rank|t|paired|sign)[\s-]+$",
    re.IGNORECASE,
)
"""Before "validation" and "test" where they are no part of a data set: cross-validation, a test of significance."""
_LEARNT = re.compile(
    r"(?:train|tun|supervis)\w*\s+(?:\w+\s+){0,3}?(?:on|in|with)\s+(?:the\s+|only\s+)*$", re.IGNORECASE
)
"""Before a language that something was trained on, and not measured in."""
_EDGE = " \t|,;:/()[]{}-–—+&."
_UNNAMED = re.compile(
    r"(?:models?|methods?|systems?|approach(?:es)?|datasets?|data sets?|tasks?|metrics?|results?|scores?|performance|settings?|"
    r"all|overall|total|test|dev|val|valid|validation|development|the|on|of|for|in|set|sets|split|and|languages?|%|x|"
    r"score|avg|mean|average)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by slot, each tuple in order and without repetition. `languages` are codes and pairs of codes.

    `rest` is the text without all of these but systems, citations and marks: the name of a system or of a data set that
    no inventory has. `named` says whether `rest` has a name in it (a capital or a digit inside a word). `called` is the
    text without settings, splits, citations and marks alone: a system may have the name of a task in its own ("CRF+NER").
    `closed` are slots of which a header says that they are something that it does not name: no farther place settles them.
    """

    systems: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    benchmarks: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    average: bool = False
    rest: str = ""
    named: bool = False
    called: str = ""
    closed: frozenset[str] = frozenset()

    @property
    def of_measure(self) -> bool:
        """Whether anything says what is measured: a data set, metric, task or language."""
        return bool(self.datasets or self.benchmarks or self.metrics or self.tasks or self.languages or self.average)


@dataclass(frozen=True, slots=True)
class _Span:
    slot: str
    name: str
    start: int
    end: int


_OF_KIND: dict[Kind, str] = {
    "language": "languages",
    "metric": "metrics",
    "task": "tasks",
    "dataset": "datasets",
    "benchmark": "benchmarks",
}
_OF_LABEL = {"setting": "settings", "split": "splits", "dataset": "datasets", "average": "average", "metric": "metrics"}


class Lexicon:
    """An inventory ready to read texts with; equal to itself alone, so that readings can be kept."""

    def __init__(self, names: Inventory) -> None:
        languages = [entry for entry in names.entries.values() if entry.kind == "language"]
        self.names = names
        self._code_of = {alias.casefold(): entry.name for entry in languages for alias in (entry.name, *entry.aliases)}
        code = "|".join(sorted(entry.name for entry in languages))
        full = "|".join(
            sorted((re.escape(alias) for entry in languages for alias in entry.aliases), key=len, reverse=True)
        )
        self._pair = re.compile(
            rf"(?<![\w-])(?:({code}){_ARROW}({code})|({full})(?:{_ARROW}|\sto\s)({full}))(?![\w-])", re.IGNORECASE
        )

    def pairs(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Pairs of languages ("en-de") with their places."""
        for match in self._pair.finditer(text):
            left, right = (part for part in match.groups() if part)
            # "is-it", "or/no": two codes in lower case are words as often, but for an arrow.
            if (
                len(left) > 2
                or left[0].isupper()
                or re.search(r"[→⇒>]", match.group())
                or match.group() == text.strip()
            ):
                yield f"{self.code(left)}-{self.code(right)}", match.start(), match.end()

    def code(self, name: str) -> str:
        """The code of a language by its name or code, in any case; empty where there is none."""
        return self._code_of.get(name.casefold(), "")


# The same headers are read for every cell below and beside them.
@lru_cache(maxsize=8192)
def names_in(text: str, lexicon: Lexicon, alone: bool = False) -> Names:
    """What a text names. `alone`: it is one level of a header, in which a language's code is one ("de")."""
    bare = unmarked(text)
    spans = _spans(bare, lexicon, alone)
    found: dict[str, list[str]] = {}
    for span in spans:
        found.setdefault(span.slot, []).append(span.name)
    slots: dict[str, Any] = {slot: tuple(dict.fromkeys(names)) for slot, names in found.items() if slot != "average"}
    rest = _rest(bare, spans)
    conditions = [span for span in spans if span.slot in ("settings", "splits")]
    return Names(
        **slots,
        systems=_systems(bare),
        average="average" in found,
        rest=rest,
        named=any(label.kind in ("name", "system", "technique") for label in labels_of(f"a {rest}")),
        called=_rest(bare, conditions) if rest else "",
    )


def citations(text: str) -> tuple[str, ...]:
    """The citations in a text, as printed and in order.

    >>> citations("XLM-R [conneau2020] and mBERT (Devlin et al., 2019)")
    ('[conneau2020]', '(Devlin et al., 2019)')
    """
    return tuple(dict.fromkeys(match.group().strip() for match in _CITATION.finditer(text)))


def unmarked(text: str) -> str:
    """A text without citations and footnote marks."""
    return _MARKS.sub(" ", _CITATION.sub(" ", text))


def merged(parts: Iterable[Names]) -> Names:
    """What several texts name together."""
    every = list(parts)

    def slot(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for part in every for value in getattr(part, name)))

    return Names(
        systems=slot("systems"),
        tasks=slot("tasks"),
        datasets=slot("datasets"),
        benchmarks=slot("benchmarks"),
        metrics=slot("metrics"),
        splits=slot("splits"),
        settings=slot("settings"),
        languages=slot("languages"),
        average=any(part.average for part in every),
        rest=_joined(part.rest for part in every),
        named=any(part.named for part in every),
        called=_joined(part.called for part in every),
        closed=frozenset().union(*(part.closed for part in every)),
    )


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _spans(text: str, lexicon: Lexicon, alone: bool) -> list[_Span]:
    found = lexicon.names.find(text)
    known = [_Span(_OF_KIND[item.entry.kind], item.entry.name, item.start, item.end) for item in found]
    shaped = list(_shaped(text))
    known = [*shaped, *(span for span in known if not any(one.start <= span.start < one.end for one in shaped))]
    labels = [label for label in labels_of(text) if label.kind in _OF_LABEL and not _within(label, known)]
    labels = [label for label in labels if label.kind != "split" or not _NO_SPLIT.search(text[: label.start])]
    known = [span for span in known if span.slot != "languages" or not _LEARNT.search(text[: span.start])]
    spans = [*known, *(_Span(_OF_LABEL[label.kind], label.name, label.start, label.end) for label in labels)]
    pairs = [_Span("languages", *pair) for pair in lexicon.pairs(text)]
    # In "English-German" no language is told alone.
    spans = [
        span for span in spans if span.slot != "languages" or not any(p.start <= span.start < p.end for p in pairs)
    ]
    if alone and (code := lexicon.code(text.strip())) and not spans:
        spans = [_Span("languages", code, 0, len(text))]
    return sorted([*spans, *pairs], key=lambda span: (span.start, span.end))


def _shaped(text: str) -> Iterator[_Span]:
    for match in _AT.finditer(text):
        cut, k = match["cut"], match["k"]
        names = {
            "ROUGE-": (match["rouge"] or "").upper().replace("SU-4", "SU4").replace("LSUM", "Lsum"),
            "BLEU-": match["bleu"],
            "Distinct-": match["distinct"],
            "Top@": match["top"],
        }
        name = next((f"{name}{rest}" for name, rest in names.items() if rest), "")
        yield _Span("metrics", name or f"{_CUT.get(cut.lower(), cut.upper())}@{k}", match.start(), match.end())
    for match in _SHARED.finditer(text):
        yield _Span("datasets", f"{match[1]}-{match[2]} Task {match[3]}", match.start(), match.end())


def _within(label: Label, known: Sequence[_Span]) -> bool:
    return any(span.start < label.end and label.start < span.end for span in known)


def _systems(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.full for mention in mentions("systems", _SIZE.sub(" ", text))))


def _rest(text: str, spans: Sequence[_Span]) -> str:
    """What is left without the spans; words that are no name go from the ends of each piece, and stay inside ("X of Y")."""
    for span in spans:
        text = text[: span.start] + "\0" * (span.end - span.start) + text[span.end :]
    pieces = (_trimmed(piece.split()) for piece in text.split("\0"))
    left = re.sub(r"\(\s*\)|\[\s*\]", "", " ".join(piece for piece in pieces if piece))
    if left.count("(") != left.count(")"):
        left = " ".join(left.replace("(", " ").replace(")", " ").split())
    return left.strip(" ,;:/-–—|").removesuffix(" +") if _SIGN.search(left) else ""


def _trimmed(words: list[str]) -> str:
    found = [not _UNNAMED.fullmatch(word.strip(_EDGE) or "x") or word == "+" for word in words]
    first, last = (found.index(True), len(found) - found[::-1].index(True)) if any(found) else (0, 0)
    return " ".join(words[first:last])
