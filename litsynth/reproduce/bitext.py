"""Two collections of sentences and which are translations of each other, as BUCC has them."""

from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.errors import BadRecord
from litsynth.reproduce.annotations import Line


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentences in a language and in English, by id in the order of their files; `gold` are ids of translations."""

    own: dict[str, str]
    english: dict[str, str]
    gold: frozenset[tuple[str, str]]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All sentences."""
        return tuple(Line(number, text) for side in (self.own, self.english) for number, text in side.items())


def bitext_of(own: str, english: str, gold: str, where: str) -> Bitext:
    """From three files: lines of id, tab and sentence, twice, and lines of two ids (Zweigenbaum et al. 2018).

    Raises BadRecord on a line that is none, on an id that occurs twice, and on pairs that are not among the sentences.

    >>> bitext_of("de-1\\tHallo", "en-1\\tHello", "de-1\\ten-1", "x").gold
    frozenset({('de-1', 'en-1')})
    """
    mine, theirs = (dict(_cells(text, f"{where} (sentences)")) for text in (own, english))
    if len(mine) != len(own.splitlines()) or len(theirs) != len(english.splitlines()):
        raise BadRecord(f"{where}: an id occurs twice among the sentences", "one line for each id")
    pairs = frozenset(_cells(gold, where))
    unknown = sorted(pair for pair in pairs if pair[0] not in mine or pair[1] not in theirs)
    if unknown or not pairs:
        told = f"{len(unknown)} pairs are not among the sentences, such as {unknown[0]}" if unknown else "no pairs"
        raise BadRecord(f"{where}: {told}", "lines of two ids: of the language, then English")
    return Bitext(mine, theirs, pairs)


def _cells(text: str, where: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        first, tab, second = line.partition("\t")
        if not tab or not first:
            raise BadRecord(f"{where}:{number}: no id, tab and text", "the files of BUCC 2018, unpacked")
        yield first.strip(), second.strip()
