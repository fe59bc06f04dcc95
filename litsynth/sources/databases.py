"""The databases by the names that `--source` knows them by."""

import time
from pathlib import Path

from litsynth.config import DatabaseSettings, SearchSettings
from litsynth.sources.catalogue import Catalogue, CatalogueSource
from litsynth.sources.openalex import OpenAlex
from litsynth.sources.pace import Pace, Timer, lock_of
from litsynth.sources.semantic_scholar import SemanticScholar

DATABASES = ("openalex", "semanticscholar")


def database(
    name: str,
    databases: DatabaseSettings,
    search: SearchSettings,
    files: Path,
    today: str,
    offline: bool = False,
    timer: Timer = time,
) -> CatalogueSource:
    """One of `DATABASES` as a source of papers; the parameters are those of `CatalogueSource`."""
    address = databases.openalex_api if name == "openalex" else databases.semanticscholar_api
    pace = Pace(lock_of(address), search.delay_seconds, timer)
    catalogue: Catalogue = (OpenAlex if name == "openalex" else SemanticScholar)(
        databases, pace, search.timeout_seconds
    )
    return CatalogueSource(catalogue, search, files, today, offline, timer)
