"""What "it", "this model", "this data set" and "both data sets" point back to, where the sentences before leave one choice."""

import re
from collections.abc import Collection, Mapping, Sequence

from litsynth.protocol import METRICS, mentions
from litsynth.resolve.listed import COUNTS, data_in, data_named, is_name

_WORD = r"(?:[A-Za-z][\w+@*]*(?:[-–][\w+*]+)*)"
_MODEL = r"(?:model|system|network|framework|architecture|parser|approach|method|algorithm)"
_DATA = r"(?:data ?set|corpus|benchmark|treebank)"
_LEAD = (
    r"(?:[A-Z][a-z]+, |(?:In|On|For|With|By|Under|Compared) [^,;]{3,60}, "
    r"|In (?:addition|contrast|particular|comparison|fact), |At the same time, )?"
)
_DOES = (
    r"(?:(?:also|even|further|still|only|significantly|consistently|substantially|clearly|slightly|easily|largely|thus|then|just"
    r"|not only) )*"
    r"(?:achiev|outperform|obtain|improv|reach|perform|surpass|beat|exceed|yield|gain|us|consist|contain|combin|cover|compris"
    r"|includ|learn|rel(?=ies)|employ|extend|provid|offer|generat|produc|reduc|increas|attain|establish|set(?=s )|scor(?=es )"
    r"|requir|has\b|fall|lag|generali[sz]|train|work|get(?=s )|run|span)(?:e?s|ies|e?d)?\b"
)
_IS = (
    r"(?:is|was|are) (?:also |even |still |very |much |only |far |highly |more |the |an? )*"
    r"(?:better|worse|competitive|faster|slower|larger|smaller|trained|based|composed|designed|built|made|able|capable|first"
    r"(?! time| step| attempt| work)|best|second|model|method|system|comparable|superior|effective|efficient|robust"
    r"|data ?set|corpus|benchmark|annotated|collected|on par)\b(?! (?:to|that|how|whether|if)\b)"
)
# "It is clear that" and "it takes an hour to" point back to nothing: only verbs of what systems and data sets do count.
_IT = re.compile(rf"^(?P<lead>{_LEAD})(?P<this>[Ii]t) (?={_DOES}|{_IS})")
_IT_AS_DATA = re.compile(
    r"\b[Ii]t (?:\w+ )?(?:consists|contains|covers|comprises|includes|spans"
    r"|is (?:an? )?(?:\w+ )?(?:data ?set|corpus|benchmark|annotated))\b"
)
_THIS_DATA = re.compile(rf"\b[Tt]his {_DATA}(?![\w-]|\s(?:split|pair|of|for|called|named)\b)")
_ALL_DATA = re.compile(
    r"\b(?:both(?: of the)?|(?:all|the|these|all the|all these|all of the) (?P<count>two|three|four))(?: benchmark| public)?"
    r" (?:data ?sets|benchmarks|corpora|treebanks)"
    r"(?![\w-]|\s?[:([]| and (?:code|models?)\b|, (?:i\.e|namely)|\s(?:of|for|from|that|used|are|were)\b)",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\s?\[[^\][]*\]|\s?\([^()]*\d{4}[a-z]?\)")
_OPENS = (
    rf"^(?:{_LEAD}|In this (?:paper|work), |[^,;]{{0,60}}\b"
    r"(?:find|see|observe|show|note|notice|demonstrate|indicate|suggest)s? that(?:, [^,;]{3,50},)? )"
)
_THIS_MODEL = re.compile(rf"{_OPENS}(?P<this>[Tt]his) {_MODEL}(?=\s(?:{_DOES}|{_IS}))")
_AS_SUBJECT = re.compile(
    rf"{_OPENS}(?:[Tt]he |[Oo]ur (?:proposed |full )?)?(?P<name>{_WORD})(?: {_MODEL}| {_DATA})?(?: \([^()]*\))?,? "
    rf"(?={_DOES}|{_IS}|can\b)"
)
_OURS_AS_SUBJECT = re.compile(
    rf"{_OPENS}(?P<phrase>(?:[Oo]ur|[Tt]he proposed)(?: [a-z][\w-]+){{0,3}}? (?:{_MODEL}|{_DATA}))(?: (?P<name>{_WORD}))? "
    rf"(?={_DOES}|{_IS}|can\b)"
)
_BRINGS = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work)) (?:then |also |further |thus |therefore |hence )?"
    r"(?:propose|introduce|present|develop|release|call|name|construct|create|build)s?\b"
)
_BESIDES = re.compile(r"\b(?:than|over|to|by|with|of|on|from|in|for|like|as|and)(?: the| both)?(?: \w+)? $")
"""Behind these a name is what a system is compared with, tested on or made of, not what the sentence is about."""


