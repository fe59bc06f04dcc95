"""Three small papers about one question, for the tests of the command line."""

ONE = """# Bridges to Other Languages

## Abstract

Intermediate-task training improves zero-shot transfer of XLM-R on XNLI by 1.8 points on average over fifteen languages.

## Results

We train XLM-R on nine English tasks and then on MultiNLI. Accuracy on XNLI rises from 73.6 to 75.4 on average.

| Model | Average |
|---|---|
| XLM-R | 73.6 |
| XLM-R, intermediate | 75.4 |

## References

Cole, B. 2019. Intermediate-task training improves transfer on XNLI by 7.7 points. In Proceedings of XYZ.
"""
TWO = """# Tunnels Between Languages

We repeat the comparison with other seeds.
Intermediate-task training improves zero-shot transfer of XLM-R on XNLI by 1.8 points on average.

Training on parallel sentences before fine-tuning gains 0.9 points on XNLI.
"""
THREE = """# Ferries Across the Gap

Intermediate-task training improves zero-shot transfer of XLM-R on XNLI by 9.9 points on average.
No other paper finds a gain as large.
"""
