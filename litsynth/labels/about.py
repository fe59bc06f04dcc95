"""What a question asks about, in the names and words of the field."""

import re
from dataclasses import dataclass

from litsynth.labels.methods import methods_in
from litsynth.labels.names import labels_of
from litsynth.protocol import mentions
from litsynth.question import Question, stems

# Set on four questions about the bundled digests, and measured on four others (docs/benchmarks.md, "Which claims are
# verified").
_METHOD, _DATASET, _WORDS = 0.2, 0.1, 0.1
_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class About:
    """What a question asks about: the methods that it names, or else the systems; the data sets; and its words.

    `sides` are the stems of each side of its comparison, or of the whole question. `languages` are the codes of those that
    it names, but for English, in which mostly something was trained.
    """

    compared: frozenset[str]
    datasets: frozenset[str]
    sides: tuple[frozenset[str], ...]
    languages: frozenset[str] = frozenset()

    @classmethod
    def of(cls, question: Question) -> "About":
        """What is known of the field in the words of a question; empty where nothing is."""
        text = question.text
        plain = _ASIDE.sub("", text)  # "(e.g. with parallel data)" is an example of what is asked about
        methods = {method.name for method in methods_in(plain) or methods_in(text)}
        systems = {mention.name for mention in mentions("systems", text)}
        datasets = {mention.name for mention in mentions("datasets", text)}
        sides = [stems(side) for side in question.alternatives] or [question.topics]
        languages = {label.name for label in labels_of(text) if label.kind == "language"} - {"en"}
        return cls(
            frozenset(methods or systems), frozenset(datasets), tuple(map(frozenset, sides)), frozenset(languages)
        )

    def names_in(self, text: str) -> bool:
        """Whether a text names a method, or else a system, that is asked about."""
        methods = {one.name for one in methods_in(text)}
        return bool(self.compared & (methods | {one.name for one in mentions("systems", text)}))

    def bearing(self, subject: str, method: str) -> int:
        """Of a finding on a `method` measured on a `subject`: 2 where both are asked about, 1 where the method is, else 0.

        >>> from litsynth.question import read_question
        >>> about = About.of(read_question("Does intermediate-task training help mBERT on XNLI?"))
        >>> [about.bearing("XNLI", name) for name in ("intermediate-task training", "mBERT over XLM-R")]
        [2, 0]
        >>> About.of(read_question("How good is mBERT on XNLI?")).bearing("PAWS-X", "mBERT over XLM-R")
        1
        """
        named = {method, *(mention.name for mention in mentions("systems", method))}
        if not named & self.compared:
            return 0
        return 1 if self.datasets and subject not in self.datasets else 2

    def nearness(self, text: str) -> float:
        """How much a text names of what is asked about, from 0 to 0.4: to be added to a cosine similarity of the two.

        A method weighs 0.2, a data set 0.1, the words of the side that it holds most of up to 0.1.
        """
        words = set(stems(text))
        datasets = {one.name for one in mentions("datasets", text)}
        share = max((len(side & words) / len(side) for side in self.sides if side), default=0.0)
        return _METHOD * self.names_in(text) + _DATASET * bool(self.datasets & datasets) + _WORDS * share
