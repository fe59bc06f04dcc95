"""Whose number is whose in a clause: which system each is told of, and which system a difference is over."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from litsynth.labels import ON_TOP, PASSIVE, STUDY, labels_of
from litsynth.protocol import Mention, mentions
from litsynth.records import OWN, Quantity
from litsynth.results.headers import Lexicon

Placed = tuple[Quantity, int]
"""A number and where it starts in its clause."""
NAME = r"((?=\S*[A-Z\d]\S*[A-Z\d]|\S[A-Z])[A-Za-z][\w+.-]*[\w+])"
_WORD = re.compile(rf"\b{NAME}")
_WE = re.compile(
    r"\b(?:our (?:\w+ ){0,2}(?:model|method|approach|system|framework)|we|ours)\b|"
    r"\w['’]s (?:\w+ ){0,2}?(?:model|method|approach|system|framework)\b(?!\s(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""Also "Lee et al.'s approach": so are the words of a claim resolved."""
_DOES = (
    r"(?:reach|achiev|obtain|scor|get|gain|attain|has\b|averag|yield|improv|outperform|surpass|exceed|beat|perform|"
    r"rais|ris|increas|drop|fall|declin|climb|go(?:es)?\b|provid|deliver|show|produc|bring|rank|post|record|set\b|sets\b)"
)
_VERB = re.compile(
    rf"(?:,[^,.;]{{1,60}},)?\s+(?:(?:further|also|even|only|significantly|consistently|then)\s+)?{_DOES}"
)
"""Behind a subject: "FooNet reaches", "FooNet, built on X, reaches"."""
_BEATEN = re.compile(
    r"\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beat(?:s|ing)?|over|than|against|below|above|"
    r"compared (?:to|with)|improv\w+ (?:on|upon|over)|behind|ahead of|short of|underperform(?:s|ed|ing)?|los(?:es?|t) to)\s+"
    r"(?:(?:that|those|the accurac\w+|the scores?) of\s+)?"
    r"(?:(?:the|previous|earlier|prior|strong|all|our|SOTA)\s+)*(?:[a-z]+\s+){0,2}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[^,;.]{0,40}?\b(?:of|for|by)\s+(?:(?:the|an?)\s+)?$|\s*\($")
