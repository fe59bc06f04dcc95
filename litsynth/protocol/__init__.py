"""Under which protocol a number was measured, as far as a text says: system, data set, metric, split, setting.

Two numbers are only comparable when none of these is known to differ. What a text does not say is
unknown, never assumed. The inventory holds facts of the field: names and aliases.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from litsynth.protocol.aggregation import aggregations_differ, aggregations_in, aggregations_told

_DATASETS = (
    "XNLI MNLI SNLI ANLI PAWS-X XCOPA COPA XTREME-R XTREME XGLUE XQuAD MLQA BUCC Tatoeba MLDoc XQA SQuAD SuperGLUE "
    "GLUE WikiANN CoNLL STS-B STSb SICK HellaSwag CosmosQA CommonsenseQA QQP CCNet XStoryCloze Mewsli-X LAReQA "
    "Belebele FLORES MGSM XLSum TyDi"
).split()
COLLECTIONS = ("XTREME", "XTREME-R", "XGLUE", "GLUE", "SuperGLUE")
"""Benchmarks made of data sets: next to the name of one of these, they say where a number was measured, not on what."""
_SYSTEMS = (
    "mBERT XLM-R XLM-100 XLM-15 XLM Unicoder InfoXLM ERNIE-M VECO mDeBERTa mT5 mBART MMTE LASER RemBERT MAD-X "
    "RoBERTa DeBERTa BERT BiLSTM-max BiLSTM-last X-BiLSTM-max X-BiLSTM-last X-CBOW MiniLM mMiniLM AMBER ALM HICTL "
    "FILTER LaBSE ChatGPT GPT-4 BLOOM XLM-E ByT5 X-STILTs BLOOMZ mT0 XGLM XLM-V XLM-Align AfroXLMR AfriBERTa Glot500 MuRIL "
    "IndicBERT mGPT NLLB M2M-100 DeltaLM mMiniLMv2 DistilmBERT mDPR MultiFiT GPT-3.5"
).split()
_ALIASES = {"XLM-RoBERTa": "XLM-R", "XLMR": "XLM-R", "multilingual BERT": "mBERT", "M-BERT": "mBERT"}
# A version is part of these names, in one spelling or the other.
_VERSIONED = {"Llama 2": "Llama-2", "Llama 3": "Llama-3", "GPT-3.5": "GPT-3.5-turbo"}
_ALIASES |= {alias: name for name, alias in _VERSIONED.items()}
_SYSTEMS += [name for name in _VERSIONED if name not in _SYSTEMS]
# name in this module: pattern. Aliases are those found in papers of the field.
SETTINGS = {
    "translate-train-all": r"translate[- ]train[- ]all|multi-?language fine-?tuning|multi-?lingual fine-?tuning"
    r"|fine-?tun\w+ (?:\w+ )?on (?:the )?(?:concatenat\w+|all (?:the )?(?:\w+ )?languages|translations into all)"
    r"|all-language fine-?tuning|train\w+ (?:\w+ )?on (?:translations into )?all (?:the )?(?:\w+ )?languages(?: at once)?",
    "translate-train": r"translate[- ]train(?![- ]all)",
    "translate-test": r"translate[- ]test",
    "few-shot": r"few-shot|\b[1-9]\d*-shot|with \d+ examples per",
    "zero-shot": r"zero-?shot|\b0-shot|fine-?tun\w+ (?:\w+ )?(?:only )?(?:on|in|with) english(?! (?:and|plus)\b)"
    r"|english[- ]only fine-?tuning"
    r"|english[- ]only(?![- ](?:intermediate|task))|pivot-language fine-?tuning|cross-lingual transfer setting",
}
METRICS = {
    "accuracy": r"accurac\w+",
    "F1": r"\bF-?1\b|F-?score",
    "exact match": r"exact match|\bEM\b",
    "BLEU": r"\b(?:sacre-?)?BLEU\b",
    "correlation": r"correlation|Spearman|Pearson",
    "error rate": r"error rate|(?-i:\bWER\b)",
    "precision": r"\bprecision\b",
    "recall": r"\brecall\b",
    "ROUGE": r"\bROUGE\b",
    "MRR": r"\bMRR\b",
    "perplexity": r"perplexity|\bPPL\b",
    "bits per character": r"\bbits? per character\b|\bBPC\b",
    "character error rate": r"\bcharacter error rate|(?-i:\bCER\b)",
    "labelled attachment": r"(?<!un)\blabell?ed attachment(?: scores?)?|(?-i:\bLAS\b)",
    "unlabelled attachment": r"\bunlabell?ed attachment(?: scores?)?|(?-i:\bUAS\b)",
    "BERTScore": r"\bBERT-?Score\b",
    "chrF": r"\bchrF\b",
    "CIDEr": r"\bCIDEr\b",
    "COMET": r"(?-i:\bCOMET\b)",
    "METEOR": r"(?-i:\bMETEOR\b)",
    "TER": r"(?-i:\bTER\b)",
    "SARI": r"(?-i:\bSARI\b)",
    "FKGL": r"\bFKGL\b|Flesch-Kincaid(?: grade level)?",
    "MAP": r"(?-i:\bMAP\b)|mean average precision",
    "nDCG": r"(?-i:\bn?DCG\b|\bNDCG\b)",
}
SPLITS = {"dev": r"\b(?:dev|development|validation)\b", "test": r"(?<!translate-)(?<!translate )\btest\b(?! train)"}
_A_SIZE = r"(?:base|large|small|xxl|xl)"
_SIZE = re.compile(rf"(?<![^\W_]){_A_SIZE}(?=[\s,;:.)/&-]|$)", re.IGNORECASE)
# "RoBERTa-large", "XLM-R large", "(large)", but not "A large", "Our large".
_NAME_BEFORE = re.compile(r"(?:[\w.][-_(]|\b(?=\w*[A-Z\d][\w./-]*[A-Z\d])[\w./-]+\s|[^\s.:;]\s[A-Z][a-z]{3,}\s)$")
_OF_A_MODEL = re.compile(
    r"[\s-]+(?!language\b)(?:(?!models?\b|versions?\b)[\w-]+\s){0,2}?(?:models?|versions?|variants?|encoders?|settings?|config\w*|sizes?|"
    r"transformers?|(?-i:(?=\w*[A-Z\d][\w-]*[A-Z\d])[\w-]+))(?!-scale)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"[\s-]+(?:scale|corp|margin|amount|number|gap|gain|improve|boost|drop|decreas|declin|increas|differen|extent|degree|part|"
    r"portion|data|vocab|contribut|impact|effect|influence|batch|train|test|dev|set|enough|role|range|variet|quantit|"
    r"perform|language|error|change)|,\s+(?!and\b|or\b)[a-z]",
    re.IGNORECASE,
)
_ANOTHER_SIZE = re.compile(rf"\s*(?:[,/&]|and\b|or\b)\s*(?:and |or )?(?:the |an? )?{_A_SIZE}\b", re.IGNORECASE)
_LONGEST_LABEL = 4
"""Words of a header; in one a size needs no name beside it."""
VERSIONS = {"v1": r"\bv1\b(?!\.\d)|first (?:arXiv )?version", "final": r"\bfinal version\b|published version"}

# The fifteen languages of XNLI and those that XCOPA and PAWS-X add, by ISO 639 code.
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fr": "French", "hi": "Hindi", "ht": "Haitian Creole", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "qu": "Quechua", "ru": "Russian", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

Field = Literal["systems", "datasets", "settings"]
Agreement = Literal["same", "unknown", "different"]


@dataclass(frozen=True, slots=True)
class Protocol:
    """Names that a text gives, each field sorted; an empty field is unknown."""

    systems: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    aggregations: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_protocol(text: str) -> Protocol:
    """What a sentence or a rendered table row says of its protocol.

    >>> read_protocol("XLM-R large, fine-tuned on English, reaches 80.9 accuracy on XNLI")
    Protocol(systems=('XLM-R',), sizes=('large',), datasets=('XNLI',), metrics=('accuracy',), \
splits=(), settings=('zero-shot',), versions=(), aggregations=())
    """
    return Protocol(
        systems=_names(_SYSTEM_PATTERN, text),
        sizes=tuple(sorted({match.group().lower() for match in sizes_in(text)})),
        datasets=_names(_DATASET_PATTERN, text),
        metrics=_matching(METRICS, text),
        splits=_matching(SPLITS, text),
        settings=_matching(SETTINGS, text),
        versions=_matching(VERSIONS, text),
        aggregations=aggregations_in(text),
    )


def compare(claim: Protocol, evidence: Protocol) -> tuple[Agreement, str]:
    """Whether two protocols are the same, and the field that decides.

    `different`: some field is known on both sides and shares no name (of aggregations, none that may be the same).
    `same`: system, data set and
    setting are known on both sides, share a name, and nothing differs. Otherwise `unknown`.

    >>> compare(Protocol(datasets=("XNLI",)), Protocol(datasets=("PAWS-X",)))
    ('different', 'datasets: XNLI / PAWS-X')
    """
    fields = ("systems", "sizes", "datasets", "settings", "metrics", "splits", "versions")
    for name in fields:
        left, right = getattr(claim, name), getattr(evidence, name)
        if left and right and not set(left) & set(right):
            return "different", f"{name}: {', '.join(left)} / {', '.join(right)}"
    if aggregations_differ(claim.aggregations, evidence.aggregations):
        return "different", aggregations_told(claim.aggregations, evidence.aggregations)
    for name in ("systems", "datasets", "settings"):
        if not getattr(claim, name) or not getattr(evidence, name):
            return "unknown", name
    return "same", ""


def in_words(fields: Iterable[tuple[str, str]]) -> str:
    """Fields of a protocol and their values, as a sentence names them.

    >>> in_words([("setting", "zero-shot"), ("languages", "average"), ("split", "dev")])
    'zero-shot, average over languages, dev set'
    >>> in_words([("system", "mBERT"), ("baseline", "XLM"), ("baseline score", "65.4")])
    'mBERT, over XLM, from 65.4'
    """
    return ", ".join(_IN_WORDS.get((name, value), f"{_AHEAD.get(name, '')}{value}") for name, value in fields)


_AHEAD = {"baseline": "over ", "baseline score": "from "}
_IN_WORDS = {
    ("languages", "average"): "average over languages",
    ("split", "dev"): "dev set",
    ("split", "test"): "test set",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the inventory where a text has it; `size` (base, large ...) may follow the name of a system."""

    name: str
    start: int
    end: int
    size: str = ""

    @property
    def full(self) -> str:
        """The name with its size."""
        return f"{self.name} {self.size}".strip()


