"""Data sets that a sentence has by their names, and those that a paper counts and lists: "two data sets: A and B"."""

import re
from collections.abc import Collection, Iterable

from litsynth.protocol import COLLECTIONS, mentions
from litsynth.resolve.acronyms import COMMON
from litsynth.resolve.datasets import DATA_NOUN, NAME

_MANY = r"(?:data ?sets|benchmarks|corpora|treebanks)"
_CAPITAL = r"[A-Z][\w+/-]*(?:\s(?!and\b)(?:[A-Z][\w+/-]*|\d{2,4}\b|v\d)){0,3}"
_CITATION = re.compile(r"\s?\[[^\][]*\]|\s?\([^()]*\d{4}[a-z]?\)")
_CITED = rf"(?:{_CITATION.pattern})*"
_ITEM = rf"(?:the )?{_CAPITAL}(?: {DATA_NOUN})?{_CITED}"
_COUNTED = re.compile(
    rf"\b(?P<count>two|three|four)\s(?:[\w-]+\s){{0,5}}?{_MANY}(?:\s[a-z][^.;:(),]{{0,50}})?"
    rf"(?:,\s?i\.e\.,?|,\snamely,?|,\sincluding|:|,|\s[–—-]|\s\((?:i\.e\.,?\s|namely\s)?|\snamely)\s?"
    rf"(?P<items>{_ITEM}(?:,\s{_ITEM})*,?\s(?:and|&)\s{_ITEM})(?=[.,;:)]|\s(?:to|for|in|with|as|that|which|show|demonstrate)\b|$)"
)
_OPENS_LIST = re.compile(
    rf"\b(two|three|four)\s(?:[\w-]+\s){{0,5}}?{_MANY}(?:,\si\.e\.,?|,\snamely,?|:|,|\s\()\s?(?:the\s)?[A-Z][\w'’-]+[\s,]"
)
_PAIRED = re.compile(rf"(?P<items>{_ITEM}(?:,\s{_ITEM})*,?\s(?:and|&)\s{_ITEM})\s(?:[a-z-]+\s){{0,2}}?{_MANY}\b")
_SPLIT = re.compile(r",\s(?:and\s)?|\s(?:and|&)\s")
COUNTS = {"two": 2, "three": 3, "four": 4}
_PLURALS = ("datasets", "data sets", "benchmarks", "corpora", "treebanks")
_SEVERAL = re.compile(rf"\b(?:{_MANY}|tasks)\b", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?<![\w/-])(?P<name>[A-Z][\w+.-]*\w(?:\s[A-Z][\w+-]*)?)(?:\s(?!(?:the|an?|this|to|of|and|on|in|for|by|from|with|is)\b)[a-z-]+){{0,3}}\s{DATA_NOUN}\b"
    rf"|(?<![\w/-])(?P<said>[A-Z][\w+.-]*\w)(?:\s\([^()]*\))?,\s(?:which is\s)?an?\s[^,.;]{{0,50}}?{DATA_NOUN}\b"
    rf"|{DATA_NOUN}\s\(?(?:called|named)\s(?P<called>[A-Z][\w+.-]*\w)"
)
_MADE = re.compile(
    r"\b(?:version|variant|subset|sample|portion|extension)s? of\b|\b(?:obtain|get|form)(?:s|ed)? an?\b", re.IGNORECASE
)
"""What says that another data set was made from the one that is named."""
_NO_NAME = frozenset(
    "The This That These Our Each Both All Another Such An A In On For We It Table Figure Dataset Datasets".split()
)
# Languages and places that texts are from say of a data set what it is made of, and are not its name.
_WEAK = re.compile(
    r"\b(?:\w+(?:ish|ese|ian|ean|man)|French|Arabic|Hindi|Dutch|Wikipedia|Twitter|Reddit|Web|Internet|News|YouTube|Kaggle|Facebook"
    r"|GitHub|Table|Figure|Section|(?:Sub)?[Tt]ask(?: [A-Z\d])?|[A-Z]+s|[A-Z]{1,2})\b"
)
_UNNAMED = re.compile(rf"\b(?:an?|another|new|our|each|other)\s(?:[\w-]+\s){{0,3}}{DATA_NOUN}\b", re.IGNORECASE)
_PLACED = re.compile(rf"\b(?:[Oo]n|[Ff]or|[Ii]n)\s(?:the\s)?{NAME}(?=,|\s(?:data|test|dev)\b)")
_AS_EXAMPLE = re.compile(
    r"\b(?:such as|like|including|e\.g\.,?|than|compared (?:to|with)|unlike|from|similar to|(?:modify|filter|(?:down)?sampl)\w+"
    r"|subset of|part of|based on|extends?)"
    r"\s(?:[a-z-]+\s){0,2}$",
    re.IGNORECASE,
)


