"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.203
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.872
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.6602,
    "change": -1.1494,
    "change along row": -1.0929,
    "coarser": -0.3768,
    "column margin": 0.3085,
    "column rivalled": -0.6084,
    "column said": 0.9016,
    "column said around": 0.5087,
    "column unmeant": 0.2336,
    "elsewhere": -0.5544,
    "least digits": 2.7335,
    "lines": -2.4948,
    "near": 0.9242,
    "nobody's name": -0.8368,
    "not meant": -0.8200,
    "relative": -0.9605,
    "right way": 0.2811,
    "row margin": 0.3533,
    "row said": 0.1555,
    "row said around": 1.9295,
    "score told as change": -1.0489,
    "stray column": -1.0050,
    "table near": 0.6154,
}
