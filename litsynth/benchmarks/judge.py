"""Asking verifiers about the windows of examples: every pair once, in chunks of like length."""

from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.benchmarks.examples import Example
from litsynth.benchmarks.progress import Progress
from litsynth.calibrate import Ints
from litsynth.ports import Entailer
from litsynth.records import Judgement
from litsynth.verify.pooling import JudgedWindow
from litsynth.verify.queue import ask_once
from litsynth.verify.windows import Window, WindowPlan, windows_of


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
        pairs_here = ((window.text, examples[row].claim) for row in rows for window in windows[row])
        known = ask_once("judging", pairs_here, verifier, progress)
        for row in rows:
            judged[row] = _look_up(windows[row], examples[row].claim, known)
        pairs += len(known)
        truncated += sum(judgement.truncated for judgement in known.values())
    return Judged(tuple(judged), pairs, truncated)


def _look_up(
    windows: Sequence[Window], claim: str, known: dict[tuple[str, str], Judgement]
) -> tuple[JudgedWindow, ...]:
    return tuple(JudgedWindow(window, known[window.text, claim]) for window in windows)
