"""What a sentence of a paper leaves to its context: the paper's own names, its short forms, and what stands around."""

from litsynth.resolve.acronyms import acronyms_of, shortened
from litsynth.resolve.context import Context, Setting, context_at, setting_of
from litsynth.resolve.headers import letters_of, spelled_out
from litsynth.resolve.names import own_names
from litsynth.resolve.system import system_name, with_system

__all__ = [
    "Context",
    "Setting",
    "acronyms_of",
    "context_at",
    "letters_of",
    "own_names",
    "setting_of",
    "shortened",
    "spelled_out",
    "system_name",
    "with_system",
]
