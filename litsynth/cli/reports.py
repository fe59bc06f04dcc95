"""Reports that are named on the command line: the folder of a run, or a file in it."""

import json
from pathlib import Path

from litsynth.cli.terminal import say
from litsynth.codec import decode
from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.records import Claim, Report, Verdict
from litsynth.render import seal_of
from litsynth.render.arrange import arrange
from litsynth.render.lookup import Lookup

_FILE, _RUN = "report.json", "run.json"
EDITED = "was changed by hand since it was written, and is taken as it is: decisions belong into litsynth review"


def read_report(given: Path) -> Report:
    """The report in the folder `given`, or beside the file `given`; a line says where a person changed it.

    Raises MissingInput where there is none, BadRecord where it is damaged, names what it does not hold, or is of another
    version of litsynth.
    """
    path = _folder(given) / _FILE
    # A mistyped file in a run's folder must not stand for that run.
    if not path.is_file():
        raise MissingInput(f"no report at {given}: {path} is missing", "give the folder of a run")
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadRecord(f"{path}: not JSON: {error}", "make the report again") from error
    try:
        report = decode(Report, value)
    except BadRecord as error:
        raise BadRecord(f"{path}: {error.message}", "make the report again with this version of litsynth") from error
    try:
        Lookup.of(report)
    except BadRecord as error:
        raise BadRecord(f"{path}: {error.message}", error.remedy) from error
    if is_edited(given):
        say(f"note: {path} {EDITED}")
    return report


def is_edited(given: Path) -> bool:
    """Whether a report says otherwise than its run.json sealed, apart from reviewers' decisions; False without a seal."""
    try:
        seal = json.loads((_folder(given) / _RUN).read_bytes()).get("report", "")
    except (OSError, ValueError, AttributeError):
        return False
    if not isinstance(seal, str) or not seal:
        return False
    try:
        return seal_of(json.loads((_folder(given) / _FILE).read_bytes())) != seal
    except (OSError, ValueError, TypeError):  # no JSON that litsynth writes, such as NaN
        return True


def _folder(given: Path) -> Path:
    return given.parent if given.is_file() else given


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
