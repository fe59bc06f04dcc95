"""Questions on texts, from SQuAD's JSON or the rows of a table."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from litsynth.errors import BadRecord
from litsynth.reproduce.annotations import Question

_FORM = "SQuAD's JSON: data of paragraphs of context and qas; or rows of id, context, question, answers"


def questions_in(source: str | Sequence[Mapping[str, Any]], where: str) -> tuple[Question, ...]:
    """The questions in the text of a JSON file (SQuAD 1.1 and 2.0, XQuAD, MLQA, TyDiQA-GoldP), or in the rows of a table.

    Raises BadRecord on another form, on an answer that is not where it is said to begin, and where there are none.
    """
    try:
        found = tuple(_in_json(json.loads(source)) if isinstance(source, str) else _in_rows(source))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"{where}: no questions: {error!r}", _FORM) from error
    if not found:
        raise BadRecord(f"{where}: no questions", _FORM)
    for each in found:
        for answer, start in zip(each.answers, each.starts, strict=True):
            if each.context[start : start + len(answer)] != answer:
                raise BadRecord(
                    f"{where}: {answer!r}, an answer to {each.id}, does not begin at {start}",
                    "offsets are in characters",
                )
    return found


def _in_json(document: Mapping[str, Any]) -> Iterator[Question]:
    for article in document["data"]:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                # What SQuAD 2.0 has for questions without answers are plausible answers, under another name.
                told = [] if asked.get("is_impossible") else asked["answers"]
                answers = [(each["text"], each["answer_start"]) for each in told]
                yield _question(asked["id"], asked["question"], paragraph["context"], answers)


def _in_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Question]:
    for row in rows:
        told = row["answers"]
        answers = zip(told["text"], told["answer_start"], strict=True)
        yield _question(row["id"], row["question"], row["context"], answers)


def _question(number: Any, question: str, context: str, answers: Iterable[tuple[str, Any]]) -> Question:
    kept = [(str(text), int(start)) for text, start in answers if str(text).strip()]
    texts, starts = tuple(text for text, _ in kept), tuple(start for _, start in kept)
    return Question(str(number), question.strip(), context, texts, starts)
