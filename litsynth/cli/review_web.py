"""`litsynth review --web`: the decisions of a review on pages in the browser, each on the disk before the next claim."""

import os
import sys
import webbrowser
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Thread
from urllib.parse import quote

import typer

from litsynth.cli.loopback import Loopback, Reply, Request
from litsynth.cli.recorder import DONE, DecidedMeanwhile, Recorder
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.templates import templates_in_force
from litsynth.cli.terminal import say
from litsynth.errors import LitsynthError
from litsynth.records import DecisionKind
from litsynth.render.review_page import ReviewPages, Shown, Typed
from litsynth.review import LABELS, PROTOCOL_FIELDS, base_digest, chosen, judged_by, protocol_reason, standing_decisions

_NOTHING = Typed()
_NO_PAGE = Reply("there is no such page\n", 404)
_ENDED = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><title>Review ended</title></head>
<body><main><h1>The review has ended</h1><p>What you decided is kept, and is being put into the report: the terminal says
where it is. The same command goes on from here.</p></main></body>
</html>
"""
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
"""By one of these a browser is found where there is neither macOS nor Windows; else one would open in this terminal."""


def review_in_browser(recorder: Recorder, queue: Sequence[str], port: int | None, opens: bool, quiet: bool) -> None:
    """Serve the pages of one pass until the person finishes, here or there. Raises MissingInput where the port is taken."""
    server = Loopback(port)
    pages = ReviewPages(recorder.report, queue, recorder.reviewer, templates_in_force(settings_in_force()), server.root)
    typer.echo(server.address)
    say("the review is at this address, for you alone; q there or Ctrl-C here ends it", quiet)
    if opens:
        _open(server.address_once, quiet)
    server.serve(pages.policy, Session(recorder, queue, pages).answer)


def _open(address: str, quiet: bool) -> None:
    if sys.platform not in ("darwin", "win32") and not any(os.environ.get(name) for name in _DISPLAYS):
        say("no browser is at hand on this machine: open the address yourself", quiet)
        return
    Thread(target=webbrowser.open, args=(address,), daemon=True).start()


class Session:
    """What the pages of one pass are answered with."""

    def __init__(self, recorder: Recorder, queue: Sequence[str], pages: ReviewPages) -> None:
        self._recorder = recorder
        self._queue = tuple(queue)
        self._pages = pages

    def answer(self, request: Request) -> Reply:
        """A page, or where a form was sent what came of it."""
        what, _, claim_id = request.path.partition("/")
        if request.form is not None:
            return self._sent(request.path, request.form)
        self._recorder.look()
        done = self._done(request.query)
        if not request.path:
            return Reply(to=self._first())
        if what == "claim" and claim_id in self._queue:
            return self._claim(claim_id, done)
        return self._overview(done) if request.path == "pass" else _NO_PAGE

    def _sent(self, what: str, form: Mapping[str, str]) -> Reply:
        claim_id, here = form.get("claim", ""), form.get("here", "")
        if what == "decide" and claim_id in self._queue:
            typed = Typed(*(form.get(name, "") for name in ("kind", "label", "field", "reason")))
            return self._decide(claim_id, typed, form.get("base", ""))
        if what == "undo":
            return self._undo(here if here in self._queue else "", form.get("last", ""))
        return Reply(_ENDED, last=True) if what == "finish" else _NO_PAGE

    def _decide(self, claim_id: str, typed: Typed, seen: str) -> Reply:
        kind: DecisionKind = "note" if typed.kind == "note" else "accept" if typed.kind == "accept" else "overrule"
        label, reason = chosen(LABELS, typed.label), typed.reason
        if typed.kind == "protocol":
            field = chosen(PROTOCOL_FIELDS, typed.field)
            label, reason = "different protocol", protocol_reason(field, reason) if field else ""
        try:
            self._recorder.keep(claim_id, kind, reason, label if kind == "overrule" else None, seen)
        except (ValueError, LitsynthError) as error:
            return self._claim(claim_id, problem=error, typed=typed)
        return Reply(to=f"{_path(claim_id) if kind == 'note' else self._after(claim_id)}?{kind}={quote(claim_id)}")

    def _undo(self, here: str, seen: str) -> Reply:
        try:
            undone = self._recorder.take_back(here, seen)
        except (ValueError, LitsynthError) as error:
            return self._claim(here, problem=error) if here else self._overview(problem=error)
        return Reply(to=f"{_path(undone)}?undo={quote(undone)}")

    def _claim(self, claim_id: str, done: str = "", problem: Exception | None = None, typed: Typed = _NOTHING) -> Reply:
        shown = replace(self._shown(claim_id, done, problem), typed=typed, base=self._recorder.base(claim_id))
        return Reply(self._pages.claim(claim_id, self._recorder.report.decisions, shown), _status(problem))

    def _overview(self, done: str = "", problem: Exception | None = None) -> Reply:
        shown = self._shown("", done, problem)
        return Reply(self._pages.overview(self._recorder.report.decisions, shown), _status(problem))

    def _shown(self, here: str, done: str, problem: Exception | None) -> Shown:
        last = self._recorder.last(here)
        return Shown(done, str(problem or ""), last=last, last_base=base_digest(last))

    def _done(self, query: Mapping[str, str]) -> str:
        """What the page before this one did, as its address says."""
        said = (
            f"{word}: {self._pages.name_of(query[kind])}"
            for kind, word in DONE.items()
            if query.get(kind) in self._queue
        )
        return next(said, "")

    def _first(self) -> str:
        """The first claim that is still to be judged, so that whoever comes back goes on there."""
        report, reviewer = self._recorder.report, self._recorder.reviewer
        standing = standing_decisions(report.decisions, report.verdicts)
        open_ones = (one for one in self._queue if not judged_by(reviewer, standing.get(one)))
        return next((_path(one) for one in open_ones), "pass")

    def _after(self, claim_id: str) -> str:
        later = self._queue[self._queue.index(claim_id) + 1 :]
        return _path(later[0]) if later else "pass"


def _path(claim_id: str) -> str:
    return f"claim/{quote(claim_id, safe='')}"


def _status(problem: Exception | None) -> int:
    if problem is None:
        return 200
    return 409 if isinstance(problem, DecidedMeanwhile) else 422 if isinstance(problem, ValueError) else 500
