"""Of what the figures of a sentence are, as results and findings have it: `python -m litsynth.benchmarks.figures [FILE...]`.

The two sets (`figures/*.jsonl`, 220 sentences) were written and labelled by automated agents who had seen no code, each
sentence with two figures or more of different things; the systems' names are real as a rule, **the numbers are made up**.
Rules were made on `made-1` and on the even sentences of `made-2`. A FILE of the same form is measured instead of them.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from litsynth.benchmarks.script import Parser, script
from litsynth.labels import labels_of
from litsynth.protocol import SETTINGS, mentions
from litsynth.quantities import find_quantities
from litsynth.records import OWN, Anchor, Claim, Document, Result, Span
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, results_of_sentence
from litsynth.synthesize.topics import statements_of

SETS = ("made-1", "made-2")
_OURS = ("we", "our", "this model", "the proposed", "the authors")
_NAMING = frozenset({"system", "dataset", "technique", "setting", "size", "metric"})
_PAIR = 2
_TOTALS = ("rows", "wrong")
_NUMBER = re.compile(r"\d[\d,]*\.?\d*")


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one figure; empty where nothing is. `sign` is 0 where the row is no difference of a method.

    `computed`: the row is the difference of two figures, "from 70.1 to 72.3", and `figure` the second.
    """

    source: Literal["finding", "result"]
    kind: Literal["score", "difference"]
    figure: str
    system: str
    baseline: str
    dataset: str
    languages: frozenset[str]
    setting: str
    method: str = ""
    sign: float = 0
    computed: bool = False


def sentences(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled sentences of a file."""
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def rows_of(sentence: str, title: str = "") -> Iterator[Row]:
    """What results and findings say of a sentence that stands alone, in a paper with this title."""
    document = Document("paper", title, sentence, "text", (), ())
    anchor = Anchor("paper", "text", Span(0, len(sentence)), sentence)
    found = results_of_sentence(document, anchor, _lexicon(), frozenset())
    yield from map(_of_result, found)
    claim = Claim("claim", "paper", sentence, sentence, anchor, "result", find_quantities(sentence))
    for statement in statements_of(claim, found, "supported"):
        figure, topic = statement.figure, statement.topic
        if figure is not None:
            kind: Literal["score", "difference"] = "score" if topic.kind == "score" else "difference"
            printed = figure.printed.rpartition(" to ")[2] if kind == "difference" else figure.printed
            languages = frozenset(filter(None, figure.languages.split(", ")))
            told = (figure.system, figure.baseline, topic.subject, languages, figure.setting)
            computed = kind == "difference" and " to " in figure.printed
            sign = figure.value if kind == "difference" and topic.method and not computed else 0
            yield Row("finding", kind, printed, *told, topic.method if kind == "difference" else "", sign, computed)


def _of_result(result: Result) -> Row:
    kind: Literal["score", "difference"] = "difference" if result.delta else "score"
    told = (result.system, result.baseline, result.dataset, frozenset(result.languages), result.setting)
    return Row("result", kind, result.quantity.text, *told)


def errors(row: Row, figures: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The fields in which a row says something else than any label of its figure; what it leaves open is no error."""
    mine = _value(row.figure)
    every = [_differing(row, figure) for figure in figures if _value(figure["text"]) == mine]
    return min(every, key=len, default=frozenset({"figure"}))


def _differing(row: Row, figure: Mapping[str, Any]) -> frozenset[str]:
    if figure["kind"] == "other":
        return frozenset({"no result"})
    cause, setting, of = figure["cause"], row.setting.split(",")[0], figure["of"]
    ours = not of or of.lower().startswith(_OURS)
    system = row.system and not (ours if row.system == OWN else (ours and of) or _alike(row.system, of))
    checks = {
        "kind": row.kind != figure["kind"] and not row.computed,
        "system": system,
        "baseline": row.baseline and figure["over"] and not _alike(row.baseline, figure["over"]),
        "dataset": not row.dataset.islower()
        and figure["dataset"]
        and not _alike(row.dataset, figure["dataset"], words=True),
        "languages": bool(row.languages) and not _same_languages(row.languages, figure["languages"]),
        "setting": setting in SETTINGS and setting != figure["setting"],
        "cause": cause and row.method and (row.method == row.system or not _alike(row.method, cause, words=True)),
        "sign": row.sign and figure["sign"] in ("+", "-") and (row.sign > 0) != (figure["sign"] == "+"),
    }
    return frozenset(field for field, wrong in checks.items() if wrong)


def _alike(mine: str, theirs: str, words: bool = False) -> bool:
    """Whether two names are of one known system of one size, or have the same letters inside one another.

    With `words` a known name, or any word of four letters or more, in common is enough.
    """
    systems = [mentions("systems", name) for name in (mine, theirs)]
    if all(systems):
        one, other = systems[0][0], systems[1]
        return any(one.name == two.name and (one.size == two.size or not (one.size and two.size)) for two in other)
    left, right = (re.sub(r"[^a-z0-9]", "", name.lower()) for name in (mine, theirs))
    if not left or (right and (left in right or right in left)):
        return True
    known = [{one.name for one in labels_of(name) if one.kind in _NAMING} for name in (mine, theirs)]
    said = [set(re.findall(r"[a-z0-9]{4,}", name.lower())) for name in (mine, theirs)]
    return bool(known[0] & known[1] or (words and said[0] & said[1]))


def _same_languages(mine: frozenset[str], names: Iterable[str]) -> bool:
    """Whether a row has the languages of a label; English is that of most training data, and a pair is two of them."""
    theirs = _codes(names)
    pair = frozenset(part for code in mine for part in code.split("-"))
    return mine == theirs or (len(theirs) == _PAIR and pair == theirs) or (mine == frozenset({"en"}) and not theirs)


def _codes(names: Iterable[str]) -> frozenset[str]:
    """Languages as a row has them, more than two as an average."""
    codes = ["average" if name == "average" else _lexicon().code(name) or name.lower() for name in names]
    return frozenset(codes) if len(codes) <= _PAIR else frozenset({"average"})


def _value(text: str) -> float | None:
    found = _NUMBER.search(text)
    return float(found.group().replace(",", "")) if found else None


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(inventory([shipped_names()]))


def measure(labelled: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, str]]:
    """Rows, wrong rows and wrong fields, by source."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in labelled:
        for row in rows_of(sentence["sentence"], sentence.get("title", "")):
            wrong = errors(row, sentence["figures"])
            counts.update((row.source, name) for name in ("rows", *(["wrong"] if wrong else []), *sorted(wrong)))
    return counts


def _line(name: str, counts: Counter[tuple[str, str]], source: str) -> str:
    wrong = [f"{field} {count}" for (of, field), count in counts.most_common() if of == source and field not in _TOTALS]
    return f"{name}, {source}s: {counts[source, 'wrong']} of {counts[source, 'rows']} wrong ({', '.join(wrong)})\n"


def main(paths: list[str]) -> None:
    """Print, for each set, how many rows findings and results have, and in how many of them a field is wrong."""
    for path in map(Path, paths) if paths else (Path(__file__).with_name("figures") / f"{name}.jsonl" for name in SETS):
        every = list(sentences(path))
        for part, some in (("all", every), ("even", every[::2]), ("odd", every[1::2])):
            counts = measure(some)
            for source in ("finding", "result"):
                sys.stdout.write(_line(f"{path.stem}, {part}", counts, source))


def _declare(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="labelled sentences (default: the two sets here)")


if __name__ == "__main__":
    script("figures", __doc__, _declare, lambda asked: main(asked.files))
