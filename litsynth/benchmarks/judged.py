"""Verdicts of real reports that somebody judged.

One JSON object a line: a line of a run's `claims.jsonl` with `right` (true or false) added. Used are

* `label`, `looked_at`, `grounds` (an object with `said`, `support`, `refute`, `numbers`, `basis`) and `paper_id`, as the
  run wrote them: verdicts on claims of one paper are never parted into fitting and measuring;
* `right`: whether `label` is right, judged without seeing it;
* `verifier`, if there: the identity of the verifier that made it, which must be the one that is calibrated.

Other keys are ignored.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

from litsynth.benchmarks.calibrating import Gathered
from litsynth.calibrate import CLASSES, IN_DOMAIN, Sample, verifier_key
from litsynth.codec import decode, digest_bytes
from litsynth.errors import BadRecord, MissingInput
from litsynth.records import Grounds, Label


def read_judged(path: Path, verifier: str) -> Gathered:
    """The judged verdicts of a file; `verifier` is the identity of the one that is calibrated.

    Verdicts *conflicting* and *different protocol* by entailment are left out, and so are those without a passage: they
    have no calibrated probability. Raises MissingInput, BadRecord naming file and line.
    """
    if not path.is_file():
        raise MissingInput(f"no judged verdicts at {path}", "give a file of JSON lines with --judged")
    raw = path.read_bytes()
    samples: list[Sample] = []
    left: Counter[str] = Counter()
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = _sample(path.name, json.loads(line), verifier_key(verifier))
        except (ValueError, KeyError, TypeError, AttributeError, BadRecord) as error:
            raise BadRecord(f"{path}:{number}: not a judged verdict: {error!r}") from error
        samples += [found] if isinstance(found, Sample) else []
        left.update([found] if isinstance(found, str) else [])
    notes = tuple(f"{path.name}: {count} left out: {why}" for why, count in sorted(left.items()))
    return Gathered(tuple(samples), {path.name: digest_bytes(raw)}, notes)


def _sample(source: str, row: dict[str, Any], key: str) -> Sample | str:
    """The verdict, or why it is left out."""
    label, right, passages = row["label"], row["right"], row["looked_at"]
    grounds = decode(Grounds, row["grounds"])
    if label not in get_args(Label) or not isinstance(right, bool) or not isinstance(passages, int) or passages < 0:
        raise BadRecord("label is none, right is not true or false, or looked_at is no count")
    if not (0 <= grounds.support <= 1 and 0 <= grounds.refute <= 1):
        raise BadRecord("support or refute is no probability")
    if "verifier" in row and verifier_key(row["verifier"]) != key:
        raise BadRecord(f"made by {row['verifier']}, not by {key}")
    if grounds.basis == "entailment" and (label not in CLASSES or grounds.said not in CLASSES):
        return f"{grounds.said} by entailment"
    if grounds.basis == "entailment" and not passages:
        return "no passage was looked at"
    truth = (label,) if right else tuple(other for other in CLASSES if other != label)
    return Sample(source, IN_DOMAIN, f"{source} {row['paper_id']}", grounds, passages, truth)
