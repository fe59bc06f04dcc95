"""Which sequences go through a model together: chosen by length over the whole queue, never by order of arrival."""

from collections.abc import Iterator, Sequence


def equal_batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Rows of one length each, longest first, at most `budget` tokens a batch (or one row): nothing is padded.

    >>> equal_batches([3, 5, 3, 3], 6)
    [[1], [0, 2], [3]]
    """
    batches: list[list[int]] = []
    for row in _longest_first(lengths):
        last = batches[-1] if batches else []
        if last and lengths[last[0]] == lengths[row] and (len(last) + 1) * lengths[row] <= budget:
            last.append(row)
        else:
            batches.append([row])
    return batches


def near_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Rows of neighbouring lengths, longest first, at most `budget` tokens a batch once padded (or one row).

    >>> list(near_batches([3, 5, 3, 4], 8))
    [[1], [3, 0], [2]]
    """
    batch: list[int] = []
    for row in _longest_first(lengths):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _longest_first(lengths: Sequence[int]) -> list[int]:
    return sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
