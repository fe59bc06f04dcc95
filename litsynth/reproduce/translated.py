"""Test sets in machine translation (translate-test): their rows are those of the test set, under its ids."""

from collections.abc import Sequence
from dataclasses import replace

from litsynth.errors import BadRecord
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.rows import Pair
from litsynth.reproduce.spec import ENGLISH, Experiment


def test_pairs(experiment: Experiment, data: DataSet, language: str, folder: Folder) -> tuple[Pair, ...]:
    """The pairs of a test set in a language; of one in translation in the order and under the ids of the experiment's.

    Raises MissingInput, BadRecord.
    """
    pairs = folder.pairs(data, language)
    if not data.read_as or data.name == experiment.test:
        return pairs
    return in_translation(pairs, folder.pairs(experiment.data[experiment.test], ENGLISH), f"{data.name} in {language}")


def in_translation(pairs: Sequence[Pair], own: Sequence[Pair], where: str) -> tuple[Pair, ...]:
    """Rows beside those that they translate: by id where both have the same ids, else one after the other.

    Raises BadRecord where there are more or fewer, or where a label is another one: then they are not the same rows.

    >>> own = [Pair("t-1", "a", "b", "neutral"), Pair("t-2", "a", "c", "entailment")]
    >>> found = in_translation([Pair("0", "x", "y", "neutral"), Pair("1", "x", "z", "entailment")], own, "x")
    >>> [(pair.id, pair.hypothesis) for pair in found]
    [('t-1', 'y'), ('t-2', 'z')]
    """
    if len(pairs) != len(own):
        raise BadRecord(
            f"{where}: {len(pairs)} rows, and the test set has {len(own)}", "the whole test set, translated"
        )
    by_id = {pair.id: pair for pair in pairs}
    if by_id.keys() == {pair.id for pair in own}:
        pairs = [by_id[pair.id] for pair in own]
    for number, (pair, known) in enumerate(zip(pairs, own, strict=True), 1):
        if pair.label != known.label:
            raise BadRecord(
                f"{where}: row {number} ({known.id}) is {pair.label}, and {known.label} in the test set",
                "the rows of the test set, in its order",
            )
    return tuple(replace(pair, id=known.id) for pair, known in zip(pairs, own, strict=True))
