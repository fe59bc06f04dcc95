"""What is brought into a corpus: the inputs of `litsynth corpus add`, and what a corpus has by itself."""

import typer

from litsynth.cli.inputs import add_sources, added
from litsynth.cli.measured import keep_runs, runs_among
from litsynth.cli.session import made_corpora, open_named, renew_kept, sources_for, the_date
from litsynth.cli.telling import tell_missing, tell_passed_over, tell_skipped
from litsynth.cli.terminal import Bars
from litsynth.config import Settings
from litsynth.engines import open_engine
from litsynth.pipeline import FULL_TEXT, failures, fill
from litsynth.records import Skipped
from litsynth.render.words import count
from litsynth.store import Corpus


def add_to(name: str, inputs: list[str], settings: Settings, offline: bool, quiet: bool, verbose: bool) -> int:
    """Read `inputs` into the corpus of that name, and say what came of it; the exit status."""
    runs, inputs = runs_among(inputs)  # before a corpus is made, as the next: they refuse what is none of these
    files, ids, back = added(inputs, _removed(settings, name))
    sources = add_sources(files, ids, name, settings, the_date(None), offline)
    with open_named(settings, name) as store, Bars(quiet, verbose) as bars:
        fill_own(store, settings, bars)
        before = len(store.ids())
        for paper_id in back:
            store.restore(paper_id)
        with open_engine(settings.engine, offline) as reading:
            skipped = fill(store, sources, bars, settings.corpus, reading.readers)
        after = len(store.ids())
    keep_runs(runs, settings, name, quiet)
    tell_passed_over(sources, quiet=not verbose)
    status = max(tell_missing(sources, quiet), tell_skipped(skipped, quiet))
    typer.echo(f"{count(after - before, 'paper')} added to {name}, {after} in all, {len(failures(skipped))} skipped")
    return status


def fill_own(store: Corpus, settings: Settings, bars: Bars) -> tuple[Skipped, ...]:
    """Bring in the digests that a bundled corpus lies beside, and what a newer parser reads otherwise.

    What could not be read of these is given back; that a text is still awaited from a database is no failure here.
    """
    today = the_date(None)
    renew_kept(store, settings, today, bars)
    own = sources_for([], store, store.folder.name, settings, today, True)
    return tuple(skip for skip in fill(store, own, bars, settings.corpus) if skip.stage != FULL_TEXT)


def _removed(settings: Settings, name: str) -> tuple[str, ...]:
    """What a person took out of a corpus, if there is one of that name."""
    if name not in made_corpora(settings):
        return ()
    with open_named(settings, name) as store:
        return store.removed()
