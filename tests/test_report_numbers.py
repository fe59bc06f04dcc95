"""Every number of answer, findings and checks of a report stands in a source, or follows from numbers that do."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from report_walk import faults, numbers

from litsynth.codec import decode, encode
from litsynth.parse.digest import read_digest
from litsynth.pipeline.results import stated_by
from litsynth.pipeline.traced import TracedCells
from litsynth.question import read_question
from litsynth.records import Report
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory
from litsynth.synthesize import answer_of, coverage_of, findings_of, with_runs
from litsynth.verify import asked_of

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "reports" / "examples").glob("*/report.json"))
DIGESTS = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpora" / "xnli").glob("*.json"))}
SOURCES: dict[str, str] = {json.loads(text)["id"]: text for text in DIGESTS.values()}


def kept(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def made_again(value: dict[str, Any]) -> dict[str, Any]:
    """The report with findings and answer as they are made now of the claims and verdicts in it."""
    report = decode(Report, value)
    documents = {
        document.paper_id: document for _, document in (read_digest(t.encode(), p.name) for p, t in DIGESTS.items())
    }
    papers = {paper.paper_id: paper for paper in report.papers}
    lexicon = Lexicon(inventory([shipped_names()]))
    traced = TracedCells(documents.__getitem__, lexicon)
    told = {
        claim.claim_id: traced.of(claim, verdict, stated_by(claim, documents[claim.paper_id], lexicon))
        for claim, verdict in zip(report.claims, report.verdicts, strict=True)
    }
    question = read_question(report.question)
    stated, cells = ({key: pair[at] for key, pair in told.items()} for at in (0, 1))
    findings = findings_of(question, report.claims, report.verdicts, stated, papers, cells)
    coverage = coverage_of(question, report.claims, report.verdicts)
    claims = {claim.claim_id: claim for claim in report.claims}
    answer = answer_of(question, claims, findings, coverage, report.funnel.with_claims, report.funnel.read)
    again = replace(report, findings=findings, answer=answer)
    result: dict[str, Any] = encode(with_runs(again, report.measured, asked_of(report.question, report.measured)))
    return result


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_every_number_follows_from_the_sources(path: Path) -> None:
    report = kept(path)
    assert sum(bool(numbers(one["text"])) for one in report["answer"]) >= 3
    assert faults(report, SOURCES) == []
    assert faults(made_again(report), SOURCES) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_each_sentence_of_the_answer_stands_whole_in_every_form(path: Path) -> None:
    report = kept(path)
    claims = {one["claim_id"] for one in report["claims"]}
    written = {file: file.read_text(encoding="utf-8") for file in path.parent.glob("report.[mh]*")}
    assert path.with_name("report.md") in written
    forms = [
        unescape(text) if file.suffix == ".html" else re.sub(r"\\(?=[^\w\s])", "", text)
        for file, text in written.items()
    ]
    for sentence in report["answer"]:
        assert set(sentence["claim_ids"]) <= claims
        assert sentence["claim_ids"] or re.search(r"[Pp]apers? read|:$| minus ", sentence["text"])
        assert all(sentence["text"].removesuffix(".") in form for form in forms)


def raised(text: str) -> str:
    """The text with its last decimal number one tenth higher."""
    *_, last = re.finditer(r"\d+\.\d+", text)
    return f"{text[: last.start()]}{float(last.group()) + 0.1:.1f}{text[last.end() :]}"


def of_claims(report: dict[str, Any], also: str = "") -> dict[str, Any]:
    """A sentence of the answer that rests on claims and has a decimal number."""
    return next(
        one
        for one in report["answer"]
        if one["claim_ids"] and also in one["text"] and re.search(r"\d\.\d", one["text"])
    )


def spread(report: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for finding in report["findings"] for one in finding["spreads"] if one["papers"] > 1
    )
    return found


def check(report: dict[str, Any], also: str) -> dict[str, Any]:
    """A number that evidence agrees with."""
    found: dict[str, Any] = next(
        one
        for verdict in report["verdicts"]
        for piece in verdict["evidence"]
        for one in piece["numbers"]
        if one["agree"] and also in one["evidence"] and "Table" in one["evidence"]
    )
    return found


def change(
    of: Callable[[dict[str, Any]], dict[str, Any]], name: str, to: Callable[[Any], Any]
) -> Callable[[Any], None]:
    def apply(report: dict[str, Any]) -> None:
        record = of(report)
        record[name] = to(record[name])

    return apply


@pytest.mark.parametrize(
    "wrong",
    [
        change(of_claims, "text", raised),
        change(lambda report: of_claims(report, " papers"), "text", lambda text: re.sub(r"in \d papers", "in 39 papers", text)),
        change(of_claims, "text", lambda text: re.sub(r"\d independent", "9 independent", text)),
        change(of_claims, "text", lambda text: re.sub(r"\d\d% or more", "99% or more", text)),
        change(lambda report: next(one for one in report["answer"] if " minus " in one["text"]), "text",
               lambda text: re.sub(r"[+-]\d\.\d points", "+7.7 points", text)),
        change(lambda report: report["answer"][0], "text", lambda text: text.replace("40 papers", "41 papers")),
        change(spread, "high", lambda value: value + 1),
        change(spread, "figures", lambda value: value + 1),
        change(lambda report: next(one for one in report["findings"] if one["figures"])["figures"][0], "value",
               lambda value: value + 0.1),
        change(lambda report: next(one for one in report["findings"] if one["differences"])["differences"][0], "gap",
               lambda value: value + 0.1),
        change(lambda report: check(report, " = +"), "evidence", raised),
        change(lambda report: check(report, "avg)"), "evidence", lambda text: re.sub(r": \d+\.\d", ": 12.3", text)),
        change(lambda report: report["claims"][0], "quote", raised),
    ],
)  # fmt: skip
def test_a_number_that_is_changed_is_found(wrong: Callable[[Any], None]) -> None:
    report = kept(EXAMPLES[0])
    before = deepcopy(report)
    wrong(report)
    assert report != before
    assert faults(report, SOURCES)