"""Between a number and the system it is of: "the 91.3 of RoBERTa", "90.1 F1 on SQuAD for BERT", "65.4 (mBERT)"."""
_AHEAD = re.compile(
    rf"(?:'s|\s*\(|,?\s+(?:(?:is|are|was|were)\s+\w+\s+)?(?:with|at)|\s+(?:only|just|even)|(?:\s[a-z]+)?\s+at|\s+(?:\w+\s+)?{_DOES}\w*[^,;]{{0,40}}?)?\s*(?:the\s+)?$"
)
"""Between a system and its number: "RoBERTa with 90.2", "BarNet (70.1)", "XLM-R base 76.2"."""
CONTRAST = re.compile(
    r"\b(?:against|compared (?:to|with)|versus|vs\.?|than|below|above|over|beating|exceeding|surpassing|outperforming|from|"
    r"whereas|while)\s+(?:(?:the|a|an)\s+)?(?:\w+\s+){0,1}$"
)
_ON = re.compile(r"\bon\s+(?:the\s+)?(?:\w+\s+)?$")
_REMOVED = re.compile(
    r"\b(?:removing|removal of|without|w/o|excluding|ablating|dropping|disabling|no)\s+(?:(?:the|our)\s+)?$",
    re.IGNORECASE,
)
_GONE = re.compile(r"\s+(?:\w+\s+){0,2}?(?:is|are|was|were)?\s*(?:removed|excluded|ablated|dropped|disabled)\b")
"""Around what is taken out of a system: it is none itself."""
_WITH = re.compile(r"\b(?:with|using|via|by|on top of)\s+(?:(?:a|an|the)\s+)?(?:[a-z-]+\s+){0,3}$", re.IGNORECASE)
_PART = re.compile(
    r"\s+(?:pooling|loss|tokens?|encoders?|layers?|heads?|embeddings?|features?|data|objectives?|attention)\b|"
    r"(?<=[A-Z])\s(?:solvers|models|systems|methods|tasks|parsers|taggers)\b"
)
"""Around what a system is made with: "replacing mean by CLS pooling", "with a stronger encoder FooNet"."""
_MADE_FROM = re.compile(
    r"\b(?:distill?ed|initiali[sz]ed|derived|start(?:ed|ing)?|built|based|warm-started)\s+(?:from|with|on|upon)\s+"
    r"(?:(?:the|a|pre-?trained)\s+)*$",
    re.IGNORECASE,
)
# Kinds of models, tasks and measures that stand in capitals, and name no system.
_GENERIC = frozenset(
    "sota plm plms llm llms lm lms nlp nlu nlg ai ml dl re ie ir qa mrc mt nmt smt ner pos srl amr kg kgs gnn gnns rnn rnns "
    "cnn cnns mlp dev test iou auc sts nli gpu gpus cpu tpu api".split()
)
_CALLED = re.compile(
    r"\b(?:models?|methods?|systems?|approach|framework|network|called|named|dubbed|architecture),?\s$", re.IGNORECASE
)
_TO_ALONE, _FROM_AHEAD = re.compile(r"\s*to\s*"), re.compile(r"\bfrom\b[^,;]{0,60}$")
_JOINED = re.compile(r"\s*(?:,|/|(?:,\s*)?\b(?:and|or))\s*")
_WHICH = re.compile(r",\s+(?:which|whose|that)\b[^,;]{0,60}")
"""Between a system and its number in a clause about it: "mBERT, which reaches 65.4%"."""
_SHARED_TASK = re.compile(r"newstest|wmt|iwslt|semeval", re.IGNORECASE)
_OF_OTHER = re.compile(
    r"[^,;.]{0,30}?\s(?:of|for)\s+(?:(?:the|a|an)\s+)?(?:[a-z-]+\s+){0,3}(?:oracles?|models?|systems?|baselines?|parsers?|taggers?|encoders?|runner-up|annotators?|humans?)\b"
)
_THEIRS = re.compile(
    r"\b(?:humans?|annotators|chance|guessing|majority class)\s(?:[a-z]+\s){0,2}$|"
    r"\b(?:the|its|their)\s[a-z-]+['’]s\s(?:[a-z]+\s)?$"
)
"""Around a number that is another's, which has no name."""
_SCORES = re.compile(r"\s+scores?\b")
_FROM, _TO = re.compile(r"\bfrom\s(?:\w+\s){0,2}$"), re.compile(r"\bto\s(?:\w+\s){0,2}$")
_SIZES = frozenset({"base", "large", "small", "xl", "xxl"})
_NEAR = re.compile(r"\s*(?:\(|\+|with\b|without\b)[^,;.\d]{0,60}")
_OBJECTIVES = frozenset({"MLM", "TLM"})
"""Techniques that stand for two systems of one name: XLM trained with MLM, and with MLM and TLM."""


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    start: int
    end: int
    known: bool = True


