"""By objective the modules that decide its numbers, and the kinds of data sets that it can be trained on."""

MODULES: dict[str, tuple[str, ...]] = {
    "nli": ("classification", "beginning"),
    "paraphrase": ("classification", "beginning"),
    "align": ("alignment",),
    "align_joint": ("alignment", "beginning"),
    "similarity": ("similarity", "beginning"),
    "pair": ("paraphrase", "beginning"),
    "mlm": ("masked", "word_prediction", "beginning"),
    "tlm": ("masked", "word_prediction", "beginning"),
    "clwr": ("recovery", "word_prediction", "beginning"),
    "tagging": ("tagging", "tag_files", "beginning"),
    "parsing": ("parsing", "biaffine", "treebank", "tagging", "beginning"),
}
"""The modules of each objective."""
TRANSFORMER_MODULES: dict[str, tuple[str, ...]] = {
    "nli": ("pretrained/pairs", "classification"),
    "paraphrase": ("pretrained/pairs", "classification"),
    "choice": ("pretrained/choices", "choices", "classification"),
    "similarity": ("pretrained/pairs", "similarity"),
    "pair": ("pretrained/pairs", "paraphrase"),
    "mlm": ("pretrained/masked", "masked"),
    "tlm": ("pretrained/masked", "masked"),
    "clmlm": ("pretrained/masked",),
    "clwr": ("pretrained/recovery", "recovery"),
    "tagging": ("pretrained/tagging", "tagging", "tag_files"),
    "parsing": ("pretrained/parsing", "parsing", "biaffine", "treebank", "pretrained/tagging", "tagging"),
    "qa": ("pretrained/reading", "pretrained/windows", "answer_measures", "questions"),
}
"""Those of the objectives that a transformer can have."""

_LABELLED, _PARALLEL = ("nli", "parallel-nli", "sick"), ("parallel", "parallel-nli", "parallel-similarity")
_SCORED = ("similarity", "parallel-similarity", "sick")
_TAGGED = ("tags", "conllu", "bio")
DATA: dict[str, tuple[str, ...]] = {
    "nli": _LABELLED,
    "paraphrase": ("paraphrase",),
    "choice": ("choice",),
    "align": _PARALLEL,
    "align_joint": _PARALLEL,
    "similarity": _SCORED,
    "pair": _PARALLEL,
    "mlm": (*_LABELLED, *_PARALLEL, "similarity", *_TAGGED, "paraphrase", "choice"),
    "tlm": _PARALLEL,
    "clmlm": ("parallel-nli",),
    "clwr": _PARALLEL,
    "tagging": _TAGGED,
    "parsing": ("conllu", "tags"),
    "qa": ("qa",),
}
"""The kinds of data sets that each objective can be trained on."""
