"""Tagged sentences in the forms of treebanks (CoNLL-U) and of named entities (token and tag on a line)."""

from collections.abc import Iterator

from litsynth.errors import BadRecord
from litsynth.reproduce.annotations import Tagged

_COLUMNS = 10


def conllu_sentences(text: str, where: str) -> Iterator[Tagged]:
    """Forms and universal parts of speech of a CoNLL-U file, by the words that trees are made of.

    Lines of tokens of several words ("1-2") and of words left out in speech ("1.1") are no words of the tree, so that "im"
    of German is read as "in dem" (https://universaldependencies.org/format.html). A sentence is known by its place in the
    file. Raises BadRecord on a line of other than ten columns, and on a file without sentences.
    """
    found = 0
    for number, lines in enumerate(_blocks(text)):
        rows = [(place, line.split("\t")) for place, line in lines if not line.startswith("#")]
        for place, row in rows:
            if len(row) != _COLUMNS:
                raise BadRecord(f"{where}:{place}: {len(row)} columns, not {_COLUMNS}", "a treebank in CoNLL-U")
        words = [row for _, row in rows if row[0].isdecimal()]
        if words:
            found += 1
            yield Tagged(str(number), tuple(row[1] for row in words), tuple(row[3] for row in words))
    if not found:
        raise BadRecord(f"{where}: no sentences", "a treebank in CoNLL-U")


def bio_sentences(text: str, where: str) -> Iterator[Tagged]:
    """Lines of a token and its tag, the last of the columns, by tabs or spaces; sentences apart by empty lines.

    The language before a token ("de:Berlin") is left out where every token has one, as in WikiANN (Pan et al. 2017; Rahimi
    et al. 2019). A sentence is known by its place in the file. Raises BadRecord on a line without a tag, or with one that
    is no BIO tag, and on a file without sentences.
    """
    read = [[_token(line, f"{where}:{place}") for place, line in lines] for lines in _blocks(text)]
    if not read:
        raise BadRecord(f"{where}: no sentences", "lines of a token and its tag")
    marked = all(_mark(token) == _mark(read[0][0][0]) != "" for sentence in read for token, _ in sentence)
    for number, sentence in enumerate(read):
        tokens = (token.partition(":")[2] if marked else token for token, _ in sentence)
        yield Tagged(str(number), tuple(tokens), tuple(tag for _, tag in sentence))


def _token(line: str, where: str) -> tuple[str, str]:
    columns = line.split("\t") if "\t" in line else line.split(" ")
    token, tag = columns[0], columns[-1].strip()
    if len(columns) < 2 or not token or not (tag == "O" or tag[:2] in ("B-", "I-")):
        raise BadRecord(f"{where}: {line!r} is no token with its tag", "tags are O, B-..., I-...")
    return token, tag


def _mark(token: str) -> str:
    code, colon, rest = token.partition(":")
    return code if colon and rest and code.isalpha() and code.islower() else ""


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Lines with their numbers, apart by empty ones."""
    block: list[tuple[int, str]] = []
    for place, line in enumerate(text.split("\n"), 1):
        bare = line.rstrip("\r")
        if bare.strip():
            block.append((place, bare))
        elif block:
            yield block
            block = []
    if block:
        yield block