def mentions(field: Field, text: str) -> tuple[Mention, ...]:
    """Every mention of systems, datasets or settings in a text, in order.

    >>> [mention.full for mention in mentions("systems", "XLM-R large beats XLM-R base and mBERT.")]
    ['XLM-R large', 'XLM-R base', 'mBERT']
    """
    if field == "settings":
        found = [
            Mention(name, match.start(), match.end())
            for name, rule in SETTINGS.items()
            for match in re.finditer(rule, text, re.IGNORECASE)
        ]
        return tuple(sorted(found, key=lambda mention: mention.end))
    matches = (_SYSTEM_PATTERN if field == "systems" else _DATASET_PATTERN).finditer(text)
    return tuple(_mention(field, match, text) for match in matches)


def _mention(field: str, match: re.Match[str], text: str) -> Mention:
    size = re.match(r"[\s_(-]{0,2}(base|large|small|xl|xxl)\b", text[match.end(1) :], re.IGNORECASE)
    named = size.group(1).lower() if size and field == "systems" else ""
    return Mention(_CANONICAL[match.group(1).lower()], match.start(1), match.end(), named)


def same_subject(claim: Protocol, evidence: Protocol) -> bool:
    """Whether both texts name a common data set and a common system (or neither names a system)."""
    datasets = bool(set(claim.datasets) & set(evidence.datasets))
    systems = not claim.systems or bool(set(claim.systems) & set(evidence.systems))
    return datasets and systems


