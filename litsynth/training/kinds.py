"""The kinds of training sources that a recipe can declare, one record each. Paths are relative to the data folder."""

from dataclasses import dataclass
from math import isclose

from litsynth.errors import UsageError
from litsynth.models.labels import NLI_LABELS

Target = tuple[float, float, float]
"""Probabilities of entailment, neutral and contradiction; they sum to 1."""

Labels = dict[str, str | dict[str, float]]
"""A label value of a file to one of `NLI_LABELS`, or to a probability for some of them."""

FORMS = ("rationale", "abstract", "unstanced", "inner", "near")
"""What a claim can be held against; see `litsynth.training.grounding`."""


def target_of(label: str | dict[str, float]) -> Target:
    """The probabilities that a label stands for; raises UsageError on another name or a sum that is not 1.

    >>> target_of("neutral"), target_of({"neutral": 0.5, "contradiction": 0.5})
    ((0.0, 1.0, 0.0), (0.0, 0.5, 0.5))
    """
    shares = {label: 1.0} if isinstance(label, str) else label
    if not set(shares) <= set(NLI_LABELS) or not isclose(sum(shares.values()), 1.0, abs_tol=1e-6):
        raise UsageError(f"{label!r} is no label", f"one of {', '.join(NLI_LABELS)}, or shares of them that sum to 1")
    first, second, third = (float(shares.get(name, 0.0)) for name in NLI_LABELS)
    return first, second, third


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What all kinds have. `group` names the part of the mixture that ablations switch on and off.

    `licence` is the licence as the source states it; it goes into the model card. `limit` is the number of pairs taken
    at most (0: all), those with the lowest hash of their content; `repeat` how often each is seen in an epoch.
    """

    licence: str
    group: str = "nli"
    limit: int = 0
    repeat: int = 1

    def __post_init__(self) -> None:
        if self.limit < 0 or self.repeat < 1:
            raise UsageError(f"group {self.group}: limit must be 0 or more, repeat 1 or more")
        self._check()

    def _check(self) -> None:
        """What a kind demands of its own keys; raises UsageError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Source):
    """One gzip JSONL file of labelled pairs.

    `premise`, `hypothesis` and `label` are the keys of a row; `labels` maps its label values (rows with another value
    are dropped). `tokenised` text is put back into running text.
    """

    path: str
    labels: Labels
    premise: str = "premise"
    hypothesis: str = "hypothesis"
    label: str = "label"
    tokenised: bool = False

    def _check(self) -> None:
        for label in self.labels.values():
            target_of(label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims(Source):
    """Claims against the sentences of the documents that they cite, in the format of SciFact and MultiVerS.

    A row of `path` has id, claim, `documents` (a list of ids) and evidence; one of `corpus` doc_id, title and abstract
    (a list of sentences). `labels` maps the labels of the evidence; `forms` are among `FORMS`.
    """

    path: str
    corpus: str
    labels: Labels
    forms: tuple[str, ...]
    documents: str = "cited_doc_ids"

    def _check(self) -> None:
        for label in self.labels.values():
            target_of(label)
        if not self.forms or not set(self.forms) <= set(FORMS):
            raise UsageError(f"{self.path}: forms must be among {', '.join(FORMS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes(Source):
    """Climate-FEVER: the votes on each evidence sentence as a probability distribution.

    Only the folds `parts` of the `folds` folds of components of claims and sentences are trained on; the others are
    kept for calibration.
    """

    path: str
    labels: Labels
    folds: int
    parts: tuple[int, ...]

    def _check(self) -> None:
        if self.folds < 2 or not set(self.parts) <= set(range(self.folds)):
            raise UsageError(f"{self.path}: parts must be among 0 to {self.folds - 1}, of two folds or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts(Source):
    """`count` abstracts (id, title, abstract, categories) whose sentences with numbers are quoted and changed.

    Those with the lowest hash are taken. `category` is the first category wanted (empty: any). Left out are texts that
    hold one of the words `without` and papers that are named in one of the files `without_papers` (as paper_id).
    """

    path: str
    count: int
    category: str = ""
    without: tuple[str, ...] = ()
    without_papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Source):
    """`count` scenes with templated result rows: invented systems on the data sets and metrics of an annotated file."""

    path: str
    count: int
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Source):
    """The entailed pairs of the groups `of`, with one number, unit or direction of the hypothesis changed."""

    of: tuple[str, ...]


AnySource = Pairs | Claims | Votes | Texts | Rows | Changed

KINDS: dict[str, type[AnySource]] = {
    "pairs": Pairs,
    "claims": Claims,
    "votes": Votes,
    "texts": Texts,
    "rows": Rows,
    "changed": Changed,
}
