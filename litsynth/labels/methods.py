"""Which methods of the field a sentence names: what is done or compared in it, beside systems and data sets."""

import re
from dataclasses import dataclass
from itertools import chain

from litsynth.protocol import mentions

# Facts of the field: a name, and how papers write it. Settings (zero-shot, translate-train) are those of `protocol`.
_METHODS = {
    "intermediate-task training": r"intermediate[- ](?:task[- ])?(?:pre-?)?(?:train|fine-?tun)\w*|intermediate tasks?\b"
    r"|\b(?:X-)?STILTs?\b|supplementary training",
    # "XLM with MLM and TLM" is the name of a system.
    "parallel data in pre-training (TLM)": r"translation language model\w*|(?<!with )(?<!\band )\bTLM\b"
    r"|(?<!no )(?<!without )parallel (?:data|corpora|corpus|text|sentences)",
    "continued pre-training": r"(?:continu\w+|further|additional)(?: the)?(?: multilingual)? "
    r"(?:pre-?train\w*|masked language model\w*)"
    r"|(?:domain|task|language)-adaptive pre-?training",
    "distillation": r"\bdistil\w+",
    "adapters": r"\badapters?\b|\bLoRA\b|parameter-efficient",
    "back-translation": r"back-?translat\w+",
    "data augmentation": r"data augmentation|augmented data",
    "self-training": r"self-?training|pseudo-?label\w*",
    "contrastive learning": r"\bcontrastive\b",
    "multi-task training": r"multi-?task(?:ing| (?:learning|training|fine-?tuning))",
    "code-switching": r"code-?(?:switch|mix)\w*",
    "prompting": r"\bprompt(?:s|ing)?\b|in-context learning|chain[- ]of[- ]thought",
    "instruction tuning": r"instruction[- ](?:tun|fine-?tun)\w*",
    "retrieval augmentation": r"retrieval[- ]augment\w*",
    "ensembling": r"\bensembl\w+",
    "quantisation": r"\bquanti[sz]\w+",
    "pruning": r"\bprun(?:ing|ed)\b",
    "syntactic supervision": r"\b(?:syntax|syntactic|dependency)[- ](?:augment\w*|pars\w+|trees?|aware)|intermediate parsing",
    "freezing layers": r"\bfreez\w+|\bfrozen\b",
}
_PATTERNS = {name: re.compile(rule, re.IGNORECASE) for name, rule in _METHODS.items()}
_PLAIN = "zero-shot"
"""The setting that others are compared with: the protocol of a figure, and no method."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method where a text names it."""

    name: str
    start: int


def methods_in(text: str) -> tuple[Method, ...]:
    """The methods that a text names, each at its first place, in order.

    >>> [method.name for method in methods_in("Training on all languages instead of English only is worth 2.7 points")]
    ['translate-train-all']
    """
    found: dict[str, int] = {}
    listed = ((name, match.start()) for name, rule in _PATTERNS.items() for match in rule.finditer(text))
    settings = ((mention.name, mention.start) for mention in mentions("settings", text))
    for name, start in chain(listed, settings):
        found[name] = min(start, found.get(name, start))
    found.pop(_PLAIN, None)
    return tuple(sorted((Method(name, start) for name, start in found.items()), key=lambda one: (one.start, one.name)))
