"""What contrasts that were measured here say of a claim, and when that has a part in its verdict.

A result bears on a claim where data set, metric and languages are not known to differ, the claim names both sides of the
contrast, and says which of them is ahead. It decides only where its kind allows it and the claim says no more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from litsynth.protocol import LANGUAGES, Protocol, read_protocol
from litsynth.protocol.aggregation import aggregations_differ
from litsynth.records import Claim, MeasuredContrast, MeasuredEvidence, MeasuredRun, Quantity, Verdict
from litsynth.verify.sides import has_word, told_ahead
from litsynth.verify.wording import read_wording

_BAND = 0.5
"""Points by which two measurements of an average over languages differ anyway (`quantities.compare`)."""
# "English-only" and "on English" tell what is trained on, and not what is tested.
_IN_ENGLISH = re.compile(r"\b(?:in|for) English\b(?![- ](?:only|data|and))", re.IGNORECASE)
_SCORES = ("points", "percent", "score")
_Side = Literal["better", "worse"]


def with_measured(claim: Claim, verdict: Verdict, runs: Sequence[MeasuredRun], least: float) -> Verdict:
    """The verdict with what was measured here; another label where a result decides.

    An exact or close result that agrees supports a claim that the literature leaves open; an exact one to the contrary
    refutes it. Either way round, against a verdict of the literature it makes the claim conflicting. A close result to
    the contrary refutes no open claim: its deviations may be why. Nothing decides below the confidence `least`.
    """
    found = bearings(claim, runs, least)
    return _with(verdict, found) if found else verdict


def bearings(claim: Claim, runs: Sequence[MeasuredRun], least: float = 0.0) -> tuple[MeasuredEvidence, ...]:
    """What each measured contrast says of the claim, those that decide first. Results that disagree decide nothing."""
    found = [piece for run in runs for contrast in run.contrasts for piece in _bearing(claim, contrast, run, least)]
    if len({piece.stance for piece in found if piece.decides}) > 1:
        both = "results measured here disagree"
        found = [replace(piece, decides=False, why=both) if piece.decides else piece for piece in found]
    return tuple(sorted(found, key=lambda piece: (not piece.decides, piece.run_id, piece.contrast_id)))


def _bearing(claim: Claim, contrast: MeasuredContrast, run: MeasuredRun, least: float) -> Iterator[MeasuredEvidence]:
    told = _ahead_in(claim.text, contrast)
    if not told:
        return
    agrees = contrast.ahead == told
    why = _hindrance(claim, contrast, run, agrees)
    confidence = 10**contrast.weight / (1 + 10**contrast.weight)
    if not why and confidence < least:
        why = "the result is too weak"
    yield MeasuredEvidence(
        claim_id=claim.claim_id,
        run_id=run.run_id,
        contrast_id=contrast.contrast_id,
        kind=run.kind,
        recipe=run.recipe,
        better=contrast.better,
        worse=contrast.worse,
        what=contrast.what,
        languages=contrast.languages,
        seeds=len(contrast.seeds),
        value=contrast.value,
        low=contrast.low,
        high=contrast.high,
        stance="says neither" if not contrast.ahead else "supports" if agrees else "contests",
        decides=not why,
        confidence=confidence,
        why=why,
        called=contrast.called,
    )


def asked_of(question: str, runs: Sequence[MeasuredRun]) -> frozenset[tuple[str, str]]:
    """The contrasts (`run_id`, `contrast_id`) that a question asks about in its own words, whatever any claim says."""
    contrasts = ((run.run_id, contrast) for run in runs for contrast in run.contrasts)
    return frozenset((run_id, one.contrast_id) for run_id, one in contrasts if _speaks_of(question, one))


def _speaks_of(text: str, contrast: MeasuredContrast) -> bool:
    protocol = read_protocol(text)
    if contrast.dataset not in protocol.datasets or (protocol.metrics and contrast.metric not in protocol.metrics):
        return False
    return all(any(has_word(text, word) for word in group) for group in contrast.about)


def _ahead_in(text: str, contrast: MeasuredContrast) -> _Side | Literal[""]:
    """Which side of the contrast the claim puts ahead; empty where it does not speak of the contrast, or not of this data."""
    if not _speaks_of(text, contrast):
        return ""
    named = {code for code, name in LANGUAGES.items() if code != "en" and has_word(text, name)}
    named |= {"en"} if _IN_ENGLISH.search(text) else set()
    if named and named != set(contrast.languages):
        return ""
    return told_ahead(text, contrast.better_as, contrast.worse_as)


def _hindrance(claim: Claim, contrast: MeasuredContrast, run: MeasuredRun, agrees: bool) -> str:
    """Why a result on the claim's own contrast has no part in the verdict; empty where it has."""
    if not contrast.ahead:
        return contrast.why
    if run.kind == "conceptual":
        return "other data or size than in the literature: shown beside, decides nothing"
    if claim.attributed:
        return "the claim says what another work reports"
    protocol = read_protocol(claim.text)
    return (
        _other_protocol(protocol, contrast)
        or _other_languages(claim.quantities, contrast)
        or (_other_size(claim.quantities, contrast) if agrees else "")
        or _more(claim)
    )


