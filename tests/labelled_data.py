"""A small data folder in the layout of the benchmarks, with claims that were made up for it."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

METALS = "iron copper zinc tin lead nickel cobalt silver gold chrome radium barium".split()


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row) + "\n")


def sentences_about(metal: str) -> list[str]:
    return [
        f"We melted {metal} in a small furnace and weighed what was left.",
        f"The {metal} lost a tenth of its weight within an hour of heating.",
        f"No change of colour was seen in any sample of {metal} that we kept.",
        "The furnace was built by the first author.",
    ]


def make_scifact(data: Path) -> Path:
    """Twelve abstracts, each with a claim that it supports, one that it refutes, and one that it says nothing of."""
    folder = data / "verification" / "scifact"
    corpus, claims = [], []
    for number, metal in enumerate(METALS):
        corpus.append({"doc_id": 100 + number, "title": f"Melting {metal}", "abstract": sentences_about(metal)})
        told = [
            (f"The {metal} lost a tenth of its weight within an hour.", "SUPPORT", [[1]]),
            (f"The {metal} that we kept did not change its weight or colour in an hour.", "CONTRADICT", [[1], [0, 2]]),
            (f"Dogs like {metal}.", "", []),
        ]
        for place, (claim, label, rationales) in enumerate(told):
            evidence = {str(100 + number): [{"sentences": rows, "label": label} for rows in rationales]}
            claims.append(
                {
                    "id": 3 * number + place,
                    "claim": claim,
                    "evidence": evidence if label else {},
                    "cited_doc_ids": [100 + number],
                }
            )
    write_rows(folder / "corpus.jsonl.gz", corpus)
    write_rows(folder / "claims_train.jsonl.gz", claims)
    return data


def make_climate(data: Path) -> Path:
    """Ten claims with two sentences each: one that two people call support, one on which they differ."""
    rows = []
    for number, metal in enumerate(METALS[:10]):
        shared = {"article": "Metals", "entropy": 0.0}
        rows.append(
            {
                "claim_id": str(number),
                "claim": f"The {metal} lost weight.",
                "claim_label": "SUPPORTS",
                "evidences": [
                    shared
                    | {
                        "evidence_id": f"{metal}:1",
                        "evidence_label": "SUPPORTS",
                        "evidence": f"The {metal} lost weight in the furnace.",
                        "votes": ["SUPPORTS", "SUPPORTS", None],
                    },
                    shared
                    | {
                        "evidence_id": f"{metal}:2",
                        "evidence_label": "NOT_ENOUGH_INFO",
                        "evidence": f"Some {metal} is sold by weight.",
                        "votes": ["SUPPORTS", "REFUTES", None],
                    },
                ],
            }
        )
    write_rows(data / "verification" / "climate_fever" / "all.jsonl.gz", rows)
    return data


def make_nli(data: Path) -> Path:
    """Pairs in three forms of one premise, in the layout of ConjNLI and, tokenised, of SNLI's test set."""
    told = [("The {} is hot.", "entailment"), ("The {} is not hot.", "contradiction"), ("Dogs bark.", "neutral")]
    rows = [
        {
            "id": f"{metal}-{place}",
            "premise": f"The {metal} is hot, and it 's red .",
            "hypothesis": text.format(metal),
            "label": label,
        }
        for metal in METALS
        for place, (text, label) in enumerate(told)
    ]
    write_rows(data / "nli" / "conjnli" / "dev.jsonl.gz", rows)
    write_rows(data / "nli" / "snli_devtest" / "test.jsonl.gz", rows)
    return data
