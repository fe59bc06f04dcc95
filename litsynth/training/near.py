"""Hard neutrals: abstracts that other claims cite and that share a claim's words."""

from collections.abc import Iterator

import numpy as np

from litsynth.folds import components, evidence_links
from litsynth.retrieve import LexicalIndex
from litsynth.training.cases import Casebook
from litsynth.training.grounding import neutral_windows


def near_pairs(book: Casebook) -> Iterator[tuple[str, str]]:
    """Claim and premise, in order of the claims: windows of the abstract with the highest BM25 score for the claim.

    Only what the training claims of other components cite is looked at: no held-out abstract, no excerpt of a
    paper that the claim cites itself.
    """
    cited = {case.claim_id: {stance.document_id for stance in case.stances} for case in book.cases}
    documents = sorted(set().union(*cited.values()))
    sentences = {document: book.abstracts[document].sentences for document in documents}
    index = LexicalIndex.build([f"{book.abstracts[key].title} {' '.join(sentences[key])}" for key in documents])
    links = evidence_links({case.claim_id: case.claim for case in book.cases}, cited, sentences)
    kin = {claim: set().union(*(cited[other] for other in group)) for group in components(links) for claim in group}
    for case in book.cases:
        ranked = (documents[row] for row in np.argsort(-index.shares(case.claim), kind="stable"))
        nearest = next((document for document in ranked if document not in kin[case.claim_id]), None)
        if nearest:
            yield from ((case.claim, premise) for premise in neutral_windows(case.claim, book.abstracts[nearest]))
