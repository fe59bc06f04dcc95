"""Results from running text: "FooNet reaches 79.2% accuracy on XNLI and outperforms BarNet by 1.8 points"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from litsynth.anchors import anchor_of
from litsynth.labels import CHANGES
from litsynth.protocol import mentions
from litsynth.protocol.aggregation import without_aggregates
from litsynth.quantities import find_quantities
from litsynth.quantities.metrics import canonical_metric
from litsynth.records import Anchor, Document, Quantity, Result
from litsynth.resolve import dataset_names, own_dataset
from litsynth.results.assigned import LIST, assigned, measured_in, on_many, on_new, unlisted_on
from litsynth.results.attribution import Placed, attributed, lead
from litsynth.results.called import far_places
from litsynth.results.headers import Lexicon, Names, names_in
from litsynth.results.situations import settings_told, system_told
from litsynth.results.slots import AVERAGE, Slots

_VALUES = frozenset({"score", "percent", "points"})
_REACH = 160
"""Characters on either side of a number in which its names are looked for; a clause is shorter."""
_CLAUSE = re.compile(rf"[;:]\s|,\sand\s|,?\s(?:but|while|whereas|although)\s|\.\s|\sand\s(?={CHANGES}\b)")
_IN = re.compile(r"\b(?:in|on|for)\s+([A-Z]\w+)")
_AHEAD = re.compile(r"(?:,|^|\sbut|:)\s*in\s+[A-Z]\w+(?:\s(?:it|this) is|\sby)?\s+$")
_LEARNT = re.compile(r"(?:train|tun|select|validat|adapt)\w*\s+(?:only\s+)?$", re.IGNORECASE)
"""Before "on English": a language of training data."""
_BY, _TO, _FROM = re.compile(r"\bby\s$"), re.compile(r"\bto\s$"), re.compile(r"\bfrom\s$")
_CODE = 3
"""Letters of a code; in running text "MR" is a measure as often as Marathi."""
_SIGNIFICANT = 0.05
_SECTION = re.compile(r"[1-9](?:\.\d){1,2}")
_SECTIONS = re.compile(r"\([1-9](?:\.\d){1,2}\)")
_PART = re.compile(
    r"\s+(?:chance|probability|masking|masked|dropout|sparsity|overlap)\b|(?-i:\s[A-Z]\S*\smodels\b)|"
    r"\s+of\s+(?:(?:the|all|these|those|our|its|their)\s|[a-z]+(?<!point)s\s)|\s+(?:documents?|sentences?|examples?|questions?|instances?)\b"
)
_COUNTED = re.compile(
    r"\s*/\s?\d+%|\s+for\s+(?:train|dev|val|test)\w*\b|\s*(?:(?:vs\.?|and|to|or)\s*[\d.]+\s*)?(?:million|billion|thousand|[MBK])\b"
)
_OF_SIZE = re.compile(
    r"\s+(?:more|fewer|less|smaller|larger)(?:\s+\w+)?\s+(?:parameters|data|examples|memory|layers|steps)\b"
)
_TUNED = re.compile(
    r"(?:\b(?:thresholds?|optimal (?:value|choice)|learning rate|dropout|temperature|set to)\b[^,;.]{0,40}|\{[^{}]*|\d%\s?/\s?)$",
    re.IGNORECASE,
)
"""Before a number that was set, and not measured: a threshold, "{0.3, 0.5, 0.7}", the 10% of "90%/10%"."""
_LIMIT = re.compile(r"\b(?:if|when|whenever|whose|unless)\b[^,;]*\b(?:is|are|was)\s+$", re.IGNORECASE)
"""Before "above 0.65": a threshold."""
_MEASURE = re.compile(r"\band\s+([A-Z]{2,5})\s+(?:is|are|was|of)\s+$")
_LANGUAGES = re.compile(r"\blanguages?\b|\blingual", re.IGNORECASE)
_LIKE = re.compile(r"^(?:similar|similarly|analogous|in contrast|compared|unlike|like)\b[^,]*,\s*", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:avg|averages?d?|averaging|mean(?! pool))\b", re.IGNORECASE)


def results_of_sentence(
    document: Document, anchor: Anchor, lexicon: Lexicon, own: frozenset[str]
) -> tuple[Result, ...]:
    """The results that the sentence of an anchor states; those of numbers that no data set or metric goes with are left out."""
    text = anchor.exact
    own = own - {own_dataset(document.title)}
    values = [quantity for quantity in find_quantities(text) if quantity.unit in _VALUES and _reported(quantity, text)]
    return tuple(
        result
        for clause, inside in (_clauses(text, values) if values else ())
        for result in _of_clause(clause, inside, document, anchor, lexicon, own)
    )


def _reported(value: Quantity, text: str) -> bool:
    """Whether a number may be a result: no part of a citation or a number of a section, no share of something, no threshold."""
    before, behind = text[: value.span.start], text[value.span.end :]
    cited = before.rfind("[") > before.rfind("]") and "]" in behind
    section = bool(_SECTION.fullmatch(value.text)) and before.endswith("(") and behind.startswith(")")
    probability = value.text.startswith("<") and value.value <= _SIGNIFICANT
    if cited or probability or _TUNED.search(before) or (section and len(_SECTIONS.findall(text)) > 1):
        return False
    part = (value.unit == "percent" and bool(_PART.match(behind))) or bool(
        _COUNTED.match(behind) or _OF_SIZE.match(behind)
    )
    return not part and not (value.text[:1].isalpha() and _LIMIT.search(before))


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
    values: Sequence[Placed],
    document: Document,
    anchor: Anchor,
    lexicon: Lexicon,
    own: frozenset[str],
) -> Iterator[Result]:
    values = [(value, place) for value, (_, place) in zip(_kinds(clause, values), values, strict=True)]
    whole = names_in(measured_in(clause, lexicon, alone=True), lexicon)
    datasets = assigned(lexicon, "datasets", clause, values) or assigned(lexicon, "benchmarks", clause, values)
    metrics = assigned(lexicon, "metrics", clause, values)
    systems, baselines = _systems(clause, values, document, anchor, lexicon, own)
    unlisted = unlisted_on(clause, lexicon, {*systems, *baselines})
    near = _near(whole, anchor.exact, lexicon)
    languages = _languages(clause, values, whole, lexicon)
    slots = Slots.nearest(near, far_places(document, lexicon))
    settings = settings_told(anchor.exact, [value for value, _ in values], slots.setting)
    for at, (value, place) in enumerate(values):
        behind = clause[place + len(value.text) :]
        dataset = on_new(behind, lexicon) or (datasets[at] if datasets else slots.dataset or unlisted)
        dataset = "" if on_many(behind) else dataset
        metric = _printed_metric(value, lexicon) or (metrics[at] if metrics else slots.metric)
        metric = _new_metric(clause[:place], systems, lexicon) or metric
        counted = metric == "error rate" and value.unit == "score" and "." not in value.text  # "5 error types"
        # Whose value it is, and on what: with neither it can be held against nothing.
        if counted or not (dataset or (metric and systems[at])):
            continue
        languages[at] = _of_languages(languages[at], dataset, anchor.exact, lexicon)
        delta = value.unit == "points" or bool(value.direction)
        told = replace(slots, dataset=dataset, metric=metric, languages=languages[at], setting=settings[at])
        over, rest = baselines[at] if delta else "", told.settled(lexicon.names)
        yield Result(document.paper_id, systems[at], value, anchor, "text", baseline=over, delta=delta, **rest)


def _systems(
    clause: str, values: Sequence[Placed], document: Document, anchor: Anchor, lexicon: Lexicon, own: frozenset[str]
) -> tuple[list[str], list[str]]:
    """The system of each number, and what a difference is over; a name that the paper gives a data set is none."""
    systems, baselines = attributed(clause, anchor.exact, own, values, lexicon)
    sets = dataset_names(document.text)
    systems = [system_told(name, anchor.exact, value) for name, (value, _) in zip(systems, values, strict=True)]
    return ["" if name in sets and not mentions("systems", name) else name for name in systems], baselines


def _near(whole: Names, sentence: str, lexicon: Lexicon) -> tuple[Names, ...]:
    """What a clause names, and what its sentence does, where that is short."""
    if _LIKE.match(sentence):
        return (replace(names_in(_LIKE.sub("", sentence), lexicon), languages=whole.languages),)
    return (whole, names_in(measured_in(sentence, lexicon), lexicon)) if len(sentence) < 4 * _REACH else (whole,)


def _new_metric(before: str, systems: Collection[str], lexicon: Lexicon) -> str:
    """A measure that no inventory has, right before its number: "F1 is 94% and CO is greater than 89%"."""
    found = _MEASURE.search(before)
    name = found.group(1) if found else ""
    return "" if name in systems or mentions("systems", name) or names_in(name, lexicon).of_measure else name


def _of_languages(codes: tuple[str, ...], dataset: str, sentence: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The languages of a value; an average is one over languages where these or a data set of several are spoken of."""
    entry = lexicon.names.get("dataset", dataset) if dataset else None
    several = bool(entry and len(entry.languages) > 1) or bool(_LANGUAGES.search(sentence))
    return codes if codes != (AVERAGE,) or several or names_in(sentence, lexicon).benchmarks else ()


