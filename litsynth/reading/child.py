"""The other end of `Worker`: reads what it is handed until its parent is gone."""

import faulthandler
import os
import pickle
import signal
import sys
from typing import IO

from litsynth.reading.unread import Unread, answered

READY = "ready"
"""The first thing that a process says."""


def serve(limit_seconds: float) -> None:
    """Answer every pickled `Unread` on standard input with a pickled document or error on standard output.

    Of what takes longer than `limit_seconds` the process dies, from outside the interpreter: a library that hangs
    cannot keep it from that, and neither can the death of its parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends this process
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # a library that prints does not print into the answers
        _send(READY, answers)
        while True:
            try:
                unread: Unread = pickle.load(sys.stdin.buffer)
            except (EOFError, pickle.UnpicklingError):  # the parent is gone, maybe in the middle of a word
                return
            faulthandler.dump_traceback_later(limit_seconds, exit=True, file=nowhere)
            answer = answered(unread)
            faulthandler.cancel_dump_traceback_later()
            _send(answer, answers)


def _send(what: object, answers: IO[bytes]) -> None:
    try:
        pickle.dump(what, answers)
        answers.flush()
    except OSError:  # the parent was killed
        os._exit(0)
