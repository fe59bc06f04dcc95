"""Questions with choices, from the rows of COPA, XCOPA, Social IQa, HellaSwag, Cosmos QA and CommonsenseQA as they are kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litsynth.errors import BadRecord
from litsynth.reproduce.rows import named

Given = Mapping[str, Any]

CHOICES = {"copa": 2, "siqa": 3, "hellaswag": 4, "cosmosqa": 4, "commonsenseqa": 5}
"""How many choices a row has, by the form that it is written in."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A premise, a question about it (may be empty) and choices, of which number `label`, counted from 0, is right."""

    id: str
    premise: str
    question: str
    choices: tuple[str, ...]
    label: int

    @property
    def texts(self) -> tuple[str, ...]:
        """Premise and choices; the question is often one of a few."""
        return self.premise, *self.choices

    @property
    def answers(self) -> tuple[str, ...]:
        """Each choice after the question: what a model reads beside the premise."""
        return tuple(f"{self.question} {choice}".strip() for choice in self.choices)


def choice_of(row: Given, form: str) -> Choice:
    """The question in a row of that form (see CHOICES). Raises BadRecord, Incomplete on a row without its answer."""
    return _FORMS[form](row)


def classes_of(form: str) -> tuple[str, ...]:
    """The names of the choices of such rows, in their order.

    >>> classes_of("copa")
    ('choice1', 'choice2')
    """
    return tuple(f"choice{number + 1}" for number in range(CHOICES[form]))


def _copa(row: Given) -> Choice:
    """COPA and XCOPA: premise, choice1, choice2, question ("cause" or "effect"), label (0 or 1), idx.

    The question is put in words as XTREME does (google-research/xtreme, third_party/run_xcopa.py).
    """
    if row["question"] not in ("cause", "effect"):
        raise BadRecord(f"question {row['question']!r} of {row['idx']} is neither cause nor effect")
    asked = f"What was the {row['question']}?"
    return _made(row["idx"], row["premise"], asked, (row["choice1"], row["choice2"]), named(row, "label", "01"), "01")


def _siqa(row: Given) -> Choice:
    """Social IQa: context, question, answerA to answerC, label ("1" to "3")."""
    answers = tuple(row[f"answer{letter}"] for letter in "ABC")
    return _made(row["id"], row["context"], row["question"], answers, named(row, "label", ()), "123")


def _hellaswag(row: Given) -> Choice:
    """HellaSwag: ctx_a, ctx_b (the beginning of the ending), endings, label ("0" to "3")."""
    return _made(row["id"], row["ctx_a"], row["ctx_b"], row["endings"], named(row, "label", ()), "0123")


def _cosmosqa(row: Given) -> Choice:
    """Cosmos QA: context, question, answer0 to answer3, label (0 to 3; -1 in its test set)."""
    answers = tuple(row[f"answer{number}"] for number in range(4))
    return _made(row["id"], row["context"], row["question"], answers, named(row, "label", ()), "0123")


def _commonsenseqa(row: Given) -> Choice:
    """CommonsenseQA: question, choices (a table of `label` and `text`), answerKey ("A" to "E"). There is no premise but it."""
    choices = row["choices"]
    return _made(row["id"], row["question"], "", choices["text"], named(row, "answerKey", ()), list(choices["label"]))


_FORMS: dict[str, Callable[[Given], Choice]] = {
    "copa": _copa,
    "siqa": _siqa,
    "hellaswag": _hellaswag,
    "cosmosqa": _cosmosqa,
    "commonsenseqa": _commonsenseqa,
}


def _made(id_: Any, premise: Any, question: Any, choices: Sequence[Any], label: Any, names: Sequence[str]) -> Choice:
    """`names` are what labels are called, one for each choice."""
    if str(label) not in names or len(names) != len(choices):
        raise BadRecord(
            f"{id_}: label {label!r}, {len(choices)} choices", f"{len(names)} choices, called {', '.join(names)}"
        )
    texts = tuple(str(choice).strip() for choice in choices)
    return Choice(str(id_), str(premise).strip(), str(question).strip(), texts, list(names).index(str(label)))
