"""Addresses."""

import pytest

from litsynth.records import Anchor, Paper, Span
from litsynth.render.links import paper_url, place_url


@pytest.mark.parametrize(
    ("paper", "url"),
    [
        (Paper("arXiv:cs/0601001", "T", version="v1"), "https://arxiv.org/abs/cs/0601001v1"),
        (Paper("acl:D18-1269", "T", doi="10.1/x"), "https://aclanthology.org/D18-1269/"),
        (Paper("file:ab", "T", url="http://a.org/x (1).pdf"), "http://a.org/x%20%281%29.pdf"),
        (Paper("file:ab", "T", doi="10.1002/(SICI)1<2>"), "https://doi.org/10.1002/%28SICI%291%3C2%3E"),
        (Paper("file:ab", "T", url="javascript:alert(1)"), ""),
        (Paper("file:ab", "T"), ""),
    ],
)
def test_paper_url(paper: Paper, url: str) -> None:
    assert paper_url(paper) == url


def test_place_without_a_page_is_the_paper() -> None:
    paper = Paper("arXiv:2199.00001", "T", version="v2")
    for anchor in (
        Anchor(paper.paper_id, "pdf", Span(0, 1), "a"),
        Anchor(paper.paper_id, "latex", Span(0, 1), "a", page=3),
        Anchor(paper.paper_id, "digest", Span(0, 1), "a", page=3),
    ):
        assert place_url(paper, anchor) == "https://arxiv.org/abs/2199.00001v2"
    local = Paper("file:ab", "T", url="https://a.org/x.PDF")
    assert place_url(local, Anchor("file:ab", "pdf", Span(0, 1), "a", page=2)) == "https://a.org/x.PDF#page=2"


def test_abstract_links_find_the_sentence() -> None:
    paper = Paper("arXiv:2199.00001", "T")
    long = "We gain 1.8 points, on average, over fifteen languages with a zero-shot encoder."
    start = "https://arxiv.org/abs/2199.00001"
    assert place_url(paper, Anchor(paper.paper_id, "abstract", Span(0, 80), long)) == (
        f"{start}#:~:text=We%20gain%201.8%20points%2C,with%20a%20zero%2Dshot%20encoder."
    )
    assert place_url(paper, Anchor(paper.paper_id, "abstract", Span(0, 9), r"a \emph{b}")) == start
