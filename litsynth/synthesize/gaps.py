"""What the evidence read leaves open, and searches that might close it."""

from collections.abc import Iterator, Sequence

from litsynth.question import Question
from litsynth.records import Coverage, Finding, Gap

_MOST_UNCONFIRMED, _MOST_ALONE = 4, 3


def gaps_of(question: Question, coverage: Coverage, findings: Sequence[Finding]) -> tuple[Gap, ...]:
    """Parts of the question without a supported claim; what is stated and not confirmed; what rests on one source.

    `findings` are in the order of `findings_of`. A search is a few words for `litsynth run` or a search page.
    """
    return (*_parts(question, coverage), *_unconfirmed(question, findings), *_single(findings))


def _parts(question: Question, coverage: Coverage) -> Iterator[Gap]:
    names = " ".join(question.names)
    for part in coverage.missing:
        yield Gap(f"“{part}”", "no supported claim speaks of it in these words", (_words(part, names),))
    if question.alternatives and not coverage.direct:
        sides = " against ".join(f"“{side}”" for side in question.alternatives)
        why = "no one supported claim compares the two in these words"
        yield Gap(sides, why, (_words(*question.alternatives, names),))


def _unconfirmed(question: Question, findings: Sequence[Finding]) -> Iterator[Gap]:
    """What would answer the question and is not confirmed: nothing supported, but disputed or only stated."""
    stated = [finding for finding in findings if not finding.supported]
    for finding in stated[:_MOST_UNCONFIRMED]:
        parts = [
            f"{len(ids)} {word}"
            for ids, word in (
                (finding.disputed, "contradicted"),
                (finding.elsewhere, "found under another protocol only"),
                (finding.unconfirmed, "not confirmed"),
            )
            if ids
        ]
        search = _words(finding.method, finding.subject or " ".join(question.names))
        yield Gap(
            finding.title, f"claims, none supported: {', '.join(parts)}", (search,) if search else (), finding.claim_ids
        )


def _single(findings: Sequence[Finding]) -> Iterator[Gap]:
    """What rests on one source: a second measurement would tell most."""
    alone = [finding for finding in findings if finding.supported and finding.independent <= 1 and finding.method]
    for finding in alone[:_MOST_ALONE]:
        systems = list(dict.fromkeys(figure.system for figure in finding.figures if figure.system))[:1]
        search = _words(finding.method, finding.subject, *systems)
        yield Gap(finding.title, "all that supports it comes from one group of authors", (search,), finding.supported)


def _words(*parts: str) -> str:
    """The parts as one query, no word of them twice.

    >>> _words("translate-train", "XNLI", "XNLI mBERT")
    'translate-train XNLI mBERT'
    """
    return " ".join(dict.fromkeys(word for part in parts for word in part.replace("(", "").replace(")", "").split()))
