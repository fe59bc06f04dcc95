"""How near a claim is to the question, and what the question is about."""

import re
from dataclasses import dataclass

from litsynth.protocol import mentions
from litsynth.question import Question, stems
from litsynth.records import Claim
from litsynth.synthesize.coverage import answers, speaks_of
from litsynth.synthesize.methods import methods_in

_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class About:
    """What a question asks about: the methods that it names, or else the systems; and the data sets."""

    compared: frozenset[str]
    datasets: frozenset[str]

    @classmethod
    def of(cls, question: str) -> "About":
        """What is known of the field in the words of a question; empty where nothing is."""
        plain = _ASIDE.sub("", question)  # "(e.g. with parallel data)" is an example of what is asked about
        methods = {method.name for method in methods_in(plain) or methods_in(question)}
        systems = {mention.name for mention in mentions("systems", question)}
        datasets = {mention.name for mention in mentions("datasets", question)}
        return cls(frozenset(methods or systems), frozenset(datasets))

    def names_in(self, text: str) -> bool:
        """Whether a text names a method, or else a system, that is asked about."""
        methods = {one.name for one in methods_in(text)}
        return bool(self.compared & (methods | {one.name for one in mentions("systems", text)}))

    def bearing(self, subject: str, method: str) -> int:
        """Of a finding on a `method` measured on a `subject`: 2 where both are asked about, 1 where the method is, else 0.

        >>> about = About.of("Does intermediate-task training help mBERT on XNLI?")
        >>> [about.bearing("XNLI", name) for name in ("intermediate-task training", "mBERT over XLM-R")]
        [2, 0]
        >>> About.of("How good is mBERT on XNLI?").bearing("PAWS-X", "mBERT over XLM-R")
        1
        """
        named = {method, *(mention.name for mention in mentions("systems", method))}
        if not named & self.compared:
            return 0
        return 1 if self.datasets and subject not in self.datasets else 2


def closeness(question: Question, claim: Claim) -> float:
    """By how much of each side of the comparison, or else of the whole question, and of its names a claim holds.

    The higher the nearer: one more for a claim that answers the question as a whole, and its relevance.
    """
    words = set(stems(claim.text))
    shares = [len(side & words) / len(side) for side in _sides(question)]
    shares += [float(speaks_of(name, claim.text)) for name in question.names]
    return round(answers(question, claim.text) + sum(shares) / len(shares) + claim.relevance, 6)


def speaks_to(question: Question, claim: Claim) -> bool:
    """Whether a claim holds at least two thirds of one side of the comparison, or of a question without sides."""
    words = set(stems(claim.text))
    return any(3 * len(side & words) >= 2 * len(side) for side in _sides(question))


def _sides(question: Question) -> list[set[str]]:
    return [set(stems(side)) for side in question.alternatives] or [set(question.topics)]
