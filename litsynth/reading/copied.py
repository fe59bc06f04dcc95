"""One file read by a copy of this process: it is there in milliseconds, and it may die or be ended."""

import faulthandler
import os
import pickle
import signal
import sys
import time
import warnings

from litsynth.errors import LitsynthError
from litsynth.reading.unread import Unread, answered, ended
from litsynth.records import Document

# Elsewhere a process cannot be copied (Windows), or not safely where system libraries are loaded (macOS).
_CAN_COPY = sys.platform == "linux"


def read_in_copy(unread: Unread, limit_seconds: float) -> Document:
    """The document; on Linux read by a copy of this process, which dies of what takes longer than `limit_seconds`.

    Elsewhere read here, without limit. Raises what `Unread.read` raises, and UnreadablePaper where the copy died.
    """
    if not _CAN_COPY:
        return unread.read()
    answers, end = os.pipe()
    began = time.monotonic()
    with warnings.catch_warnings():
        # Of threads that the copy lacks: it asks nothing of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if not process:
        _answer(unread, limit_seconds, end)
    os.close(end)
    try:
        with os.fdopen(answers, "rb") as stream:
            data = stream.read()
    except BaseException:  # interrupted
        os.kill(process, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(process, 0)
    try:
        answer: Document | LitsynthError = pickle.loads(data)
    except (EOFError, pickle.UnpicklingError) as error:
        late = time.monotonic() - began >= limit_seconds
        raise ended(unread, limit_seconds, os.waitstatus_to_exitcode(status), late) from error
    if isinstance(answer, LitsynthError):
        raise answer
    return answer


def _answer(unread: Unread, limit_seconds: float, end: int) -> None:
    """What the copy does; it does not return, and leaves nothing of this process's files and locks open."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end = os.dup2(end, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    with open(os.devnull, "wb") as nowhere:
        faulthandler.dump_traceback_later(limit_seconds, exit=True, file=nowhere)
        with os.fdopen(end, "wb") as answers:
            pickle.dump(answered(unread), answers)
    os._exit(0)
