"""A question as queries of arXiv and of other databases, from narrow to broad.

The grammar is that of the API's manual (https://info.arxiv.org/help/api/user-manual.html, section 5.1): the
prefixes `ti`, `abs`, `all` and `cat`, phrases in double quotes, AND, OR, and parentheses (which the manual
never nests, so neither do these).
"""

import re

from litsynth.errors import UsageError
from litsynth.question import read_question
from litsynth.sources.keyphrases import Concept, concepts_of, words_of
from litsynth.sources.vocabulary import is_language_processing

_CATEGORIES = "(cat:cs.CL OR cat:cs.LG OR cat:cs.AI)"
_FIELD = re.compile(r"\b(?:ti|abs|all):")
_CONCEPTS = 5  # more than that are never all found in one paper's metadata


def queries_for(question: str) -> tuple[str, ...]:
    """Three to six different queries for arXiv's API, narrowest first.

    Raises UsageError when the question names nothing to search for.

    >>> narrowest, *_, broadest = queries_for("Does STILTs help on XNLI?")
    >>> narrowest
    'all:STILTs AND all:XNLI'
    >>> broadest
    '(all:STILTs OR all:XNLI) AND (cat:cs.CL OR cat:cs.LG OR cat:cs.AI)'
    """
    concepts = _concepts_of(question)
    where = _CATEGORIES if is_language_processing(words_of(question)) else ""
    ladder = _one(concepts[0], where) if len(concepts) == 1 else _many(concepts, where)
    return tuple(dict.fromkeys(ladder))


def boolean_queries_for(question: str) -> tuple[str, ...]:
    """The queries of `queries_for` for a database that knows AND, OR, phrases and parentheses, but no fields.

    >>> boolean_queries_for("Does STILTs help on XNLI?")[0]
    'STILTs AND XNLI'
    """
    plain = (_FIELD.sub("", text.replace(f" AND {_CATEGORIES}", "")) for text in queries_for(question))
    return tuple(dict.fromkeys(plain))


def keyword_queries_for(question: str) -> tuple[str, ...]:
    """One to four queries of words alone, narrowest first: all concepts, the two heaviest, and either by itself.

    Raises UsageError when the question names nothing to search for.

    >>> keyword_queries_for("Does intermediate-task training improve transfer on XNLI?")[0]
    'intermediate task training XNLI transfer'
    """
    concepts = _concepts_of(question)
    named = [concept.forms[0].replace("-", " ") for concept in concepts]
    return tuple(dict.fromkeys((" ".join(named), " ".join(named[:2]), *named[:2])))


def _concepts_of(question: str) -> list[Concept]:
    """The heaviest concepts; where all are words of most abstracts, the first of these."""
    text = read_question(question).text
    everything = concepts_of(text)
    if not everything:
        raise UsageError(
            f"the question {text!r} names nothing to search for",
            "name what it is about: a method, model, task, data set or language",
        )
    return [concept for concept in everything if concept.weight][:_CONCEPTS] or [everything[0]]


def _one(concept: Concept, where: str) -> list[str]:
    """For a question about one thing: where in the paper it is named decides how narrow a query is."""
    return [*(_every(_wide(field, concept), where) for field in ("ti", "abs", "all")), _wide("all", concept)]


def _many(concepts: list[Concept], where: str) -> list[str]:
    """For a question about several things: how many of them a paper must name, and under which names.

    Titles and abstracts seldom name all that a paper is about, data sets least; so the middle queries
    ask for the two heaviest concepts together, for the heaviest with any other, and for either alone.
    """
    wide = [_wide("all", concept) for concept in concepts]
    own = [_names("all", concept)[0] for concept in concepts]
    ladder = [_every(*wide)]
    if len(concepts) == 2:
        ladder.insert(0, _every(*own))
    else:
        others = [name for concept in concepts[1:] for name in _names("all", concept)]
        ladder += [_every(*wide[:2], where), _every(wide[0], _some(*others), where)]
    ladder += [_every(_wide("abs", concept), where) for concept in concepts[:2]]
    return [*ladder, _every(_some(*own), where)]


def _names(field: str, concept: Concept) -> list[str]:
    return [_term(field, form) for form in concept.forms]


def _wide(field: str, concept: Concept) -> str:
    """A concept under any of its names, or a phrase with its words apart; stands beside AND only."""
    if concept.words:
        return _every(*(_term(field, word) for word in concept.words))
    return _some(*_names(field, concept))


def _every(*terms: str) -> str:
    return " AND ".join(filter(None, terms))


def _some(*terms: str) -> str:
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def _term(field: str, form: str) -> str:
    return f"{field}:{form}" if form.isalnum() else f'{field}:"{form}"'
