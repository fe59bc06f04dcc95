"""`litsynth pdf`."""

import tempfile
from pathlib import Path

import typer

from litsynth.cli.completing import ReportGiven
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, say
from litsynth.config import PdfSettings
from litsynth.errors import MissingInput, OutputFailed
from litsynth.printing import find_browser, page_printed, print_page, stamped, without_sandbox

app = typer.Typer(add_completion=False)


@app.command()
def pdf(report: ReportGiven, quiet: Quiet = False) -> None:
    """Print the page of a report as report.pdf beside it, with every claim and all evidence unfolded.

    Chromium or Chrome prints report.html as it lies there (or another page, where an .html file is named), reaches no
    network, and leaves nothing behind. The same page and browser give the same bytes.

    Example: litsynth pdf reports/mine
    """

    settings = settings_in_force().pdf
    page = _page(report)
    browser = find_browser(settings.browser)
    place = page.with_suffix(".pdf")
    _refuse_changed(place)
    with Bars(quiet) as bars:
        bars.stage("printing", 0)
        _write(place, _printed(page, browser, settings))
    if without_sandbox():
        say("note: the browser ran without its sandbox, since this is root", quiet)
    typer.echo(str(place))


def _page(given: Path) -> Path:
    from litsynth.cli.renewed import folder_of

    page = given if given.suffix == ".html" else folder_of(given) / "report.html"
    if not page.is_file():
        raise MissingInput(f"no page to print at {given}: {page} is missing", "give the folder of a run")
    return page


def _refuse_changed(place: Path) -> None:
    """A PDF that somebody wrote remarks into is not printed over."""

    if place.exists() and page_printed(place.read_bytes()) is None:
        raise OutputFailed(f"{place} is not as litsynth printed it", "move it away, or delete it")


def _printed(page: Path, browser: str, settings: PdfSettings) -> bytes:
    # Not in the report's folder: what a killed process leaves lying must not make it look like one with other files.

    with tempfile.TemporaryDirectory(prefix="litsynth-", ignore_cleanup_errors=True) as work:
        content = page.read_bytes()
        return stamped(print_page(page, browser, settings.timeout_seconds, Path(work)), content)


def _write(place: Path, content: bytes) -> None:
    from litsynth.store import replace_whole

    try:
        replace_whole(place, content)
    except OSError as error:
        raise OutputFailed(f"{place}: {error.strerror}", "check permissions and free space") from error
