"""What a calibrator is fitted on: the labelled sets, without what the verifier was trained on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litsynth.benchmarks.catalogue import BENCHMARKS, Split
from litsynth.benchmarks.examples import LabelledSet
from litsynth.benchmarks.leaks import unseen_claims
from litsynth.benchmarks.verdicts import Origin, verdicts_of
from litsynth.calibrate import Sample
from litsynth.codec import digest, digest_bytes
from litsynth.config import VerifySettings
from litsynth.errors import MissingInput, UsageError
from litsynth.folds import components
from litsynth.ports import Entailer, Progress

SETS = (
    ("scifact", "train", "biomedical"),
    ("healthver", "train", "biomedical"),
    ("citation-integrity", "train", "biomedical"),
    ("climate-fever", "all", "climate"),
)
"""Benchmark, split and field."""

# Links of this length are the letters of a sentence (see `litsynth.folds`), which two sets may share; shorter ones
# are ids, which mean something else in each set.
_TEXT = 40


@dataclass(frozen=True, slots=True)
class Background:
    """What a verifier was trained on: its recipe (empty where it is not known), and the claims held out, by set."""

    recipe: Mapping[str, Any]
    held_out: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Verdicts, the SHA-256 of the files that they come from, by name, and what a reader must know of them."""

    samples: tuple[Sample, ...]
    sha256: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Set:
    split: Split
    field: str
    read: LabelledSet
    usable: set[str]

    @property
    def source(self) -> str:
        return self.split.files[0]


def labelled_verdicts(
    data: Path,
    verifier: Entailer,
    background: Background,
    limit: int,
    settings: VerifySettings,
    progress: Progress,
) -> Gathered:
    """The verdicts on `limit` claims of each set (0: all), those with the least digest of their ids.

    Raises MissingInput where none of the sets is at hand, UsageError where the verifier was trained on all of them,
    BadRecord on a file that is not as it should be.
    """
    found = [_read(data, *names, background) for names in SETS]
    sets = [one for one in found if one is not None]
    if not sets:
        raise MissingInput(f"no labelled claims below {data}", "give the folder that holds them with --data")
    notes = [f"{one.source}: not used, the verifier was trained on all of it" for one in sets if not one.usable]
    if len(notes) == len(sets):
        raise UsageError(
            "the verifier was trained on all labelled claims at hand",
            "train it with --fold, or name the claims that were held out with --held-out",
        )
    groups = _groups(sets)
    samples: list[Sample] = []
    for one in sets:
        drawn = set(sorted(one.usable, key=digest)[: limit or None])
        origin = Origin(one.source, one.field, {claim: groups[_name(one, claim)] for claim in drawn})
        examples = [example for example in one.read.examples if example.claim_id in drawn]
        samples += verdicts_of(origin, examples, verifier, settings, progress)
    return Gathered(tuple(samples), {one.source: _sha256(data, one) for one in sets if one.usable}, tuple(notes))


def _read(data: Path, name: str, part: str, field: str, background: Background) -> _Set | None:
    _, split = BENCHMARKS[name].split(part)
    if not all((data / file).is_file() for file in split.files):
        return None
    read = split.load(data)
    return _Set(split, field, read, unseen_claims(background.recipe, background.held_out, split, read))


def _groups(sets: list[_Set]) -> dict[str, str]:
    """The connected component of each usable claim over all sets: a digest of its claims."""
    links = {
        _name(one, claim): [link if len(link) >= _TEXT else _name(one, link) for link in one.read.links[claim]]
        for one in sets
        for claim in one.usable
    }
    return {claim: digest(*group) for group in components(links) for claim in group}


def _name(one: _Set, inner: str) -> str:
    return f"{one.source} {inner}"


def _sha256(data: Path, one: _Set) -> str:
    return digest_bytes(b"".join((data / file).read_bytes() for file in one.split.files))
