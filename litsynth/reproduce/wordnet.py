"""Neighbours of English words from WordNet 3.0: what `rs_da` replaces words by.

The formats are those of the manual pages wndb(5WN) and cntlist(5WN).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from litsynth.errors import BadRecord, MissingInput

PARTS = ("noun", "verb", "adj", "adv")
MOST = 8
"""As many neighbours a word has at most; the list of Huang et al. 2021 has no more."""

# In the sense keys of cntlist.rev; 5 is an adjective that belongs to another one's cluster.
_DIGITS = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}

# WordNet has no function words, but abbreviations and letters that are spelled like them ("he": helium; "us": United States).
_CLOSED = frozenset(
    "a about above across after against all along although am among an and another any anybody anyone anything are around "
    "as at be because been before behind being below beneath beside between beyond both but by can could did do does "
    "doing done down during each either every everybody everyone everything except few for from had has have having he "
    "her here hers herself him himself his how i if in inside into is it its itself just less like many may me might mine "
    "more most much must my myself near neither never no nobody none nor not nothing now of off on once one only onto or "
    "other our ours ourselves out outside over per same shall she should since so some somebody someone something such "
    "than that the their theirs them themselves then there these they this those though through to too toward under until "
    "up upon us very was we were what when where which while who whom whose why will with within without would yes yet "
    "you your yours yourself yourselves".split()
)


@dataclass(frozen=True, slots=True)
class WordNet:
    """The texts of `index.*` and `data.*` by part of speech, and of `cntlist.rev`."""

    index: dict[str, str]
    data: dict[str, str]
    counts: str


def read_wordnet(folder: Path) -> WordNet:
    """The files of WordNet's database. Raises MissingInput when one is not there."""
    try:
        return WordNet(
            {part: (folder / f"index.{part}").read_text(encoding="ascii") for part in PARTS},
            {part: (folder / f"data.{part}").read_text(encoding="ascii") for part in PARTS},
            (folder / "cntlist.rev").read_text(encoding="ascii"),
        )
    except OSError as error:
        raise MissingInput(
            f"no WordNet in {folder}: {error.strerror}", "apt install wordnet-base, or name its folder with --wordnet"
        ) from error


def neighbours_of(wordnet: WordNet) -> dict[str, tuple[str, ...]]:
    """For each single word its synonyms in one sense: the one most often found in tagged text, or the only one it has.

    Of parts of speech whose first senses were found equally often the first in `PARTS` counts. Words of closed classes,
    and expressions of several words, neither have neighbours nor are any. In alphabetical order of the words; neighbours
    in WordNet's order, at most `MOST`. Raises BadRecord on files of another format.
    """
    try:
        synsets = {part: dict(_synsets(text)) for part, text in wordnet.data.items()}
        found = dict(_counts(wordnet.counts))
        senses: dict[str, list[tuple[int, int, str, str]]] = {}
        for part, text in wordnet.index.items():
            for lemma, many, offset in _entries(text):
                senses.setdefault(lemma, []).append((found.get((lemma, part), 0), many, part, offset))
        named = (_neighbours(lemma, each, synsets) for lemma, each in sorted(senses.items()))
        return dict(sorted((word, kept) for word, kept in named if kept))
    except (ValueError, IndexError, KeyError) as error:
        raise BadRecord(f"not a WordNet database: {error}", "version 3.0, Debian's wordnet-base") from error


def _neighbours(
    lemma: str, senses: list[tuple[int, int, str, str]], synsets: dict[str, dict[str, list[str]]]
) -> tuple[str, tuple[str, ...]]:
    """The word as it is written in that sense, and its neighbours."""
    most, _, part, offset = max(senses, key=lambda sense: sense[0])
    if not most and sum(many for _, many, _, _ in senses) > 1:
        return lemma, ()
    members = synsets[part][offset]
    word = next((member for member in members if member.lower() == lemma), lemma)
    kept = [each for each in members if each.lower() != lemma and _open(each)]
    return word, tuple(dict.fromkeys(kept[:MOST])) if _open(word) else ()


def _open(word: str) -> bool:
    return word.isalpha() and word.lower() not in _CLOSED


def _entries(text: str) -> Iterator[tuple[str, int, str]]:
    """Lemma, number of its senses, and the synset of the first one."""
    for line in _lines(text):
        fields = line.split()
        yield fields[0], int(fields[2]), fields[6 + int(fields[3])]


def _synsets(text: str) -> Iterator[tuple[str, list[str]]]:
    """Offset and words; the place that an adjective may stand in, "(p)", is no part of it."""
    for line in _lines(text):
        fields = line.split(" ")
        yield fields[0], [fields[4 + 2 * number].partition("(")[0] for number in range(int(fields[3], 16))]


def _counts(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    """How often the first sense of a lemma in a part of speech was found."""
    for line in _lines(text):
        key, sense, times = line.split()
        lemma, _, rest = key.rpartition("%")
        if sense == "1":
            yield (lemma, _DIGITS[rest[0]]), int(times)


def _lines(text: str) -> Iterator[str]:
    """Without those of the licence, which begin with a space."""
    return (line for line in text.splitlines() if line and not line.startswith(" "))
