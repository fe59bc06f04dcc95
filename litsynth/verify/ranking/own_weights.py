"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.202
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.872
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.8733,
    "change": -1.0998,
    "change along row": -1.2654,
    "coarser": -0.3209,
    "column margin": 0.3137,
    "column rivalled": -0.6413,
    "column said": 0.8203,
    "column said around": 0.5449,
    "column unmeant": -0.1417,
    "elsewhere": -0.5257,
    "exclusive": -0.0080,
    "least digits": 2.8359,
    "lines": -2.4239,
    "near": 0.8240,
    "nobody's name": -0.9512,
    "not meant": -0.6795,
    "relative": -0.9221,
    "right way": 0.3502,
    "row margin": 0.3690,
    "row said": 0.2312,
    "row said around": 1.9441,
    "score told as change": -0.9889,
    "stray column": -0.9828,
    "table near": 0.6346,
}
