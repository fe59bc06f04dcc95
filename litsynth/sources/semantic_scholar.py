"""Semantic Scholar: what its Academic Graph API is asked, and the papers in its answers (https://api.semanticscholar.org/api-docs).

Without a key all users share one allowance, and 429 is a common answer (LITSYNTH_DATABASES_SEMANTICSCHOLAR_KEY).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from litsynth.config import DatabaseSettings
from litsynth.records import Paper
from litsynth.sources.answers import Answer
from litsynth.sources.catalogue import titled
from litsynth.sources.identity import arxiv_id, link_of
from litsynth.sources.json_session import JsonSession
from litsynth.sources.library_item import plain, says_retracted
from litsynth.sources.pace import Pace
from litsynth.sources.paging import Page, rows_of
from litsynth.sources.query import keyword_queries_for
from litsynth.works import identifiers_of, preferred

_PAGE = 100
_MOST = 1_000  # results of one search; of citations and references, 9,999
_MOST_LINKS = 9_900
_FIELDS = "paperId,externalIds,title,abstract,venue,year,authors.name,openAccessPdf,publicationTypes"
_REMEDY = "a key from semanticscholar.org/product/api goes into LITSYNTH_DATABASES_SEMANTICSCHOLAR_KEY"
_IDS = {"ArXiv": "arXiv:", "ACL": "acl:", "DOI": "doi:", "PubMed": "pmid:"}


class SemanticScholar:
    """The catalogue; `pace` keeps the turns of all processes, `timeout` is in seconds."""

    name = "semanticscholar"

    def __init__(self, settings: DatabaseSettings, pace: Pace, timeout: float) -> None:
        self.address = settings.semanticscholar_api.rstrip("/")
        key = {"x-api-key": settings.semanticscholar_key} if settings.semanticscholar_key else {}
        self._session = JsonSession(pace, timeout, _REMEDY, headers=key)

    def queries(self, question: str) -> tuple[str, ...]:
        """As `query.keyword_queries_for`: its relevance search knows no operators, and no hyphens."""
        return keyword_queries_for(question)

    def search(self, text: str, limit: int) -> Answer:
        """The papers that Semantic Scholar finds most relevant."""

        def page(start: int, size: int) -> Page:
            value = self._ask("paper/search", {"query": text, "offset": start, "limit": size}) or {}
            return Page(int(value.get("total") or 0), _rows(value))

        found, rows = rows_of(page, min(limit, _MOST), _PAGE, f"Semantic Scholar, {text}")
        return titled(map(_paper, rows), found)

    def citing(self, paper: Paper, limit: int) -> Answer | None:
        """The papers that cite one, as the API orders them: the newest first."""
        return self._links(paper, "citations", "citingPaper", limit)

    def cited(self, paper: Paper, limit: int) -> Answer | None:
        """The papers in the reference list of one."""
        return self._links(paper, "references", "citedPaper", limit)

    def _links(self, paper: Paper, way: str, key: str, limit: int) -> Answer | None:
        """The API does not count links: found are those that were sent, and one more where there is a next page."""
        for name in sorted(identifiers_of(paper), key=lambda name: (not name.startswith("s2:"), name)):
            if (one := _key(name)) and self._ask(f"paper/{quote(one, safe=':/')}/{way}", {"limit": 1}) is not None:
                break
        else:
            return None

        def page(start: int, size: int) -> Page:
            value = self._ask(f"paper/{quote(one, safe=':/')}/{way}", {"offset": start, "limit": size}) or {}
            return Page(start + len(_rows(value)) + ("next" in value), _rows(value))

        found, rows = rows_of(page, min(limit, _MOST_LINKS), _PAGE, f"Semantic Scholar, {way} of {paper.paper_id}")
        return titled((_paper(row.get(key) or {}) for row in rows), found)

    def _ask(self, path: str, parameters: Mapping[str, str | int]) -> dict[str, Any] | None:
        return self._session.ask(f"{self.address}/{path}", {**parameters, "fields": _FIELDS})


def _rows(value: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(row for row in value.get("data") or [] if isinstance(row, dict))


def _key(name: str) -> str:
    """How the API's addresses name a paper; empty for what they do not."""
    if bare := arxiv_id(name):
        return f"ARXIV:{bare}"
    kind, _, rest = name.partition(":")
    prefix = {"s2": "", "acl": "ACL:", "doi": "DOI:", "pmid": "PMID:"}.get(kind)
    return "" if prefix is None else prefix + rest


def _paper(row: Mapping[str, Any]) -> tuple[Paper, str]:
    """The paper in a row, and the address of an open PDF of it (empty: none)."""
    given = {str(kind): str(value) for kind, value in (row.get("externalIds") or {}).items() if value}
    names = {
        prefix + (given[kind].lower() if kind == "DOI" else given[kind])
        for kind, prefix in _IDS.items()
        if kind in given
    }
    names = {name for name in names if not name.startswith("doi:10.48550/arxiv.")}
    names |= {f"s2:{row['paperId']}"} if row.get("paperId") else set()
    title = plain(str(row.get("title") or "")) if names else ""  # a reference that was only read, and not found
    paper_id = preferred(names or {"s2:"})
    doi = next((name.removeprefix("doi:") for name in sorted(names) if name.startswith("doi:")), "")
    paper = Paper(
        paper_id,
        title,
        tuple(plain(str(one.get("name") or "")) for one in row.get("authors") or [] if isinstance(one, dict)),
        row.get("year") if isinstance(row.get("year"), int) else None,
        plain(str(row.get("abstract") or "")),
        url=link_of(paper_id)
        or (f"https://doi.org/{doi}" if doi else f"https://www.semanticscholar.org/paper/{row.get('paperId')}"),
        venue=plain(str(row.get("venue") or "")),
        doi=doi,
        source="semanticscholar",
        withdrawn=says_retracted(title),  # the API has no flag for it
        identifiers=tuple(sorted(names - {paper_id, f"doi:{doi}"})),
    )
    return paper, str((row.get("openAccessPdf") or {}).get("url") or "")
