"""Which slots a true claim that was written by hand states: no data say which false claim was made from which true one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from litsynth.benchmarks.swaps_make import SLOTS, Slot
from litsynth.benchmarks.swaps_names import LANGUAGES, has_name, metrics_in

Named = Mapping[Slot, frozenset[str]]
"""Names of one paper by the slot in which its false claims have them, or should have them."""

_WORDS: dict[Slot, str] = {
    "digit": r"\d",
    "unit": r"\d\s?%|\bper ?cent\b|\bpoints?\b|\brelative|\babsolute",
    "direction": r"\b(?:more|less|fewer|better|worse|(?:high|low|small|larg|fast|slow)er|above|below|ahead|behind|exceed\w*|"
    r"outperform\w*|surpass\w*|improv\w*|gain\w*|rais\w+|lift\w*|increas\w*|ris\w+|rose|boost\w*|worsen\w*|"
    r"reduc\w*|decreas\w*|drop\w*|fall\w*|fell|lower\w*|loses?|lost|cuts?|degrad\w*|hurts?|beats?)\b",
    "split": r"\b(?:test|dev|development|val|validation)\b",
    "languages": rf"\b(?:{'|'.join(LANGUAGES.values())}|languages)\b",
    "baseline": r"\b(?:than|over|against|versus|vs|compared|baselines?|ahead of|behind|instead of)\b",
}


def noted_names(changed: object) -> Iterator[str]:
    """The names that a note on a false claim exchanges, of either form.

    >>> list(noted_names({"right": "CMath", "wrong": "GSM8K"})), list(noted_names("jNet -> Ruminating Reader (77.4)"))
    (['CMath', 'GSM8K'], ['jNet', 'Ruminating Reader'])
    """
    if isinstance(changed, dict):
        texts = [str(text) for text in changed.values()]
    else:
        texts = re.split(r"\s+(?:->|to)\s+", re.sub(r"\([^)]*\)", "", str(changed or "")))
    yield from (text.strip() for text in texts if re.search(r"[A-Z].", text))


def names_of(rows: list[dict[str, Any]]) -> Named:
    """The names that the false ones of a paper's written claims exchange, by slot."""
    return {
        slot: frozenset(name for row in rows if row["slot"] == slot for name in noted_names(row["changed"]))
        for slot in SLOTS
    }


def stated(claim: str, named: Named) -> tuple[Slot, ...]:
    """The slots that a claim states: by its words, or by a name that a false claim of its paper has in that slot.

    A system or a data set that no false claim is about is not known, so these two are not complete.

    >>> stated("A gains 1.8% over B in German.", {"system": frozenset("A"), "dataset": frozenset({"XNLI"})})
    ('digit', 'unit', 'direction', 'languages', 'system', 'baseline')
    """
    return tuple(slot for slot in SLOTS if _states(claim, slot, named.get(slot, frozenset())))


def _states(claim: str, slot: Slot, names: frozenset[str]) -> bool:
    worded = slot in _WORDS and bool(re.search(_WORDS[slot], claim, re.IGNORECASE))
    return worded or (slot == "metric" and bool(metrics_in(claim))) or any(has_name(claim, name) for name in names)
