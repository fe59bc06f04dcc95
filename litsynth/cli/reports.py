"""Reports that are named on the command line: the folder of a run, or a file in it."""

import json
from pathlib import Path

from litsynth.codec import decode
from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.records import Claim, Report, Verdict
from litsynth.render.arrange import arrange
from litsynth.render.lookup import Lookup

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


def claim_named(report: Report, name: str, given: Path) -> tuple[Claim, Verdict]:
    """The claim that report.md has under the heading `name` (claim-3), or whose claim_id is or begins with it.

    Raises UsageError where there is none, or more than one.
    """
    lookup = Lookup.of(report)
    headed = {part.name: part.claim.claim_id for part in arrange(report, lookup).sections}
    ids = [headed[name]] if name in headed else [key for key in lookup.claims if name and key.startswith(name)]
    if len(ids) != 1:
        what = f"{len(ids)} claims begin with {name!r}" if ids else f"no claim {name!r}"
        raise UsageError(f"{what} in {given}", f"give claim-1 to claim-{len(headed)}, or a claim_id")
    return lookup.claims[ids[0]], lookup.verdicts[ids[0]]
