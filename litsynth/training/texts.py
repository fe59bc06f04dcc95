"""Sentences with numbers out of abstracts: quoted, changed in one place, or held against text that lacks the number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from litsynth.codec import digest
from litsynth.errors import BadRecord
from litsynth.quantities import check_numbers, find_quantities
from litsynth.text import split_sentences
from litsynth.training.changes import Change, number_changes
from litsynth.training.kinds import Texts, target_of
from litsynth.training.pairs import LabelledPair, read_rows
from litsynth.training.swaps import NAME, opposite, other_slots
from litsynth.verify.windows import window_text

_FEWEST_WORDS, _MOST_WORDS = 8, 60
"""Of a sentence that is quoted."""
_LEAD = re.compile(
    r"^(?:(?:however|moreover|furthermore|in addition|additionally|finally|specifically|in particular|notably|overall|"
    r"as a result|for (?:example|instance)|first|second|third|then|also),?\s+)+"
    r"|^(?:(?:extensive |our |the )?(?:experiments?|experimental results|results|evaluations?)(?: on [^,]{3,40})? "
    r"(?:show|shows|demonstrate|demonstrates|indicate|indicates)|we (?:also )?(?:show|find|demonstrate|observe)) that\s+",
    re.IGNORECASE,
)
# What a claim's resolved form says instead of the authors' own words.
_RESOLVED = ((r"\b[Oo]ur\b", "the authors'"), (r"\bwe\b", "the authors"), (r"\bWe\b", "The authors"))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of a text, a window that holds it, and one (maybe empty) that does not."""

    sentence: str
    window: str
    elsewhere: str


def read_texts(data: Path, source: Texts) -> Iterator[LabelledPair]:
    """Pairs out of the abstracts that the source names. Raises MissingInput, BadRecord."""
    excerpts = list(_excerpts(data, source))
    names = sorted({name for excerpt in excerpts for name in NAME.findall(excerpt.sentence)})
    for excerpt in excerpts:
        yield from _pairs(excerpt, names, source.group)


def _excerpts(data: Path, source: Texts) -> Iterator[Excerpt]:
    chosen = sorted(_abstracts(data, source), key=lambda text: digest(*text))[: source.count]
    for title, abstract in chosen:
        yield from excerpts_of(title, abstract)


def _abstracts(data: Path, source: Texts) -> Iterator[tuple[str, str]]:
    papers = {_id(place, row) for path in source.without_papers for place, row in read_rows(data / path)}
    words = re.compile("|".join(map(re.escape, source.without))) if source.without else None
    for place, row in read_rows(data / source.path):
        try:
            key, title, abstract, categories = row["id"], row["title"], row["abstract"], row["categories"]
        except KeyError as error:
            raise BadRecord(f"{place}: not an abstract: {error!r}") from error
        wanted = not source.category or (categories and categories[0] == source.category)
        if wanted and key not in papers and not (words and words.search(f"{title} {abstract}")):
            yield title, " ".join(abstract.split())


def _id(place: str, row: dict[str, str]) -> str:
    try:
        return re.sub(r"v\d+$", "", row["paper_id"])
    except KeyError as error:
        raise BadRecord(f"{place}: no paper_id") from error


def excerpts_of(title: str, abstract: str) -> Iterator[Excerpt]:
    """The sentences of an abstract that state a number, each with windows of one to three sentences."""
    sentences = [span.of(abstract) for span in split_sentences(abstract)]
    for at, sentence in enumerate(sentences):
        if not _FEWEST_WORDS <= len(sentence.split()) <= _MOST_WORDS or not find_quantities(sentence):
            continue
        chance = Random(digest("window", title, sentence))
        first = max(0, at - chance.randrange(3))
        last = min(len(sentences), first + 3, at + 1 + chance.randrange(3))
        rest = [other for number, other in enumerate(sentences) if abs(number - at) > 1][:3]
        lead = title if chance.random() < 0.5 else ""
        yield Excerpt(sentence, window_text(lead, sentences[first:last]), window_text(title, rest) if rest else "")


def _pairs(excerpt: Excerpt, names: Sequence[str], group: str) -> Iterator[LabelledPair]:
    """One pair that is entailed and one that is not, so that the evidence, not the claim's look, decides."""
    chance = Random(digest("text", excerpt.window, excerpt.sentence))
    told = plainer(excerpt.sentence) if chance.random() < 0.5 else excerpt.sentence
    stated = find_quantities(excerpt.window)
    changes = list(number_changes(stated, told, chance))
    entailed = [change for change in changes if change.label == "entailment"]
    entailed.append(Change(told, "entailment", "quoted"))
    turned = opposite(told)
    slots = list(other_slots(excerpt.window, told, names, chance))
    against = [*(change for change in changes if change.label == "contradiction"), *([turned] if turned else [])]
    others: list[tuple[str, Change]] = [(excerpt.window, change) for change in (*against, *slots)]
    if excerpt.elsewhere and _lacks(excerpt.elsewhere, told):
        others.append((excerpt.elsewhere, Change(told, "neutral", "absent")))
    chosen = [(excerpt.window, chance.choice(entailed)), *([chance.choice(others)] if others else [])]
    for premise, change in chosen:
        yield LabelledPair(premise, change.text, target_of(change.label), group, change.kind)


def plainer(sentence: str) -> str:
    """A sentence without what leads it in, and with its authors in the third person.

    >>> plainer("However, we show that our parser gains 2.1 points.")
    "The authors' parser gains 2.1 points."
    """
    body = _LEAD.sub("", _LEAD.sub("", sentence))
    for pattern, new in _RESOLVED:
        body = re.sub(pattern, new, body)
    return body[:1].upper() + body[1:]


def _lacks(text: str, sentence: str) -> bool:
    """Whether no number of the sentence is stated in the text."""
    return not any(check.agree for check in check_numbers(find_quantities(sentence), find_quantities(text)))
