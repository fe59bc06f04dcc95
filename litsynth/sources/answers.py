"""Answers of a search, kept for the day: arXiv asks its users not to repeat a query within one, and others count them.

(https://info.arxiv.org/help/api/user-manual.html, section 3.1.1.2: results change once a day.) A run that was
stopped half-way therefore goes on where it was, and so does one that is repeated on the same day without a network.
The day is the run's date: where that is fixed (--date, SOURCE_DATE_EPOCH), so are the answers.
"""

import json
from dataclasses import dataclass, field

from litsynth.codec import decode, digest, dumps, encode
from litsynth.errors import BadRecord
from litsynth.records import Paper
from litsynth.sources.cache import FileCache


@dataclass(frozen=True, slots=True)
class Answer:
    """`found`: how many papers the source counts for the query; `papers`: those that were taken, as ranked.

    `files` maps the ids of papers to addresses of their PDFs; `untitled` counts records left out: without a title, or
    without an id.
    """

    found: int
    papers: tuple[Paper, ...]
    files: dict[str, str] = field(default_factory=dict)
    untitled: int = 0


class Answers:
    """Answers by what was asked (all the strings that decide it) and the ISO date `today`; one file each."""

    def __init__(self, cache: FileCache, today: str) -> None:
        self._cache = cache
        self._today = today

    def get(self, *asked: str) -> Answer | None:
        """The answer given today; None when there is none."""
        data = self._cache.get(_name(asked))
        if data is None:
            return None
        kept = json.loads(data)
        try:
            return decode(Answer, kept["answer"]) if kept["date"] == self._today else None
        except BadRecord:  # kept by another version of litsynth
            return None

    def put(self, answer: Answer, *asked: str) -> None:
        """Keep an answer, in the place of an older one. Raises OutputFailed."""
        kept = {"date": self._today, "asked": list(asked), "answer": encode(answer)}
        self._cache.put(_name(asked), dumps(kept).encode("utf-8"))


def _name(asked: tuple[str, ...]) -> str:
    return f"answer-{digest(*asked)}.json"
