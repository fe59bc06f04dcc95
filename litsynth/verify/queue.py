"""One queue for all that a verifier is asked: every pair of premise and claim once, pairs of like length together."""

from collections.abc import Iterable

from litsynth.ports import Entailer, Progress, judge_each
from litsynth.records import Judgement

Pair = tuple[str, str]
"""A premise and a claim."""

# Pairs asked between two steps of the progress bar: enough to batch by length, few enough for little loss when stopped.
_CHUNK = 512


def ask_once(stage: str, pairs: Iterable[Pair], entailer: Entailer, progress: Progress) -> dict[Pair, Judgement]:
    """The judgement of every distinct pair. The order of `pairs` changes nothing.

    The longest are asked first: what memory they need is known at once, and the time left is not underrated.
    """
    queue = sorted(set(pairs), key=lambda pair: (-len(pair[0]) - len(pair[1]), pair))
    progress.stage(stage, len(queue))
    known: dict[Pair, Judgement] = {}
    chunks = [queue[start : start + _CHUNK] for start in range(0, len(queue), _CHUNK)]
    for chunk, said in zip(chunks, judge_each(entailer, chunks), strict=True):
        known.update(zip(chunk, said, strict=True))
        progress.step(len(chunk))
    return known
