"""How a report was made, so that it can be made again: settings, corpus, sources, and the papers that it cites."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from litsynth.cli.session import made_corpora
from litsynth.cli.settings import settings as settings_in_force
from litsynth.config import ModelSettings, Settings, WriterSettings, on_this_machine, settle
from litsynth.errors import MissingInput, UsageError
from litsynth.ports import PaperSource
from litsynth.records import Report
from litsynth.resources import bundled_corpora
from litsynth.sources import ArxivSource, CatalogueSource, IdSource, RetractionSource
from litsynth.sources.identity import arxiv_id


def settings_as(
    before: Report,
    where: Path,
    verifier: str | None,
    device: str | None,
    corpus: str | None,
    flags: Mapping[str, Mapping[str, str | None]] = MappingProxyType({}),
) -> Settings:
    """The settings that the report was made with; those of the machine (`config.OF_THE_MACHINE`) are the ones in force here.

    `flags` are what the command line says of these, by section. A writer is asked only where they name one.
    Raises UsageError where the report's settings are of another version of litsynth, or it has none.
    """
    models = {"device": device, "verifier": verifier}
    here = settings_in_force({"models": models, "corpus": {"name": corpus}, **flags})
    if not before.settings:
        raise UsageError(f"{where} does not say with which settings it was made", "make it anew with: litsynth run")
    try:
        made = settle([(str(where), cast(dict[str, Any], before.settings))])
    except UsageError as error:
        raise UsageError(
            error.message, "another version of litsynth made it: make it anew with: litsynth run"
        ) from error
    made = on_this_machine(made, here)
    if not flags.get("writer", {}).get("endpoint"):
        made = replace(made, writer=WriterSettings())
    name = corpus if corpus and corpus != before.corpus else made.corpus.name
    judging = replace(made.models, verifier=verifier) if verifier else made.models
    return replace(made, models=judging, corpus=replace(made.corpus, name=name))


def models_as(before: Report, settings: ModelSettings) -> ModelSettings:
    """The settings to load models with: where the report's verifier was chosen by `auto`, the one that was chosen.

    So no verdict changes only because another machine has another device.
    """
    if settings.verifier != "auto":
        return settings
    from litsynth.models.choose import setting_of

    return replace(settings, verifier=setting_of(before.models.get("verifier", {}).get("name", "")))


def corpus_as(before: Report, where: Path, given: str | None, settings: Settings) -> str:
    """The corpus that the report was made on, or the one that was `given`.

    Raises UsageError where the report does not say it, MissingInput where it is not there.
    """
    name = given or before.corpus
    if not name:
        raise UsageError(
            f"{where} does not say on which corpus it was made: an older litsynth made it",
            "name it with --corpus, and with --source what the run was given, if anything",
        )
    if not given and name not in (*made_corpora(settings), *bundled_corpora()):
        raise MissingInput(
            f"the corpus {name!r} of this report is not in {settings.corpus.folder}",
            f"put it back, name another one, or give --corpus {name}: then everything is read and judged anew",
        )
    return name


def news_of_cited(before: Report, sources: Sequence[PaperSource], offline: bool) -> list[PaperSource]:
    """Sources of what became of the papers that a report cites, of those that the run asks anyway; none when `offline`.

    arXiv has today's versions of its papers, which databases are read through as well, and OpenAlex tells of retractions.
    """
    if offline:
        return []
    # What has a fingerprint is a file of the user's own, though arXiv may have the paper, too.
    ids = sorted(paper.paper_id for paper in before.papers if arxiv_id(paper.paper_id) and not paper.fingerprint)
    standing = [paper for paper in before.papers if not paper.withdrawn]
    databases = [one for one in sources if isinstance(one, CatalogueSource)]
    # A database tells of no versions; what it knows to be on arXiv was read there.
    arxiv = next((one for one in (*sources, *(it.arxiv for it in databases)) if isinstance(one, ArxivSource)), None)
    asked = [IdSource(arxiv, ids)] if arxiv and ids else []
    return [*asked, *(RetractionSource(one, standing) for one in databases)]
