"""Which way a claim says that two cells differ, beside which way they do."""

import re
from collections.abc import Iterable, Sequence

from litsynth.verify.contrasts import LOWER_IS_BETTER
from litsynth.verify.grid import Entry
from litsynth.verify.ranking.asserted import Asserted, Figure
from litsynth.verify.ranking.lexis import Sheet
from litsynth.verify.terms import LEAVES_OUT

_UP = (
    r"rais\w*|improv\w*|increas\w*|lift\w*|boost\w*|ris(?:e|es|ing)|rose|gain\w*|higher|above|exceed\w*|better\w*|outperform\w*|"
    r"surpass\w*|beat\w*|superior|ahead|more|grow\w*|grew|climb\w*|profit\w*|benefit\w*|advantage|lead\w*|led|adds?|adding|buys?|"
    r"outscor\w*|over|beyond|up|tops|topp(?:ed|ing)|edg\w+|larger|greater|stronger|win\w*|advanc\w*|jump\w*|worth|contribut\w+|strengthen\w*|"
    r"enhanc\w*|outdo\w*|overtak\w*|upgrad\w*"
)
_DOWN = (
    r"lower\w*|drop\w*|fall\w*|fell|reduc\w*|decreas\w*|degrad\w*|hurt\w*|los(?:e|es|ing|t|s)|worse\w*|declin\w*|underperform\w*|"
    r"inferior|behind|below|less|fewer|shrink\w*|sink\w*|sank|cost\w*|forfeit\w*|lag\w*|trail\w*|short|smaller|weak\w*|miss\w*|"
    r"down|collaps\w*|slip\w*|suffer\w*|diminish\w*|deteriorat\w*|cut\w*|shed\w*|giv\w+ up|sacrific\w*|penal\w*|harm\w*|"
    r"surrender\w*|beaten|(?:outperformed|surpassed|exceeded) by"
)
_CUE = re.compile(rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b", re.IGNORECASE)
_OF_QUALITY = re.compile(
    r"better|improv|outperform|surpass|beat|worse|degrad|hurt|superior|inferior|ahead|behind|outscor|overtak|lead|lag|trail|"
    r"profit|benefit|advantage|edg|win|cost|forfeit|suffer|harm|stronger|weak",
    re.IGNORECASE,
)
"""Words that point down where less is better."""
_EXCHANGES = re.compile(
    r"\b(?:replac\w+|exchang\w+|swapp\w+|moving from|going (?:up )?from|switch\w+ from|substitut\w+)\b", re.IGNORECASE
)
_PARTS = re.compile(r"\b(?!validation\b|training\b|test\b)[\w-]+ loss(?:es)?\b", re.IGNORECASE)
"""A loss that a model is trained with ("the contrastive loss") is no measure."""
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$")
_TO = re.compile(r"\bto\s+(?:[\w-]+\s+){0,2}$")
_STRAIGHT_TO = re.compile(r"[^,;.]{0,20}?\bto\s+(?:the\s+)?")
_BACK_FROM = re.compile(r"\W*(?:up|down)\s+from\s+(?:the\s+)?")
_COMPARES = re.compile(
    r"\b(?:vs|versus|against|compared|comparison|contrast|than|over|instead|rather|while|whereas|but)\b|→",
    re.IGNORECASE,
)
"""What stands between two scores that are told as one being the better: without it they are a list."""
_REACH = 70
"""Characters from a figure in which the word that says which way is looked for."""
_APART = 0.3
"""How much more surely a word must belong to one label than to another to tell them apart."""


def agrees(claim: Asserted, sheet: Sheet, figure: Figure, high: Entry, low: Entry) -> int:
    """Whether a change is told the way it goes, with the higher of two cells first: 1 yes, -1 no, 0 not known."""
    rises = _told(claim, figure, high)
    contrast = next((one for one in claim.contrasts if one.figure.span == figure.quantity.span), None)
    if contrast is not None:
        rises = contrast.ahead != (_less_is_better(claim, high) and not contrast.plain)
    if rises is None:
        return 0
    subject = _subject(claim, sheet, high, low, [contrast.reference] if contrast else claim.references)
    return subject * (1 if rises else -1)


def goes_as_told(claim: Asserted, one: tuple[Figure, Entry], two: tuple[Figure, Entry]) -> int:
    """Whether two stated scores stand to each other as the claim says: 1 yes, -1 no, 0 not known."""
    first, second = sorted((one, two), key=lambda place: place[0].start)
    before, between = claim.text[: first[0].start], claim.text[first[0].quantity.span.end : second[0].start]
    change = second[1].quantity.value - first[1].quantity.value
    if not change:
        return 0
    if _BACK_FROM.fullmatch(between):
        cue, change = _last(_CUE.finditer(before + between)), -change
    elif _STRAIGHT_TO.fullmatch(between) or (_FROM.search(before) and _TO.search(between)):
        cue = _last(_CUE.finditer(before))
    else:  # what is told to be ahead is told first
        cue = _CUE.search(between) or (_last(_CUE.finditer(before)) if _COMPARES.search(between) else None)
        change = -change
    return 0 if cue is None else 1 if (change > 0) == _upwards(cue, claim, one[1]) else -1


def _last(cues: Iterable[re.Match[str]]) -> re.Match[str] | None:
    return next(reversed(list(cues)), None)


def _upwards(cue: re.Match[str], claim: Asserted, cell: Entry) -> bool:
    up = cue.group("up") is not None
    return not up if _less_is_better(claim, cell) and _OF_QUALITY.search(cue.group()) else up


def _less_is_better(claim: Asserted, cell: Entry) -> bool:
    told = _PARTS.sub("", claim.text)
    return LOWER_IS_BETTER.search(f"{cell.column} {told}") is not None


def _told(claim: Asserted, figure: Figure, cell: Entry) -> bool | None:
    """Whether the word nearest to a figure says that something rises; None where no word near it says so."""
    start, end = figure.quantity.span.start, figure.quantity.span.end
    near = [
        (start - cue.end() if cue.end() <= start else cue.start() - end, cue)
        for cue in _CUE.finditer(claim.text)
        if cue.end() <= start or cue.start() >= end
    ]
    near = [one for one in near if one[0] <= _REACH]
    return _upwards(min(near, key=lambda one: one[0])[1], claim, cell) if near else None


def _subject(claim: Asserted, sheet: Sheet, high: Entry, low: Entry, references: Sequence[tuple[int, int]]) -> int:
    """Which of two cells the claim speaks of, the other being what it is compared with: 1 the first, -1 the second."""
    across = high.column_number == low.column_number
    heads = sheet.rows if across else sheet.columns
    numbers = (high.row_number, low.row_number) if across else (high.column_number, low.column_number)
    if not all(number in heads for number in numbers):
        return 0
    one, two = (heads[number] for number in numbers)
    mine, theirs = _said_of(claim, claim.hits(one), claim.hits(two)), _said_of(claim, claim.hits(two), claim.hits(one))
    over = [span for span in references if not claim.text[: span[0]].lower().rstrip().endswith("without")]
    inside = [any(start <= at < end for at in places for start, end in over) for places in (mine, theirs)]
    if inside[0] != inside[1]:
        return -1 if inside[0] else 1
    if mine and theirs and _EXCHANGES.search(claim.text):
        return 1 if max(mine) > max(theirs) else -1
    axis = sheet.grid.rows if across else sheet.grid.columns
    absent = [bool(axis.lines[number].absent) for number in numbers]
    if absent[0] != absent[1]:
        return 1 if absent[0] == bool(LEAVES_OUT.search(claim.text)) else -1
    if one.every > two.every or two.every > one.every:
        return 1 if one.every > two.every else -1
    if mine and theirs:
        return 1 if min(mine) < min(theirs) else -1
    return 1 if mine else -1 if theirs else 0


def _said_of(claim: Asserted, hits: Sequence[float], others: Sequence[float]) -> list[int]:
    """The offsets of what is said of one label rather than of another."""
    rows = zip(claim.terms, hits, others, strict=True)
    return [term.start for term, hit, other in rows if hit > other + _APART]
