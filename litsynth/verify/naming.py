"""Which rows and columns of a table a sentence names, by the terms of their labels."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litsynth.resolve import shortened, spelled_out
from litsynth.verify.languages import language_terms, languages_of
from litsynth.verify.terms import LONGEST_WORD, Term, terms_of

Place = frozenset[int]
"""Offsets of terms of a sentence."""
_LETTERS = {"p": "precisi", "r": "recall"}
"""Measures that a header gives as one letter."""
_LETTER = re.compile(r"\(%\)|[,.:]")
_CHANGED = re.compile(r"(?:^|, )(?:\+|\.\.\.|w/o?\b|[-–−]\s)")
"""How the label of a row opens that is the row above, changed."""
_DASHES = ("-", "–", "−")


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column by its label.

    `present` are the terms that tell it from others, `absent` those that it says are not there, `cited` the keys of
    its citations; `every` are all of its terms; `base` are those of the row that it says something is added to or taken
    from ("+ attention"). `own`: it is the authors' ("ours", or a name of theirs).
    """

    label: str
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    cited: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()
    base: frozenset[str] = frozenset()
    own: bool = False
    language: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is the authors' system as it is, nothing taken away."""
        return self.own and not self.absent


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows, or the columns, of a table by number."""

    lines: dict[int, Line]

    @property
    def headed(self) -> bool:
        """Whether labels tell its lines apart."""
        return sum(bool(line.present or line.absent or line.cited) for line in self.lines.values()) > 1


@dataclass(frozen=True, slots=True)
class Said:
    """The terms of a sentence: their offsets by key, apart for what is said to be absent."""

    present: Mapping[str, Place]
    absent: Mapping[str, Place]
    terms: tuple[Term, ...]

    def names(self, line: Line) -> Place:
        """The offsets at which the sentence says what a label says."""
        here = (self.present[key] for key in line.present | line.cited | line.base if key in self.present)
        gone = (self.absent[key] for key in line.absent if key in self.absent)
        return frozenset().union(*here, *gone)

    def whole(self, line: Line) -> bool:
        """Whether the sentence says all of a label."""
        return line.present <= self.present.keys() and line.absent <= self.absent.keys()

    def lacks(self, line: Line) -> bool:
        """Whether a label says that something is absent and the sentence does not."""
        return bool(line.absent) and not line.absent & self.absent.keys()


def said_in(text: str, acronyms: Mapping[str, str]) -> Said:
    """The terms that a text says, long forms under their short ones."""
    terms = terms_of(shortened(text, acronyms))
    present, absent = (_offsets(term for term in terms if term.negated == gone) for gone in (False, True))
    return Said(present, absent, terms)


def _offsets(terms: Iterable[Term]) -> dict[str, Place]:
    found: dict[str, set[int]] = {}
    for term in terms:
        found.setdefault(term.key, set()).add(term.start)
    return {key: frozenset(starts) for key, starts in found.items()}


def axis_of(
    labels: Mapping[int, str], own: frozenset[str], acronyms: Mapping[str, str], letters: Mapping[str, str]
) -> Axis:
    """The lines with these labels; what all of them say tells none from the others and is left out.

    `acronyms` are the paper's, `letters` those that the table's caption explains.
    """
    bullets = 2 * sum(label.lstrip().startswith(_DASHES) for label in labels.values()) > len(labels)
    texts = {number: spelled_out(_undashed(label, own, bullets), letters) for number, label in labels.items()}
    read = {number: _read(text, acronyms) for number, text in texts.items()}
    if any("rouge1" in present for present, _, _ in read.values()):
        read = {at: (_rouge(present), absent, cited) for at, (present, absent, cited) in read.items()}
    languages = {at: named[:LONGEST_WORD] for at, named in languages_of(labels).items()}
    for at, named in languages.items():
        present, absent, cited = read[at]
        read[at] = (present | {named}, absent, cited)
    shared = frozenset.intersection(*(present for present, _, _ in read.values())) if len(read) > 1 else frozenset()
    lines = {}
    under: frozenset[str] = frozenset()
    for number, (present, absent, cited) in read.items():
        label = labels[number]
        mine = _says_ours(label) or bool(present & own)
        changed = _CHANGED.search(label) is not None
        under = under if changed else present - shared
        base = under - present if changed else frozenset()
        every = present | absent | cited | base
        lines[number] = Line(label, present - shared, absent, cited, every, base, mine, languages.get(number, ""))
    return Axis(lines)


def _rouge(present: frozenset[str]) -> frozenset[str]:
    """With RL read as ROUGE-L too: beside R1, it is no reinforcement learning."""
    return present | {"rougel"} if "rl" in present else present


def _undashed(label: str, own: frozenset[str], bullets: bool) -> str:
    """The label without an opening dash that is a bullet: most labels have one, or a name of the authors' follows."""
    bare = label.lstrip()
    if not bare.startswith(_DASHES):
        return label
    rest = bare.lstrip("".join(_DASHES)).lstrip()
    return rest if bullets or any(term.key in own for term in terms_of(rest)[:1]) else label


def _read(label: str, acronyms: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    terms = terms_of(shortened(label, acronyms))
    alone = {_LETTER.sub("", part) for part in label.split()}
    present = {_LETTERS[term.key] if _is_letter(term, alone) else term.key for term in terms if not term.negated}
    present.update(name[:LONGEST_WORD] for part in label.split() for name in language_terms(part))
    cited = frozenset(key for key in present if key[0] == "[")
    return frozenset(present) - cited, frozenset(term.key for term in terms if term.negated), cited


def _is_letter(term: Term, alone: set[str]) -> bool:
    return term.key in _LETTERS and term.key.upper() in alone


def own_terms(names: Iterable[str]) -> frozenset[str]:
    """The terms of the names that a paper gives its own systems."""
    return frozenset(term.key for name in names for term in terms_of(name) if term.named or len(name) == term.end)


def _says_ours(label: str) -> bool:
    words = "".join(mark if mark.isalpha() else " " for mark in label.lower()).split()
    return bool({"our", "ours", "proposed"} & set(words)) or "this work" in label.lower()
