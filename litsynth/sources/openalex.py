"""OpenAlex: what it is asked, and the papers in its answers (https://developers.openalex.org).

Without a key OpenAlex answers a few searches a day; one is free (LITSYNTH_DATABASES_OPENALEX_KEY).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from litsynth.config import DatabaseSettings
from litsynth.records import Paper
from litsynth.sources.answers import Answer
from litsynth.sources.catalogue import titled
from litsynth.sources.identity import arxiv_id, identify, link_of
from litsynth.sources.json_session import JsonSession
from litsynth.sources.library_item import plain, says_retracted
from litsynth.sources.pace import Pace
from litsynth.sources.paging import Page, rows_of
from litsynth.sources.query import boolean_queries_for
from litsynth.works import identifiers_of, preferred

# Pages and works a filter names, by the documentation of 2026; beyond 10,000 results pages are not served.
_PAGE = 100
_MOST = 10_000
_FIELDS = (
    "id,doi,title,publication_year,ids,primary_location,best_oa_location,locations,authorships,is_retracted,"
    "abstract_inverted_index,keywords"
)
_LONGEST_ABSTRACT = 20_000  # words; a corrupt index must not fill the memory
_REMEDY = "a free key from openalex.org/settings/api goes into LITSYNTH_DATABASES_OPENALEX_KEY"


class OpenAlex:
    """The catalogue; `pace` keeps the turns of all processes, `timeout` is in seconds."""

    name = "openalex"

    def __init__(self, settings: DatabaseSettings, pace: Pace, timeout: float) -> None:
        self.address = settings.openalex_api.rstrip("/")
        key = {"api_key": settings.openalex_key} if settings.openalex_key else {}
        self._session = JsonSession(pace, timeout, _REMEDY, parameters=key)

    def queries(self, question: str) -> tuple[str, ...]:
        """As `query.boolean_queries_for`."""
        return boolean_queries_for(question)

    def search(self, text: str, limit: int) -> Answer:
        """The works that OpenAlex finds most relevant."""
        return self._works({"search": text}, limit, f"OpenAlex, {text}")

    def citing(self, paper: Paper, limit: int) -> Answer | None:
        """The works that cite one, the most cited first."""
        work = self._known(paper)
        if work is None:
            return None
        filters = {"filter": f"cites:{_short(work.get('id'))}", "sort": "cited_by_count:desc"}
        return self._works(filters, limit, f"OpenAlex, citations of {paper.paper_id}")

    def cited(self, paper: Paper, limit: int) -> Answer | None:
        """The works in the reference list of one, in its order."""
        work = self._known(paper)
        if work is None:
            return None
        ids = [_short(one) for one in work.get("referenced_works") or []]
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, min(limit, len(ids)), _PAGE):
            some = ids[start : min(start + _PAGE, limit)]
            page = self._page({"filter": f"openalex:{'|'.join(some)}"}, 0, _PAGE)
            found |= {_short(row.get("id")): row for row in page.rows}
        return titled((_paper(found[key]) for key in ids if key in found), len(ids))

    def retracted(self, papers: Sequence[Paper]) -> Answer:
        """Every work with any identifier of the papers that OpenAlex can be asked for: its own ids, and DOIs."""
        keys = {_key(name) for paper in papers for name in identifiers_of(paper)} - {""}
        # Commas and bars part filters and their values: what has one is asked for alone.
        alone = sorted(key for key in keys if set(key) & set(",|"))
        works = [self._session.ask(f"{self.address}/works/{quote(key)}", {"select": _FIELDS}) for key in alone]
        rows = [work for work in works if work]
        for kind in ("openalex", "doi"):
            asked = sorted(
                key.removeprefix("doi:") for key in keys - {*alone} if key.startswith("doi:") == (kind == "doi")
            )
            for start in range(0, len(asked), _PAGE):
                names = {"filter": f"{kind}:{'|'.join(asked[start : start + _PAGE])}"}
                rows += rows_of(partial(self._page, names), _MOST, _PAGE, "OpenAlex, works by their names")[1]
        return Answer(len(rows), tuple(_paper(row)[0] for row in rows))

    def _works(self, asked: Mapping[str, str], limit: int, what: str) -> Answer:
        found, rows = rows_of(lambda start, size: self._page(asked, start, size), min(limit, _MOST), _PAGE, what)
        return titled(map(_paper, rows), found)

    def _page(self, asked: Mapping[str, str], start: int, size: int) -> Page:
        where: dict[str, str | int] = {"page": start // size + 1, "per_page": size, "select": _FIELDS}
        value = self._session.ask(f"{self.address}/works", {**asked, **where}) or {}
        count = (value.get("meta") or {}).get("count") or 0
        return Page(int(count), tuple(row for row in value.get("results") or [] if isinstance(row, dict)))

    def _known(self, paper: Paper) -> dict[str, Any] | None:
        """The work with any of a paper's identifiers."""
        for name in sorted(identifiers_of(paper), key=lambda name: (not name.startswith("openalex:"), name)):
            if key := _key(name):
                work = self._session.ask(f"{self.address}/works/{quote(key)}", {"select": "id,referenced_works"})
                if work is not None and work.get("id"):
                    return work
        return None


