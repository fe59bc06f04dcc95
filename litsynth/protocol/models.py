"""What a text says of how many models make a score: an ensemble, or a single one."""

import re
from collections.abc import Iterator
from typing import Final

from litsynth.protocol.runs import COUNT, Mention

_NOT_ALONE = (
    "into a|in a|every|each|these|train a|training a|one|learn a|use a|using a|to a|learning a|propose a|within a"
)
_SINGLE = re.compile(
    r"\b(?:without|w/o|no|not (?:use|using|employ\w*|rely\w* on|perform\w*)|non)[\s-](?:any\s+)?(?:kind of\s+|form of\s+)?"
    r"(?:model\s+)?ensembl\w*|"
    rf"{''.join(f'(?<!{before} )' for before in _NOT_ALONE.split('|'))}\bsingle[\s-]"
    r"(?:(?-i:[A-Z][\w-]*)\s)?(?:model|system|parser)s?\b"
    r"(?!\s+(?:that|which|for|to|with|jointly|across|per|on (?:all|a|the|multiple|both)|trained on|capable|can|instead|"
    r"end-to-end|solution|approach)\b)",
    re.IGNORECASE,
)
_OTHER = (
    r"(?!\s+(?:learning|methods?|techniques?|approach\w*|literature|of\b|distill\w*|strateg\w+|weights?|decod\w+|size|members?|"
    r"diversity|uncertainty|components?|paradigm|framework)\b|['’])"
)
_ENSEMBLE = re.compile(
    rf"\bensembl(?:e|es|ing)\s+(?:results?\s+|scores?\s+)?of\s+(?:the\s+|our\s+|up to\s+)?(?:{COUNT}\b|(?:[\w-]+\s+){{0,4}}?"
    r"(?:models?|parsers?|systems?|networks?|checkpoints?|runs|seeds|\w*LSTMs?|classifiers?|taggers?|transformers?)\b)|"
    r"\bensembl(?:e|es|ing)\s+of\s+(?:the\s+|our\s+|several\s+|multiple\s+)?(?-i:(?=[A-Z]))|"
    rf"(?<![#.\d])\b{COUNT}[\s-](?:\w+[\s-])?ensembles?\b{_OTHER}|"
    rf"\b(?:our|an?|the|best|their|this|previous)\s+(?:(?!learning|method|of\b|use\b)[\w-]+\s+){{0,2}}?ensembl(?:e|es|ed)\b{_OTHER}|"
    r"(?<![-–])\bensembled?\s+(?:models?|systems?|versions?|results?|scores?|performance|parsers?|predictions?|submissions?)\b|"
    r"\(\s*(?:\d+[\s-]?(?:[x×]\s*)?)?(?:model\s+)?ensembl(?:e|es|ed|ing)(?:\s*[x×]?\s*\d+)?\s*\)|"
    rf"\b(?:with|by|using|after|via|through|from)\s+(?:model\s+)?ensembl(?:ing|es?)\b{_OTHER}|"
    r"\bmodel\s+ensembl(?:e|es|ing)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\(\s*single(?:\s+only)?\s*\)", re.IGNORECASE)
"""A single model where ensembles are spoken of: elsewhere it is a single anything."""
_RULES: Final = (("single model", _SINGLE), ("ensemble", _ENSEMBLE))
_LABELS: Final = (
    ("ensemble", re.compile(r"(?<![-–])\b(?:ensembl(?:e|es|ed|ing)|ens\.)(?![a-z])", re.IGNORECASE)),
    (
        "single model",
        re.compile(
            r"\bsingle[\s-](?:models?|systems?)\b|\bnon-ensembles?\b|"
            r"(?:\bno|\bwithout|\bw/o|(?:^|\s)[-–−])\s(?:model\s)?ensembl\w+",
            re.IGNORECASE,
        ),
    ),
)


def model_mentions(text: str, label: bool = False) -> Iterator[Mention]:
    """What a text says of one model or several; of the `label` of a row or column a word is enough. Mentions may overlap."""
    for kind, rule in (*_RULES, *(_LABELS if label else ())):
        yield from (Mention(kind, match.group(), *match.span()) for match in rule.finditer(text))
    for match in _BESIDE.finditer(text) if "ensembl" in text.lower() else ():
        yield Mention("single model", match.group(), *match.span())
