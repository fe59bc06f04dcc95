"""How much of a name stands in a text: words under one spelling, rare words weighing more, known aliases counting too."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

from litsynth.results import Lexicon

Grams = frozenset[str]
"""Words and pairs of neighbouring words written as one ("conll2003")."""
_Form = tuple[tuple[tuple[str, ...], float], ...]

_F1 = re.compile(r"\bf[-_ \$]{0,3}(?:1|\{1\})\b(?:[- ]?(?:score|measure))?|\bf[- ]?(?:score|measure)\b")
_WORD = re.compile(r"f1|[^\W\d_]+|\d+(?:\.\d+)?")
_LEAST = 0.05
"""The weight of a word that every text has."""
_SAME = {
    "acc": "accuracy", "avg": "average", "val": "validation", "dev": "validation", "development": "validation",
    "prec": "precision", "rec": "recall", "corr": "correlation", "params": "parameter", "param": "parameter",
    "ppl": "perplexity", "newstest": "wmt", "modelling": "modeling", "labelling": "labeling",
}  # fmt: skip


def words(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a text in lower case: languages by their first name, plurals without s, "'14" as 2014."""
    lowered = _F1.sub("f1 ", unicodedata.normalize("NFKC", text).lower()).replace("exact match", "em")
    found = []
    for word in _WORD.findall(lowered):
        spelled = _language(word, lexicon) or _SAME.get(word, word)
        if len(spelled) > 3 and spelled.endswith("s") and not spelled.endswith(("ss", "us")):
            spelled = spelled[:-1]
        found.append(f"20{spelled}" if re.fullmatch(r"0[2-9]|1\d|2[0-4]", spelled) else spelled)
    return found


def _language(word: str, lexicon: Lexicon) -> str:
    entry = lexicon.names.entries.get(("language", word)) if len(word) == 2 else None
    return entry.aliases[0].lower() if entry and entry.aliases else ""


def grams(found: Sequence[str]) -> Grams:
    """The words with the pairs of neighbours."""
    return frozenset(found) | frozenset(left + right for left, right in pairwise(found))


class Spellings:
    """The forms of names, and how much of them a text has; `documents` are the grams of all papers, for the weights."""

    def __init__(self, documents: Iterable[Grams], lexicon: Lexicon) -> None:
        counts: Counter[str] = Counter()
        self._papers = 0
        for document in documents:
            counts.update(document)
            self._papers += 1
        self._counts, self._lexicon = counts, lexicon
        self._forms: dict[str, tuple[_Form, ...]] = {}
        self._phrases: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, Grams] = {}

    def weight(self, word: str) -> float:
        """How rare a word is: the logarithm of papers per paper that has it."""
        return max(_LEAST, log((self._papers + 1) / (self._counts[word] + 0.5)))

    def forms(self, name: str) -> tuple[_Form, ...]:
        """For each spelling its words, each with what may stand for it and its weight."""
        if name not in self._forms:
            written = [words(text, self._lexicon) for text in self._written(name)]
            self._forms[name] = tuple(self._form(list(dict.fromkeys(one))) for one in written if one)
            self._phrases[name] = tuple(f" {' '.join(one)} " for one in written if one)
        return self._forms[name]

    def phrases(self, name: str) -> tuple[str, ...]:
        """The spellings as runs of words."""
        self.forms(name)
        return self._phrases[name]

    def stems(self, name: str) -> Grams:
        """All words that any spelling may stand with: a text without any of them has no share."""
        if name not in self._stems:
            self._stems[name] = frozenset(word for form in self.forms(name) for stands, _ in form for word in stands)
        return self._stems[name]

    def share(self, name: str, text: Grams) -> float:
        """The weighted share of a name's words that a text has, by its best spelling, on [0, 1]."""
        return max((_share(form, text) for form in self.forms(name)), default=0.0)

    def rarest(self, name: str, text: Grams) -> tuple[tuple[str, ...], float] | None:
        """The rarest word of the first spelling whose rarest word the text has; None where it has none."""
        rare = (max(form, key=lambda word: word[1]) for form in self.forms(name))
        return next((word for word in rare if not text.isdisjoint(word[0])), None)

    def _form(self, found: list[str]) -> _Form:
        form = []
        for at, word in enumerate(found):
            stands = (
                word,
                *(word + after for after in found[at + 1 : at + 2]),
                *(found[at - 1] + word for _ in range(at > 0)),
            )
            form.append((stands, self.weight(word)))
        return tuple(form)

    def _written(self, name: str) -> list[str]:
        """The name, and what it is with an alias of the inventory in its place, without its bracket, and its bracket alone."""
        found = [name]
        for item in self._lexicon.names.find(name):
            if item.entry.kind in ("dataset", "metric", "task"):
                found += [
                    f"{name[: item.start]}{alias}{name[item.end :]}" for alias in (item.entry.name, *item.entry.aliases)
                ]
        if short := re.fullmatch(r"(.*) \(([A-Z][A-Za-z]+)\)", name):
            found += short.groups()
        return list(dict.fromkeys(found))


def _share(form: _Form, text: Grams) -> float:
    total = sum(weight for _, weight in form)
    return sum(weight for stands, weight in form if not text.isdisjoint(stands)) / total
