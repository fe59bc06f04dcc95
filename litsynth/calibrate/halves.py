"""Verdicts in two halves, one to fit and one to measure, that share no abstract, claim or paper."""

from collections import Counter
from collections.abc import Sequence

from litsynth.calibrate.samples import Sample
from litsynth.codec import digest


def halves(samples: Sequence[Sample]) -> tuple[tuple[Sample, ...], tuple[Sample, ...]]:
    """Whole groups, dealt largest first to the half that has fewer verdicts; order by digest, so that no order decides.

    Groups with verdicts of the same sources are dealt among themselves, so that both halves are alike. Which half gets
    the first group is drawn by digest of the sources' names.
    """
    sources: dict[str, set[str]] = {}
    for sample in samples:
        sources.setdefault(sample.group, set()).add(sample.source)
    sizes = Counter(sample.group for sample in samples)
    alike: dict[tuple[str, ...], list[str]] = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], digest(name))):
        alike.setdefault(tuple(sorted(sources[group])), []).append(group)
    half: dict[str, int] = {}
    for names, groups in alike.items():
        first = int(digest(*names), 16) % 2
        dealt = [0, 0]
        for group in groups:
            place = first if dealt[first] <= dealt[1 - first] else 1 - first
            dealt[place] += sizes[group]
            half[group] = place
    one, other = (tuple(sample for sample in samples if half[sample.group] == number) for number in (0, 1))
    return one, other
