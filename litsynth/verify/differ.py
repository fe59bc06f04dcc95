"""What claim and evidence both name and are known to differ in: then the evidence says nothing for the claim."""

import re
from collections.abc import Sequence
from dataclasses import replace

from litsynth.labels import Kind, labels_of
from litsynth.protocol import COLLECTIONS, mentions
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


def other_names(claim: str, evidence: str) -> str:
    """A name of the claim that the evidence lacks while it names something else of that kind, as "kind: claim / evidence".

    What one side leaves open is unknown and does not differ. Names of no inventory, such as FooNet, count where the
    claim is about a data set of the inventory.

    >>> other_names("XLM-R wins on XNLI.", "mBERT wins on XNLI."), other_names("XLM-R wins on XNLI.", "XLM-R wins.")
    ('system: XLM-R / mBERT', '')
    """
    for kind in _NAMED:
        said, given = _names(claim, kind), _names(evidence, kind)
        missing = [name for name in said if name not in given]
        if given and missing and not (kind == "dataset" and _only_collections(missing, said, given)):
            return f"{kind}: {', '.join(missing)} / {', '.join(given)}"
    return _unlisted(claim, evidence) if mentions("datasets", claim) else ""


def unlike(checks: Sequence[NumberCheck], difference: str) -> tuple[NumberCheck, ...]:
    """The checks with each number that agrees by value marked as one of something else."""
    return tuple(replace(check, agree=False, why=f"{OTHER}{difference}") if check.agree else check for check in checks)


def _unlisted(claim: str, evidence: str) -> str:
    said, given = ([name for name in _names(text, "name") if _CAMEL.search(name)] for text in (claim, evidence))
    missing = [name for name in said if name.casefold() not in evidence.casefold()]
    others = [name for name in given if name.casefold() not in claim.casefold()]
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


def _names(text: str, kind: Kind) -> tuple[str, ...]:
    found = (label.name for label in labels_of(text) if label.kind == kind and not label.negated)
    return tuple(dict.fromkeys(found))


def _only_collections(missing: Sequence[str], said: Sequence[str], given: Sequence[str]) -> bool:
    """Whether all that is missing are collections of data sets, and a data set itself is shared."""
    return set(missing) <= set(COLLECTIONS) and bool((set(said) & set(given)) - set(COLLECTIONS))