def attributed(
    clause: str, sentence: str, own: frozenset[str], values: Sequence[Placed], lexicon: Lexicon
) -> tuple[list[str], list[str]]:
    """For each number the system that it is told of, and the one that a difference is over; empty where that is open.

    A number is that of the system right behind it ("the 91.3 of RoBERTa") or right before it ("RoBERTa with 91.3"); one
    after "than", "against" and the like and with no name of its own is the other system's; of the others those with one
    name between them and the number before are that one's, and all others are the subject's. Of "A is beaten by B" nobody
    is told anything.
    """
    names = _named(clause, lexicon)
    beaten = [name for name in names if _BEATEN.search(clause[: name.start])]
    open_ = [name for name in names if name not in beaten]
    told = list(dict.fromkeys(name.name for name in open_))
    baselines = [_baseline(place, names, beaten) for _, place in values]
    if len(told) == len(values) > 1 and ("respectively" in clause or _in_lists(clause, open_, values)):
        return told, baselines
    starts = [*(place for _, place in values), len(clause)]
    ends = [0, *(place + len(value.text) for value, place in values)]
    edges = [(ends[at], starts[at], ends[at + 1], starts[at + 1]) for at in range(len(values))]
    other = [_is_rivals(clause, value, edge) for (value, _), edge in zip(values, edges, strict=True)]
    beside = [_beside(clause, names, edge, contrast) for edge, contrast in zip(edges, other, strict=True)]
    if PASSIVE.search(clause):
        return _of_scores(beside, values), [""] * len(values)
    subject = _subject(clause, open_, {*beside}, sentence, own, lexicon)
    found = []
    for at, (value, _) in enumerate(values):
        left, start, end, _ = edges[at]
        between = {name.name for name in open_ if at and left <= name.start < start and name.known} - {*beside}
        if not beside[at] and of_nobody(clause, start, end):
            found.append("")
        elif value.unit == "points" or value.direction:
            mine = beside[at] if beside[at] != baselines[at] else ""
            found.append(mine or (subject if subject != baselines[at] else ""))
        elif other[at] and not beside[at]:
            found.append(baselines[at] if baselines[at] != subject else "")
        else:
            found.append(beside[at] or (between.pop() if len(between) == 1 else "" if between else subject))
    return found, baselines


def _of_scores(beside: Sequence[str], values: Sequence[Placed]) -> list[str]:
    return ["" if value.unit == "points" else name for name, (value, _) in zip(beside, values, strict=True)]


def _baseline(place: int, names: Sequence[_Named], beaten: Sequence[_Named]) -> str:
    """The system that a difference is over: the last that is called beaten before it, else the next one behind it.

    Empty where another name stands behind that one and before the number ("beats A by 13.8 points and B by 10.2").
    """
    before = [name for name in beaten if name.start < place]
    if not before:
        return beaten[0].name if beaten else ""
    last = before[-1]
    return "" if any(last.start < name.start < place for name in names) else last.name


def _in_lists(clause: str, names: Sequence[_Named], values: Sequence[Placed]) -> bool:
    """Whether all names stand in one list, and all numbers in another behind it: "A and B reach 65.4% and 79.2%"."""
    spans = [(place, place + len(value.text)) for value, place in values]
    gaps = [clause[one.end : two.start] for one, two in pairwise(names)]
    gaps += [clause[one[1] : two[0]] for one, two in pairwise(spans)]
    return names[-1].end < spans[0][0] and all(_JOINED.fullmatch(gap) for gap in gaps)


def _is_rivals(clause: str, value: Quantity, edge: tuple[int, int, int, int]) -> bool:
    """Whether a number stands behind "than", "against" and the like, and not at the beginning of "from 75% to 76%"."""
    left, start, end, right = edge
    text = clause[left : start + lead(value.text)]
    if _TO_ALONE.fullmatch(text) and not _FROM_AHEAD.search(clause[:left]):  # "by 13.8 points, 79.2% to 65.4%"
        return True
    return bool(CONTRAST.search(text)) and not (_FROM.search(text) and not _TO.search(clause[end:right]))


def of_nobody(text: str, start: int, end: int) -> bool:
    """Whether a number is told to be that of something without a name: "the runner-up's 0.8", "the 62.0 of the parser"."""
    return bool(_OF_OTHER.match(text[end:]) or _THEIRS.search(text[:start]))


def lead(text: str) -> int:
    """How much of a number's text stands before its digits ("lower than the 91.3")."""
    match = re.search(r"\d", text)
    return match.start() if match else 0


