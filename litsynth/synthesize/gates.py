"""What a written sentence must keep to before a model judges it: its form, its claims, their numbers, names and certainty."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from litsynth.protocol import LANGUAGES, mentions
from litsynth.quantities import check_numbers, find_quantities
from litsynth.records import HIGH_CONFIDENCE, Claim, DraftSentence, DropReason, Verdict
from litsynth.synthesize.drafting import CITABLE
from litsynth.synthesize.wording import direction_of
from litsynth.text import split_sentences

LONGEST: Final = 600
"""Characters of a sentence; what is longer is dropped for that."""
_MOST_CITED = 5
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_DISPUTED = re.compile(r"\b(?:conflict\w*|disputed|contested|contradict\w*|disagree\w*)\b", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:may|might|could|appears?|seems?|suggest(?:s|ed|ing)?|reports?|reported|reportedly|indicate[sd]?|possibly"
    r"|perhaps|likely|conflict\w*|disputed|contested)\b",
    re.IGNORECASE,
)
_BOOSTED = re.compile(
    r"\b(?:always|never|prov(?:e[sdn]?|ing|en)|certain\w*|clear(?:ly)?|definite(?:ly)?|undoubtedly|undeniabl[ey]|obvious(?:ly)?"
    r"|conclusive(?:ly)?|guarantee\w*|every|everywhere|all|any|none|only|must|best|significant\w*|substantial\w*|dramatic\w*"
    r"|robust\w*|consistent(?:ly)?|universal\w*|established?|confirm(?:s|ed)?|demonstrat\w+|because|caus(?:es?|ed|al\w*)"
    r"|therefore|thus|hence|due to)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not?|never|neither|nor|none|without|fail(?:s|ed)?|lack(?:s|ing)?|hardly|barely|except|unlike\w*|rather than|instead of"
    r"|few(?:er)?|less|cannot|\w+n['’]t)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom\s+(\d+(?:\.\d+)?)\S*\s+(?:\w+\s+)?to\s+(\d+(?:\.\d+)?)", re.IGNORECASE)

Fault = tuple[DropReason, str]
"""Why a sentence is dropped, and what in it."""
_Gate = Callable[[str, Sequence[Claim], Sequence[Verdict]], Fault | None]


def fault_in(
    sentence: DraftSentence, given: Sequence[str], claims: Mapping[str, Claim], verdicts: Mapping[str, Verdict]
) -> Fault | None:
    """The first thing that keeps a sentence out of a report; None where a verifier is to judge it.

    `given` are the ids of the claims that the writer was told of, `claims` and `verdicts` those of the report by id.
    """
    if unfit := _form(sentence.text):
        return "no plain sentence", unfit
    ids = sentence.claim_ids
    unknown = [claim_id for claim_id in ids if claim_id not in verdicts]
    if not ids or unknown or len(ids) > _MOST_CITED:
        return "no known claim cited", f"unknown: {', '.join(unknown)}" if unknown else f"{len(ids)} claims cited"
    unsettled = [claim_id for claim_id in ids if claim_id not in given or verdicts[claim_id].label not in CITABLE]
    if unsettled:
        return "claim not supported", ", ".join(unsettled)
    cited = [claims[claim_id] for claim_id in ids], [verdicts[claim_id] for claim_id in ids]
    return next((fault for gate in _GATES if (fault := gate(sentence.text, *cited))), None)


def premises_of(claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """What the cited claims amount to: their texts, and of a conflicting one that it is, with what contradicts it."""
    found: list[str] = []
    for claim, verdict in zip(claims, verdicts, strict=True):
        found.append(claim.text)
        if verdict.label == "conflicting":
            found.append("The evidence on this is conflicting, and it is disputed.")
            found.extend(piece.passage.text for piece in verdict.evidence if piece.stance == "refutes")
    return tuple(dict.fromkeys(found))


def _form(text: str) -> str:
    if not text or len(text) > LONGEST:
        return f"{len(text)} characters"
    # Above all overrides of the writing direction, which make a line read as what it is not.
    if odd := next((character for character in text if unicodedata.category(character)[0] == "C"), ""):
        return f"the character U+{ord(odd):04X}"
    number = len(list(split_sentences(text)))
    return "" if number == 1 else f"{number} sentences"


def _conflict(text: str, _: Sequence[Claim], verdicts: Sequence[Verdict]) -> Fault | None:
    disputed = any(verdict.label == "conflicting" for verdict in verdicts)
    return ("conflict not said", "") if disputed and not _DISPUTED.search(text) else None


def _numbers(text: str, claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> Fault | None:
    """The gate of evidence, and besides each figure digit for digit: a writer neither rounds nor counts."""
    premises = premises_of(claims, verdicts)
    printed = {digits for premise in premises for digits in _DIGITS.findall(premise)}
    if invented := [digits for digits in _DIGITS.findall(text) if digits not in printed]:
        return "number not in the claims", ", ".join(invented)
    stated = [quantity for premise in premises for quantity in find_quantities(premise)]
    checks = check_numbers(find_quantities(text), stated)
    return next((("number not in the claims", f"{one.claim}: {one.why}") for one in checks if not one.agree), None)


def _names(text: str, claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> Fault | None:
    source = " ".join(premises_of(claims, verdicts))
    foreign = [
        one.full
        for field in ("systems", "datasets", "settings")
        for one in mentions(field, text)
        if one.full not in {other.full for other in mentions(field, source)}
    ]
    known = {word.lower() for word in _WORD.findall(source)}
    foreign += [
        word for at, word in enumerate(_WORD.findall(text)) if _like_name(word, at) and word.lower() not in known
    ]
    return ("name not in the claims", ", ".join(dict.fromkeys(foreign))) if foreign else None


def _like_name(word: str, at: int) -> bool:
    """A capital that no beginning of a sentence explains, or a language."""
    return any(character.isupper() for character in (word if at else word[1:])) or word in LANGUAGES.values()


def _direction(text: str, claims: Sequence[Claim], _: Sequence[Verdict]) -> Fault | None:
    source = " ".join(claim.text.lower() for claim in claims)
    if denied := [word for word in _DENIED.findall(text) if not re.search(rf"\b{re.escape(word.lower())}\b", source)]:
        return "direction turned", ", ".join(denied)
    if set(_FROM_TO.findall(text)) - set(_FROM_TO.findall(source)):
        return "direction turned", "from one figure to another"
    said, theirs = direction_of(text), {direction_of(claim.text) for claim in claims}
    others = " and ".join(sorted(filter(None, theirs))) or "both or neither"
    return ("direction turned", f"{said}, where the claims say {others}") if said and said not in theirs else None


def _certainty(text: str, claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> Fault | None:
    said = " ".join(claim.text.lower() for claim in claims)
    boosts = [word for word in _BOOSTED.findall(text) if not re.search(rf"\b{re.escape(word.lower())}\b", said)]
    if boosts:
        return "surer than the claims", ", ".join(boosts)
    least = min(verdict.confidence for verdict in verdicts)
    if least < HIGH_CONFIDENCE and not _HEDGED.search(text):
        return "surer than the claims", f"no hedge, at a confidence of {least:.0%}"
    return None


_GATES: Final[tuple[_Gate, ...]] = (_conflict, _numbers, _names, _direction, _certainty)
