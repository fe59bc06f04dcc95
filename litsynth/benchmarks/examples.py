"""Labelled claims and their evidence, in one form for all benchmarks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from litsynth.folds import evidence_links

LABELS = ("supported", "not_enough_info", "refuted")
"""The columns of every array of probabilities; the order of a Judgement's fields."""

SUPPORTED, NOT_ENOUGH_INFO, REFUTED = range(3)


@dataclass(frozen=True, slots=True)
class Source:
    """What claims are judged against: an abstract, an excerpt or a premise, in sentences."""

    document_id: str
    sentences: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim against one source. `label` is an index of LABELS.

    `rationales` are the annotated sets of sentences, each enough by itself (empty where nobody annotated them).
    `votes` are the annotators' shares of each label (empty where there is only the label).
    """

    claim_id: str
    claim: str
    source: Source
    label: int
    rationales: tuple[tuple[int, ...], ...] = ()
    votes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The examples of one split, and what they share.

    `links` maps every claim of the split to what it may not be parted from in cross-validation.
    `corpus` holds everything that may be retrieved (empty where nothing is).
    """

    examples: tuple[Example, ...]
    links: Mapping[str, Sequence[str]]
    corpus: Mapping[str, Source] = field(default_factory=dict)


def labelled_set(examples: Iterable[Example], corpus: Mapping[str, Source] | None = None) -> LabelledSet:
    """The examples with links by document, by shared sentences, and by the claim's wording (see `litsynth.folds`)."""
    kept = tuple(examples)
    claims = {example.claim_id: example.claim for example in kept}
    sources = {example.source.document_id: example.source.sentences for example in kept}
    cited: dict[str, list[str]] = {}
    for example in kept:
        cited.setdefault(example.claim_id, []).append(example.source.document_id)
    return LabelledSet(kept, evidence_links(claims, cited, sources), corpus or {})
