"""Measurements that are asked for as `python -m litsynth.benchmarks.NAME`: --help, and errors in one line."""

import argparse
import sys
from collections.abc import Callable

from litsynth.errors import LitsynthError, MissingInput

Parser = argparse.ArgumentParser
Asked = argparse.Namespace


def script(name: str, about: str | None, declare: Callable[[Parser], object], work: Callable[[Asked], None]) -> None:
    """Do `work` with what the command line says; `declare` names the arguments, `about` is the module's docstring.

    Exit statuses are those of `litsynth` (see `litsynth.errors`): a file that is not there is 3, wrong usage 2.
    """
    parser = Parser(
        f"python -m litsynth.benchmarks.{name}", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    declare(parser)
    asked = parser.parse_args()
    try:
        work(asked)
    except FileNotFoundError as error:
        _leave(parser, MissingInput(f"no file {error.filename}", "check the path"))
    except LitsynthError as error:
        _leave(parser, error)


def declare_data(parser: Parser) -> None:
    """The argument DATA."""
    parser.add_argument("data", metavar="DATA", help="the folder of labelled data")


def _leave(parser: Parser, error: LitsynthError) -> None:
    sys.stderr.write(f"{parser.prog}: {error}\n")
    sys.exit(error.exit_status)
