"""Claims in somebody's own words, a line each, held against a corpus: `litsynth check --corpus`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any

from litsynth.codec import encode
from litsynth.config import Settings
from litsynth.errors import BadRecord
from litsynth.pipeline.asked import Asked, asked_claim, reader
from litsynth.pipeline.check import LABELS, probabilities, read_claim, strength
from litsynth.pipeline.index import Index
from litsynth.pipeline.models import Models
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.tables import Tables
from litsynth.pipeline.verdicts import judged_of, look_at
from litsynth.records import Evidence, Judgement, Paper, Verdict
from litsynth.render import anchor_value
from litsynth.sources.identity import identify
from litsynth.store import Corpus
from litsynth.verify import Found, Instead, decide, nearest
from litsynth.works import identifiers_of

_HINT = 'a line needs "claim", and "paper" where it is told of one; its evidence is in the corpus'
_NOT_READ = Judgement(0.0, 1.0, 0.0)
_OPEN = ("not enough evidence", "different protocol")
_SIDES = {"supported": "supports", "refuted": "refutes"}


def papers_by_name(papers: Iterable[Paper]) -> dict[str, str]:
    """The paper_id for each identifier of each paper of a corpus."""
    return {name: paper.paper_id for paper in papers for name in sorted(identifiers_of(paper))}


def parse_asked(line: bytes, where: str, known: Mapping[str, str]) -> Asked:
    """One line of input; `known` as of `papers_by_name`. Raises BadRecord naming the line and what is wrong with it."""
    row = read_claim(line, where, ("paper",), _HINT)
    given = row.get("paper") or ""
    if not isinstance(given, str):
        raise BadRecord(f"{where}: paper is not a text", _HINT)
    bare = given.strip().removeprefix("https://doi.org/")
    names = (bare, identify(bare)[0], f"doi:{bare.lower()}")
    about = next((known[name] for name in names if name in known), "")
    if bare and not about:
        remedy = "add it: litsynth corpus add NAME FILES or ids; --skip-bad-lines goes on without such lines"
        raise BadRecord(f"{where}: the corpus has no paper {given}", remedy)
    return Asked(row["claim"], about, str(row.get("id", "")))


def check_asked(
    asked: Sequence[Asked],
    corpus: Corpus,
    papers: Mapping[str, Paper],
    index: Index,
    models: Models,
    settings: Settings,
    progress: Progress,
) -> Iterator[dict[str, Any]]:
    """A verdict for each claim, in order, in the form of the interface, with the evidence that it rests on.

    `label` is one of three, `verdict` says which of the five it comes from. `rationale` are the pieces of `evidence`, from
    0, that bear out the label; `numbers` and `probabilities` are those of the first of them, else of the passage that
    the entailment model is surest of. `nearest` is the passage that `why` speaks of where nothing took a side; `instead`
    what tables print for what the claim tells a score of, where they do not bear it out.
    """
    embedder, entailer = corpus.memo(models.embedder, models.entailer)
    # Asked twice a claim is looked up once: what was found for it would count twice otherwise.
    claims = list({claim.claim_id: claim for claim in map(asked_claim, asked)}.values())
    read = reader(corpus.document)
    looks, _ = look_at(claims, index, read, papers, embedder, entailer, settings.retrieve, settings.verify, progress)
    tables = Tables(index.passages, read)
    for one in asked:
        claim = asked_claim(one)
        evidence = judged_of(looks[claim.claim_id])
        verdict = decide(claim, evidence, settings.verify, models.calibrator)
        passages = [piece.passage for piece in evidence]
        printed = tables.instead(claim, passages) if verdict.label in _OPEN else {}
        yield _row(one, verdict, evidence, printed, entailer.identity)


def _row(
    asked: Asked, verdict: Verdict, looked: Sequence[Evidence], printed: Mapping[str, Instead], model: str
) -> dict[str, Any]:
    side = _SIDES.get(verdict.label)
    rationale = [at for at, piece in enumerate(verdict.evidence) if piece.stance == side]
    surest = max((piece.judgement for piece in looked), key=strength, default=_NOT_READ)
    first = verdict.evidence[rationale[0]] if rationale else None
    return {
        "id": asked.id,
        "label": LABELS[verdict.label],
        "verdict": verdict.label,
        "confidence": round(verdict.confidence, 4),
        "probabilities": probabilities(first.judgement if first else surest),
        "rationale": rationale,
        "numbers": [encode(check) for check in first.numbers] if first else [],
        "why": "; ".join((_why(asked, verdict, rationale), *starmap(_printed, printed.items()))),
        "instead": [_instead(paper_id, found) for paper_id, found in printed.items()],
        "evidence": [_piece(piece) for piece in verdict.evidence],
        "nearest": _piece(nearest(looked)) if looked and not verdict.evidence else None,
        "looked_at": verdict.looked_at,
        "model": model,
        "truncated": any(piece.judgement.truncated for piece in looked),
    }


def _why(asked: Asked, verdict: Verdict, rationale: Sequence[int]) -> str:
    if not verdict.looked_at:
        return "the corpus has no passage that is near it"
    own = any(verdict.evidence[at].support_kind == "own paper" for at in rationale)
    elsewhere = asked.about and verdict.label == "supported" and not own
    return f"not found in the paper that is named, but elsewhere: {verdict.why}" if elsewhere else verdict.why


def _printed(paper_id: str, found: Instead) -> str:
    """What a paper prints in the place of a claim's score, in words."""
    printed, standing = (" or ".join(_cells(places)) for places in (found.places, found.standing))
    mistaken = f"; {found.places[0].figure.text} is {standing}" if standing else ""
    return f"for that {paper_id} prints {printed}{mistaken}"


def _instead(paper_id: str, found: Instead) -> dict[str, Any]:
    return {
        "paper_id": paper_id,
        "numbers": [encode(place.check()) for place in found.places],
        "standing": _cells(found.standing),
    }


def _cells(places: Sequence[Found]) -> list[str]:
    return [place.check().evidence for place in places]


def _piece(piece: Evidence) -> dict[str, Any]:
    return {
        "paper_id": piece.passage.paper_id,
        "passage_id": piece.passage.passage_id,
        "stance": piece.stance,
        "support_kind": piece.support_kind,
        "basis": piece.basis,
        "confidence": round(piece.confidence, 4),
        "why": piece.why,
        "numbers": [encode(check) for check in piece.numbers],
        "text": piece.passage.text,
        "anchor": anchor_value(piece.anchor),
    }
