"""The edge that keeps things on disk: papers, what models said of them, indexes, the folders of runs."""

from litsynth.store.bundle import Manifest, export_corpus
from litsynth.store.corpus import FILES_FOLDER, Corpus, glance, is_corpus, open_corpus
from litsynth.store.decisions import (
    DECISIONS,
    DamagedLine,
    DecisionLog,
    HeldDecisions,
    append_decisions,
    decisions_text,
    hold_decisions,
    read_decisions,
)
from litsynth.store.index_file import refuse_absent_index
from litsynth.store.lineage import folder_of, line_to, newest, run_digest
from litsynth.store.measured import FOLDER as MEASURED
from litsynth.store.measured import read_measured, remove_measured, write_measured
from litsynth.store.memo import MemoEmbedder, MemoEntailer
from litsynth.store.rendered import Again, is_rendered, render_anew, replace_whole
from litsynth.store.rows import PassageRows
from litsynth.store.runs import place_of_run, refuse_unwritable, write_log, write_run
from litsynth.store.salvage import damage_in, salvage_corpus
from litsynth.store.soundness import Fault, faults_in
from litsynth.store.source import CorpusSource
from litsynth.store.unbundle import import_corpus
from litsynth.store.watches import Watched, read_watched, watching, write_watched

__all__ = [
    "DECISIONS",
    "FILES_FOLDER",
    "MEASURED",
    "Again",
    "Corpus",
    "CorpusSource",
    "DamagedLine",
    "DecisionLog",
    "Fault",
    "HeldDecisions",
    "Manifest",
    "MemoEmbedder",
    "MemoEntailer",
    "PassageRows",
    "Watched",
    "append_decisions",
    "damage_in",
    "decisions_text",
    "export_corpus",
    "faults_in",
    "folder_of",
    "glance",
    "hold_decisions",
    "import_corpus",
    "is_corpus",
    "is_rendered",
    "line_to",
    "newest",
    "open_corpus",
    "place_of_run",
    "read_decisions",
    "read_measured",
    "read_watched",
    "refuse_absent_index",
    "refuse_unwritable",
    "remove_measured",
    "render_anew",
    "replace_whole",
    "run_digest",
    "salvage_corpus",
    "watching",
    "write_log",
    "write_measured",
    "write_run",
    "write_watched",
]