def _named(clause: str, lexicon: Lexicon) -> list[_Named]:
    """The systems that a clause names: known ones, and words that look like a name and are in no inventory."""
    known = [_variant(clause, one) for one in mentions("systems", clause) if not _no_subject(clause, one)]
    taken = [*known, *(_Named("", item.start, item.end) for item in lexicon.names.find(clause))]
    taken += [
        _Named("", label.start, label.end) for label in labels_of(clause) if label.kind not in ("name", "word", "size")
    ]
    metrics = [item.start for item in lexicon.names.find(clause) if item.entry.kind == "metric"]
    words = (_Named(match.group(1), match.start(1), match.end(1), False) for match in _WORD.finditer(clause))
    new = [
        word
        for word in words
        if all(word.end <= one.start or one.end <= word.start for one in taken)
        and word.name.lower() not in _SIZES | _GENERIC
        and not (_SHARED_TASK.match(word.name) or _MADE_FROM.search(clause[: word.start]))
        # "on FooBench", "FooBench accuracy": a data set.
        and not (_ON.search(clause[: word.start]) or word.end + 1 in metrics)
        and not _SCORES.match(clause[word.end :])
        and clause.rfind("[", 0, word.start) <= clause.rfind("]", 0, word.start)
        and not (_REMOVED.search(clause[: word.start]) or _GONE.match(clause[word.end :]))
        and not (_WITH.search(clause[: word.start]) or _PART.match(clause, word.end))
    ]
    return sorted([*known, *new], key=lambda one: one.start)


def _no_subject(clause: str, one: Mention) -> bool:
    """Whether a known name is that of a study, or of what another system was made from or is built on."""
    carried = any(ON_TOP.fullmatch(clause[other.end : one.start]) for other in mentions("systems", clause))
    return bool(carried or STUDY.match(clause, one.end) or _MADE_FROM.search(clause[: one.start]))


def _variant(clause: str, one: Mention) -> _Named:
    """A known system with the objectives that stand right behind it: "XLM with MLM and TLM"."""
    behind = [
        item for item in labels_of(clause) if item.name in _OBJECTIVES and not item.negated and item.start >= one.end
    ]
    near = [item.name for item in behind if _NEAR.fullmatch(clause[one.end : item.start])]
    name = f"{one.full} ({'+'.join(dict.fromkeys(near))})" if near else one.full
    return _Named(name, one.start, one.end + len(one.full) - len(one.name))


def _subject(
    clause: str, names: Sequence[_Named], claimed: Set[str], sentence: str, own: frozenset[str], lexicon: Lexicon
) -> str:
    """What a clause is about: the name before its verb or at its start; else we; else its only name; else the sentence's.

    `claimed` are the names that stand beside a number of their own; among several one that does not is the only one.
    """
    for name in names:
        if _VERB.match(clause[name.end :]) or not clause[: name.start].strip():
            return name.name
    we = next(iter(own)) if len(own) == 1 else OWN
    if _WE.search(clause):
        return we
    if not names and any(STUDY.match(clause, one.end) for one in mentions("systems", clause)):
        return ""
    # A name that no inventory has is a data set or a measure as often, where nothing says what it is.
    named = [name for name in names if name.known or _CALLED.search(clause[: name.start])]
    every = {name.name for name in named}
    only = every - claimed or every
    if len(only) == 1:
        return only.pop()
    earlier = sentence[: max(0, sentence.find(clause))]
    for name in _named(earlier, lexicon) if not only else ():
        if _VERB.match(sentence[name.end :]):
            return name.name
    return we if _WE.search(sentence) else ""


def _beside(clause: str, names: Sequence[_Named], edges: tuple[int, int, int, int], new: bool) -> str:
    """The system right behind a number or right before it; `edges`: the end of the number before, its own, the next's start.

    `new`: whether what stands behind may be a name that no inventory has; it is a data set as often.
    """
    left, start, end, right = edges
    for name in names:
        if left <= name.start and name.end <= start and clause[name.end : start].strip() == "(":
            return name.name
    for name in names:
        if end <= name.start < right and (new or name.known) and _BEHIND.fullmatch(clause[end : name.start]):
            return name.name
    for name in reversed(names):
        between = clause[name.end : start]
        if left <= name.start and name.end <= start and _WHICH.fullmatch(between):
            return name.name
        if left <= name.start and name.end <= start and _AHEAD.fullmatch(between) and not CONTRAST.search(between):
            return name.name
    return ""
