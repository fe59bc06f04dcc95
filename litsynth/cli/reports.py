"""Reports that are named on the command line: the folder of a run, or a file in it."""

import json
from pathlib import Path

from litsynth.codec import decode
from litsynth.errors import BadRecord, MissingInput
from litsynth.records import Report

_FILE = "report.json"


def read_report(given: Path) -> Report:
    """The report in the folder `given`, or beside the file `given`.

    Raises MissingInput where there is none, BadRecord where it is damaged or of another version of litsynth.
    """
    path = (given.parent if given.is_file() else given) / _FILE
    # A mistyped file in a run's folder must not stand for that run.
    if not path.is_file():
        raise MissingInput(f"no report at {given}: {path} is missing", "give the folder of a run")
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadRecord(f"{path}: not JSON: {error}", "make the report again") from error
    try:
        return decode(Report, value)
    except BadRecord as error:
        raise BadRecord(f"{path}: {error.message}", "make the report again with this version of litsynth") from error
