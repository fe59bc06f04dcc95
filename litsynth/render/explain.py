"""Everything behind one verdict, as Markdown and as JSON."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from litsynth.codec import encode
from litsynth.protocol import Protocol, read_protocol
from litsynth.records import Explanation, Look, Paper
from litsynth.render.citations import citation_keys, in_key_order, short_citations
from litsynth.render.lookup import Lookup
from litsynth.render.markdown import fill


def explanation_markdown(
    explanation: Explanation, papers: Mapping[str, Paper], template_source: Mapping[str, str]
) -> str:
    """For a reader, through the template `explain.md.j2`; `papers` holds every paper of the corpus by id.

    Raises UsageError as `markdown.fill` does.
    """
    cited = [papers[key] for key in sorted(_cited(explanation))]
    lookup = Lookup(papers, citation_keys(cited), short_citations(cited), {}, {})
    context: dict[str, Any] = {
        "explanation": explanation,
        "agrees": _agrees(explanation),
        "judged": [look for look in explanation.looks if look.evidence],
        "passed_over": [look for look in explanation.looks if not look.evidence],
        "protocol_of": protocol_of,
        "references": in_key_order(cited),
    }
    return fill("explain.md.j2", template_source, lookup, context)


def explanation_value(explanation: Explanation) -> dict[str, Any]:
    """As one JSON value: claim, protocol, both verdicts without their evidence, and every passage looked at."""
    return {
        "claim": encode(explanation.claim),
        "protocol": protocol_of(explanation.claim.text),
        "verdict": _verdict(explanation.verdict),
        "reported": _verdict(explanation.reported),
        "same_as_reported": _agrees(explanation),
        "probabilities": dict(explanation.probabilities),
        # JSON has no infinity: no confidence suffices.
        "threshold": explanation.threshold if explanation.threshold <= 1 else None,
        "floor": explanation.floor,
        "passages": [_look(look) for look in explanation.looks],
    }


def protocol_of(text: str) -> dict[str, list[str]]:
    """What a text names of its protocol, field by field; fields that it does not speak of are left out.

    >>> protocol_of("mBERT reaches 65.4 on XNLI")
    {'systems': ['mBERT'], 'datasets': ['XNLI']}
    """
    read: Protocol = read_protocol(text)
    return {field.name: list(named) for field in fields(read) if (named := getattr(read, field.name))}


def _look(look: Look) -> dict[str, Any]:
    return {
        "passage_id": look.passage.passage_id,
        "paper_id": look.passage.paper_id,
        "text": look.passage.text,
        "protocol": protocol_of(look.passage.text),
        "hit": encode(look.hit) if look.hit else None,
        "evidence": encode(look.evidence) if look.evidence else None,
    }


def _verdict(verdict: Any) -> dict[str, Any]:
    value: dict[str, Any] = encode(verdict)
    del value["evidence"], value["claim_id"]
    return value


def _agrees(explanation: Explanation) -> bool:
    now, told = explanation.verdict, explanation.reported
    return _verdict(now) == _verdict(told)


def _cited(explanation: Explanation) -> set[str]:
    pieces = {look.evidence.anchor.paper_id for look in explanation.looks if look.evidence}
    return {explanation.claim.paper_id} | pieces | {look.passage.paper_id for look in explanation.looks}