def _kinds(clause: str, values: Sequence[Placed]) -> Iterator[Quantity]:
    """The numbers, those that go on from "from 7.8 points" as differences, and what "by 1.8 points to" leads to as a score."""
    chain, start, end, before = False, 0, 0, ""
    for value, place in values:
        between = clause[end:place]
        goes_on = bool(LIST.fullmatch(between + value.text[: lead(value.text)]))
        if before == "points" and _BY.search(clause[:start]) and _TO.fullmatch(between.lstrip()):
            kind = replace(value, unit="score", direction="")
        else:
            kind = replace(value, unit="points") if chain and goes_on and value.unit == "score" else value
        chain = kind.unit == "points" and (bool(_FROM.search(between)) or (chain and goes_on))
        start, end, before = place, place + len(value.text), kind.unit
        yield kind


def _printed_metric(value: Quantity, lexicon: Lexicon) -> str:
    """The metric that is printed with a number, in the inventory's spelling where it has one."""
    if value.unit == "count" or not value.noun:
        return ""
    entry = lexicon.names.get("metric", value.noun)
    known = {canonical_metric(item.name): item.name for item in lexicon.names.entries.values() if item.kind == "metric"}
    return entry.name if entry else known.get(value.noun, value.noun)


def _languages(clause: str, values: Sequence[Placed], whole: Names, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """Of each number the language named between it and the next one, in a list that behind the last; else that before all.

    Without these an average, or the only language of a clause; English is that of most training sets and says nothing.
    """
    starts = [place for _, place in values]
    ends = [place + len(value.text) for value, place in values]
    # "in Swahili it is 11.8 points better, in English 8.2 points worse": what stands right before a number is its own.
    own = [_AHEAD.search(clause, end, start) for end, start in zip([0, *ends[:-1]], starts, strict=True)]
    rests = [found.start() if found else start for found, start in zip(own[1:], starts[1:], strict=True)]
    behind = [
        (_language(found[0], lexicon) if found else ()) or _language(clause[end:rest], lexicon)
        for found, end, rest in zip(own, ends, [*rests, len(clause)], strict=True)
    ]
    for at in range(len(values) - 2, -1, -1):
        if not behind[at] and LIST.fullmatch(clause[ends[at] : starts[at + 1]]):
            behind[at] = behind[at + 1]
    if _AVERAGE.search(without_aggregates(clause)):
        common: tuple[str, ...] = (AVERAGE,)
    elif any(behind):
        common = _language(clause[: starts[0]], lexicon)
    else:
        common = whole.languages if len(whole.languages) == 1 and whole.languages != ("en",) else ()
    return [mine or common for mine in behind]


def _language(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The only language, or pair of languages, that a text names behind "in", "on" or "for"."""
    pairs = {pair for pair, _, _ in lexicon.pairs(text)}
    if pairs:
        return tuple(pairs) if len(pairs) == 1 else ()
    found = (one for one in _IN.finditer(text) if len(one[1]) > _CODE and not _LEARNT.search(text[: one.start()]))
    codes = {code for one in found if (code := lexicon.code(one[1]))}
    return tuple(codes) if len(codes) == 1 else ()
