"""litsynth answers a research question from the literature and proves every number in the answer."""

__version__ = "0.1.0"
