"""The inventory of names that commands read results with."""

from pathlib import Path

from litsynth.errors import BadRecord, MissingInput
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory


def load_lexicon(file: Path | None) -> Lexicon:
    """The shipped names, with those of a file laid over them.

    Raises MissingInput when the file cannot be read, BadRecord where it is not in the form of docs/results.md.
    """
    tables = [shipped_names()]
    if file is not None:
        try:
            tables.append((str(file), file.read_text(encoding="utf-8")))
        except UnicodeDecodeError as error:
            raise BadRecord(f"{file}: not UTF-8 (byte {error.start})", "save the file as UTF-8") from error
        except OSError as error:
            raise MissingInput(
                f"{file} cannot be read: {error.strerror}", "give a file of names with --names"
            ) from error
    return Lexicon(inventory(tables))