def _other_protocol(protocol: Protocol, contrast: MeasuredContrast) -> str:
    if others := sorted(set(protocol.systems) - set(contrast.systems)):
        return f"the claim is about {', '.join(others)}, measured was {', '.join(contrast.systems) or 'another system'}"
    if others := sorted(set(protocol.datasets) - {contrast.dataset}):
        return f"the claim is about {', '.join(others)} as well"
    if protocol.splits and "test" not in protocol.splits:
        return "measured on test data, which the claim is not about"
    here = ("mean over runs" if len(contrast.seeds) > 1 else "single run",)
    if aggregations_differ(protocol.aggregations, here):
        return f"the claim is about {', '.join(protocol.aggregations)}, measured was the {here[0]}"
    return ""


def _other_languages(quantities: Sequence[Quantity], contrast: MeasuredContrast) -> str:
    counts = {int(one.value) for one in quantities if one.unit == "count" and "language" in one.noun.lower()}
    mine = len(contrast.languages)
    return f"measured over {mine} languages, the claim says {counts.pop()}" if counts - {mine, mine + 1} else ""


def _other_size(quantities: Sequence[Quantity], contrast: MeasuredContrast) -> str:
    """A figure that the result does not bear out; it gives one difference, and no level."""
    figures = [one for one in quantities if one.unit in _SCORES]
    low, high = sorted((abs(contrast.low), abs(contrast.high)))
    measured = f"{contrast.value:+.1f} [{contrast.low:+.1f}, {contrast.high:+.1f}]"
    if len(figures) > 1 or any(one.unit != "points" for one in figures):
        return f"the claim states figures beside the difference that was measured ({measured})"
    if any(not low - _BAND <= abs(one.value) <= high + _BAND for one in figures):
        return f"the direction agrees, the size does not: {figures[0].text} against {measured}"
    return ""


def _more(claim: Claim) -> str:
    more = read_wording(claim.text, claim.quantities).more
    return f"the claim says more than what was measured (“{more}”)" if more else ""


def _with(verdict: Verdict, found: tuple[MeasuredEvidence, ...]) -> Verdict:
    shown = replace(verdict, measured=found)
    if not found[0].decides:
        return shown
    piece = max((one for one in found if one.decides), key=lambda one: one.confidence)
    here = f"{'a' if piece.kind == 'close' else 'an'} {piece.kind} result measured here {piece.stance} it"
    open_ = verdict.label in ("not enough evidence", "different protocol")
    if verdict.label == ("refuted" if piece.stance == "supports" else "supported"):
        weaker = min(verdict.confidence, piece.confidence)
        return _labelled(shown, "conflicting", weaker, f"{verdict.why}; {here}")
    if open_ and piece.stance == "supports":
        return _labelled(shown, "supported", piece.confidence, here)
    if open_ and piece.kind == "exact":
        return _labelled(shown, "refuted", piece.confidence, here)
    return shown


def _labelled(
    verdict: Verdict, label: Literal["supported", "refuted", "conflicting"], confidence: float, why: str
) -> Verdict:
    grounds = replace(verdict.grounds, said=label, basis="measured")
    return replace(verdict, label=label, confidence=confidence, why=why, grounds=grounds)
