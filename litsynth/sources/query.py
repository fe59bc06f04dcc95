"""A question as arXiv queries, from narrow to broad.

The grammar is that of the API's manual (https://info.arxiv.org/help/api/user-manual.html, section 5.1): the
prefixes `ti`, `abs`, `all` and `cat`, phrases in double quotes, AND, OR, parentheses.
"""

from collections.abc import Iterable

from litsynth.question import read_question
from litsynth.sources.keyphrases import Concept, concepts_of, words_of
from litsynth.sources.vocabulary import is_language_processing

_CATEGORIES = "(cat:cs.CL OR cat:cs.LG OR cat:cs.AI)"
_CONCEPTS = 5  # more than that are never all found in one paper's metadata


def queries_for(question: str) -> tuple[str, ...]:
    """Three to six different queries for arXiv's API, narrowest first.

    Raises UsageError when the question has no content word.

    >>> for query in queries_for("Does STILTs help on XNLI?"):
    ...     print(query)
    """
    read_question(question)
    everything = concepts_of(question)
    concepts = [concept for concept in everything if concept.weight][:_CONCEPTS] or list(everything[:1])
    where = _CATEGORIES if is_language_processing(words_of(question)) else ""
    ladder = _one(concepts[0], where) if len(concepts) == 1 else _many(concepts, where)
    return tuple(dict.fromkeys(ladder))


def _one(concept: Concept, where: str) -> list[str]:
    """For a question about one thing: where in the paper it is named decides how narrow a query is."""
    named = (_any(field, concept.forms) for field in ("ti", "abs", "all"))
    return [*(_both(name, where) for name in named), _any("all", concept.forms)]


def _many(concepts: list[Concept], where: str) -> list[str]:
    """For a question about several things: how many of them a paper must name, and under which names."""
    own = [_any("all", concept.forms[:1]) for concept in concepts]
    every = [_any("all", concept.forms) for concept in concepts]
    ladder = [_both(*own), _both(*every)]
    ladder += [_both(*every[:3], where)] if len(concepts) > 3 else []
    ladder += [_both(*every[:2], where)] if len(concepts) > 2 else []
    ladder.append(_both(_any("abs", concepts[0].forms), where))
    ladder.append(_both(f"({' OR '.join(own)})", where))
    return ladder


def _both(*terms: str) -> str:
    return " AND ".join(filter(None, terms))


def _any(field: str, forms: Iterable[str]) -> str:
    terms = [f"{field}:{form}" if form.isalnum() else f'{field}:"{form}"' for form in forms]
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"
