"""`litsynth doctor`."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from litsynth import __version__
from litsynth.cli.emit import emit
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.templates import own_templates
from litsynth.config import Settings
from litsynth.errors import LitsynthError, MissingInput
from litsynth.printing import find_browser
from litsynth.resources import bundled_corpora, templates

app = typer.Typer(add_completion=False)

_LEAST_FREE_GB = 2.0
"""A corpus takes 0.65 to 0.8 MB for each LaTeX paper (1,085 and 160 papers with passages and vectors)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `missing` stops the main job, `absent` is something that can be done without. `remedy` is one command."""

    check: str
    state: Literal["ok", "absent", "missing"]
    detail: str
    remedy: str = ""


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> int:
    """Say what litsynth needs, what of it this machine has, and how to get the rest. Opens no socket.

    Exit status 3 where something is missing that the main job needs.

    Example: litsynth doctor
    """
    findings = list(_findings(settings_in_force({})))
    if json:
        emit(asdict(finding) for finding in findings)
    for one in [] if json else findings:
        remedy = f" ({one.remedy})" if one.remedy else ""
        typer.echo(f"{one.state:<8}{one.check}: {one.detail}{remedy}")
    return 3 if any(one.state == "missing" for one in findings) else 0


def _findings(settings: Settings) -> Iterator[Finding]:
    from litsynth.cli.session import made_corpora

    yield Finding("litsynth", "ok", f"{__version__}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    yield _tried("verifier", partial(_verifier, settings))
    yield _tried("embedder", partial(_embedder, settings))
    yield _tried("templates and bundled corpora", lambda: f"{len(templates())} and {len(bundled_corpora())}")
    yield _tried("templates of your own", lambda: ", ".join(own_templates(settings)) or "none")
    yield _cuda()
    yield _xlm_r()
    yield _browser(settings)
    for what, folder in (("corpora", settings.corpus.folder), ("reports", settings.report.folder)):
        yield _folder(what, Path(folder))
    for name in made_corpora(settings):
        yield _tried(f"corpus {name}", partial(_corpus, settings, name))


def _tried(check: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(check, "ok", look())
    except LitsynthError as error:
        return Finding(check, "missing", error.message, error.remedy)


def _verifier(settings: Settings) -> str:
    """The verifier in force is loaded and must get the probes right."""
    from litsynth.models.choose import choose_verifier
    from litsynth.models.self_test import self_test

    verifier = choose_verifier(settings.models, offline=True)
    result = self_test(verifier)
    elsewhere = f"{result.elsewhere} of 12 in other languages{'' if result.multilingual else ': use it for English'}"
    return f"{verifier.identity}; {result.english} of 48 English probes right, {elsewhere}"


def _embedder(settings: Settings) -> str:
    from litsynth.models.choose import choose_embedder

    embedder = choose_embedder(settings.models, offline=True)
    size = len(embedder.embed(["one sentence"])[0])
    return f"{embedder.identity}; {size} dimensions"


def _cuda() -> Finding:
    from litsynth.models.choose import choose_device

    try:
        return Finding("CUDA device", "ok", choose_device("cuda"))
    except MissingInput:
        return Finding("CUDA device", "absent", "everything runs on the CPU")


def _xlm_r() -> Finding:
    from litsynth.models.choose import XLM_R, XLM_R_REVISION
    from litsynth.models.hub import at_hand

    if at_hand(XLM_R, XLM_R_REVISION):
        return Finding("XLM-R", "ok", f"{XLM_R} at {XLM_R_REVISION[:12]}")
    return Finding(
        "XLM-R", "absent", f"{XLM_R} is not on this machine", "fetched by the first run with --verifier xlm-r"
    )


def _browser(settings: Settings) -> Finding:

    try:
        return Finding("browser for PDFs", "ok", find_browser(settings.pdf.browser))
    except MissingInput as error:
        return Finding("browser for PDFs", "absent", error.message, error.remedy)


def _folder(what: str, folder: Path) -> Finding:
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free / 1e9
    detail = f"{folder}, {free:.1f} GB free"
    if not os.access(there, os.W_OK):
        return Finding(what, "missing", f"{there} cannot be written", f"set {what.rstrip('s')}.folder: litsynth config")
    if free < _LEAST_FREE_GB:
        return Finding(what, "absent", detail, f"free some: {_LEAST_FREE_GB:.0f} GB hold about 2,500 papers")
    return Finding(what, "ok", detail)


def _corpus(settings: Settings, name: str) -> str:
    from litsynth.cli.session import open_named

    with open_named(settings, name) as corpus:
        return f"{sum(1 for _ in corpus.papers())} papers"  # each of which can be read
