"""The weights for papers' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""

LEAST = 0.140
"""The log-odds from which cells are taken for those that a sentence tells."""
RIGHT = 0.857
"""How many of them are, of papers that nothing was fitted to."""
OWN: dict[str, float] = {
    "constant": -3.4282,
    "change": -1.2358,
    "change along row": -0.9952,
    "coarser": -0.2438,
    "column margin": 0.2201,
    "column rivalled": -0.6636,
    "column said": 0.8909,
    "column said around": 0.6586,
    "column unmeant": 0.2757,
    "elsewhere": -0.6312,
    "least digits": 2.7567,
    "lines": -2.6091,
    "near": 0.6856,
    "nobody's name": -0.9583,
    "not meant": -0.9849,
    "relative": -0.9268,
    "right way": 0.2284,
    "row margin": 0.3507,
    "row said": 0.2727,
    "row said around": 1.8438,
    "score told as change": -1.3629,
    "stray column": -1.0197,
    "table near": 0.4852,
}
