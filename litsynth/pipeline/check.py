"""One claim against given evidence: `litsynth check`."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from litsynth.codec import decode, encode
from litsynth.config import VerifySettings
from litsynth.errors import BadRecord
from litsynth.ports import Entailer
from litsynth.quantities import check_numbers, disagrees, find_quantities, numbers_agree
from litsynth.records import Anchor, Claim, Evidence, Judgement, Label, NumberCheck, Passage, Span, Stance
from litsynth.text import split_sentences
from litsynth.verify import decide

# One window decides, so that two never conflict, and evidence that is given has no protocol of its own.
_LABELS: dict[Label, str] = {
    "supported": "supported",
    "refuted": "refuted",
    "not enough evidence": "not_enough_info",
}
_WINDOW = 3  # sentences judged together, as in a run's passages


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A table given as evidence: every row as long as `columns`, which may be empty."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A claim and its evidence as sentences (rows of a table are rendered as such)."""

    id: str
    claim: str
    sentences: tuple[str, ...]
    title: str = ""


def parse_item(line: bytes, where: str) -> CheckItem:
    """One line of input. Raises BadRecord naming the line and what is wrong with it."""
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair can be escaped, and not be written
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{where}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("claim"), str) or not row["claim"].strip():
        raise BadRecord(f"{where}: no claim", 'a line needs "claim" and "evidence" or "table"')
    unknown = set(row) - {"id", "claim", "evidence", "title", "table"}
    if unknown:
        raise BadRecord(f"{where}: unknown key {', '.join(sorted(unknown))}")
    if not isinstance(row.get("id", ""), (str, int)) or not isinstance(row.get("title") or "", str):
        raise BadRecord(f"{where}: id or title is not a text")
    try:
        sentences = _sentences(row)
    except BadRecord as error:
        raise BadRecord(f"{where}: {error.message}") from error
    return CheckItem(str(row.get("id", "")), row["claim"].strip(), sentences, str(row.get("title") or ""))


def check_items(items: Sequence[CheckItem], entailer: Entailer, settings: VerifySettings) -> Iterator[dict[str, Any]]:
    """A verdict for each item, in order, in the form of the interface.

    The evidence is judged in windows of three sentences; the one that decides gives the label, and its
    sentences are the rationale. A claim with a number that the evidence does not bear out is never supported.
    The confidence is that of `verify.decide`: the probability that the label is right.
    """
    windows = [_windows(item) for item in items]
    pairs = [(text, item.claim) for item, found in zip(items, windows, strict=True) for _, text in found]
    judgements = iter(entailer.judge(pairs))
    for item, found in zip(items, windows, strict=True):
        judged = [(rows, text, next(judgements)) for rows, text in found]
        yield _verdict(item, judged, entailer.identity, settings)


def _verdict(
    item: CheckItem, judged: list[tuple[tuple[int, ...], str, Judgement]], model: str, settings: VerifySettings
) -> dict[str, Any]:
    claimed = find_quantities(item.claim)
    # Numbers may be spread over the evidence, so they are looked for in all of it.
    checks = check_numbers(claimed, tuple(q for sentence in item.sentences for q in find_quantities(sentence)))
    rows, text, best = max(judged, key=lambda piece: max(piece[2].entailment, piece[2].contradiction))
    stance, confidence = _stance(best, checks, settings)
    # Without its numbers: here the model may refute what states one, so its contradictions count in any case.
    passage = Passage("", item.id, text, Span(0, len(text)), "text", sentences=rows)
    piece = Evidence("", passage, _anchor(text), stance, "independent", best, confidence=confidence)
    claim = Claim("", "", item.claim, item.claim, _anchor(item.claim), "finding")
    verdict = decide(claim, [piece], settings)
    label = _LABELS[verdict.label]
    return {
        "id": item.id,
        "label": label,
        "confidence": round(verdict.confidence, 4),
        "probabilities": {
            "supported": round(best.entailment, 4),
            "refuted": round(best.contradiction, 4),
            "not_enough_info": round(best.neutral, 4),
        },
        "rationale": list(rows) if label != "not_enough_info" else [],
        "numbers": [encode(check) for check in checks],
        "model": model,
        "truncated": any(piece[2].truncated for piece in judged),
    }


def _stance(best: Judgement, checks: Sequence[NumberCheck], settings: VerifySettings) -> tuple[Stance, float]:
    """The stance of the deciding window, and the probability that it is right."""
    if best.entailment >= settings.support:
        if numbers_agree(checks):
            return "supports", best.entailment
        # The text says the same of another number: what is entailed but for the number is refuted.
        return ("refutes", best.entailment) if any(map(disagrees, checks)) else ("neutral", 0.0)
    return ("refutes", best.contradiction) if best.contradiction >= settings.refute else ("neutral", 0.0)


def _anchor(text: str) -> Anchor:
    return Anchor("", "text", Span(0, len(text)), text)


def _windows(item: CheckItem) -> list[tuple[tuple[int, ...], str]]:
    last = max(1, len(item.sentences) - _WINDOW + 1)
    rows = [tuple(range(start, min(start + _WINDOW, len(item.sentences)))) for start in range(last)]
    lead = f"{item.title}. " if item.title else ""
    return [(window, lead + " ".join(item.sentences[row] for row in window)) for window in rows]


def _sentences(row: dict[str, Any]) -> tuple[str, ...]:
    if "table" in row:
        table = decode(EvidenceTable, row["table"])
        if any(table.columns and len(cells) != len(table.columns) for cells in table.rows) or not all(
            (table.rows, *table.rows)
        ):
            raise BadRecord("a table row is empty or not as long as its columns, or there is no row")
        return tuple(_row(table, cells) for cells in table.rows)
    evidence = row.get("evidence")
    if isinstance(evidence, str) and evidence.strip():
        return tuple(span.of(evidence) for span in split_sentences(evidence))
    if isinstance(evidence, list) and all(isinstance(item, str) for item in evidence) and any(map(str.strip, evidence)):
        return tuple(evidence)
    raise BadRecord('"evidence" is neither a text nor a list of sentences')


def _row(table: EvidenceTable, cells: tuple[str, ...]) -> str:
    stub, values = cells[0], cells[1:]
    headers = table.columns[1:] or ("",) * len(values)
    shown = ", ".join(f"{header} {value}".strip() for header, value in zip(headers, values, strict=True))
    caption = f"{table.caption.rstrip('.')}. " if table.caption else ""
    return f"{caption}{stub}: {shown}."
