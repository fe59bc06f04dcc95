"""Figures of another metric than the one that a claim names support nothing that is told of a paper."""

import pytest

from litsynth.quantities.metrics import other_metric


@pytest.mark.parametrize(
    ("claim", "evidence", "other"),
    [
        ("It reaches 28.4 chrF on newstest.", "Table 2. BLEU on newstest: 28.4", "chrf"),
        ("A Pearson correlation of 83.7.", "Spearman's rank correlation on STS: 83.7", "pearson"),
        ("A correlation of 83.7.", "Spearman's rank correlation on STS: 83.7", ""),
        ("It has 93.5 accuracy.", "F_1 score on BUCC: 93.5", "accuracy"),
        ("It has 93.5 accuracy.", "Results on BUCC: 93.5", ""),
        ("It has 41.2 ROUGE-L.", "ROUGE scores on the news: 41.2", ""),
        ("Both accuracy and F1 are 93.5.", "BLEU: 93.5", ""),
        ("Precision on MSRA is 90.74.", "P: 90.74; R: 86.96; F1: 88.81", ""),
        ("A slot error rate of 31.82.", "BLEU and SER: 31.82", ""),
    ],
)
def test_another_metric(claim: str, evidence: str, other: str) -> None:
    assert other_metric(claim, evidence) == other
