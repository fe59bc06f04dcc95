"""What claim and evidence both name and are known to differ in: then the evidence says nothing for the claim."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from litsynth.labels import Kind, labels_of
from litsynth.protocol import COLLECTIONS, mentions
from litsynth.protocol.aggregation import aggregations_differ, aggregations_in, aggregations_told
from litsynth.quantities import same_figure
from litsynth.records import NumberCheck
from litsynth.verify.measurements import Measurement, differing_slot

_NAMED: tuple[Kind, ...] = ("system", "size", "dataset", "setting", "metric", "split", "version", "language")
_CAMEL = re.compile(r"[a-z].*[A-Z]|[A-Z].*[A-Z].*[a-z]")
"""A name as models and data sets have them; gene symbols and acronyms, which have synonyms, are none."""

OTHER = "of another "
"""How `why` starts where a number agrees by value only."""


def other_place(mine: Sequence[Measurement], theirs: Sequence[Measurement]) -> str:
    """The slot in which every equal score of the evidence differs from one of the claim's, as "slot: claim / evidence".

    So 80.9% of one system is no evidence for 80.9% of another. Slots that one side leaves open do not differ. Empty
    when each score has an equal one that may be the same measurement, or none that is equal.
    """
    for score in mine:
        equal = [other for other in theirs if same_figure(score.quantity, other.quantity).answer == "yes"]
        slots = [_differing(score, other) for other in equal]
        if slots and all(slots):
            return slots[0]
    return ""


def other_names(claim: str, evidence: Sequence[str]) -> str:
    """A name of the claim that the evidence lacks while it names something else of that kind, as "kind: claim / evidence".

    What one side leaves open is unknown and does not differ. How scores are made of runs differs where nothing that the
    claim says of it can be what the evidence says. Names of no inventory, such as FooNet, count where the claim is about a
    data set of the inventory.

    >>> other_names("XLM-R wins on XNLI.", ["mBERT wins on XNLI."]), other_names("XLM-R wins on XNLI.", ["XLM-R wins."])
    ('system: XLM-R / mBERT', '')
    """
    said, given = _names([claim]), _names(evidence)
    for kind in _NAMED:
        mine, theirs = said.get(kind, ()), given.get(kind, ())
        missing = [name for name in mine if name not in theirs]
        if theirs and missing and not (kind == "dataset" and _only_collections(missing, mine, theirs)):
            return f"{kind}: {', '.join(missing)} / {', '.join(theirs)}"
    made, others = set(aggregations_in(claim)), {name for text in evidence for name in aggregations_in(text)}
    if aggregations_differ(made, others):
        return aggregations_told(made, others)
    if not mentions("datasets", claim):
        return ""
    return _unlisted(claim, evidence, said.get("name", ()), given.get("name", ()))


def unlike(checks: Sequence[NumberCheck], difference: str) -> tuple[NumberCheck, ...]:
    """The checks with each number that agrees by value marked as one of something else."""
    return tuple(replace(check, agree=False, why=f"{OTHER}{difference}") if check.agree else check for check in checks)


def _unlisted(claim: str, evidence: Sequence[str], said: Sequence[str], given: Sequence[str]) -> str:
    whole = "\n".join(evidence).casefold()
    missing = [name for name in said if _CAMEL.search(name) and name.casefold() not in whole]
    others = [name for name in given if _CAMEL.search(name) and name.casefold() not in claim.casefold()]
    return f"name: {', '.join(missing)} / {', '.join(others)}" if missing and others else ""


def _differing(left: Measurement, right: Measurement) -> str:
    slot = differing_slot(left, right)
    if not slot.startswith("system") or _other_system(left.system, right.system):
        return slot
    # A size that one side leaves open, or a row that names its system in words, is not known to be another.
    return differing_slot(replace(left, system=""), right)


def _other_system(left: str, right: str) -> bool:
    one, two = mentions("systems", left), mentions("systems", right)
    if one and two:
        sizes = {one[0].size, two[0].size} - {""}
        return one[0].name != two[0].name or len(sizes) > 1
    if one or two:
        return bool(_CAMEL.search(right if one else left))
    return len(left.split()) == len(right.split()) == 1 and left.casefold() != right.casefold()


def _names(texts: Sequence[str]) -> dict[Kind, tuple[str, ...]]:
    """The names that texts state, none that they say is absent, by kind and in order."""
    found: dict[Kind, dict[str, None]] = {}
    # One text at a time: finding the longest of overlapping names takes the square of a text's length.
    for label in chain.from_iterable(map(labels_of, texts)):
        if not label.negated:
            found.setdefault(label.kind, {})[label.name] = None
    return {kind: tuple(names) for kind, names in found.items()}


def _only_collections(missing: Sequence[str], said: Sequence[str], given: Sequence[str]) -> bool:
    """Whether all that is missing are collections of data sets, and a data set itself is shared."""
    return set(missing) <= set(COLLECTIONS) and bool((set(said) & set(given)) - set(COLLECTIONS))
