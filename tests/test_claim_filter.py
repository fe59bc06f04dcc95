"""The command that fits the weights of the cheap filter, on papers of a few words."""

import numpy as np
import pytest

from litsynth.benchmarks import claim_filter
from litsynth.benchmarks.claim_filter import Read, fit, labelled, matrix, module, scores, vocabulary

YES = frozenset({"outperforms", "we find", "@number"})
NO = frozenset({"batch size", "we use"})


def paper(name: str, labels: tuple[int, ...]) -> Read:
    signs = tuple(YES if row % 2 == 0 else NO for row in range(len(labels)))
    return Read(name, len(labels), signs, np.zeros((len(labels), 2)), labels)


def test_labels_are_of_many_papers_and_name_no_sentence_twice() -> None:
    rows = labelled()
    claims = sum(sum(one.values()) for one in rows.values())
    assert len(rows) == 110
    assert 0.15 < claims / sum(map(len, rows.values())) < 0.25
    assert all(len(key) == 8 for one in rows.values() for key in one)


def test_signs_are_kept_and_rare_cues_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper("a", (1, 0)), paper("b", (1, 0)), Read("c", 1, (frozenset({"rare"}),), np.zeros((1, 2)), (-1,))]
    monkeypatch.setattr(claim_filter, "_SHARED", 2)
    names = vocabulary(papers)
    assert sorted(names) == ["@number", "batch size", "outperforms", "we find", "we use"]
    assert matrix([YES], names).toarray().sum() == 4.0  # a sign counts for two


def test_what_is_fitted_tells_claims_and_is_printed_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_filter, "_SHARED", 1)
    papers = [paper(f"p{number}", (1, 0) * 40) for number in range(3)]
    further = [paper("q", (-1,) * 30)]
    names = vocabulary([*papers, *further])
    weights, bias = fit(papers, further, names)
    odds = scores(papers[0], names, weights, bias)
    assert odds[0] > odds[1]
    again = fit(papers, further, names)
    assert module(names, weights, bias) == module(names, *again)
    found: dict[str, object] = {}
    exec(module(names, weights, bias), found)
    assert "outperforms" in str(found["PACKED"])
    assert isinstance(found["BIAS"], int)
