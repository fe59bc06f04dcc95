"""A data set of an experiment: which files, of what kind, in which languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from litsynth.codec import omit_defaults
from litsynth.errors import UsageError
from litsynth.reproduce.choices import CHOICES, classes_of
from litsynth.reproduce.rows import LABELS, PARAPHRASE

_COLUMNS = {"nli": ("premise", "hypothesis"), "paraphrase": ("sentence1", "sentence2")}


@dataclass(frozen=True, slots=True)
class DataSet:
    """Files below the data folder; `{language}` and `{code}` in `path` stand for a language and its name in `codes`.

    A path that begins with "hub:" means a file on the hub (see `hub_data`). Files are gzip JSONL, or what the end of
    their name says (see `reading`). `elsewhere` has the paths of languages whose file is not at `path`.

    kind nli: premise, hypothesis, label. parallel-nli: the same rows in English and in the language, by
    id; their premises and their hypotheses are translations. paraphrase: sentence1, sentence2, label (PAWS-X, QQP).
    choice: a question with choices, in one of the forms of `choices`, named by `form`. parallel: rows that hold both
    sentences, in the fields `target` and `english`. similarity: sentence1, sentence2 and a score from 0 to 5 (STS
    benchmark); parallel-similarity: such rows in English and in the language, by id. tags: tokens and their tags. sick:
    SICK's rows, with the sentences of every language, label and relatedness. bitext: two files of lines of id and text and
    one of pairs of ids, as BUCC has them; `{side}` in `path` stands for the language, en and gold. conllu: a treebank, of
    which UPOS is read; bio: lines of token and tag, sentences apart by an empty line (WikiANN, whose tokens may begin with
    "de:"). qa: questions on paragraphs in SQuAD's JSON, or rows of id, context, question and answers.

    Training rows that hold a sentence of dev or test are left out; of a set whose `leak` is "pair", only those that hold
    both sentences of a pair (SICK's own training part shares most sentences with its test part). `read_as` is the language
    that the texts are in, where that is not the one in the path (machine-translated test sets); `labels` are the names of
    labels or tags that are numbers, in their order, and `columns` those of the two sentences of kind nli or paraphrase,
    where they have other names; `tags` is the field of the tags of a row. Rows without a label, or without one of their
    sentences, are refused, or left out and counted (`incomplete`); of a test set that leaves some out, pairs of languages
    are tested on the rows that both have with the same label. `normalisation` says how answers are compared: as SQuAD
    does, or as MLQA in each language.
    """

    name: str
    kind: Literal[
        "nli", "parallel-nli", "parallel", "similarity", "parallel-similarity", "tags", "sick", "paraphrase", "choice",
        "bitext", "conllu", "bio", "qa",
    ]  # fmt: skip
    path: str
    languages: tuple[str, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    read_as: str = ""
    target: str = "target"
    english: str = "english"
    leak: Literal["sentence", "pair"] = "sentence"
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    form: str = ""
    incomplete: Literal["refuse", "leave out"] = "refuse"
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    tags: str = "tags"
    normalisation: Literal["squad", "mlqa"] = "squad"

    def __post_init__(self) -> None:
        for path in (self.path, *self.elsewhere.values()):
            try:
                path.format(language="en", code="en", side="en")
            except (KeyError, IndexError, ValueError) as error:
                raise UsageError(
                    f"data {self.name}: path {path!r}: {error}", "what changes is {language}, {code} or {side}"
                ) from error
        if self.kind == "bitext" and "{side}" not in self.path:
            raise UsageError(f"data {self.name}: path {self.path!r} has no {{side}}", "the language, en and gold")
        if not self.languages:
            raise UsageError(f"data {self.name}: no languages", "name those that there are files of")
        if (self.kind == "choice") is not (self.form in CHOICES):
            raise UsageError(f"data {self.name}: form {self.form!r}", f"kind choice has one of: {', '.join(CHOICES)}")
        if self.columns and (self.kind not in _COLUMNS or len(self.columns) != 2):
            raise UsageError(f"data {self.name}: columns", "the two sentences of kind nli or paraphrase")

    @property
    def classes(self) -> tuple[str, ...]:
        """What a row of a labelled set can be labelled, in the order of the values of a classifier."""
        if self.kind == "choice":
            return classes_of(self.form)
        return PARAPHRASE if self.kind == "paraphrase" else LABELS

    @property
    def sentences(self) -> tuple[str, ...]:
        """The columns of the two sentences of a set of kind nli, parallel-nli or paraphrase."""
        return self.columns or _COLUMNS.get(self.kind, _COLUMNS["nli"])


# Runs were kept before there were these.
omit_defaults(DataSet, "leak", "labels", "columns", "form", "incomplete", "elsewhere", "tags", "normalisation")
