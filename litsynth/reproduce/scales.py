"""A scale of a spec: its tables are merged into the spec's, and it may change every arm and every stage at once."""

from collections.abc import Mapping
from typing import Any

from litsynth.errors import UsageError

Table = dict[str, Any]

# A scale may be another target too: SICK in place of XNLI.
_MERGED = {
    "encoders", "stages", "data", "seeds", "kind", "languages", "deviations", "arms", "claims",
    "title", "dev", "test", "dataset", "chance", "vocabulary", "gate", "metric", "report", "retrieval",
}  # fmt: skip
_SCALED = _MERGED | {"extends", "every_encoder", "every_stage", "swap_stages", "without_stages", "without_arms"}


def scaled(values: Table, scale: str, where: str) -> Table:
    """The spec at a scale, without its scales. Raises UsageError on a scale or key that is not there.

    The tables of a scale are merged into the spec's; it `extends` another scale. With `every_encoder` all arms have that
    one, `every_stage` is merged into all stages, those that the scale adds too, before the tables of single ones,
    `swap_stages` puts a stage in the place of another in every arm (another target), `without_stages` are taken out of
    every arm, and `without_arms` out of the spec with the claims that need them.
    """
    over = _extended(values, scale, where, ())
    base = {key: value for key, value in values.items() if key != "scale"}
    every = over.get("every_stage", {})
    named = {**base.get("stages", {}), **over.get("stages", {})}
    base["stages"] = {name: merge(base.get("stages", {}).get(name, {}), every) for name in named}
    out = merge(base, {key: value for key, value in over.items() if key in _MERGED})
    arms = {name: row for name, row in out.get("arms", {}).items() if name not in over.get("without_arms", ())}
    out["arms"] = {name: _changed(row, over) for name, row in arms.items()}
    if "without_arms" in over:
        out["claims"] = _claims_of(set(arms), out.get("claims", []))
    return out


def _claims_of(arms: set[str], claims: list[Table]) -> list[Table]:
    """Those whose arms are there. Without its placebo a claim is a comparison, and no evidence on any text."""
    kept = [claim for claim in claims if {claim.get("better"), claim.get("worse")} <= arms]
    names = {claim.get("id") for claim in kept}
    weak = {"placebo", "better_as", "worse_as"}
    return [
        claim
        if claim.get("placebo", claim.get("id")) in names
        else {key: value for key, value in claim.items() if key not in weak}
        for claim in kept
    ]


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> Table:
    """Tables within tables are merged, everything else is replaced.

    >>> merge({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}})
    {'a': {'x': 1, 'y': 3}}
    """
    out = dict(base)
    for key, value in over.items():
        out[key] = merge(out[key], value) if isinstance(value, Mapping) and isinstance(out.get(key), Mapping) else value
    return out


def _extended(values: Table, scale: str, where: str, seen: tuple[str, ...]) -> Table:
    scales = values.get("scale", {})
    if scale not in scales or scale in seen:
        raise UsageError(f"{where}: no scale {scale!r}", f"one of: {', '.join(scales)}")
    own = scales[scale]
    if unknown := sorted(set(own) - _SCALED):
        known = ", ".join(sorted(_SCALED))
        raise UsageError(f"{where}, scale.{scale}: unknown key {', '.join(unknown)}", f"known: {known}")
    if "extends" not in own:
        return dict(own)
    return merge(_extended(values, own["extends"], where, (*seen, scale)), own)


def _changed(row: Table, over: Table) -> Table:
    out = dict(row)
    if "every_encoder" in over:
        out["encoder"] = over["every_encoder"]
    gone, swapped = over.get("without_stages", ()), over.get("swap_stages", {})
    if (gone or swapped) and "stages" in row:
        out["stages"] = [swapped.get(name, name) for name in row["stages"] if name not in gone]
        out["set"] = {name: table for name, table in row.get("set", {}).items() if name not in {*gone, *swapped}}
    return out
