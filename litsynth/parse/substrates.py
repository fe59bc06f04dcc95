"""Which reading of a paper is taken where there are several."""

from litsynth.records import Substrate

BEST_FIRST: tuple[Substrate, ...] = ("latex", "html", "pdf", "text", "digest", "abstract")
"""LaTeX tells numbers and tables as the author wrote them, HTML is made from it, a PDF shows them, a digest retells them."""


def is_better(one: Substrate, other: Substrate) -> bool:
    """Whether the first is the fuller reading of the same version of a paper.

    >>> is_better("html", "pdf"), is_better("pdf", "pdf")
    (True, False)
    """
    return BEST_FIRST.index(one) < BEST_FIRST.index(other)
