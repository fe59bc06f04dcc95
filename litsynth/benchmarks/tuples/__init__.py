"""Leaderboard entries (task, data set, metric, score) found in papers, against those that people noted."""

TUPLES = "tuples"
ABOUT = "leaderboard entries of papers, against annotations; the inventory is that of the training papers"

_FOLDER = "papers/nlp_latex"
SPLITS: dict[str, tuple[str, str]] = {
    name: (f"{_FOLDER}/{name}_results.jsonl.gz", f"{_FOLDER}/{name}_tex.jsonl.gz") for name in ("train", "validation")
}
"""Annotations and sources of each split, the usual one first; the first is what is learnt from."""
