"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.148
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.857
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.4324,
    "change": -1.2415,
    "change along row": -0.9917,
    "coarser": -0.2543,
    "column margin": 0.2197,
    "column rivalled": -0.6636,
    "column said": 0.8956,
    "column said around": 0.6557,
    "column unmeant": 0.2764,
    "elsewhere": -0.6264,
    "least digits": 2.7613,
    "lines": -2.6132,
    "near": 0.6934,
    "nobody's name": -0.9716,
    "not meant": -0.9716,
    "relative": -0.9258,
    "right way": 0.2307,
    "row margin": 0.3518,
    "row said": 0.2778,
    "row said around": 1.8386,
    "score told as change": -1.3621,
    "stray column": -1.0174,
    "table near": 0.4881,
}
