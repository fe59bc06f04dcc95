"""What a paper says of its own things without a name is not borne out by other papers' things."""

import pytest

from litsynth.anchors import Anchor
from litsynth.config import VerifySettings
from litsynth.records import Claim, Document, Judgement, Passage, Section, Sentence, Span
from litsynth.verify import weigh

ENTAILED = Judgement(0.95, 0.03, 0.02)


def stance(claimed: str, said: str, paper: str = "arXiv:2", substrate: str = "latex") -> tuple[str, str]:
    span = Span(0, len(said))
    document = Document(paper, "T", said, "latex", (Section("Results", "body", span),), (Sentence(span, 0),))
    passage = Passage("p", paper, said, span, "latex", "Results", sentences=(0,), primary=paper)
    anchor = Anchor("arXiv:1", substrate, Span(0, len(claimed)), claimed)  # type: ignore[arg-type]
    claim = Claim("c", "arXiv:1", claimed, claimed, anchor, "finding", primary="arXiv:1")
    piece = weigh(claim, passage, document, ENTAILED, {}, VerifySettings())
    return piece.stance, piece.why


@pytest.mark.parametrize(
    "claimed",
    [
        "Overall, the multilingual models perform better than the monolingual ones.",
        "Experiments show that gains are reached on several language pairs.",
        "These methods help most where data is scarce.",
        "The proposed method is better than BERT.",
        "The dataset is noisy.",
        "Zero-shot, the multilingual models perform better than the monolingual ones.",
    ],
)
def test_another_paper_does_not_speak_of_the_same_things(claimed: str) -> None:
    said, why = stance(claimed, claimed.replace("Overall, the m", "M"))
    assert said == "neutral"
    assert "only its own paper" in why


def test_its_own_paper_does() -> None:
    claimed = "Overall, the multilingual models perform better than the monolingual ones."
    assert stance(claimed, "Multilingual models perform better.", paper="arXiv:1")[0] == "supports"


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("Training on more languages helps.", "More languages in training help."),  # general
        (
            "Experiments on XNLI show that larger models are better.",
            "Larger models are better on XNLI.",
        ),  # both name it
        ("The larger the model, the smaller the gap.", "The gap shrinks as models grow."),
        ("BERT is one of the best models.", "BERT is among the best."),
    ],
)
def test_what_is_general_or_named_by_both_is_borne_out_by_others(claimed: str, said: str) -> None:
    assert stance(claimed, said)[0] == "supports"


def test_a_name_that_only_one_side_has_ties_nothing() -> None:
    assert stance("Experiments on XNLI show that larger models win.", "Larger models win.")[0] == "neutral"


def test_digests_tell_of_papers_by_name_and_are_left_alone() -> None:
    assert stance("The larger models are better.", "Larger models are better.", substrate="digest")[0] == "supports"
