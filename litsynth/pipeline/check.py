"""One claim against given evidence: `litsynth check`."""

import json
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litsynth.codec import decode, encode
from litsynth.config import VerifySettings
from litsynth.errors import BadRecord
from litsynth.pipeline.given import EvidenceTable, Tables, given, read_evidence
from litsynth.pipeline.progress import Silent
from litsynth.pipeline.screen import promising
from litsynth.ports import Entailer
from litsynth.quantities import check_numbers, find_quantities
from litsynth.records import Anchor, Claim, Evidence, Judgement, Label, Passage, Span
from litsynth.verify import Held, Reading, decide, held_against_given, judge_passages, weigh_given
from litsynth.verify.decide import Calibration
from litsynth.verify.given import Opinion

LABELS: dict[Label, str] = {
    "supported": "supported",
    "refuted": "refuted",
    "conflicting": "not_enough_info",
    "different protocol": "not_enough_info",
    "not enough evidence": "not_enough_info",
}
"""The labels of the interface. Of evidence that is given one piece decides, so that two never conflict."""
_TEXTS = ("evidence", "title", "table")
_HINT = 'a line needs "claim" and "evidence" or "table"; to look for evidence: --corpus NAME'


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A claim and its evidence as sentences; rows of `tables` are rendered as such."""

    id: str
    claim: str
    sentences: tuple[str, ...]
    title: str = ""
    tables: Tables = ()


def read_claim(line: bytes, where: str, others: Collection[str], hint: str) -> dict[str, Any]:
    """A JSON object with a "claim", maybe an "id", and no keys but `others`, as it would be typed.

    Raises BadRecord naming the line.
    """
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair can be escaped, and not be written
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{where}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("claim"), str) or not row["claim"].strip():
        raise BadRecord(f"{where}: no claim", hint)
    unknown = set(row) - {"id", "claim", *others}
    if unknown:
        raise BadRecord(f"{where}: unknown key {', '.join(sorted(unknown))}", hint)
    if not isinstance(row.get("id", ""), (str, int)):
        raise BadRecord(f"{where}: id is not a text")
    claim = "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in row["claim"])
    try:
        told = {key: _typed(row[key]) for key in _TEXTS if key in row}
    except RecursionError as error:
        raise BadRecord(f"{where}: nested too deeply") from error
    return {**row, **told, "claim": _typed(claim.strip())}


def _typed(value: Any) -> Any:
    """A JSON value with hyphens of typesetting (U+2010, U+2011), which are pasted, as the one that is typed."""
    if isinstance(value, str):
        return value.replace("\u2010", "-").replace("\u2011", "-")
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return {key: _typed(item) for key, item in value.items()} if isinstance(value, dict) else value


def parse_item(line: bytes, where: str) -> CheckItem:
    """One line of input. Raises BadRecord naming the line and what is wrong with it."""
    row = read_claim(line, where, ("evidence", "title", "table"), _HINT)
    if not isinstance(row.get("title") or "", str):
        raise BadRecord(f"{where}: title is not a text")
    try:
        sentences, tables = _evidence(row)
    except BadRecord as error:
        raise BadRecord(f"{where}: {error.message}") from error
    return CheckItem(str(row.get("id", "")), row["claim"], sentences, str(row.get("title") or ""), tables)


def check_items(
    items: Sequence[CheckItem], entailer: Entailer, settings: VerifySettings, calibrator: Calibration | None = None
) -> Iterator[dict[str, Any]]:
    """A verdict for each item, in order, in the form of the interface.

    The evidence is judged in passages of up to three sentences, as a run's is; the one that decides gives the label, and
    those of its sentences that say so are the rationale. A claim with a number that the evidence does not bear out is
    never supported. The confidence is that of `verify.decide`: the probability that the label is right. `truncated`
    says that the verifier has not read everything: a premise was cut at the end of a sentence, evidence of more than
    `settings.passages` passages was read in part, or the claim is longer than the verifier can read (it is never cut).
    """
    passages = [_passages(item, settings) for item in items]
    held = [one for _, _, asked in passages for one in asked]
    readings = iter(judge_passages(held, entailer, settings, Silent()).readings)
    for item, (rows, whole, asked) in zip(items, passages, strict=True):
        judged = [(at, one.text, next(readings)) for at, one in zip(rows, asked, strict=True)]
        yield _verdict(item, judged, whole, entailer.identity, settings, calibrator)


def _verdict(
    item: CheckItem,
    judged: list[tuple[tuple[int, ...], str, Reading]],
    whole: bool,
    model: str,
    settings: VerifySettings,
    calibrator: Calibration | None,
) -> dict[str, Any]:
    claimed = find_quantities(item.claim)
    # Numbers may be spread over the evidence, so they are looked for in all of it.
    checks = check_numbers(claimed, tuple(q for sentence in item.sentences for q in find_quantities(sentence)))
    rows, text, reading = max(judged, key=lambda piece: strength(piece[2].judgement))
    best = reading.judgement
    claim = Claim("", "", item.claim, item.claim, _anchor(item.claim), "finding", claimed)
    opinion = weigh_given(claim, given(item.sentences, item.tables, item.title), best, checks, settings)
    rows = opinion.rows or tuple(rows[at] for at in reading.rationale)
    piece = _piece(item, text, rows, opinion, best)
    others = [replace(piece, stance="neutral", judgement=one.judgement) for *_, one in judged if one is not reading]
    verdict = decide(claim, [piece, *others], settings, calibrator, opinion.checks)
    label = LABELS[verdict.label]
    return {
        "id": item.id,
        "label": label,
        "confidence": round(verdict.confidence, 4),
        "probabilities": probabilities(best),
        "rationale": list(rows) if label != "not_enough_info" else [],
        "numbers": [encode(check) for check in opinion.checks],
        "model": model,
        "truncated": not whole or any(piece.judgement.truncated for _, _, piece in judged),
    }


def probabilities(judgement: Judgement) -> dict[str, float]:
    """The verifier's three probabilities, by the labels of the interface."""
    return {
        "supported": round(judgement.entailment, 4),
        "refuted": round(judgement.contradiction, 4),
        "not_enough_info": round(judgement.neutral, 4),
    }


