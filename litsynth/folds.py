"""Cross-validation folds in which no document is on both sides: connected components of claims and documents."""

import re
from collections.abc import Collection, Mapping, Sequence

from litsynth.codec import digest

# Letters and digits. Shorter sentences ("Trial registered.") occur in papers that have nothing to do with each other.
_LONG_ENOUGH = 40
_NO_LETTER = re.compile(r"\W+")


def text_key(text: str) -> str:
    """The letters and digits of a text, in lower case: equal for two prints of one sentence.

    >>> text_key("Case 3 is so!")
    'case3isso'
    """
    return _NO_LETTER.sub("", text).lower()


def shared_keys(texts: Collection[str]) -> tuple[str, ...]:
    """The keys of those texts that are long enough (40 letters and digits) to betray a common origin; sorted."""
    keys = {text_key(text) for text in texts}
    return tuple(sorted(key for key in keys if len(key) >= _LONG_ENOUGH))


def evidence_links(
    claims: Mapping[str, str], cited: Mapping[str, Collection[str]], documents: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Links for `fold_of`: a claim to its documents, to their sentences, and to its own text.

    `claims` maps an id to the claim's text, `cited` to the ids of its documents, `documents` an id to its sentences.
    So two documents that share a sentence are linked (excerpts of one paper under two ids), and so are two
    claims of one wording.
    """
    return {
        claim: [
            *cited[claim],
            *shared_keys([text, *(sentence for document in cited[claim] for sentence in documents[document])]),
        ]
        for claim, text in claims.items()
    }


def components(links: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """Claims that share a document, directly or through other claims, together; each component's claims are sorted.

    `links` maps a claim to the documents that it is judged against; a claim without documents stands alone.
    Components come largest first, ties in the order of a digest of their claims, so that neither the order nor
    the numbering of the claims decides.

    >>> components({"a": ["1", "2"], "b": ["2"], "c": ["3"]})
    [('a', 'b'), ('c',)]
    """
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while (up := parent.setdefault(node, node)) != node:
            parent[node] = parent[up]  # halve the path, so that it is short the next time
            node = parent[node]
        return node

    for claim, documents in links.items():
        for document in documents:
            parent[root(f"document {document}")] = root(f"claim {claim}")
    members: dict[str, list[str]] = {}
    for claim in sorted(links):
        members.setdefault(root(f"claim {claim}"), []).append(claim)
    return sorted(map(tuple, members.values()), key=lambda claims: (-len(claims), digest(*claims)))


def fold_of(links: Mapping[str, Collection[str]], folds: int) -> dict[str, int]:
    """The fold, from 0 to `folds` - 1, of each claim; claims that share any document are in one fold.

    Components are dealt largest first, each to the fold that holds the fewest claims. A component larger than
    a fair share stays whole: its fold is larger then. Raises ValueError on fewer than two folds.

    >>> fold_of({"a": ["1"], "b": ["1"], "c": ["2"], "d": []}, 2)
    {'a': 0, 'b': 0, 'c': 1, 'd': 1}
    """
    if folds < 2:
        raise ValueError(f"{folds} folds: at least two are needed")
    sizes = [0] * folds
    assigned: dict[str, int] = {}
    for claims in components(links):
        fold = sizes.index(min(sizes))
        sizes[fold] += len(claims)
        assigned.update(dict.fromkeys(claims, fold))
    return {claim: assigned[claim] for claim in links}