def _pattern(names: list[str]) -> re.Pattern[str]:
    # Longest first, and no name inside a longer hyphenated one: XTREME is not found in XTREME-R, XLM not in XLM-R.
    ordered = sorted(
        [*names, *(alias for alias, name in _ALIASES.items() if name in names)], key=lambda name: (-len(name), name)
    )
    name = "|".join(map(re.escape, ordered))
    return re.compile(rf"(?<![\w-])({name})(?:_(?:base|large))?(?![\w]|\.\d|-(?!{_A_SIZE}\b)[A-Z0-9])", re.I)


_DATASET_PATTERN = _pattern(_DATASETS)
_SYSTEM_PATTERN = _pattern(_SYSTEMS)
_CANONICAL = {name.lower(): name for name in (*_DATASETS, *_SYSTEMS)} | {
    key.lower(): name for key, name in _ALIASES.items()
}


def _names(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(sorted({_CANONICAL[match.group(1).lower()] for match in pattern.finditer(text)}))


def sizes_in(text: str) -> Iterator[re.Match[str]]:
    """Where a text has the size of a model, not that of a drop or of a corpus.

    >>> [found.group() for found in sizes_in("RoBERTa-large gains over the base model by a large margin")]
    ['large', 'base']
    >>> [found.group() for found in sizes_in("ByT5 reaches 69.1% (small) on a small set")]
    ['small']
    """
    short = len(text.split()) <= _LONGEST_LABEL
    for found in _SIZE.finditer(text):
        rest = text[found.end() :]
        free = not _OF_SOMETHING_ELSE.match(rest)
        bracketed = text[: found.start()].endswith("(") and rest.startswith(")")
        listed = bracketed or _ANOTHER_SIZE.match(rest) or not rest.strip(" .)")
        if listed or _NAME_BEFORE.search(text[: found.start()]) or (free and (short or _OF_A_MODEL.match(rest))):
            yield found


def _matching(table: dict[str, str], text: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, pattern in table.items() if re.search(pattern, text, re.IGNORECASE)))
