"""Fits the weights of the cheap filter for claims: `python -m litsynth.benchmarks.claim_filter DATA`.

Prints the module `litsynth/extract/filter_weights.py`, and on stderr how such weights do on papers that they were not
fitted to. `claims_labelled.jsonl` holds what an automated agent said of stretches of train papers: by digest, which
sentences state claims of their paper. These labels teach a rich model first, which also sees the sentence's embedding,
the role model's probabilities, and how near the sentence is to a claim in the paper's abstract or conclusion. What it says
of sentences of further papers counts beside the labels.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from litsynth.benchmarks.claim_teacher import hints_of
from litsynth.benchmarks.script import Asked, declare_data, script
from litsynth.calibrate import Floats, fit_regression
from litsynth.codec import digest
from litsynth.config import ExtractSettings, ModelSettings
from litsynth.errors import UnreadablePaper
from litsynth.extract.filter import may_claim, room_for
from litsynth.extract.filter_signs import places_of, signs_of
from litsynth.models.choose import choose_embedder
from litsynth.parse import read_document
from litsynth.ports import TextEmbedder
from litsynth.records import Document
from litsynth.training.pairs import read_rows

UNIT = 100
_SOURCE = "papers/nlp_latex/train_tex.jsonl.gz"
_DIGITS = 8  # of a digest in the file of labels
_FURTHER, _FEWEST = 110, 60  # papers without labels, and sentences of such a paper
_SHARED = 60  # papers that a cue must be found in
_FOLDS, _EVERY = 6, 3
_PENALTY, _TEACHER_PENALTY, _SOFT = 12.0, 8.0, 0.3
_SIGN = 2.0  # of a sign, where a cue is 1: signs are few, and punished less
Names = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Read:
    """A paper: its id, how many sentences it has, and of those that may claim the signs, hints and labels (-1: none)."""

    paper_id: str
    sentences: int
    signs: tuple[frozenset[str], ...]
    hints: Floats
    labels: tuple[int, ...]

    @property
    def fold(self) -> int:
        """The part that the paper is in when weights are fitted to the others."""
        return int(sha1(self.paper_id.encode()).hexdigest(), 16) % _FOLDS


def labelled() -> dict[str, dict[str, int]]:
    """By paper: whether a sentence states a claim (1) or not (0), by the first digits of its digest."""
    lines = Path(__file__).with_name("claims_labelled.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["paper_id"]: dict.fromkeys(row["others"], 0) | dict.fromkeys(row["claims"], 1) for row in rows}


def read_papers(data: Path, embedder: TextEmbedder) -> tuple[list[Read], list[Read]]:
    """The labelled papers, and further ones. Raises MissingInput, BadRecord."""
    known = labelled()
    rows = sorted(((row["paper_id"], row["tex"]) for _, row in read_rows(data / _SOURCE)), key=_drawn)
    with_labels = [_read(paper, known[paper.paper_id], embedder) for paper in _parsed(r for r in rows if r[0] in known)]
    further: list[Read] = []
    for paper in _parsed(row for row in rows if row[0] not in known):
        if len(further) == _FURTHER:
            break
        if len(paper.sentences) >= _FEWEST:
            further.append(_read(paper, {}, embedder))
    return with_labels, further


def _drawn(row: tuple[str, str]) -> str:
    return sha1(row[0].encode()).hexdigest()


def _parsed(rows: Iterable[tuple[str, str]]) -> Iterator[Document]:
    for paper_id, tex in rows:
        try:
            yield read_document(tex.encode(), "paper.tex", paper_id)
        except UnreadablePaper:
            continue


def _read(document: Document, known: Mapping[str, int], embedder: TextEmbedder) -> Read:
    texts = [sentence.span.of(document.text) for sentence in document.sentences]
    hints = hints_of(document, texts, embedder)
    rows = [row for row, text in enumerate(texts) if may_claim(text)]
    signs = [signs_of(text, where) for text, (_, where) in zip(texts, places_of(document), strict=True)]
    labels = tuple(known.get(digest(texts[row])[:_DIGITS], -1) for row in rows)
    return Read(document.paper_id, len(texts), tuple(signs[row] for row in rows), hints[rows], labels)


def vocabulary(papers: Sequence[Read]) -> dict[str, int]:
    """The columns of cues that enough papers share, and of all signs."""
    counts = Counter(cue for paper in papers for cue in frozenset[str]().union(*paper.signs))
    kept = sorted(cue for cue, count in counts.items() if count >= _SHARED or cue.startswith("@"))
    return {cue: column for column, cue in enumerate(kept)}


def matrix(rows: Sequence[frozenset[str]], names: Names) -> csr_matrix:
    """Shape (rows, names): 1 for a cue, `_SIGN` for a sign."""
    found = [sorted(cue for cue in row if cue in names) for row in rows]
    values = [_SIGN if cue.startswith("@") else 1.0 for row in found for cue in row]
    columns = [names[cue] for row in found for cue in row]
    ends = np.cumsum([0, *map(len, found)])
    return csr_matrix((values, columns, ends), shape=(len(rows), len(names)))


def fit(papers: Sequence[Read], further: Sequence[Read], names: Names) -> tuple[Floats, float]:
    """Weights by column and the bias, taught by the labels of `papers` and by the rich model's view of `further`."""
    rows = [(signs, hint, label) for one in papers for signs, hint, label in _with_labels(one)]
    cheap, hints = matrix([row[0] for row in rows], names), np.stack([row[1] for row in rows])
    gold = np.array([row[2] for row in rows], dtype=np.float64)
    targets = np.column_stack([1.0 - gold, gold])
    teacher = fit_regression(csr_matrix(hstack([cheap, csr_matrix(hints)])), targets, _TEACHER_PENALTY)
    more = [row for one in further for row in list(zip(one.signs, one.hints, strict=True))[::_EVERY]]
    others = matrix([row[0] for row in more], names)
    seen = teacher.probabilities(csr_matrix(hstack([others, csr_matrix(np.stack([row[1] for row in more]))])))
    every = np.concatenate([targets, _SOFT * seen])
    found = fit_regression(csr_matrix(vstack([cheap, others])), every, _PENALTY)
    scale = np.array([_SIGN if cue.startswith("@") else 1.0 for cue in names])
    return (found.weights[:, 1] - found.weights[:, 0]) * scale, float(found.bias[1] - found.bias[0])