def counted_data(sentences: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """By their number the data sets that a paper counts and lists; none where it lists others under the same number.

    >>> counted_data(["We test on two public data sets, FooSet [lee] and Bar-2.", "Both data sets are split."])
    {2: ('FooSet', 'Bar-2')}
    """
    lists: dict[int, list[tuple[str, ...]]] = {}
    for text in (sentence for sentence in sentences if any(noun in sentence for noun in _PLURALS)):
        if len(_OPENS_LIST.findall(text)) > len(_COUNTED.findall(text)):  # a list that cannot be read
            lists.setdefault(COUNTS[_OPENS_LIST.findall(text)[0]], []).append(())
        for found in (*_COUNTED.finditer(text), *_PAIRED.finditer(text)):
            items = _SPLIT.split(_CITATION.sub("", found["items"]))
            names = tuple(re.sub(rf"^the | {DATA_NOUN}$", "", name.strip()) for name in items)
            count = COUNTS.get(found.groupdict().get("count", ""), len(names))
            named = len(names) == count and all(any(map(_has_shape, name.split())) for name in names)
            lists.setdefault(count, []).append(names if named else ())
    return {count: every[0] for count, every in lists.items() if every[0] and len(set(map(frozenset, every))) == 1}


def is_name(name: str) -> bool:
    """Whether a word is a name by its shape: a capital or a digit inside one of its parts; a plural ("LLMs") is none.

    >>> [is_name(word) for word in ("DualEnc", "Tree-Net2", "T-Net", "Multiple-Choice", "LLMs", "LSTM")]
    [True, True, True, False, False, False]
    """
    if len(name) < 3 or name.lower() in COMMON or re.search(r"[A-Z]s$", name):
        return False
    parts = re.split(r"[-–]", name)
    return any(part.isupper() or part.isdigit() or re.search(r"[A-Z\d]", part[1:]) for part in parts)


def _has_shape(word: str) -> bool:
    """As `is_name`, but "Multi-News" is one: in a list of data sets it can be nothing else."""
    return is_name(word) or (sum(map(str.isupper, word)) > 1 and word.lower() not in COMMON and len(word) > 2)


def data_named(sentence: str, data: Collection[str]) -> list[tuple[str, int]]:
    """The data sets that a sentence names, each with its place, in order. `data` are names that the paper speaks of."""
    known = [
        (match.group(), match.start())
        for match in re.finditer(rf"(?<![\w/-])(?=[A-Z]){NAME}(?![\w/])", sentence)
        if match.group() in data and match.group().lower() not in COMMON
    ]
    known += [(one.name, one.start) for one in mentions("datasets", sentence) if one.name not in COLLECTIONS]
    for match in _NAMED.finditer(sentence):
        kind = match.lastgroup or "name"
        if match[kind].split()[0] not in _NO_NAME:
            known.append((match[kind], match.start(kind)))
    return sorted(known, key=lambda item: (item[1], -len(item[0])))


def data_in(sentence: str, data: Collection[str]) -> list[str] | None:
    """The data sets that a sentence names, in order; None where it speaks of several and leaves open of which.

    `data` as of `data_named`.
    """
    known = data_named(sentence, data)
    names: list[str] = []
    for name, _ in known:
        if not any(name in other or other in name for other in names):
            names.append(name)
    if not names:
        return None if _UNNAMED.search(sentence) or _PLACED.search(sentence) else []
    if _MADE.search(sentence):
        return None
    listed = any(_AS_EXAMPLE.search(sentence[:start]) for _, start in known)
    weak = len(names) == 1 and (_SEVERAL.search(sentence) or _WEAK.fullmatch(names[0]) or _is_kind(names[0], sentence))
    return None if listed or weak else names


def _is_kind(name: str, sentence: str) -> bool:
    """Whether a name is that of a task, or of a kind of data: "the NAME task", "a new NAME corpus", "(NAME and ...)"."""
    given = re.escape(name)
    return re.search(rf"{given} task|\ban?\s(?:[a-z-]+\s)?{given}\s|\({given}\s", sentence) is not None
