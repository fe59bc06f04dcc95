"""Which records describe one work: the same arXiv id, ACL Anthology id or DOI, else title, first author and year.

A title decides only between records that no identifier keeps apart: two arXiv ids are two works, whatever they are called.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from litsynth.codec import digest
from litsynth.records import Paper

_TITLE: Final = "title:"
# Of several names of one work, the one that it goes by: of two names of one kind, the first in alphabetical order.
_PREFERRED = ("arXiv:", "acl:", "doi:", "openalex:", "s2:")
# Identifiers of which a work has one: two different ones are two works. A DOI is given to each edition.
_DECISIVE = ("arXiv:", "acl:")
_MARKS = re.compile(r"[\W_]+")
_SHORTEST_TITLE = 12  # letters and digits; "Introduction" and the like are titles of many works


def identifiers_of(paper: Paper) -> frozenset[str]:
    """Every identifier of a record's work, its own id and its DOI included.

    >>> sorted(identifiers_of(Paper("arXiv:1911.02116", "", doi="10.18653/V1/2020.acl-main.747")))
    ['arXiv:1911.02116', 'doi:10.18653/v1/2020.acl-main.747']
    """
    doi = {f"doi:{paper.doi.lower()}"} if paper.doi else set()
    return frozenset({paper.paper_id, *doi, *paper.identifiers})


def title_name(paper: Paper) -> str:
    """A name made of title, first author's family name and year; empty where one is missing or the title is short.

    >>> one = Paper("x:1", "On {T}ransfer, again", ("Ann Lee", "Bo Li"), 2020)
    >>> title_name(one) == title_name(Paper("x:2", "On Transfer: Again", ("Lee, Ann",), 2020))
    True
    """
    words = _MARKS.sub("", paper.title.casefold())
    if not paper.authors or not paper.year or len(words) < _SHORTEST_TITLE:
        return ""
    return _TITLE + digest(words, family_name(paper.authors[0]), str(paper.year))


def kept_apart(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether identifiers say of two records that they are of different works.

    >>> kept_apart(["arXiv:1911.02116"], ["arXiv:1901.07291"]), kept_apart(["arXiv:1911.02116"], ["acl:P19-1227"])
    (True, False)
    """
    mine, theirs = set(one), set(other)
    if mine & theirs:
        return False
    return any(_of_kind(mine, kind) and _of_kind(theirs, kind) for kind in (*_DECISIVE, "doi:"))


def groups(records: Iterable[Paper], known: Sequence[str]) -> list[list[int]]:
    """The rows of `records` that are of one work, in order of the first; each row is in one group.

    The records are gone through once, one at a time. `known[row]` is the id under which a corpus has the work; empty: not
    known. Two that a corpus has stay two.

    >>> records = [Paper("arXiv:1", "A"), Paper("s2:x", "A", identifiers=("arXiv:1",)), Paper("s2:y", "B")]
    >>> groups(records, ["", "", ""])
    [[0, 1], [2]]
    """
    works, titles = _Groups(known), []
    met: dict[str, int] = {}
    for row, record in enumerate(records):
        titles.append(title_name(record))
        works.names.append(tuple(sorted(identifiers_of(record))))
        for name in works.names[row]:
            works.unite(row, met.setdefault(name, row))
    by_title: dict[str, list[int]] = {}
    for row, title in enumerate(titles):
        others = by_title.setdefault(title, []) if title else []
        next((other for other in others if works.unite(row, other, by_title=True)), None)
        others.append(row)
    found: dict[int, list[int]] = {}
    for row in range(len(titles)):
        found.setdefault(works.first(row), []).append(row)
    return list(found.values())


class _Groups:
    """Disjoint sets of rows: `names` and `known` of a set are those of its first row."""

    def __init__(self, known: Sequence[str]) -> None:
        self.names: list[tuple[str, ...]] = []  # a set takes four times as much
        self._known = list(known)
        self._parent = list(range(len(known)))

    def first(self, row: int) -> int:
        """The first row of the set of `row`."""
        while self._parent[row] != row:
            self._parent[row] = row = self._parent[self._parent[row]]
        return row

    def unite(self, one: int, other: int, by_title: bool = False) -> bool:
        """Make one set of two, unless something says that they are two works; whether they are one then."""
        first, second = sorted((self.first(one), self.first(other)))
        if first == second:
            return True
        known = {self._known[first], self._known[second]} - {""}
        if len(known) > 1 or (by_title and kept_apart(self.names[first], self.names[second])):
            return False
        self._parent[second] = first
        self.names[first] = tuple(sorted({*self.names[first], *self.names[second]}))
        self._known[first] = next(iter(known), "")
        return True


def preferred(names: Iterable[str]) -> str:
    """The identifier that a work goes by: arXiv's, else the Anthology's, a DOI, one of a database.

    >>> preferred(["s2:ab", "doi:10.1/x", "arXiv:1911.02116"])
    'arXiv:1911.02116'
    """
    return min(names, key=lambda name: (_rank(name), name))


def united(paper_id: str, records: Sequence[Paper]) -> Paper:
    """One record of several of a work, under `paper_id`: the first one's, with what it lacks and a later one has.

    All their identifiers are kept, and the work is withdrawn where one of them says so.
    """
    first = records[0]
    for record in records[1:]:
        first = filled(first, record)
    names = frozenset().union(*map(identifiers_of, records)) - {paper_id}
    doi = f"doi:{first.doi.lower()}" if first.doi else ""
    others = sorted(name for name in names if not name.startswith("file:") and name != doi)
    return replace(first, paper_id=paper_id, identifiers=tuple(others))


def filled(paper: Paper, other: Paper) -> Paper:
    """A paper with what it lacks, and another record of the same work has."""
    return replace(
        paper,
        title=paper.title or other.title,
        authors=paper.authors or other.authors,
        year=paper.year or other.year,
        abstract=paper.abstract or other.abstract,
        url=paper.url or other.url,
        venue=paper.venue or other.venue,
        doi=paper.doi or other.doi,
        categories=paper.categories or other.categories,
        withdrawn=paper.withdrawn or other.withdrawn,
        machine_written=paper.machine_written or other.machine_written,
        keywords=paper.keywords or other.keywords,
    )


def family_name(name: str) -> str:
    """The family name of `Ann Lee` or `Lee, Ann`, without case; accents stay, as databases keep them."""
    family = name.partition(",")[0] if "," in name else (name.split() or [""])[-1]
    return _MARKS.sub("", family.casefold())


def _of_kind(names: Iterable[str], kind: str) -> bool:
    return any(name.startswith(kind) for name in names)


def _rank(name: str) -> int:
    return next((rank for rank, kind in enumerate(_PREFERRED) if name.startswith(kind)), len(_PREFERRED))
