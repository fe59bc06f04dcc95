"""From claims and verdicts to findings, an answer, themes, conflicts and what is missing."""

from litsynth.synthesize.answer import answer_of
from litsynth.synthesize.changes import changes_between
from litsynth.synthesize.conflicts import conflicts_of
from litsynth.synthesize.coverage import coverage_of
from litsynth.synthesize.drafting import INSTRUCTIONS, data_for, sentences_in
from litsynth.synthesize.findings import findings_of
from litsynth.synthesize.gaps import gaps_of
from litsynth.synthesize.gates import fault_in, premises_of
from litsynth.synthesize.history import history_with
from litsynth.synthesize.limits import limitations_of
from litsynth.synthesize.measured import with_runs
from litsynth.synthesize.revisions import in_its_place, revisions_between
from litsynth.synthesize.themes import themes_of

__all__ = [
    "INSTRUCTIONS",
    "answer_of",
    "changes_between",
    "conflicts_of",
    "coverage_of",
    "data_for",
    "fault_in",
    "findings_of",
    "gaps_of",
    "history_with",
    "in_its_place",
    "limitations_of",
    "premises_of",
    "revisions_between",
    "sentences_in",
    "themes_of",
    "with_runs",
]
