"""A page printed by Chromium or Chrome: a process of its own, with a profile that is thrown away and no network."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from litsynth.errors import MissingInput, OutputFailed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
"""What Chromium and those that are made of it are called on the PATH, in the order in which they are looked for."""
_FLAGS = (
    "--headless",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    # No name and no address is looked up, so that neither the page nor the browser reaches anything.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers have 64 MB of it
    "--no-first-run",
    "--no-default-browser-check",
)


def find_browser(named: str) -> str:
    """The path of the browser that `named` is or leads to (empty: the first of `NAMES` on the PATH).

    Raises MissingInput where there is none.
    """
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found is None:
        what = f"no browser {named!r} (pdf.browser)" if named else "neither Chromium nor Chrome is on the PATH"
        raise MissingInput(what, "install one, or name it with LITSYNTH_PDF_BROWSER=/path/to/chromium")
    return found


def without_sandbox() -> bool:
    """Whether the browser must run without its sandbox: it refuses to start as root otherwise."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def print_page(page: Path, browser: str, limit_seconds: float, work: Path) -> bytes:
    """The PDF that the browser makes of the page, which takes `limit_seconds` at most; `work` is an empty folder for it.

    Raises OutputFailed where the browser cannot be started, takes too long or makes no PDF.
    """
    printed, said = work / "page.pdf", work / "said"
    command = [
        browser,
        *_FLAGS,
        *(["--no-sandbox"] if without_sandbox() else []),
        f"--user-data-dir={work / 'profile'}",
        f"--print-to-pdf={printed}",
        page.absolute().as_uri(),
    ]
    try:
        status = _run(command, said, limit_seconds)
        content = printed.read_bytes() if printed.exists() else b""
    except OSError as error:
        raise OutputFailed(f"{browser}: {error.strerror or error}", "see: litsynth doctor") from error
    if status or not content.startswith(b"%PDF-"):
        raise OutputFailed(f"{browser} printed no PDF: {_last_words(said, status)}", "see: litsynth doctor")
    return content


def _run(command: list[str], said: Path, limit_seconds: float) -> int:
    """The exit status. What it says goes to a file: the browser's own children may hold a pipe open after its end."""
    with said.open("wb") as stream:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Else folders for settings and for dumps of crashes are made in the user's home.
            env={**os.environ, "GSETTINGS_BACKEND": "memory", "BREAKPAD_DUMP_LOCATION": str(said.parent)},
        )
    try:
        return process.wait(limit_seconds)
    except BaseException as error:  # an interruption, too, must leave no browser behind
        _end(process)
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
        remedy = "raise pdf.timeout_seconds, for example with LITSYNTH_PDF_TIMEOUT_SECONDS"
        raise OutputFailed(f"{command[0]} was ended: no PDF after {limit_seconds:g} seconds", remedy) from error


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and the processes that it started; they are one session."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _last_words(said: Path, status: int) -> str:
    lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    last = next((line for line in reversed(lines) if ":FATAL:" in line), lines[-1] if lines else "it said nothing")
    return f"exit status {status}; {last[:300]}"
