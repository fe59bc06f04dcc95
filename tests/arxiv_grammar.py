"""The query grammar of arXiv's API, as its manual describes it, for a shelf of papers on this machine."""

import re
from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]
Matcher = Callable[[Entry], bool]

_TOKEN = re.compile(r'\s*(?:(\(|\))|(ANDNOT|AND|OR)(?=[\s("]|$)|(?:([a-z]+):)?(?:"([^"]*)"|([^\s()"]+)))')
_FIELDS = {"ti": "title", "au": "authors", "abs": "abstract", "co": "comment", "jr": "venue", "cat": "categories"}


class BadQueryError(ValueError):
    """A query that the grammar does not derive."""


def canonical(query: str) -> str:
    """A query as the feed's title repeats it: a bare term searches all fields."""
    return re.sub(r"^(\w+)$", r"all:\1", query)


def matcher(query: str) -> Matcher:
    """What decides whether an entry answers a query. Raises BadQueryError."""
    tokens = [match.groups() for match in _TOKEN.finditer(query)]
    if "".join(query.split()) != "".join(query[m.start() : m.end()] for m in _TOKEN.finditer(query)).replace(" ", ""):
        raise BadQueryError(query)
    found, rest = _either(tokens)
    if rest:
        raise BadQueryError(query)
    return found


Tokens = list[tuple[str | None, ...]]


def _either(tokens: Tokens) -> tuple[Matcher, Tokens]:
    left, tokens = _both(tokens)
    while tokens and tokens[0][1] == "OR":
        right, tokens = _both(tokens[1:])
        left = _or(left, right)
    return left, tokens


def _both(tokens: Tokens) -> tuple[Matcher, Tokens]:
    left, tokens = _one(tokens)
    while tokens and tokens[0][1] in ("AND", "ANDNOT"):
        operator = tokens[0][1]
        right, tokens = _one(tokens[1:])
        left = _and(left, right, operator == "ANDNOT")
    return left, tokens


def _one(tokens: Tokens) -> tuple[Matcher, Tokens]:
    if not tokens or tokens[0][0] == ")" or tokens[0][1]:
        raise BadQueryError("an operator without a term")
    bracket, _, field, phrase, word = tokens[0]
    if bracket != "(":
        return _term(field or "all", phrase if phrase is not None else str(word)), tokens[1:]
    inside, tokens = _either(tokens[1:])
    if not tokens or tokens[0][0] != ")":
        raise BadQueryError("a bracket is not closed")
    return inside, tokens[1:]


def _or(left: Matcher, right: Matcher) -> Matcher:
    return lambda entry: left(entry) or right(entry)


def _and(left: Matcher, right: Matcher, negated: bool) -> Matcher:
    return lambda entry: left(entry) and right(entry) != negated


def _term(field: str, words: str) -> Matcher:
    if field == "cat":
        return lambda entry: words in entry["categories"]
    if field not in (*_FIELDS, "all"):
        raise BadQueryError(field)
    names = _FIELDS.values() if field == "all" else [_FIELDS[field]]
    sought = f" {' '.join(_words(words))} "
    return lambda entry: any(sought in f" {' '.join(_words(_text(entry.get(name))))} " for name in names)


def _text(value: Any) -> str:
    return " ".join(map(_text, value)) if isinstance(value, list) else value or ""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
