"""A corpus as it is before something is looked up in it: all that it is given is read, and there is a paper in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from litsynth.cli.session import corpus_name, open_named, refuse_unknown, renew_kept, sources_for, the_date
from litsynth.config import Settings
from litsynth.errors import MissingInput
from litsynth.pipeline import Progress, failures, fill
from litsynth.records import Skipped
from litsynth.store import Corpus


@contextmanager
def filled(settings: Settings, progress: Progress) -> Iterator[tuple[Corpus, tuple[Skipped, ...]]]:
    """The corpus that the settings name, open, and what of it could not be read.

    Raises MissingInput where there is none of that name, or it is empty.
    """
    name = corpus_name(settings, offline=True)
    refuse_unknown(settings, name)
    today = the_date(None)
    with open_named(settings, name) as store:
        renew_kept(store, settings, today, progress)
        sources = sources_for([], store, name, settings, today, True)
        skipped = failures(fill(store, sources, progress, settings.corpus))
        if not store.ids():
            raise MissingInput(f"the corpus {name} is empty", f"litsynth corpus add {name} FILES")
        yield store, skipped
