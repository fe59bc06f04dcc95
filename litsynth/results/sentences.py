"""Results from running text: "FooNet reaches 79.2% accuracy on XNLI and outperforms BarNet by 1.8 points"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from litsynth.anchors import anchor_of
from litsynth.labels import labels_of
from litsynth.protocol import mentions
from litsynth.quantities import find_quantities
from litsynth.quantities.metrics import canonical_metric
from litsynth.records import Anchor, Document, Quantity, Result
from litsynth.results.headers import Lexicon, Names, names_in
from litsynth.results.slots import AVERAGE, OWN, Slots

_VALUES = frozenset({"score", "percent", "points"})
_REACH = 160
"""Characters on either side of a number in which its names are looked for; a clause is shorter."""
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|but|while|whereas)\s|\.\s")
_WE = re.compile(r"\b(?:our (?:\w+ ){0,2}(?:model|method|approach|system|framework)|we|ours)\b", re.IGNORECASE)
_NAME = r"((?=\S*[A-Z\d]\S*[A-Z\d]|\S[A-Z])[A-Za-z][\w+.-]*[\w+])"
# "FooNet reaches", "FooNet, built on X, reaches": a name that no inventory holds is the system all the same.
_SUBJECT = re.compile(
    rf"\b{_NAME}(?:,[^,.;]{{1,60}},)?\s+(?:(?:further|also|even|only|significantly|consistently|then)\s+)?"
    r"(?:reach|achiev|obtain|scor|get|gain|attain|has\b|averag|yield|improv|outperform|surpass|exceed|beat|perform)"
)
_BEATEN = re.compile(
    rf"\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beat(?:s|ing)?|over|than|against|"
    r"compared (?:to|with)|improv\w+ (?:on|upon|over))\s+"
    rf"(?:(?:the|previous|earlier|prior|strong|all|our)\s+)*(?:baselines?\s+)?{_NAME}"
)
_CONTRAST = re.compile(r"\b(?:against|compared|versus|vs|than|from|below|above|respectively)\b", re.IGNORECASE)
# "on FooBench": a data set that no inventory has.
_ON = re.compile(rf"\b(?:on|for)\s+(?:the\s+)?(?:test (?:set|split) of\s+)?(?:the\s+)?{_NAME}")
_OBJECTIVES = frozenset({"MLM", "TLM"})
"""Techniques that stand for two systems of one name: XLM trained with MLM, and with MLM and TLM."""
_FROM, _TO = re.compile(r"\bfrom\s$"), re.compile(r"\sto\s$")
_BEHIND = re.compile(r"[^.;,\d]{0,24}?\b(?:in|on|for)\s+([A-Z]\w+)")
_AVERAGE = re.compile(r"\b(?:avg|averages?d?|averaging|mean)\b", re.IGNORECASE)


def results_of_sentence(
    document: Document, anchor: Anchor, lexicon: Lexicon, own: frozenset[str]
) -> tuple[Result, ...]:
    """The results that the sentence of an anchor states; those of numbers that no data set or metric goes with are left out."""
    text = anchor.exact
    values = [quantity for quantity in find_quantities(text) if quantity.unit in _VALUES]
    return tuple(
        result
        for clause, inside in (_clauses(text, values) if values else ())
        for result in _of_clause(clause, inside, document, anchor, lexicon, own)
    )


def results_of_text(document: Document, lexicon: Lexicon, own: frozenset[str]) -> Iterator[Result]:
    """The results of all sentences of a document, in order; not of reference lists and the like."""
    for sentence in document.sentences:
        kind = document.sections[sentence.section].kind if sentence.section < len(document.sections) else "body"
        text = sentence.span.of(document.text)
        if kind in ("abstract", "body", "appendix") and re.search(r"\d", text):
            anchor = anchor_of(document, sentence.span, sentence.section)
            found = results_of_sentence(document, replace(anchor, source=sentence.source), lexicon, own)
            yield from (replace(result, primary=sentence.primary) for result in found)


def _clauses(text: str, values: Sequence[Quantity]) -> Iterator[tuple[str, list[tuple[Quantity, int]]]]:
    """Parts of a sentence around numbers that stand near each other, each with its numbers and their places in it."""
    groups: list[list[Quantity]] = []
    for value in values:
        between = text[groups[-1][-1].span.end : value.span.start] if groups else ""
        if groups and len(between) < _REACH and not _CLAUSE.search(between):
            groups[-1].append(value)
        else:
            groups.append([value])
    edges = [
        0,
        *((a[-1].span.end + _cut(text[a[-1].span.end : b[0].span.start])) for a, b in pairwise(groups)),
        len(text),
    ]
    for group, (left, right) in zip(groups, pairwise(edges), strict=True):
        start, end = max(left, group[0].span.start - _REACH), min(right, group[-1].span.end + _REACH)
        yield text[start:end], [(value, value.span.start - start) for value in group]


def _cut(between: str) -> int:
    """Where the text between the numbers of two clauses is divided."""
    found = _CLAUSE.search(between)
    return found.start() if found else len(between) // 2


def _of_clause(
    clause: str,
    values: Sequence[tuple[Quantity, int]],
    document: Document,
    anchor: Anchor,
    lexicon: Lexicon,
    own: frozenset[str],
) -> Iterator[Result]:
    whole = names_in(clause, lexicon)
    datasets = _assigned(lexicon, "datasets", clause, values) or _assigned(lexicon, "benchmarks", clause, values)
    unlisted = _unlisted(clause, lexicon)
    metrics = _assigned(lexicon, "metrics", clause, values)
    contrast = len(values) > 1 and bool(_CONTRAST.search(clause[values[0][1] : values[-1][1]]))
    systems, baseline = _systems(clause, anchor.exact, own, [at for _, at in values], contrast, lexicon)
    near = (whole, names_in(anchor.exact, lexicon)) if len(anchor.exact) < 4 * _REACH else (whole,)
    told = [_language_behind(clause, place, value, lexicon) for value, place in values]
    for at, (value, _) in enumerate(values):
        slots = Slots.nearest(near)
        dataset = datasets[at] if datasets else slots.dataset or unlisted
        metric = metrics[at] if metrics else _printed_metric(value, lexicon) or slots.metric
        if not (dataset or metric):
            continue
        delta = value.unit == "points" or bool(value.direction)
        languages = told[at] or (() if any(told) and not _AVERAGE.search(clause) else _languages(clause, whole))
        settled = replace(slots, dataset=dataset, metric=metric, languages=languages).settled(lexicon.names)
        yield Result(
            document.paper_id,
            systems[at],
            value,
            anchor,
            "text",
            baseline=baseline if delta else "",
            delta=delta,
            **settled,
        )


def _unlisted(clause: str, lexicon: Lexicon) -> str:
    """The only name that a clause has behind "on" and that is neither in the inventory nor a known system."""
    found = [name for name in _ON.findall(clause) if not lexicon.names.find(name) and not mentions("systems", name)]
    return found[0] if len(set(found)) == 1 else ""


def _assigned(lexicon: Lexicon, slot: str, clause: str, values: Sequence[tuple[Quantity, int]]) -> list[str]:
    """For each number the name that goes with it: the only one, as many as there are numbers in order, or the next one.

    Empty where the clause names none.
    """
    kind = slot.removesuffix("s")
    found = [item for item in lexicon.names.find(clause) if item.entry.kind == kind]
    names = list(dict.fromkeys(item.entry.name for item in found))
    if not names:
        return []
    if len(names) == 1:
        return names * len(values)
    if len(names) == len(values):
        return names
    picked = []
    for number, (_, place) in enumerate(values):
        end = values[number + 1][1] if number + 1 < len(values) else len(clause)
        after = [item.entry.name for item in found if place <= item.start < end]
        before = [item.entry.name for item in found if item.start < place]
        picked.append(after[0] if after else before[-1] if before else "")
    return picked


def _systems(
    clause: str, sentence: str, own: frozenset[str], places: Sequence[int], contrast: bool, lexicon: Lexicon
) -> tuple[list[str], str]:
    """For each number the system that it is told of, and the system that a difference is over; empty where open."""
    variant = "+".join(
        dict.fromkeys(item.name for item in labels_of(clause) if item.name in _OBJECTIVES and not item.negated)
    )
    known = [f"{mention.full} ({variant})" if variant else mention.full for mention in mentions("systems", clause)]
    found = _SUBJECT.findall(clause) or _SUBJECT.findall(sentence[: max(0, sentence.find(clause))])
    subjects = [name for name in found if not lexicon.names.find(name)]
    beaten = _BEATEN.search(clause)
    baseline = _spelled(beaten.group(1)) if beaten else ""
    names = list(dict.fromkeys(name for name in (*map(_spelled, subjects), *known) if name != baseline))
    if not names and (named := _WE.search(clause) or _WE.search(sentence)):
        names = [next(iter(own)) if len(own) == 1 else OWN] if named else []
    if len(names) == len(places) > 1 and _in_turn([clause.find(name.split(" (")[0]) for name in names], places, clause):
        return names, baseline
    if len(places) == 2 and _FROM.search(clause[: places[0]]) and _TO.search(clause[places[0] : places[1]]):
        return [baseline, names[0] if len(names) == 1 else ""], baseline
    if len(names) == 1 and not (contrast and len(places) > 1 and not baseline):
        return names * len(places), baseline
    subject = _spelled(subjects[0]) if subjects and not contrast else ""
    return [subject] * len(places), baseline


def _in_turn(names: Sequence[int], places: Sequence[int], clause: str) -> bool:
    """Whether each number has its own name: before it and behind the number before, or in order with "respectively"."""
    if "respectively" in clause:
        return True
    before = [place > name for name, place in zip(names, places, strict=True)]
    after = [name > place for name, place in zip(names[1:], places[:-1], strict=True)]
    return (all(before) and all(after)) or not any(before)


def _spelled(name: str) -> str:
    found = mentions("systems", name)
    return found[0].full if found else name


def _printed_metric(value: Quantity, lexicon: Lexicon) -> str:
    """The metric that is printed with a number, in the inventory's spelling where it has one."""
    if value.unit == "count" or not value.noun:
        return ""
    entry = lexicon.names.get("metric", value.noun)
    known = {canonical_metric(item.name): item.name for item in lexicon.names.entries.values() if item.kind == "metric"}
    return entry.name if entry else known.get(value.noun, value.noun)


def _language_behind(clause: str, place: int, value: Quantity, lexicon: Lexicon) -> tuple[str, ...]:
    """The language named right behind a number: "73.9% in Swahili"."""
    behind = _BEHIND.match(clause[place + len(value.text) :])
    code = lexicon.code(behind.group(1)) if behind else ""
    return (code,) if code else ()


def _languages(clause: str, whole: Names) -> tuple[str, ...]:
    """An average, or the only language of a clause; English is that of most training sets and says nothing."""
    if _AVERAGE.search(clause):
        return (AVERAGE,)
    return whole.languages if len(whole.languages) == 1 and whole.languages != ("en",) else ()
