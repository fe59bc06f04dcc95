"""What may stand for the name of a corpus, of a source or of a report, for completion in the shell."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.settings import settings
from litsynth.errors import LitsynthError


def corpora(incomplete: str) -> list[str]:
    """The corpora that were made here, and the bundled ones."""
    from litsynth.cli.session import made_corpora
    from litsynth.resources import bundled_corpora

    with suppress(LitsynthError, OSError):  # a Tab is no place to tell of a faulty settings file
        return _beginning({*made_corpora(settings()), *bundled_corpora()}, incomplete)
    return []


def sources(incomplete: str) -> list[str]:
    """Databases and corpora; where none begins so, the shell offers files."""
    from litsynth.sources import DATABASES

    return [*_beginning(("arxiv", *DATABASES), incomplete), *corpora(incomplete)]


def reports(incomplete: str) -> list[str]:
    """The folders of reports, where the settings keep them; where none begins so, the shell offers files."""
    with suppress(LitsynthError, OSError):
        found = (str(path.parent) for path in Path(settings().report.folder).glob("*/report.json"))
        return _beginning(found, incomplete)
    return []


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return sorted(name for name in names if name.startswith(incomplete))


ReportGiven = Annotated[Path, typer.Argument(help="The report: its folder, or a file in it.", autocompletion=reports)]
CorpusOrBundled = Annotated[
    str | None, typer.Option(help="The corpus (default: the bundled xnli).", autocompletion=corpora)
]
