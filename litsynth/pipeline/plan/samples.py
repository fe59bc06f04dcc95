"""Made-up texts that the models are timed on where a run has too few of its own at hand: as before a search of arXiv."""

from typing import Final

_SENTENCES = (
    "We study whether training on an intermediate task helps a multilingual encoder on tasks that it has not seen.",
    "Our model reaches an accuracy of 78.4 on the test set, which is 2.1 points above the strongest baseline.",
    "Previous work has mostly looked at English, although most of the languages of the world have little labelled text.",
    "The gain is largest for languages whose script the encoder has rarely met, and vanishes for closely related ones.",
    "We release the data, which were annotated by three native speakers each, and the code of all experiments.",
    "In contrast to earlier findings, translating the training data brings no more than translating the questions.",
    "An ablation shows that both parts of the objective are needed: without either of them the results fall back.",
    "Results on four benchmarks and in eleven languages suggest that the effect does not depend on the size of the model.",
)
_LONGEST = 8  # sentences: an abstract has about as many


def _text(number: int) -> str:
    start, length = divmod(number, _LONGEST)
    return " ".join(_SENTENCES[(start + more) % len(_SENTENCES)] for more in range(length + 1))


TEXTS: Final = tuple(_text(number) for number in range(6 * _LONGEST))
"""From a sentence to an abstract, as many of each length, each another: a model is asked for equal ones once."""
PAIRS: Final = tuple(
    (text, _SENTENCES[(number // _LONGEST - 1) % len(_SENTENCES)]) for number, text in enumerate(TEXTS)
)
"""A passage and a sentence that is held against it."""
