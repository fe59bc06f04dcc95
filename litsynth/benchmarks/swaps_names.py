"""Names that stand in headers and annotations, for the swap test bed: metrics, splits, languages, data sets, systems.

Kept apart from the inventory of the verifier, so that a name which that lacks is not missing here too.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

_METRICS = {
    "accuracy": "acc accuracy accuracyaverage averageaccuracy avgaccuracy",
    "top-1 accuracy": "top1 top1acc top1accuracy",
    "F1": "f1 f1score fscore f1measure fmeasure",
    "macro-F1": "macrof1 maf1 f1macro",
    "micro-F1": "microf1 mif1 f1micro",
    "weighted F1": "weightedf1 wf1",
    "Ign F1": "ignf1",
    "F0.5": "f05",
    "precision": "prec precision",
    "recall": "rec recall",
    "exact match": "em exactmatch",
    "BLEU": "bleu bleuscore sacrebleu casesensitivesacrebleu tokenizedbleu",
    "BLEU-1": "bleu1 b1",
    "BLEU-2": "bleu2 b2",
    "BLEU-3": "bleu3 b3",
    "BLEU-4": "bleu4 b4",
    "ROUGE-1": "rouge1 r1 rg1",
    "ROUGE-2": "rouge2 r2 rg2",
    "ROUGE-L": "rougel rl rgl",
    "METEOR": "meteor",
    "CIDEr": "cider ciderd",
    "SARI": "sari",
    "GLEU": "gleu",
    "chrF": "chrf",
    "MRR": "mrr",
    "MAP": "map",
    "P@1": "p1",
    "Hits@1": "hits1 h1 hit1",
    "Hits@3": "hits3 h3 hit3",
    "Hits@10": "hits10 h10 hit10",
    "R@1": "recall1",
    "R@5": "r5 recall5",
    "R@10": "r10 recall10",
    "UAS": "uas",
    "LAS": "las",
    "Smatch": "smatch",
    "Spearman correlation": "spearman spearmancorrelation spearmanr",
    "Pearson correlation": "pearson pearsoncorrelation pearsonr",
    "AUC": "auc auroc rocauc",
    "MCC": "mcc",
    "NMI": "nmi",
    "V-measure": "vmeasure",
    "perplexity": "ppl perplexity",
    "WER": "wer worderrorrate",
    "CER": "cer",
    "TER": "ter",
    "error rate": "error errorrate err",
    "MAE": "mae",
    "RMSE": "rmse",
    "PSNR": "psnr psnrdb",
    "SSIM": "ssim",
    "FID": "fid",
    "PESQ": "pesq",
    "STOI": "stoi",
    "CSIG": "csig",
    "CBAK": "cbak",
    "COVL": "covl",
    "EER": "eer",
    "IoU": "iou",
    "mIoU": "miou",
    "AP": "ap",
    "mCAP": "mcap",
}
_METRIC_OF = {alias: name for name, aliases in _METRICS.items() for alias in aliases.split()}
_ONE_LETTER = {"p": "precision", "r": "recall", "f": "F1"}
LOWER_IS_BETTER = frozenset({"perplexity", "WER", "CER", "TER", "error rate", "MAE", "RMSE", "FID", "EER"})
SHARES = frozenset(
    "accuracy|top-1 accuracy|F1|macro-F1|micro-F1|weighted F1|Ign F1|F0.5|precision|recall|exact match|P@1|Hits@1|Hits@3|"
    "Hits@10|R@1|R@5|R@10|UAS|LAS|BLEU|BLEU-1|BLEU-2|BLEU-3|BLEU-4|ROUGE-1|ROUGE-2|ROUGE-L|METEOR|MAP|MRR|AP|mIoU".split(
        "|"
    )
)
"""Metrics on a scale to 100, of which points and per cent can be confused."""
_SPLITS = {
    "dev": "development",
    "devset": "development",
    "development": "development",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "test": "test",
    "testset": "test",
}
LANGUAGES = {
    "en": "English", "fr": "French", "es": "Spanish", "de": "German", "el": "Greek", "bg": "Bulgarian", "ru": "Russian",
    "tr": "Turkish", "ar": "Arabic", "vi": "Vietnamese", "th": "Thai", "zh": "Chinese", "hi": "Hindi", "sw": "Swahili",
    "ur": "Urdu", "ja": "Japanese", "ko": "Korean", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "ro": "Romanian",
    "cs": "Czech", "fi": "Finnish", "pl": "Polish", "sv": "Swedish", "da": "Danish", "hu": "Hungarian", "et": "Estonian",
    "id": "Indonesian", "ta": "Tamil", "ht": "Haitian Creole", "qu": "Quechua", "he": "Hebrew", "fa": "Persian",
}  # fmt: skip
_LANGUAGE_OF = {key: name for code, name in LANGUAGES.items() for key in (code, name.lower())}
_AVERAGES = ("avg", "avg.", "average", "mean")
_QUALIFIER = re.compile(r"\s*(?:\([^)]*\)|\bshared task|\bbenchmark|\bdataset|\bdata set)$", re.IGNORECASE)
# What makes another form of a data set's name no other data set: a version, not a part.
_VERSION = re.compile(r"v\d{1,2}")
_GENERIC = re.compile(
    r"(?:our|ours|proposed|the proposed|this (?:work|paper)|baselines?|full|all|model|method|system|average|avg|mean|std|total|"
    r"human|random|majority|training|testing|validation|development|none|no|w/o|with|without|best|previous|state of the art|"
    r"sota|supervised|unsupervised|test|dev|train|overall)"
    r"(?:\s+(?:model|method|approach|system|baseline|sota|results?|best))?s?",
    re.IGNORECASE,
)
_NOT_BY_ITSELF = re.compile(r"^(?:w/|w/o|with|without|no|only)\b|\bours?\b|et al|\bthis work\b", re.IGNORECASE)
_OURS = re.compile(
    r"\s*[(\[](?:ours?|our model|our method|this work|this paper|proposed)[)\]]|\s*-\s*ours\b", re.IGNORECASE
)
_MARKS = re.compile(r"\\d?dag(?:ger)?|\\ast|\^\w|\\star|[†‡*∗⋆§¶♠♣♦♥♡◇]")
_LONGEST_NAME = 36


def metric_of(text: str, others: Iterable[str] = ()) -> str:
    """The metric that a header or an annotation is the name of; empty where it is none or unknown.

    `others` are annotated metrics without a common name: they are known by their own.

    >>> metric_of("R-1"), metric_of("% Test Accuracy"), metric_of("Val"), metric_of("F$_1$ (%)")
    ('ROUGE-1', 'accuracy', '', 'F1')
    """
    bare = re.sub(r"[(\[](?:%|dB|↑|↓|in %)[)\]]|[↑↓%]|\\(?:up|down)arrow", " ", text)
    bare = re.sub(r"\b(?:test|validation|val|dev|set|average|avg)\b\.?", " ", bare, flags=re.IGNORECASE)
    return _METRIC_OF.get(_key(bare)) or next((text for other in others if _key(text) == _key(other) != ""), "")


def metric_of_letter(text: str, beside: frozenset[str]) -> str:
    """P, R and F, which are metrics only where all of a table's headers have precision and recall so."""
    return _ONE_LETTER.get(_key(text), "") if {"p", "r"} <= {_key(other) for other in beside} else ""