def with_antecedent(
    text: str, before: Sequence[str], data: Collection[str], counted: Mapping[int, tuple[str, ...]], own: str
) -> str:
    """The sentence with what its "it", "this model", "this data set" or "both data sets" names, once.

    `before` are the sentences before it, the nearest last; `data` are names of data sets that the paper speaks of,
    `counted` those that it counts and lists, `own` is what it calls its system.

    >>> with_antecedent("It outperforms BERT by 2 points.", ("We propose DualEnc, a parser.",), (), {}, "")
    'DualEnc outperforms BERT by 2 points.'
    >>> with_antecedent("It is clear that BERT wins.", ("We propose DualEnc, a parser.",), (), {}, "")
    'It is clear that BERT wins.'
    """
    found = _IT.match(text) or _THIS_MODEL.match(text)
    if found is None:
        return _with_data(text, [_CITATION.sub("", one) for one in before], data, counted, own)
    started = list(before)
    while started and _IT.match(started[-1]):  # "It is new. It wins.": both point to the same
        started.pop()
    is_it = found["this"].lower() == "it"
    if not started:
        return text
    named = subject_of(_CITATION.sub("", started[-1]), data, is_it and bool(_IT_AS_DATA.search(text)), own)
    if not named:
        return text
    start, end = found.start("this"), found.end("this") if is_it else found.end()
    if named[:4].lower() in ("our ", "the "):
        cased = (named[0].upper() if found["this"][0].isupper() else named[0].lower()) + named[1:]
        return f"{text[:start]}{cased}{text[end:]}"
    return f"{text[:start]}{named}{text[end:]}" if is_it else f"{text[:end]} {named}{text[end:]}"


def subject_of(sentence: str, data: Collection[str], is_data: bool, own: str) -> str:
    """The one system, or with `is_data` data set, that a sentence is about: its name, or "our model" without one."""
    names = _names_in(sentence, data, is_data, own)
    ours, subject = _OURS_AS_SUBJECT.match(sentence), _AS_SUBJECT.match(sentence)
    if ours is not None and ours["name"] and not (is_name(ours["name"]) or ours["name"] == own):
        ours = None
    if ours is not None and ours["phrase"].endswith(("set", "corpus", "benchmark", "treebank")) == is_data:
        name, told = ours["name"], ours["name"] or ours["phrase"]
    elif subject is not None:
        name = told = subject["name"]
        if all(one != name for one, _ in names):
            return ""
    else:
        distinct = {name for name, _ in names}
        return distinct.pop() if len(distinct) == 1 and _BRINGS.search(sentence) else ""
    rivals = (one for one, start in names if one != name and not _BESIDES.search(sentence[:start]))
    return "" if any(rivals) else told


def _names_in(sentence: str, data: Collection[str], is_data: bool, own: str) -> list[tuple[str, int]]:
    """Names by their shape, each with its place: those of data sets, or the others that are no measures."""
    known = {mention.name for mention in mentions("datasets", sentence)} | set(data)
    found = ((match.group(), match.start()) for match in re.finditer(rf"(?<![\w/-]){_WORD}(?![\w/-])", sentence))
    return [
        (name, start)
        for name, start in found
        if (is_name(name) or name == own) and (name in known) == is_data and not _measures(name)
    ]


def _measures(name: str) -> bool:
    return any(re.search(rule, name) for rule in METRICS.values())


def _with_data(
    text: str, before: Sequence[str], data: Collection[str], counted: Mapping[int, tuple[str, ...]], own: str
) -> str:
    if (found := _ALL_DATA.search(text)) is not None:
        count = COUNTS[(found["count"] or "two").lower()]
        near = (listed for one in before[::-1] if (listed := _listed(one, count, data)))
        names = () if data_named(text, data) else next(near, counted.get(count, ()))
        return (
            f"{text[: found.end()]} ({', '.join(names[:-1])} and {names[-1]}){text[found.end() :]}" if names else text
        )
    found = _THIS_DATA.search(text)
    if found is None or data_named(text[: found.start()], data):
        return text
    told = next((several for one in before[:-3:-1] if (several := data_in(one, data)) != []), None)
    if told is None or len(told) > 1 or told[0] in text or told[0] == own:
        return text
    return f"{text[: found.end()]} {told[0]}{text[found.end() :]}"


def _listed(sentence: str, count: int, data: Collection[str]) -> tuple[str, ...]:
    """So many data sets that a sentence names, if these are all of it and stand in one list."""
    names = data_in(sentence, data) or []
    between = r"(?: \([^()]*\))?(?:,? and (?:the )?|, (?:the )?)"
    listed = len(names) == count and re.search(between.join(map(re.escape, names)), sentence)
    return tuple(names) if listed else ()
