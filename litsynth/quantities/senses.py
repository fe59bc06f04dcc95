"""Words of change, and which way each of them points."""

from typing import Literal

Sense = Literal["up", "down", "better", "worse", "change"]
"""`better` and `worse` point up or down by the metric; `change` names a difference without a direction."""

_UP = (
    "increase increases increased increasing rise rises rose rising raise raises raised raising grow grows grew "
    "grown growing growth boost boosts boosted boosting speedup speedups speed-up speed-ups higher larger greater "
    "faster gain gains gained gaining up"
)
_BETTER = (
    "improve improves improved improving improvement improvements outperform outperforms outperformed "
    "outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded exceeding beat beats beating "
    "enhance enhances enhanced enhancing enhancement better superior advantage advantages"
)
_DOWN = (
    "decrease decreases decreased decreasing drop drops dropped dropping reduce reduces reduced reducing "
    "reduction reductions lower lowers lowered lowering decline declines declined declining fall falls fell "
    "fallen falling shrink shrinks shrank lose loses lost losing loss losses cut cuts cutting slower smaller "
    "shorter down"
)
_WORSE = (
    "worse worsen worsens worsened worsening degrade degrades degraded degrading degradation degradations "
    "underperform underperforms underperformed underperforming hurt hurts deteriorate deteriorates deteriorated "
    "deterioration inferior"
)
_CHANGE = "margin margins difference differences gap gaps delta differ differs"


def _forms(sense: Sense, words: str) -> dict[str, Sense]:
    return dict.fromkeys(words.split(), sense)


BEFORE: dict[str, Sense] = {
    **_forms("up", _UP),
    **_forms("better", _BETTER),
    **_forms("down", _DOWN),
    **_forms("worse", _WORSE),
    **_forms("change", _CHANGE),
}
"""Words that announce a change when they stand before a number, mostly with "by" or "of"."""

AFTER: dict[str, Sense] = {
    **{word: sense for word, sense in BEFORE.items() if word not in ("up", "down", "lost", "cut", "cuts")},
    **_forms("up", "more above ahead increment"),
    **_forms("down", "fewer less below behind"),
}
"""Words that make a change of a number in front of them."""

NOUNS = frozenset(
    "increase increases rise growth boost boosts speedup speedups speed-up speed-ups gain gains improvement "
    "improvements enhancement advantage advantages decrease decreases drop drops reduction reductions decline "
    "declines fall loss losses degradation degradations deterioration margin margins difference differences gap "
    "gaps delta".split()
)
"""Those of `BEFORE` that take "of", "between" or a colon."""

DIRECT = NOUNS | frozenset(
    "gain gains gained gaining lose loses lost losing drop drops dropped dropping improve improves improved "
    "improving rise rises rose fall falls fell up down".split()
)
"""Those of `BEFORE` that a number may follow at once: `gains 5.4 points`."""
