"""The command `litsynth`: finds the subcommand, and turns every error into one line and an exit status.

Exit status: 0 done; 1 internal error or too little memory; 2 wrong usage; 3 an input, model or network is
missing; 4 done in part (what failed is listed); 5 a policy was hit; 130 interrupted, and resumable.
"""

import errno
import importlib
import logging
import os
import sys
import traceback
from typing import Any

from litsynth import __version__
from litsynth.errors import LitsynthError, UsageError

# A module is imported when its command is called, not before: `litsynth --help` loads no model library.
COMMANDS = {
    "run": "Answer a question: search, read, extract, verify, report.",
    "plan": "What a run will cost: time, memory, disk, requests.",
    "profile": "Where the time, the memory and the bytes of a run went, stage by stage.",
    "explain": "All that stands behind one verdict of a report.",
    "pdf": "The page of a report as a PDF, by Chromium or Chrome.",
    "reverify": "Bring a report up to date: new papers in, what is new judged, what changed out.",
    "review": "Accept, overrule or annotate verdicts; shown in the report.",
    "watch": "Reverify on a schedule; speaks only when a verdict changes.",
    "diff": "What changed between two reports, and the evidence that caused it.",
    "check": "Say whether evidence supports a claim, one JSON line each.",
    "extract": "Claims with their quantities and results from a paper.",
    "results": "Every reported value for a task, data set, metric or system across a corpus.",
    "parse": "A paper as JSON or for reading: title, sections, sentences, tables, references.",
    "search": "Ranked passages of a corpus.",
    "corpus": "List, show, fill, thin out and carry corpora.",
    "bench": "The speed of litsynth beside others' tools, in one run, as ratios.",
    "evaluate": "Benchmarks over labelled data: the verifier and retrieval, measured.",
    "reproduce": "Rerun published experiments, and compare with what was printed.",
    "calibrate": "Fit the confidence of verdicts to labelled data, and measure it.",
    "train": "Make the embedded verifier from labelled pairs.",
    "doctor": "What is missing on this machine, with the remedy.",
    "config": "The settings in force, and where each came from.",
}

# How libraries say that there is no memory, where they raise no MemoryError.
_NO_MEMORY = (
    "allocate memory",
    "bad_alloc",
    "bad allocation",
    "failed to map segment",
    "out of memory",
    "can't start new thread",
)


def main() -> None:
    """The console script: run the command line and leave with its exit status."""
    sys.exit(call(sys.argv[1:]))


def call(arguments: list[str]) -> int:
    """Run one command line; the exit status. Errors become one line on standard error."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
    status = _guarded(arguments)
    try:
        if sys.stdout is not None:  # closed before we began
            sys.stdout.flush()
    except OSError as error:
        # What is still buffered has nowhere to go; a reader of our output that went away is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError) and status == 0:
            status = _say(f"standard output: {error.strerror} (check permissions and free space)", 1)
    return status


def _guarded(arguments: list[str]) -> int:
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        return _say("interrupted; run the same command again to go on", 130)
    except LitsynthError as error:
        return _say(str(error), error.exit_status)
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _unexpected(error)


def _unexpected(error: Exception) -> int:
    if os.environ.get("LITSYNTH_DEBUG"):
        traceback.print_exc()
    if _lacks_memory(error):
        less = "give fewer --papers, set LITSYNTH_MODELS_THREADS=1 and LITSYNTH_CORPUS_WORKERS=1, or have more of it"
        return _say(f"too little memory ({less}; litsynth plan says what a run takes)", 1)
    if isinstance(error, OSError):
        where = error.filename or "standard output"
        return _say(f"{where}: {error.strerror or error} (check permissions and free space)", 1)
    return _say(f"internal error: {type(error).__name__}: {error} (LITSYNTH_DEBUG=1 shows where)", 1)


def _lacks_memory(error: Exception) -> bool:
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    return any(words in str(error) for words in _NO_MEMORY)


def help_page() -> str:
    """What `litsynth --help` prints."""
    commands = "\n".join(f"  {name:<9} {line}" for name, line in COMMANDS.items())
    return (
        "Usage: litsynth COMMAND [OPTIONS] [ARGUMENTS]\n\n"
        "litsynth answers a research question from the literature and proves every number in the answer.\n"
        "Results go to standard output, progress and messages to standard error.\n\n"
        f"Commands (litsynth COMMAND --help says more):\n{commands}\n\n"
        "Exit status: 0 done, 1 internal error or too little memory, 2 wrong usage, 3 an input, model or\n"
        "network is missing, 4 done in part, 5 a policy was hit, 130 interrupted (run it again to go on).\n\n"
        "Completion in bash, zsh, fish and PowerShell: litsynth --install-completion; --show-completion prints it.\n"
    )


def _dispatch(arguments: list[str]) -> int:
    if "_LITSYNTH_COMPLETE" in os.environ:
        from litsynth.cli.completion import complete

        return complete(COMMANDS)
    name, *rest = arguments or [""]
    if name in ("-h", "--help", "help"):
        sys.stdout.write(help_page())
        return 0
    if name == "--version":
        sys.stdout.write(f"litsynth {__version__}\n")
        return 0
    if name in ("--install-completion", "--show-completion"):
        from litsynth.cli.completion import set_up

        return set_up(name, rest)
    if name not in COMMANDS:
        raise UsageError(f"no such command {name!r}" if name else "no command given", "see: litsynth --help")
    return _call_command(name, rest)


def _call_command(name: str, rest: list[str]) -> int:
    from typer import main as typer_main
    from typer.exceptions import Exit, TyperException

    command: Any = typer_main.get_command(importlib.import_module(f"litsynth.cli.{name}").app)
    try:
        # Not `command.main`, which has its own ways with an interruption and a closed pipe.
        with command.make_context(f"litsynth {name}", rest) as context:
            result = command.invoke(context)
    except Exit as error:
        return error.exit_code
    except TyperException as error:
        raise UsageError(error.format_message().rstrip("."), f"see: litsynth {name} --help") from error
    return result if isinstance(result, int) else 0


def _say(message: str, status: int) -> int:
    sys.stderr.write(f"litsynth: {' '.join(message.split())}\n")
    return status