def strength(judgement: Judgement) -> float:
    """How surely a passage says anything of a claim: the larger of entailment and contradiction."""
    return max(judgement.entailment, judgement.contradiction)


def _piece(item: CheckItem, text: str, rows: tuple[int, ...], opinion: Opinion, best: Judgement) -> Evidence:
    # Without its numbers: here the model may refute what states one, so its contradictions count in any case.
    return Evidence(
        claim_id="",
        passage=Passage("", item.id, text, Span(0, len(text)), "text", sentences=rows),
        anchor=_anchor(text),
        stance=opinion.stance,
        support_kind="independent",
        judgement=best,
        why=opinion.why,
        basis=opinion.basis,
        confidence=opinion.confidence,
    )


def _anchor(text: str) -> Anchor:
    return Anchor("", "text", Span(0, len(text)), text)


def _passages(item: CheckItem, settings: VerifySettings) -> tuple[list[tuple[int, ...]], bool, list[Held]]:
    """The sentences of each passage that is judged, whether these are all passages, and what is asked of each."""
    every = held_against_given(item.claim, item.sentences, item.title)
    kept = promising(item.claim, [held.text for _, held in every], settings.passages)
    return [every[row][0] for row in kept], len(kept) == len(every), [every[row][1] for row in kept]


def _evidence(row: dict[str, Any]) -> tuple[tuple[str, ...], Tables]:
    if "table" in row:
        table = decode(EvidenceTable, row["table"])
        if any(table.columns and len(cells) != len(table.columns) for cells in table.rows) or not all(
            (table.rows, *table.rows)
        ):
            raise BadRecord("a table row is empty or not as long as its columns, or there is no row")
        return table.sentences(), ((0, table),)
    evidence = row.get("evidence")
    if isinstance(evidence, str) and evidence.strip():
        return read_evidence(evidence)
    if isinstance(evidence, list) and all(isinstance(item, str) for item in evidence) and any(map(str.strip, evidence)):
        return tuple(evidence), ()
    raise BadRecord('"evidence" is empty, or neither a text nor a list of sentences')
