"""OpenAlex and Semantic Scholar on this machine, made from their documentation, with the faults of `arxiv_server` on demand."""

import json
from dataclasses import dataclass
from typing import Any

from arxiv_server import Answer, ArxivServer, Fault
from arxiv_shelf import PROTOCOL, make_pdf

Row = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """A work that both databases know; `cites` are numbers of others."""

    number: int
    title: str
    abstract: str = ""
    author: str = "Ann Lee"
    year: int = 2020
    arxiv: str = ""
    acl: str = ""
    doi: str = ""
    retracted: bool = False
    pdf: bool = False
    cites: tuple[int, ...] = ()


GAIN = "Intermediate-task training improves zero-shot transfer of XLM-R on XNLI by {} points on average."
WORKS = (
    Work(
        1,
        "Bridges to Other Languages Revisited",
        GAIN.format("1.8"),
        arxiv="2001.90001",
        doi="10.5555/bridges.1",
        cites=(3,),
    ),
    Work(
        2,
        "Tunnels Between Many Languages",
        GAIN.format("0.9"),
        author="Bo Li",
        acl="2020.acl-main.9002",
        pdf=True,
        cites=(1,),
    ),
    Work(3, "An Old Study of Transfer", GAIN.format("2.5"), author="Cem Ak", year=2015, doi="10.5555/old.3"),
    Work(4, "Ferries Across the Gap", GAIN.format("9.9"), author="Di Orr", retracted=True, doi="10.5555/ferries.4"),
    Work(5, "A Citing Study of XNLI Gains", "", author="Ed Poe", year=2022, doi="10.5555/citing.5", cites=(1, 2)),
    Work(6, "", "Of transfer on XNLI it has no title.", author="Fay Que", doi="10.5555/untitled.6"),
)


def emptied(key: str) -> Fault:
    """A page of status 200 that counts rows and holds none."""

    def fault(answer: Answer) -> Answer:
        return json_answer({**json.loads(answer.body), key: []})

    return fault


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, json.dumps(value).encode(), "application/json", headers or {})


