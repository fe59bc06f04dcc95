"""What `corpus export` does with a corpus whose database is damaged."""

from pathlib import Path

import typer

from litsynth.cli.session import made_corpora
from litsynth.cli.telling import tell_skipped
from litsynth.cli.terminal import say
from litsynth.config import Settings
from litsynth.render.words import count
from litsynth.store import damage_in, salvage_corpus


def saved(settings: Settings, name: str, file: Path, quiet: bool) -> bool:
    """Whether the corpus of that name is damaged; then what can be read of it is in `file`, and what is lost was told."""
    folder = Path(settings.corpus.folder) / name
    if name not in made_corpora(settings) or not damage_in(folder, 1):
        return False
    manifest, lost = salvage_corpus(folder, file)
    say(f"{name} is damaged: saved is what can be read, without what models said; that is worked out again", quiet)
    tell_skipped(lost, quiet)
    typer.echo(f"{file}: {name}, {count(manifest.papers, 'paper')}, digest {manifest.digest}")
    return True
