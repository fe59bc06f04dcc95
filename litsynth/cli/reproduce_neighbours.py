"""`litsynth reproduce neighbours`: the words that augmentation replaces each other by, from WordNet."""

import gzip
from pathlib import Path
from typing import Annotated

import typer

from litsynth.codec import dumps
from litsynth.errors import OutputFailed


def neighbours(
    out: Annotated[Path, typer.Argument(help="The file to write; a spec looks for it below its data folder.")],
    wordnet: Annotated[Path, typer.Option(help="The folder of WordNet's database.")] = Path("/usr/share/wordnet"),
) -> int:
    """Write the neighbours of English words as gzip JSON lines, from WordNet (Debian: wordnet-base).

    A list of another origin serves as well: objects of `word` and `neighbours`.

    Example: litsynth reproduce neighbours data/neighbours/wordnet-en.jsonl.gz
    """
    from litsynth.reproduce.wordnet import neighbours_of, read_wordnet

    found = neighbours_of(read_wordnet(wordnet))
    lines = "".join(dumps({"word": word, "neighbours": list(others)}) + "\n" for word, others in found.items())
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(gzip.compress(lines.encode("utf-8"), mtime=0))
    except OSError as error:
        raise OutputFailed(f"{out} cannot be written: {error.strerror}", "name another file") from error
    typer.echo(f"{out}: {len(found):,} words with {sum(map(len, found.values())):,} neighbours")
    return 0