class ScholarlyServer(ArxivServer):
    """arXiv's API and files too. A search finds the works whose title or abstract holds a word of the query.

    With a `key`, requests without it are refused as each of the two does.
    """

    def __init__(self, works: tuple[Work, ...] = WORKS) -> None:
        super().__init__()
        self.works = {work.number: work for work in works}
        self.key = ""

    @property
    def openalex(self) -> str:
        return f"{self.url}/oa"

    @property
    def semanticscholar(self) -> str:
        return f"{self.url}/graph/v1"

    def _honest(self, path: str, parameters: dict[str, str]) -> Answer:
        if path.startswith("/oa/works"):
            if self.key and parameters.get("api_key") != self.key:
                return json_answer({"error": "Unauthorized", "message": "API key required"}, 401)
            return self._openalex(path.removeprefix("/oa/works").removeprefix("/"), parameters)
        if path.startswith("/graph/v1/paper/"):
            return self._semantic_scholar(path.removeprefix("/graph/v1/paper/"), parameters)
        if path.startswith("/open/"):
            work = self.works[int(path.removeprefix("/open/").removesuffix(".pdf"))]
            text = [work.title, "Abstract", work.abstract, "1 Introduction", "We gain 3.3 points on PAWS-X.", PROTOCOL]
            return Answer(200, make_pdf([text]), "application/pdf")
        return super()._honest(path, parameters)

    def _found(self, query: str) -> list[Work]:
        words = {word.strip('"()').lower() for word in query.replace("-", " ").split()} - {"and", "or", "training"}
        return [
            work
            for work in self.works.values()
            if work.number != 3 and words & set(f"{work.title} {work.abstract}".lower().replace("-", " ").split())
        ]

    def _openalex(self, key: str, parameters: dict[str, str]) -> Answer:
        if key:
            found = [work for work in self.works.values() if key.lower() in _keys_of_openalex(work)]
            return json_answer(self._work(found[0])) if found else json_answer({"error": "Not found"}, 404)
        kind, _, value = parameters.get("filter", "").partition(":")
        if kind == "cites":
            found = [work for work in self.works.values() if int(value.removeprefix("W90")) in work.cites]
        elif kind in ("openalex", "doi"):
            named = {f"{'doi:' if kind == 'doi' else ''}{one}".lower() for one in value.split("|")}
            assert len(named) <= 100
            found = [work for work in self.works.values() if named & _keys_of_openalex(work)]
        elif kind:
            return json_answer({"error": "Invalid filter", "message": f"Unknown filter field: {kind}"}, 400)
        else:
            found = self._found(parameters["search"])
        start, size = (int(parameters["page"]) - 1) * int(parameters["per_page"]), int(parameters["per_page"])
        assert size <= 100
        rows = [self._work(work) for work in found[start : start + size]]
        return json_answer({"meta": {"count": len(found), "per_page": size}, "results": rows})

    def _work(self, work: Work) -> Row:
        words: dict[str, list[int]] = {}
        for place, word in enumerate(work.abstract.split()):
            words.setdefault(word, []).append(place)
        locations = [{"landing_page_url": f"https://arxiv.org/abs/{work.arxiv}", "pdf_url": None}] if work.arxiv else []
        if work.acl:
            locations.append({"landing_page_url": f"https://aclanthology.org/{work.acl}/", "pdf_url": None})
        return {
            "id": f"https://openalex.org/W90{work.number}",
            "doi": f"https://doi.org/{work.doi}" if work.doi else None,
            "title": work.title or None,
            "publication_year": work.year,
            "ids": {"openalex": f"https://openalex.org/W90{work.number}"},
            "primary_location": {"source": {"display_name": "Journal of Transfer"}},
            "best_oa_location": {"pdf_url": f"{self.url}/open/{work.number}.pdf"} if work.pdf else None,
            "locations": locations,
            "authorships": [{"author": {"display_name": work.author}}],
            "is_retracted": work.retracted,
            "abstract_inverted_index": words or None,
            "keywords": [{"display_name": "Transfer"}],
            "referenced_works": [f"https://openalex.org/W90{number}" for number in work.cites],
        }

    def _semantic_scholar(self, path: str, parameters: dict[str, str]) -> Answer:
        start, size = int(parameters.get("offset", 0)), int(parameters["limit"])
        if path == "search":
            found = self._found(parameters["query"])
            rows = [self._paper(work) for work in found[start : start + size]]
            return json_answer({"total": len(found), "offset": start, **({"data": rows} if rows else {})})
        key, _, way = path.rpartition("/")
        known = [work for work in self.works.values() if key.lower() in _keys_of_semantic_scholar(work)]
        if not known:
            return json_answer({"error": f"Paper with id {key} not found"}, 404)
        numbers = (
            known[0].cites
            if way == "references"
            else [w.number for w in self.works.values() if known[0].number in w.cites]
        )
        name = "citedPaper" if way == "references" else "citingPaper"
        linked = [{name: self._paper(self.works[number])} for number in numbers]
        linked += [{name: {"paperId": None, "title": "Never Found"}}] if way == "references" else []
        more = {"next": start + size} if start + size < len(linked) else {}
        return json_answer({"offset": start, **more, "data": linked[start : start + size]})

    def _paper(self, work: Work) -> Row:
        given = {"ArXiv": work.arxiv, "ACL": work.acl, "DOI": work.doi.upper(), "CorpusId": work.number}
        return {
            "paperId": f"{work.number:040}",
            "externalIds": {kind: value for kind, value in given.items() if value},
            "title": f"RETRACTED: {work.title}" if work.retracted else work.title or None,
            "abstract": work.abstract or None,
            "venue": "Transfer",
            "year": work.year,
            "authors": [{"authorId": "1", "name": work.author}],
            "openAccessPdf": {"url": f"{self.url}/open/{work.number}.pdf"} if work.pdf else None,
            "publicationTypes": None,
        }


def _keys_of_openalex(work: Work) -> set[str]:
    doi = {f"doi:{work.doi}"} if work.doi else set()
    return {f"w90{work.number}", *doi, *({f"doi:10.48550/arxiv.{work.arxiv}"} if work.arxiv else set())}


def _keys_of_semantic_scholar(work: Work) -> set[str]:
    given = {"arxiv": work.arxiv, "acl": work.acl, "doi": work.doi}
    return {f"{work.number:040}", *(f"{kind}:{value}".lower() for kind, value in given.items() if value)}
