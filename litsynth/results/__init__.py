"""Who reports what: results from table cells and sentences, with names under one spelling."""

from collections.abc import Iterator

from litsynth.records import Document, Result
from litsynth.resolve import own_dataset, own_names
from litsynth.results.headers import Lexicon
from litsynth.results.names import Entry, Inventory, inventory
from litsynth.results.sentences import results_of_sentence, results_of_text
from litsynth.results.slots import AVERAGE
from litsynth.results.tables import Reader
from litsynth.results.values import result_value, signed

__all__ = [
    "AVERAGE",
    "Entry",
    "Inventory",
    "Lexicon",
    "inventory",
    "result_value",
    "results_of_document",
    "results_of_sentence",
    "results_of_table",
    "signed",
]


def results_of_document(document: Document, lexicon: Lexicon) -> Iterator[Result]:
    """Every result of a document: those of its tables in order, then those of its sentences."""
    own = own_names(document) - {own_dataset(document.title)}
    for number in range(len(document.tables)):
        yield from Reader(document, number, lexicon, own).results()
    yield from results_of_text(document, lexicon, own)


def results_of_table(document: Document, number: int, lexicon: Lexicon) -> Iterator[Result]:
    """The results of table `number` of a document, cell by cell."""
    yield from Reader(document, number, lexicon, own_names(document) - {own_dataset(document.title)}).results()
