"""Words and names of a text in one spelling, each with its place, so that a label can be looked for in a sentence.

"R-1" and "ROUGE-1", "Acc." and "accuracy", "val" and "development" are the same term; a compound ("SST-2", "BERT-large")
is its parts, and a part of one letter or of digits belongs to the part before it. A citation's key is a term too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMPOUND = re.compile(r"[^\W_]+(?:(?:[-–−@.'’/+&:]|_)[^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_WHOLE = re.compile(r".+")
_ONE_WORD = frozenset("translate-train translate-test translate-train-all zero-shot few-shot one-shot".split())
"""Compounds whose parts mean other things by themselves: "translate-test" is no test set."""
_CITATION = re.compile(r"\[[^\][]*[a-zA-Z][^\][]*[\d_][^\][]*\]|\[[\d,;\s]+\]|\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)")
_KEY = re.compile(r"[^\s;,()\[\]]*[a-zA-Z][^\s;,()\[\]]*[\d_][^\s;,()\[\]]*")
_EMPTY = frozenset(
    "a an the of on in for to and or with by as at is are was were be it its this that these those from over than into our "
    "we their which who what when while but also only each both more most very such per using use used based via model "
    "models method methods approach approaches system systems result results score scores setting settings w et al "
    "dataset datasets ours proposed performance not no without wo".split()
)
_SHOTS = {"zero-shot": "0shot", "one-shot": "1shot"}
_ABBREVIATED = frozenset({"AL", "AS", "IT"})
"""What is empty in small letters only: "AL" may be an adversarial loss, "IT" a domain."""
# Words of measures and splits that tables shorten.
_SAME = {
    "acc": "accuracy", "accuracie": "accuracy", "prec": "precision", "rec": "recall", "avg": "average", "ave": "average",
    "mean": "average", "averaged": "average", "averaging": "average", "overall": "overall", "val": "dev", "valid": "dev",
    "validation": "dev", "development": "dev", "corr": "correlation", "perplexity": "ppl", "fscore": "f1", "fmeasure": "f1",
    "f": "f1",
    "r1": "rouge1", "r2": "rouge2", "rl": "rougel", "rg1": "rouge1", "rg2": "rouge2", "rgl": "rougel", "h1": "hit1",
    "h3": "hit3", "h10": "hit10", "hits1": "hit1", "hits3": "hit3", "hits10": "hit10", "b1": "bleu1",
    "b2": "bleu2", "b3": "bleu3", "b4": "bleu4",
    "pearson": "correlation", "spearman": "correlation", "params": "parameter", "emb": "embedding", "embed": "embedding",
    "att": "attention", "attn": "attention", "pretrain": "pretraining", "pretrained": "pretraining", "baselines": "baseline",
    "hr": "hour", "sec": "second",
}  # fmt: skip
_MEASURES = frozenset(_SAME.values())
LEAVES_OUT = re.compile(
    r"\b(?:without|w/?o|rid of|ignor\w+|giv\w+ up|remov\w+|drop\w*|skip\w+|leav\w+ out|left out|tak\w+ (?:out|away)|omit\w*|"
    r"ablat\w+|exclud\w+|lack\w*|disabl\w+|no(?: longer)?|strip\w*|discard\w*|absen\w+|delet\w+|eliminat\w+|switched off|"
    r"not(?: used)?|(?:turn|switch|tak|leav)\w*\s+(?:[\w-]+\s+){1,4}?(?:out|off|away))\b",
    re.IGNORECASE,
)
"""Words that tell that something is left out."""
_NEGATION = re.compile(
    r"(?:\b(?:no|without|not|non|except|excluding|minus|rid of|absence of|ignor\w+|stripp\w+|delet\w+|"
    r"giv\w+ up|remov\w+|drop\w*|ablat\w+|exclud\w+|disabl\w+|"
    r"eliminat\w+|discard\w*|lack\w*|leav\w+ out|left out|tak\w+ (?:out|away)|omit\w*|skip\w*)\b|"
    r"\bw/?o\b|(?:^|[\s(,])[-–−])(?:\s+|\b)?(?:(?:the|of|our|any|use|using) )*"
    r"(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:not (?:reached|matched|attained|only|just|merely)|with (?:and|or) without|(?-i:DROP))\b", re.IGNORECASE
)
"""What is not reached by another is not absent; "with and without" is both; DROP is a data set."""
_AWAY = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|turn(?:s|ed|ing)?|switch(?:es|ed|ing)?|leav(?:e|es|ing))"
    r"\s+(?:the\s+|its\s+|our\s+)?(?P<what>[\w-]+(?:\s+[\w-]+){0,3}?)\s+(?:out|off|away)\b",
    re.IGNORECASE,
)
"""What is told between two words: "turning the lattice off"."""
_PARTED = r"(?:switched off|turned off|left out|taken (?:out|away)|removed|disabled|omitted|ablated|discarded|excluded)"
_GONE = re.compile(rf"(?:[ -][\w-]+){{0,2}}? (?:(?:is|are|was|were|being|been) {_PARTED}\b|{_PARTED}(?=\s*[,.;)]|$))")
"""What is told of a thing behind it: "with the lattice removed"."""
_CLAUSE = re.compile(r"[,;:()]|\b(?:and|but|while)\b")
LONGEST_WORD = 7
"""Letters after which ordinary words are cut, so that forms of one word meet."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its `key`, its place, whether it is a name, and whether the text says that it is absent."""

    key: str
    start: int
    end: int
    named: bool
    negated: bool = False


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of a text in order, citations and empty words left out.

    >>> [term.key for term in terms_of("BERT-large gets 81.3 R-1 on SST-2, w/o attention [lee2019]")]
    ['bert', 'large', 'get', 'rouge1', 'sst', 'sst2', 'attenti', '[lee2019]']
    """
    blank = _CITATION.sub(lambda match: " " * len(match.group()), text)
    return tuple(sorted((*_terms(blank), *_cited(text)), key=lambda term: term.start))


def _cited(text: str) -> Iterator[Term]:
    for match in _CITATION.finditer(text):
        for key in _KEY.finditer(match.group()) if match.group()[0] == "[" else ():
            yield Term(f"[{key.group()}]", match.start() + key.start(), match.start() + key.end(), False)


def _terms(text: str) -> Iterator[Term]:
    last, before = -1, ""
    away = {at for found in _AWAY.finditer(text) for at in range(*found.span("what"))}
    for match in _COMPOUND.finditer(text):
        start = match.start()
        piece = _WHOLE if match.group().lower() in _ONE_WORD else _PART
        parts = list(piece.finditer(match.group().replace("_", " ")))
        if all(part.group().isdigit() for part in parts) and (len(parts) > 1 or text[start - 1 : start] == "."):
            continue
        if match.group().isdigit() and start == last + 1 and before:  # "CoNLL 2003"
            yield Term(_key(before + match.group()), start, match.end(), True)
        last, before = match.end(), parts[0].group() if parts[0].group()[0].isupper() else ""
        negated = _negated(text, start) or _GONE.match(text, match.end()) is not None or start in away
        opens = not text[:start].strip() or text[:start].rstrip()[-1:] in ".:;"
        stem = ""  # what a part of digits or of one letter belongs to
        for part in parts:
            word = part.group()
            tied = bool(stem) and (
                word.isdigit()
                or len(word) == 1
                or (len(stem) == 1 and stem.isalpha())
                or (stem.isdigit() and word == "shot")
            )
            key = _key(stem + word if tied else word)
            key = "rl" if word == "RL" else key  # reinforcement learning, where "R-L" is a measure
            if not _is_empty(word, key) and (tied or len(word) > 1 or len(parts) == 1):
                named = tied or _is_name(word, opens and part.start() == 0)
                yield Term(key, start + part.start(), start + part.end(), named, negated)
            stem = stem if tied and match.group()[part.end() : part.end() + 1] == "/" else stem + word


def _is_empty(word: str, key: str) -> bool:
    return (key in _EMPTY or word.lower() in _EMPTY) and word not in _ABBREVIATED


def _is_name(word: str, opens: bool) -> bool:
    inside = any(mark.isupper() or mark.isdigit() for mark in word[1:])
    return inside or (word[0].isupper() and not opens) or word[0].isdigit()


def _key(word: str) -> str:
    lowered = _SHOTS.get(word.lower(), word.lower())
    stem = lowered[:-1] if lowered.endswith("s") and not lowered.endswith("ss") and len(lowered) > 3 else lowered
    stem = _SAME.get(lowered) or _SAME.get(stem, stem)
    return stem[:LONGEST_WORD] if stem.isalpha() and (word[1:].islower() or stem in _MEASURES) else stem


def _negated(text: str, start: int) -> bool:
    segment = _CLAUSE.split(text[max(0, start - 48) : start])[-1]
    return bool(_NEGATION.search(_THERE.sub("", segment)))
