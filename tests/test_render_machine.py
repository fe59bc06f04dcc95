"""report.json, claims.jsonl, evidence.jsonl."""

import json
import re
from typing import Any

from report_maker import make_report
from report_papers import BRIDGE

from litsynth.codec import decode
from litsynth.records import Report
from litsynth.render import claims_jsonl, evidence_jsonl, report_json, run_json


def rows(text: str) -> list[dict[str, Any]]:
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_report_json_is_the_report() -> None:
    report = make_report()
    assert decode(Report, json.loads(report_json(report))) == report


def test_claims_in_the_order_of_the_report_with_extract_fields_and_verdict() -> None:
    claims = rows(claims_jsonl(make_report()))
    assert [claim["heading"] for claim in claims] == [f"claim-{number}" for number in range(1, 7)]
    gain = claims[0]
    assert gain["text"].endswith("every language but English.")
    assert gain.keys() >= {"claim_id", "text", "quote", "section", "page", "start", "end", "kind", "quantities"}
    assert (gain["label"], gain["confidence"], gain["traced"], gain["restated"], gain["corroborated"]) == (
        "supported",
        0.934,
        5,
        1,
        1,
    )
    assert (gain["looked_at"], gain["pieces"], gain["reference"]) == (48, 8, "lindqvist2021polybridge")
    assert gain["quantities"][0].items() >= {"text": "1.8 points", "unit": "points", "direction": "up"}.items()


def test_every_piece_of_evidence_is_kept_strongest_first() -> None:
    report = make_report()
    pieces = rows(evidence_jsonl(report))
    assert len(pieces) == sum(len(verdict.evidence) for verdict in report.verdicts)
    gain = [piece for piece in pieces if piece["claim_id"] == "c01gain"]
    assert [piece["rank"] for piece in gain] == list(range(1, 9))
    assert gain[0]["anchor"].items() >= {"table": "Table 2", "row": "PolyBridge", "column": "avg (15)"}.items()
    quote, position = gain[0]["anchor"]["selector"]
    assert quote["type"] == "TextQuoteSelector"
    assert position["end"] - position["start"] == len(quote["exact"])
    assert gain[0]["primary"] == BRIDGE


def test_page_links_point_at_the_page_that_was_read() -> None:
    links = [piece["link"] for piece in rows(evidence_jsonl(make_report()))]
    assert "https://arxiv.org/pdf/2199.00303v1#page=6" in links
    assert "https://aclanthology.org/2199.emnlp-main.12.pdf#page=5" in links
    assert all(re.fullmatch(r"https://\S+", link) for link in links)


def test_run_json_says_what_the_run_was_made_with() -> None:
    run = json.loads(run_json(make_report()))
    assert run["papers"] == {"found": 66, "duplicates": 6, "read": 5, "failed": 1}
    assert run["models"]["verifier"]["sha256"] == "ab" * 32
    assert (run["settings_digest"], run["counters"]["pairs_judged"]) == ("0f1e2d3c4b5a6978", 10550)