def _key(name: str) -> str:
    """How OpenAlex's addresses name a work; empty for what they do not."""
    if name.startswith("openalex:"):
        return name.removeprefix("openalex:")
    if bare := arxiv_id(name):
        return f"doi:10.48550/arXiv.{bare}"
    return name if name.startswith("doi:") else ""


def _paper(row: Mapping[str, Any]) -> tuple[Paper, str]:
    """The paper in a work, and the address of an open PDF of it (empty: none)."""
    locations = [one for one in (row.get("best_oa_location"), *(row.get("locations") or [])) if isinstance(one, dict)]
    names = _names(row, locations)
    paper_id = preferred(names)
    doi = next((name.removeprefix("doi:") for name in sorted(names) if name.startswith("doi:")), "")
    title = plain(str(row.get("title") or ""))
    venue = ((row.get("primary_location") or {}).get("source") or {}).get("display_name")
    people = [one for one in row.get("authorships") or [] if isinstance(one, dict)]
    paper = Paper(
        paper_id,
        title,
        tuple(filter(None, (_author(one) for one in people))),
        row.get("publication_year") if isinstance(row.get("publication_year"), int) else None,
        _abstract(row.get("abstract_inverted_index")),
        url=link_of(paper_id) or (f"https://doi.org/{doi}" if doi else str(row.get("id") or "")),
        venue=plain(str(venue or "")),
        doi=doi,
        source="openalex",
        withdrawn=row.get("is_retracted") is True or says_retracted(title),
        identifiers=tuple(sorted(names - {paper_id, f"doi:{doi}"})),
        keywords=tuple(str(one.get("display_name")) for one in row.get("keywords") or [] if isinstance(one, dict)),
    )
    return paper, next((str(one["pdf_url"]) for one in locations if one.get("pdf_url")), "")


def _names(row: Mapping[str, Any], locations: list[dict[str, Any]]) -> set[str]:
    names = {f"openalex:{_short(row.get('id'))}"}
    doi = str(row.get("doi") or "")
    for raw in (doi, *(str(one.get("landing_page_url") or "") for one in locations)):
        name, _ = identify(raw)
        if name.startswith(("arXiv:", "acl:")):
            names.add(name)
    bare = doi.lower().partition("doi.org/")[2]
    if bare and not bare.startswith("10.48550/arxiv."):
        names.add(f"doi:{bare}")
    if pmid := str((row.get("ids") or {}).get("pmid") or ""):
        names.add(f"pmid:{pmid.rstrip('/').rpartition('/')[2]}")
    return names


def _author(authorship: Mapping[str, Any]) -> str:
    author = authorship.get("author") or {}
    return plain(str(author.get("display_name") or authorship.get("raw_author_name") or ""))


def _abstract(index: Any) -> str:
    """The text of an inverted index: each word with the places where it stands.

    >>> _abstract({"gain": [1], "We": [0], "points": [3, 5], "1.8": [2], "or": [4]})
    'We gain 1.8 points or points'
    """
    if not isinstance(index, dict):
        return ""
    placed = [(place, word) for word, places in index.items() if isinstance(places, list) for place in places]
    words = [word for place, word in sorted(pair for pair in placed if isinstance(pair[0], int))[:_LONGEST_ABSTRACT]]
    return plain(" ".join(words))


def _short(address: Any) -> str:
    """The id at the end of an OpenAlex address.

    >>> _short("https://openalex.org/W2741809807")
    'W2741809807'
    """
    return str(address or "").rstrip("/").rpartition("/")[2]
