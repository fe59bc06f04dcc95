"""Which parts of the question the verified claims speak to."""

import re
from collections.abc import Sequence

from litsynth.question import Question, covers, stems
from litsynth.records import Claim, Coverage, Verdict

# A claim answers a question without two sides when it holds this share of its content words.
_DIRECT_SHARE = 0.7


def coverage_of(question: Question, claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> Coverage:
    """The parts of a question (both sides of its comparison, then its names), and whether one claim ties them together.

    `direct` is true when a single supported claim speaks of both sides and of a name in the question; for a question
    without two sides, when it holds all of its names and most of its content words.
    """
    supported = {verdict.claim_id for verdict in verdicts if verdict.label == "supported"}
    texts = [claim.text for claim in claims if claim.claim_id in supported]
    parts = tuple(dict.fromkeys((*question.alternatives, *question.names)))
    covered = tuple(part for part in parts if any(speaks_of(part, text) for text in texts))
    return Coverage(
        parts=parts,
        covered=covered,
        missing=tuple(part for part in parts if part not in covered),
        direct=any(answers(question, text) for text in texts),
    )


def answers(question: Question, text: str) -> bool:
    """Whether one sentence speaks to the question as a whole."""
    names = [speaks_of(name, text) for name in question.names]
    if question.alternatives:
        return all(speaks_of(side, text) for side in question.alternatives) and (any(names) or not names)
    held = set(question.topics) & set(stems(text))
    return all(names) and len(held) >= _DIRECT_SHARE * len(question.topics)


def speaks_of(part: str, text: str) -> bool:
    """Whether a sentence holds a part of the question: a name to the letter, a phrase by its content words.

    >>> speaks_of("XTREME", "It gains on XTREME-R."), speaks_of("semantic similarity", "similarity of semantics")
    (False, True)
    """
    if " " not in part and re.search(r"[A-Z]", part):
        return bool(re.search(rf"(?<![\w-]){re.escape(part)}(?![\w]|-[A-Z0-9])", text))
    return covers(part, text)