def _with_labels(one: Read) -> list[tuple[frozenset[str], Floats, int]]:
    return [row for row in zip(one.signs, one.hints, one.labels, strict=True) if row[2] >= 0]


def scores(one: Read, names: Names, weights: Floats, bias: float) -> Floats:
    """The log-odds of the sentences of a paper."""
    return np.array([bias + sum(weights[names[cue]] for cue in sorted(row) if cue in names) for row in one.signs])


def cross_validated(papers: Sequence[Read], further: Sequence[Read], names: Names) -> list[tuple[bool, bool, float]]:
    """Of each labelled sentence whether it is kept, whether it is a claim, and its log-odds, by other papers' weights."""
    found = []
    for part in range(_FOLDS):
        weights, bias = fit([one for one in papers if one.fold != part], further, names)
        for one in papers:
            if one.fold == part:
                odds = scores(one, names, weights, bias)
                room = room_for(one.sentences, ExtractSettings().filter_share)
                kept = set(np.argsort(-odds, kind="stable")[:room].tolist())
                rows = enumerate(zip(one.labels, odds, strict=True))
                found += [(row in kept, label == 1, float(value)) for row, (label, value) in rows if label >= 0]
    return found


def module(names: Names, weights: Floats, bias: float) -> str:
    """The source of `litsynth/extract/filter_weights.py`."""
    by_weight: dict[int, list[str]] = {}
    for cue, weight in zip(names, weights, strict=True):
        by_weight.setdefault(round(float(weight) * UNIT), []).append(cue)
    lines = [line for weight in sorted(by_weight) if abs(weight) > 1 for line in _lines(weight, by_weight[weight])]
    return (
        '"""The weights of the cheap filter, as `python -m litsynth.benchmarks.claim_filter DATA` prints them."""\n\n'
        f'UNIT = {UNIT}\n"""What a weight of 1 is in log-odds: one part in so many."""\n'
        f'BIAS = {round(bias * UNIT)}\nPACKED = """\\\n' + "\n".join(lines) + '"""\n'
    )


def _lines(weight: int, cues: Sequence[str]) -> Iterator[str]:
    line = ""
    for cue in cues:
        if line and len(line) + len(cue) > 110:
            yield f"{weight} {line}"
            line = ""
        line = f"{line}|{cue}" if line else cue
    yield f"{weight} {line}"


def _main(asked: Asked) -> None:
    papers, further = read_papers(Path(asked.data), choose_embedder(ModelSettings(device="cpu"), offline=True))
    names = vocabulary([*papers, *further])
    sys.stdout.write(module(names, *fit(papers, further, names)))
    sys.stdout.flush()
    found = cross_validated(papers, further, names)
    kept, claims = [one for one in found if one[0]], [one for one in found if one[1]]
    right = sum(one[1] for one in kept)
    sys.stderr.write(
        f"{len(found)} sentences of {len(papers)} papers, {len(claims)} claims; of those kept {right / len(kept):.3f} "
        f"are claims, of the claims {right / len(claims):.3f} are kept\n"
    )


if __name__ == "__main__":
    script("claim_filter", __doc__, declare_data, _main)
