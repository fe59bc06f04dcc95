"""The numbers gate: which claims may count as supported by which evidence."""

import pytest

from litsynth.quantities import check_numbers, disagrees, find_quantities, numbers_agree
from litsynth.records import NumberCheck


def check(claim: str, evidence: str) -> tuple[NumberCheck, ...]:
    return check_numbers(find_quantities(claim), find_quantities(evidence))


CLAIM = "Unicoder improves average accuracy on XNLI by 1.8 points over 15 languages."


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (CLAIM, "On XNLI, 1.8 points of average accuracy improvement over 15 languages is obtained."),
        ("XLM-R reaches 80.9 on XNLI.", "en 89.1 fr 84.1 avg 80.89"),
        ("It gains 8.2, 7.5 and 7.0 points.", "The gains are 7.0, 7.5 and 8.2 points."),
        ("Over 100 languages are covered.", "It covers 104 languages and 2.5 TB of text."),
        ("Accuracy is 79.2% on 15 languages; all 15 languages are tested.", "15 languages: 0.792 accuracy"),
        ("It is better.", "Nothing is said."),
    ],
)
def test_every_claimed_number_is_found(claim: str, evidence: str) -> None:
    checks = check(claim, evidence)
    assert numbers_agree(checks)
    assert [item.why for item in checks] == [""] * len(checks)


@pytest.mark.parametrize(
    "evidence",
    [
        "It improves average accuracy by 1.9 points over 15 languages.",
        "It improves average accuracy by 8.1 points over 15 languages.",
        "It worsens average accuracy by 1.8 points over 15 languages.",
        "It improves average accuracy by 1.8 points over 14 languages.",
    ],
)
def test_another_number_of_the_same_kind_disagrees(evidence: str) -> None:
    checks = check(CLAIM, evidence)
    assert not numbers_agree(checks)
    (wrong,) = [item for item in checks if not item.agree]
    assert disagrees(wrong)
    assert wrong.evidence


@pytest.mark.parametrize(
    "evidence",
    [
        "It improves average accuracy by 1.8% over 15 languages.",
        "It improves average accuracy over 15 languages.",
        "It improves average accuracy by 1.8 points.",
        "It improves average accuracy by 1.8 points over 15 tasks.",
        "Nothing is said.",
    ],
)
def test_a_number_that_the_evidence_does_not_state_is_silent_not_wrong(evidence: str) -> None:
    checks = check(CLAIM, evidence)
    assert not numbers_agree(checks)
    assert not any(disagrees(item) for item in checks)
    assert any(item.why.startswith("no such number in the evidence") for item in checks)


def test_one_number_of_the_evidence_serves_one_number_of_the_claim() -> None:
    checks = check("It reaches 80.9 on XNLI and 80.9 on PAWS-X.", "It reaches 80.9 on XNLI.")
    assert [item.agree for item in checks] == [True, False]
    assert not disagrees(checks[1])


def test_the_matching_is_maximal() -> None:
    # Taken greedily, "about 80" would use up 80.9, the only number that settles "80.9".
    checks = check("It reaches about 80% there and 80.9% here.", "80.9% and 78.0%")
    assert [(item.evidence, item.agree) for item in checks] == [("78.0%", True), ("80.9%", True)]


def test_the_nearest_number_explains_a_disagreement() -> None:
    (item,) = check("It reaches 80.9% on XNLI.", "55.1%, 79.2% and 96.0%")
    assert (item.evidence, item.agree) == ("79.2%", False)
    assert item.why == "differs: 79.2% is not 80.9%"


def test_a_hedged_number_does_not_settle_an_exact_one() -> None:
    (item,) = check("It reaches 80.9% on XNLI.", "It reaches over 80% on XNLI.")
    assert not item.agree
    assert not disagrees(item)
    assert "only a bound" in item.why
