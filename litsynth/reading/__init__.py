"""Reading papers on several cores: what takes a core is carried out by other processes, which may die or be ended."""

from litsynth.reading.readers import Done, OpenReaders, Readers, cores, local_readers
from litsynth.reading.unread import Reading, Unread, at_once, here, reading_of

__all__ = [
    "Done",
    "OpenReaders",
    "Readers",
    "Reading",
    "Unread",
    "at_once",
    "cores",
    "here",
    "local_readers",
    "reading_of",
]
