"""No leakage: what training pairs may not share with evaluation data and held-out claims."""

from collections.abc import Iterable

from litsynth.folds import shared_keys, text_key
from litsynth.text import split_sentences
from litsynth.training.pairs import LabelledPair


class Guard:
    """Texts that are kept out of training: whole premises of any length, and sentences and claims that are long enough

    (40 letters and digits; shorter ones, such as "A man is outside", are nobody's).
    """

    def __init__(self) -> None:
        self._premises: set[str] = set()
        self._texts: set[str] = set()

    def keep_out_pair(self, pair: LabelledPair) -> None:
        """Keep out the premise, its sentences, and the hypothesis."""
        self._premises.add(text_key(pair.premise))
        self.keep_out((*_sentences(pair.premise), pair.hypothesis))

    def keep_out(self, texts: Iterable[str]) -> None:
        """Keep out sentences, titles or claims."""
        self._texts.update(shared_keys(tuple(texts)))

    def shares_text(self, pair: LabelledPair) -> bool:
        """Whether a pair's premise, a sentence of it, or its hypothesis is kept out."""
        if text_key(pair.premise) in self._premises:
            return True
        return not self._texts.isdisjoint(shared_keys((*_sentences(pair.premise), pair.hypothesis)))


def _sentences(text: str) -> list[str]:
    return [text, *(span.of(text) for span in split_sentences(text))]