def metrics_in(text: str) -> set[str]:
    """The metrics that a caption names by a whole word or two."""
    words = re.findall(r"[\w.@-]+", text)
    runs = (*words, *(f"{one} {other}" for one, other in pairwise(words)))
    return {metric for run in runs if len(_key(run)) > 2 and (metric := metric_of(run))}


def split_of(text: str) -> str:
    """The split that a header or an annotated metric names; empty where it names none or two."""
    found = {_SPLITS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _SPLITS}
    return found.pop() if len(found) == 1 else ""


def language_of(text: str) -> str:
    """The language that a header is the code or the name of."""
    return _LANGUAGE_OF.get(text.strip().lower(), "")


def is_average(text: str) -> bool:
    """Whether a header names an average over its neighbours."""
    return text.strip().lower() in _AVERAGES


def same_dataset(annotated: str, printed: str) -> bool:
    """Whether a printed name is an annotated data set's, up to spelling, a qualifier and a version.

    >>> same_dataset("CoNLL 2003 (English)", "CoNLL2003"), same_dataset("Ontonotes v5 (English)", "OntoNotes")
    (True, True)
    >>> same_dataset("ImageNet-LT", "ImageNet"), same_dataset("SQuAD2.0", "SQuAD1.1")
    (False, False)
    """
    one, other = _key(base_name(annotated)), _key(base_name(printed))
    if min(len(one), len(other)) < 3:
        return False
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (short == long or bool(_VERSION.fullmatch(long[len(short) :])))


def base_name(dataset: str) -> str:
    """A data set's name without what an annotation puts behind it."""
    before = ""
    while before != dataset:
        before, dataset = dataset, _QUALIFIER.sub("", dataset.strip())
    return dataset


def system_name(cell: str) -> str:
    """The name that stands in the first cell of a row, without marks; empty where it names no system by itself.

    >>> [system_name(cell) for cell in ("TAVST (RL)", "PaCo (ours) †", "Ours", "+ CRF", "w/o attention", "2018")]
    ['TAVST (RL)', 'PaCo', '', '', '', '']
    """
    name = " ".join(_MARKS.sub("", _OURS.sub("", cell)).split()).strip(" ,;:")
    letters = re.findall(r"[A-Za-z]", name)
    plain = re.match(r"[A-Za-z].*[\w)\]+*]$", name) and "\\" not in name and name.count("(") == name.count(")")
    if not plain or not 3 <= len(letters) <= len(name) <= _LONGEST_NAME or not any(map(str.isupper, letters)):
        return ""
    return "" if _GENERIC.fullmatch(name) or _NOT_BY_ITSELF.search(name) else name


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, as printed.

    >>> sorted(numbers_in("up to 80.9% (from .75) in 2019."))
    ['.75', '2019', '80.9']
    """
    return set(re.findall(r"\d+(?:[.,]\d+)*|(?<!\d)\.\d+", text))


def has_name(text: str, name: str) -> bool:
    """Whether a name stands in a text, in any case, as whole words."""
    return bool(re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text, re.IGNORECASE))


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
