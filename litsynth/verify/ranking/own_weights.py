"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.040
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.872
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.5373,
    "change": -1.2044,
    "change along row": -1.0459,
    "coarser": -0.3659,
    "column margin": 0.2431,
    "column rivalled": -0.6558,
    "column said": 0.9699,
    "column said around": 0.6221,
    "column unmeant": 0.2535,
    "elsewhere": -0.5836,
    "least digits": 2.6269,
    "lines": -2.5923,
    "near": 0.8806,
    "nobody's name": -0.8510,
    "not meant": -0.8924,
    "relative": -0.9607,
    "right way": 0.1863,
    "row margin": 0.3274,
    "row said": 0.1590,
    "row said around": 1.9169,
    "score told as change": -1.3181,
    "stray column": -1.0760,
    "table near": 0.6042,
}
