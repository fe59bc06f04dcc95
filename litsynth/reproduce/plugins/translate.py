"""Labelled pairs in translations that somebody made; no service is called."""

from dataclasses import replace

from litsynth.errors import MissingInput, UsageError
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.rows import Pair, Translation

SETTINGS = str


def files(file: str) -> tuple[str, ...]:
    """What the plug-in reads."""
    return (file,)


def apply(rows: tuple[Pair, ...] | tuple[Translation, ...], file: str, context: Context) -> tuple[Pair, ...]:
    """Premises and hypotheses by the rows of a file (`{language}` in its name): objects of `text` and `translation`.

    Raises MissingInput when the file lacks a text, UsageError on parallel sentences.
    """
    name = file.format(language=context.language)
    known = {row["text"].strip(): row["translation"].strip() for row in context.read(name)}
    pairs: list[Pair] = []
    for row in rows:
        if not isinstance(row, Pair):
            raise UsageError("data plug-in translate: parallel sentences are translated already")
        pairs.append(row)
    if missing := sum(text not in known for pair in pairs for text in pair.texts):
        raise MissingInput(f"{name}: {missing} of {2 * len(pairs)} texts have no translation")
    return tuple(replace(pair, premise=known[pair.premise], hypothesis=known[pair.hypothesis]) for pair in pairs)
