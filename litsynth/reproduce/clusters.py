"""Which test items are not independent of each other: they are resampled together."""

from collections.abc import Mapping

from litsynth.codec import digest
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.leaks import folded
from litsynth.reproduce.rows import premise_ids
from litsynth.reproduce.spec import ENGLISH


def clusters_of(data: DataSet, folder: Folder) -> Mapping[str, str] | None:
    """The cluster of each item of a test set, by id, told by the English side, whose ids are those of all languages.

    Of NLI the premise: it has three hypotheses. Of paraphrases all pairs that are linked by sentences that they share: PAWS
    makes several pairs of one source sentence, so that PAWS-X's 2,000 test pairs are 1,236 such families. Of questions
    with choices None: each is a cluster of its own, as XCOPA's 500 have 499 premises (and there is no English to ask).
    """
    if data.kind == "choice":
        return None
    if data.kind == "paraphrase":
        return linked(folder.sentences(data, ENGLISH))
    return premise_ids(folder.pairs(data, ENGLISH))


def linked(pairs: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """For each pair of sentences, by id, the name of the family of pairs that share sentences, directly or by others.

    >>> found = linked({"1": ("A b.", "B a."), "2": ("B a!", "C"), "3": ("D", "E")})
    >>> found["1"] == found["2"], found["1"] == found["3"]
    (True, False)
    """
    over: dict[str, str] = {}

    def top(text: str) -> str:
        while over.setdefault(text, text) != text:
            text = over[text]
        return text

    for one, two in pairs.values():
        first, second = sorted((top(folded(one)), top(folded(two))))
        over[second] = first
    return {name: digest(top(folded(one))) for name, (one, _) in pairs.items()}
