"""Names of evaluation metrics, and one canonical name for each."""

import re

_ANY_CASE = (
    r"accurac(?:y|ies)|(?:macro|micro|weighted)?[-\s]?(?:averaged?[-\s])?F[-_\s]?1(?:[-\s]?(?:scores?|measures?))?"
    r"|F[-\s]?(?:scores?|measures?)|(?:sacre)?BLEU(?:-?[1-4]\b)?|spBLEU|chrF(?:\+\+|2)?|ROUGE(?:-?(?:[12L]|Lsum|SU4))?"
    r"|METEOR|exact[\s-]match|nDCG(?:@\d+)?|AUROC|AUC|precision|recall|(?:hits?|recall|precision|acc|mrr|map|[PR])@\d+"
    r"|perplexity|ppl|(?:(?:cohen|fleiss)['’]?s?['’]?\s)?kappa|(?:pearson|spearman)(?:['’]s)?(?:\s(?:rank\s)?correlation)?"
    r"(?:\scoefficient)?(?:\s(?:r|rho)\b)?|krippendorff['’]?s?\s(?:alpha|α)|correlation(?:\scoefficient)?|BERTScore|COMET(?:-?22)?|word\serror\srates?"
    r"|error(?:\srates?)?|acc"
)
_EXACT_CASE = r"EM|MAP|MRR|TER|WER|CER|EER|DER|LAS|UAS|MCC|PPL|κ|ρ"
METRIC = rf"(?:(?i:{_ANY_CASE})|{_EXACT_CASE})(?![\w@])"
"""Pattern source of a metric name, without a group."""
METRIC_WORD = re.compile(rf"(?<![\w@-]){METRIC}")

_CANONICAL = (
    ("word error", "wer"),
    ("error", "error"),
    ("acc@", "acc@"),
    ("acc", "accuracy"),
    ("bleu", "bleu"),
    ("sacrebleu", "bleu"),
    ("exact", "em"),
    ("perplexity", "ppl"),
    ("krippendorff", "krippendorff"),
    ("pearson", "pearson"),
    ("spearman", "spearman"),
    ("ρ", "spearman"),
    ("κ", "kappa"),
    ("correlation", "correlation"),
    ("hit@", "hits@"),
)
_CORRELATIONS = frozenset({"correlation", "pearson", "spearman"})
_LETTERS = frozenset({"precision", "recall"})
_COMPOUND = re.compile(
    r"(?<!\w)(?!(?:average|mean|overall|test|dev|development|zero-shot|an?|the|of|in|its?|with|and|by|to|percent|points?|higher|"
    r"lower|better|top)\s)[A-Za-z][\w-]*\s(?:accurac(?:y|ies)|errors?\b)",
    re.IGNORECASE,
)
ERROR_METRICS = frozenset({"error", "wer", "cer", "ter", "eer", "der", "ppl"})
"""Where less is better, so that an improvement points down."""


def canonical_metric(name: str) -> str:
    """One lower-case name for the spellings of a metric.

    >>> [canonical_metric(name) for name in ("macro F1-score", "F-measure", "Accuracies", "ROUGE-L", "Cohen's kappa")]
    ['f1', 'f1', 'accuracy', 'rouge-l', 'kappa']
    """
    low = " ".join(name.lower().split())
    if low.endswith("kappa"):
        return "kappa"
    if "@" not in low and re.search(r"\bf[-_\s]?(?:1|score|measure)|f1", low):
        return "f1"
    for prefix, canonical in _CANONICAL:
        if low.startswith(prefix):
            return canonical + low.partition("@")[2] if canonical.endswith("@") else canonical
    return low


def other_metric(claim: str, evidence: str) -> str:
    """The one metric that a claim names where its evidence names others and not that one; else empty.

    Spellings of one family (ROUGE and ROUGE-L) are not told apart, nor a correlation from that of Pearson or Spearman, nor
    what only has a common noun in it (execution accuracy, slot error rate). Precision and recall are columns P and R in
    most tables, so that their names need not stand there.

    >>> table = "Table 3. F1 on BUCC: 93.5"
    >>> [other_metric(f"It has 93.5 {name}.", table) for name in ("accuracy", "F-score", "execution accuracy")]
    ['accuracy', '', '']
    """
    mine = "" if _COMPOUND.search(claim) else lone_metric(claim)
    theirs = {_family(canonical_metric(match.group())) for match in METRIC_WORD.finditer(evidence)}
    if not mine or mine in _LETTERS or not theirs or _family(mine) in theirs:
        return ""
    kin = _family(mine) in _CORRELATIONS and theirs & _CORRELATIONS and "correlation" in {_family(mine), *theirs}
    return "" if kin else mine


def _family(metric: str) -> str:
    found = re.match(r"[^\W\d_]+", metric)
    return found.group() if found else metric


def lone_metric(text: str) -> str:
    """The metric that a piece of text names, if it names exactly one; else empty."""
    names = {canonical_metric(match.group()) for match in METRIC_WORD.finditer(text)}
    return names.pop() if len(names) == 1 else ""
