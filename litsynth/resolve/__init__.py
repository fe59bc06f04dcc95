"""What a sentence of a paper leaves to its context: the paper's own names, its short forms, and what stands around."""

from litsynth.resolve.acronyms import acronyms_of, shortened
from litsynth.resolve.context import Context, Setting, context_at, setting_of
from litsynth.resolve.datasets import dataset_names, own_dataset
from litsynth.resolve.headers import letters_of, spelled_out
from litsynth.resolve.names import own_names
from litsynth.resolve.paper import PaperNames, names_of, sentences_before, with_names

__all__ = [
    "Context",
    "PaperNames",
    "Setting",
    "acronyms_of",
    "context_at",
    "dataset_names",
    "letters_of",
    "names_of",
    "own_dataset",
    "own_names",
    "sentences_before",
    "setting_of",
    "shortened",
    "spelled_out",
    "with_names",
]
