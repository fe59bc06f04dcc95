"""Asking verifiers about the windows of examples: every pair once, in chunks of like length."""

from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.benchmarks.examples import Example
from litsynth.benchmarks.progress import Progress
from litsynth.benchmarks.windows import JudgedWindow, Window, WindowPlan, windows_of
from litsynth.calibrate import Ints
from litsynth.ports import Entailer
from litsynth.records import Judgement

# Pairs asked between two steps of the progress bar; a model sorts them by length within.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Judged:
    """The judged windows of each example, in order; how many distinct pairs that took, and how many premises were cut."""

    examples: tuple[tuple[JudgedWindow, ...], ...]
    pairs: int
    truncated: int


def judge_examples(
    examples: Sequence[Example], fold: Ints, verifiers: Sequence[Entailer], plan: WindowPlan, progress: Progress
) -> Judged:
    """Every window of every example, judged by the one verifier, or by that of the example's fold where there are several."""
    windows = [windows_of(example.source.sentences, example.source.title, plan) for example in examples]
    judged: list[tuple[JudgedWindow, ...]] = [()] * len(examples)
    pairs = truncated = 0
    for number, verifier in enumerate(verifiers):
        rows = [row for row in range(len(examples)) if len(verifiers) == 1 or fold[row] == number]
        known = _ask(verifier, {(w.text, examples[row].claim) for row in rows for w in windows[row]}, progress)
        for row in rows:
            judged[row] = _look_up(windows[row], examples[row].claim, known)
        pairs += len(known)
        truncated += sum(judgement.truncated for judgement in known.values())
    return Judged(tuple(judged), pairs, truncated)


def _look_up(
    windows: Sequence[Window], claim: str, known: dict[tuple[str, str], Judgement]
) -> tuple[JudgedWindow, ...]:
    return tuple(JudgedWindow(window, known[window.text, claim]) for window in windows)


def _ask(verifier: Entailer, pairs: set[tuple[str, str]], progress: Progress) -> dict[tuple[str, str], Judgement]:
    # The longest first: what memory they need is known at once, and the time left is not underrated.
    order = sorted(pairs, key=lambda pair: (-len(pair[0]) - len(pair[1]), pair))
    progress.stage("judging", len(order))
    known: dict[tuple[str, str], Judgement] = {}
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        known.update(zip(chunk, verifier.judge(chunk), strict=True))
        progress.step(len(chunk))
    return known
