"""Trees of dependencies as tagged sentences: the tag of a word is its arc, "3:nsubj", to word 3, or "0:root"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from litsynth.errors import BadRecord
from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder, files_of

MISSING = "_"
"""The arc of a word that has no head or no relation in the treebank."""
_COLUMNS, _ID, _FORM, _HEAD, _RELATION = 10, 0, 1, 6, 7
_NOWHERE = (MISSING, "None", "")
"""What stands in the place of a head that is none; "None" on the hub, of tokens of several words."""


def trees(folder: Folder, data: DataSet, language: str) -> tuple[Tagged, ...]:
    """The trees of a conllu set, or of a tags set whose rows hold `tokens`, `head` and `deprel`, as the hub has them.

    Raises MissingInput, BadRecord.
    """
    (name,) = files_of(data, language)
    if data.kind == "conllu":
        return tuple(conllu_trees(folder.text(name), name))
    return tuple(row_trees(folder.rows(name), name))


def arc_of(tag: str) -> tuple[int, str]:
    """The number of the head, 0 for the root and -1 for none, and the relation with its subtype.

    >>> arc_of("3:nsubj:pass"), arc_of("_")
    ((3, 'nsubj:pass'), (-1, ''))
    """
    head, _, relation = tag.partition(":")
    return (-1, "") if tag == MISSING else (int(head), relation)


def conllu_trees(text: str, where: str) -> Iterator[Tagged]:
    """Sentences of a CoNLL-U file (https://universaldependencies.org/format.html) that have heads; known by their place.

    Tokens of several words ("3-4") and words left out in speech ("5.1") are no words of the tree. Raises BadRecord, naming
    the line, on what is no CoNLL-U, on heads that are not there and on circles, and on a file without trees.
    """
    found = 0
    lines = enumerate((line.rstrip("\r") for line in text.split("\n")), 1)
    blocks = (list(block) for blank, block in groupby(lines, lambda line: not line[1].strip()) if not blank)
    for number, block in enumerate(blocks):
        rows = [_columns(line, f"{where}:{place}") for place, line in block if not line.startswith("#")]
        words = [row for row in rows if row[_ID].isdecimal()]
        at = f"{where}:{block[0][0]}"
        if [row[_ID] for row in words] != [str(each) for each in range(1, len(words) + 1)]:
            raise BadRecord(f"{at}: the words are not numbered 1, 2, 3 and so on", "a treebank in CoNLL-U")
        if tree := _tree(str(number), [(row[_FORM], row[_HEAD], row[_RELATION]) for row in words], at):
            found += 1
            yield tree
    _refuse_none(found, where)


def row_trees(rows: Iterable[Mapping[str, Any]], where: str) -> Iterator[Tagged]:
    """The same from rows of `tokens`, `head` and `deprel`; a token without a head is one of several words. Raises BadRecord."""
    found = 0
    for row in rows:
        try:
            columns = zip(row["tokens"], map(str, row["head"]), row["deprel"], strict=True)
            words = [(str(form), head, str(relation)) for form, head, relation in columns if head not in _NOWHERE]
        except (KeyError, TypeError, ValueError) as error:
            raise BadRecord(f"{where}: a row is no tree: {error}", "rows hold id, tokens, head, deprel") from error
        if tree := _tree(str(row["id"]), words, f"{where}: {row['id']}"):
            found += 1
            yield tree
    _refuse_none(found, where)


def _columns(line: str, where: str) -> list[str]:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise BadRecord(f"{where}: {len(columns)} columns, not {_COLUMNS}", "a treebank in CoNLL-U")
    return columns


def _tree(name: str, words: Sequence[tuple[str, str, str]], where: str) -> Tagged | None:
    """None where no word has a head. Raises BadRecord."""
    heads = [_head(head, len(words), where) for _, head, _ in words]
    if all(head < 0 for head in heads):
        return None
    for word in range(1, len(words) + 1):
        if _goes_round(word, heads):
            raise BadRecord(f"{where}: from word {word} the heads go round in a circle", "mend the treebank")
    relations = [relation for _, _, relation in words]
    tags = [
        MISSING if head < 0 or relation == MISSING else f"{head}:{relation}"
        for head, relation in zip(heads, relations, strict=True)
    ]
    return Tagged(name, tuple(form for form, _, _ in words), tuple(tags))


def _head(told: str, words: int, where: str) -> int:
    if told in _NOWHERE:
        return -1
    if not told.isdecimal() or int(told) > words:
        raise BadRecord(
            f"{where}: head {told!r} in a sentence of {words} words", f"a number from 0 (the root) to {words}"
        )
    return int(told)


def _goes_round(word: int, heads: Sequence[int]) -> bool:
    for _ in heads:
        word = heads[word - 1]
        if word <= 0:
            return False
    return True


def _refuse_none(found: int, where: str) -> None:
    if not found:
        raise BadRecord(f"{where}: no sentence has a head", "a treebank with its trees, not the text alone")
