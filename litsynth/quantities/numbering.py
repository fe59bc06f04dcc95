"""Years, and the numbers of tables, sections, tasks, layers and the like."""

import re

from litsynth.quantities.numerals import Numeral

_PLACES = (
    r"sections?|secs?\.|chapters?|ch\.|tables?|tabs?\.|tbl\.|figures?|figs?\.|equations?|eqs?n?\.|eqn|appendix|appendices|"
    r"app\.|algorithms?|alg\.|footnotes?|theorems?|lemmas?|corollar(?:y|ies)|definitions?|propositions?|"
    r"remarks?|assumptions?|conjectures?|axioms?|listings?|pages?|pp?\.|vol\.?|"
    r"volumes?|nos?\.|lines?|rows?|columns?|examples?|exs?\.|hypothes[ie]s|rq|research\squestions?|questions?|claims?|"
    r"issue|parts?|item"
)
_RANKED = (
    r"tasks?|sub-?tasks?|tracks?|phases?|stages?|steps?|experiments?|exp\.|cases?|types?|levels?|layers?|ranks?|ranked|top|"
    r"parts?|rounds?|run|system|model|category|class|group|cluster|condition|setting|scenario|fold|epochs?|version|ver\.|"
    r"release|grade|tier|number|nr\.|#|week|day|challenge|closed|open|place|seed"
)
_SERIES = r"(?:\d[\d.]*[a-z]?\s*(?:,\s*and\s|,\s*or\s|,|and\s|or\s|to\s|-|–|&|/)\s*){0,8}"
_PLACE = re.compile(rf"(?:(?<![\w-])(?:{_PLACES})|§)[\s~\u00a0]{{0,2}}[(\[]?(?P<series>{_SERIES})$", re.IGNORECASE)
_RANK = re.compile(rf"(?<![\w-])(?:{_RANKED})[\s~\u00a0-]{{0,2}}(?P<series>{_SERIES})$", re.IGNORECASE)
_FIRM_RANK = re.compile(r"[A-Z]|layer|(?:sub-?)?task|track|level|type|phase|stage|step|rank |top")
_BEHIND_NAME = re.compile(
    r"(?:[A-Z][\w'’-]*|et\sal\.?,?|[a-z]\.|\b(?:in|since|until|till|by|of|from|the|year|early|late|before|after|and|to|"
    r"between|during|for|as|through|around|mid)|[(\[,;/–-])\s?$"
)
_REACH = 48


def year(numeral: Numeral) -> bool:
    """Whether an integer looks like a year. The caller asks this of numbers without a unit or counted noun."""
    plain = numeral.kind == "integer" and not numeral.grouped and not numeral.sign
    return plain and 1900 <= numeral.value <= 2099 and numeral.end - numeral.start == 4


def behind_name(text: str, numeral: Numeral) -> bool:
    """Whether a name or a word of time stands before a number that looks like a year (`the 2018 shared tasks`)."""
    return _BEHIND_NAME.search(text[max(0, numeral.start - 24) : numeral.start]) is not None


def numbered(text: str, numeral: Numeral, counts: bool) -> bool:
    """Whether an integer (or a decimal section number) is that of a table, section, task, layer or the like.

    A number that `counts` a noun is one only right behind a label that is hardly a verb (`Task 2 systems`, but not
    `we run 5 experiments` nor `In Table 3, 15 languages`).
    """
    left = text[max(0, numeral.start - _REACH) : numeral.start]
    found = _PLACE.search(left)
    if not found and numeral.kind == "integer":
        found = _RANK.search(left)
        if found and counts and not _FIRM_RANK.match(found.group()):
            return False
    return bool(found and not (counts and found.group("series")))
