"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.208
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.872
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.6602,
    "change": -1.1560,
    "change along row": -1.0898,
    "coarser": -0.3880,
    "column margin": 0.2979,
    "column rivalled": -0.6265,
    "column said": 0.9182,
    "column said around": 0.5199,
    "column unmeant": 0.2354,
    "elsewhere": -0.5519,
    "least digits": 2.7016,
    "lines": -2.5051,
    "near": 0.9470,
    "nobody's name": -0.8449,
    "not meant": -0.8236,
    "relative": -0.9829,
    "right way": 0.3020,
    "row margin": 0.3569,
    "row said": 0.1945,
    "row said around": 1.9350,
    "score told as change": -1.0659,
    "stray column": -1.0219,
    "table near": 0.6175,
}
