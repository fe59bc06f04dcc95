"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.604
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.872
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.9111,
    "change": -1.1993,
    "change along row": -1.2168,
    "clash": -0.9718,
    "coarser": -0.3086,
    "column margin": 0.3306,
    "column rivalled": -0.5205,
    "column said": 0.9737,
    "column said around": 0.5452,
    "column unmeant": -0.2193,
    "elsewhere": -0.5238,
    "exclusive": -0.1790,
    "least digits": 3.1221,
    "lines": -2.3875,
    "near": 0.6449,
    "nobody's name": -0.2189,
    "not meant": -0.3645,
    "relative": -1.0753,
    "reversed": -0.9961,
    "right way": 0.4294,
    "row margin": 0.3711,
    "row said": 0.3810,
    "row said around": 1.7496,
    "score told as change": -1.0378,
    "stray column": -1.3938,
    "table near": 0.5610,
}
