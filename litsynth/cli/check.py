"""`litsynth check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from litsynth.cli.completing import corpora
from litsynth.cli.lines import numbered_lines
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, Verbose, say
from litsynth.errors import BadRecord

if TYPE_CHECKING:
    from litsynth.cli.check_judges import Judge

app = typer.Typer(add_completion=False)
T = TypeVar("T")

# Items judged together: enough to batch by length, few enough to answer while the input still comes.
_CHUNK = 64


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="JSON lines; - reads standard input.")],
    corpus: Annotated[
        str | None, typer.Option(help="Look for the evidence in this corpus.", autocompletion=corpora)
    ] = None,
    skip_bad_lines: Annotated[bool, typer.Option("--skip-bad-lines", help="Go on after a malformed line.")] = False,
    offline: Offline = False,
    verifier: Annotated[str | None, typer.Option(help="auto, embedded, xlm-r, a hub id or a path.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Say for each line whether its evidence supports its claim: one JSON verdict a line.

    A line is {"id": "c1", "claim": "...", "evidence": "text" or ["sentence", ...], "title": "..."}, or
    "table": {"caption": "...", "columns": [...], "rows": [[...]]} in place of evidence.
    With --corpus it is {"id": "c1", "claim": "...", "paper": "1911.02116"}: the evidence is looked for in that paper
    first, and in all others of the corpus ("paper" may be left out), and comes with the verdict.

    Example: echo '{"id": "1", "claim": "It gains 2 points.", "evidence": "It gains 2 points."}' | litsynth check -
    """
    from litsynth.cli.check_judges import CorpusJudge, GivenJudge
    from litsynth.cli.filled import filled
    from litsynth.cli.telling import tell_outdated, tell_skipped

    if offline:
        refuse_sockets()
    settings = settings_in_force({"models": {"verifier": verifier, "device": device}, "corpus": {"name": corpus}})
    if corpus is None:
        return _each(file, GivenJudge(settings, offline, verbose), skip_bad_lines, quiet)
    with Bars(quiet, verbose) as bars, filled(settings, bars) as (store, skipped):
        status = _each(file, CorpusJudge(store, settings, bars, offline, verbose), skip_bad_lines, quiet)
        tell_outdated(store, quiet)
    return max(status, tell_skipped(skipped, quiet))


def _each(file: str, judge: Judge[T], skip_bad_lines: bool, quiet: bool) -> int:
    from litsynth.render.words import count

    bad = 0
    waiting: list[T] = []
    for number, line in numbered_lines(file):
        try:
            waiting.append(judge.parse(line, f"{file}:{number}"))
        except BadRecord as error:
            if not skip_bad_lines:
                judge.answer(waiting)  # what stands before it, however long the file is
                raise
            bad += 1
            say(f"skipped: {error}", quiet)
        if len(waiting) >= _CHUNK:
            judge.answer(waiting)
            waiting = []
    judge.answer(waiting)
    if bad:
        say(f"{count(bad, 'line')} skipped", quiet)
    return 4 if bad else 0
