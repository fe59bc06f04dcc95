"""Documents to claims: a cheap filter, rhetorical roles, relevance to the question, and the kind of each claim."""

from litsynth.extract.claims import (
    choose,
    in_order_of_rank,
    make_claim,
    make_claims,
    merge_duplicates,
    resolve,
    short_name,
)
from litsynth.extract.filter import candidates, cheap_score
from litsynth.extract.hypotheses import ROLES, best_role, role_pairs
from litsynth.extract.rhetoric import RHETORIC, RoleModel, claim_role, own_claim

__all__ = [
    "RHETORIC",
    "ROLES",
    "RoleModel",
    "best_role",
    "candidates",
    "cheap_score",
    "choose",
    "claim_role",
    "in_order_of_rank",
    "make_claim",
    "make_claims",
    "merge_duplicates",
    "own_claim",
    "resolve",
    "role_pairs",
    "short_name",
]
