"""What arXiv's API answers: Atom feeds, their errors, and the papers in them.

The API's manual (https://info.arxiv.org/help/api/user-manual.html) is the source of the element names.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import arxiv
import requests

from litsynth.errors import SourceFailed
from litsynth.records import Paper
from litsynth.sources.identity import identify, link_of
from litsynth.sources.polite import PoliteSession, is_number, place, refusal

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"

# A withdrawal is a new version whose comment (until 2011 often its abstract) says so; "withdrawal" alone is a
# word of medicine and banking, "retraction" one of topology.
_WITHDRAWN_COMMENT = re.compile(
    r"\b(?:withdraw|withdrawn|withdrew|retracted)\b|\bwithdrawal of (?:this|the) ", re.IGNORECASE
)
_WITHDRAWN_ABSTRACT = re.compile(
    r"\W*th(?:is|e) \w+ (?:has been|is|was) (?:\w+ )?(?:withdrawn|retracted)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """`total`: matches that the API counts, on all pages; `error`: its own message when the feed is an error."""

    total: int
    error: str = ""


def read_facts(body: bytes) -> FeedFacts | None:
    """The facts of a feed; None when the bytes are not a whole Atom feed.

    >>> read_facts(b"<html>Rate exceeded.</html>") is None
    True
    """
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return None
    if root.tag != f"{_ATOM}feed":
        return None
    for entry in root.iter(f"{_ATOM}entry"):
        # The API marks an error by the entry's id; its title alone, "Error", could be a paper's.
        if "/api/errors" in entry.findtext(f"{_ATOM}id", ""):
            return FeedFacts(0, " ".join(entry.findtext(f"{_ATOM}summary", "unnamed error").split()))
    total = root.findtext(_TOTAL, "0").strip()
    return FeedFacts(int(total)) if is_number(total) else None


class FeedSession(PoliteSession):
    """The session that `arxiv.Client` asks through. After a request, `total` is what the feed counted.

    `arxiv.Client` drops that count, the API's error messages and all pauses but its own; so they are dealt with here.
    """

    total = 0
    largest = 50 * 2**20

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """A feed. Raises SourceFailed, with the API's message where there is one, for everything else."""
        response = super().request(method, url, *args, **kwargs)
        if refused := refusal(response):
            raise refused
        facts = read_facts(response.content)
        host = urlsplit(response.url).netloc
        if facts is not None and facts.error:
            raise SourceFailed(f"{host} refuses the query: {facts.error} (HTTP {response.status_code})")
        if facts is None or response.status_code != requests.codes.ok:
            kind = response.headers.get("Content-Type", "no content type")
            raise SourceFailed(f"{host} sent no feed (HTTP {response.status_code}, {kind}): {place(response.url)}")
        self.total = facts.total
        return response

    def complaint(self, response: requests.Response) -> str:
        """Asked for again: passing faults, and answers of status 200 that are no whole feed."""
        if response.status_code == requests.codes.ok and read_facts(response.content) is None:
            return "no feed"
        return super().complaint(response)


def paper_of(result: arxiv.Result) -> Paper:
    """A result as a record, copied at once: `arxiv.Result` can be changed by whoever holds it."""
    paper_id, version = identify(result.entry_id)
    comment, abstract = " ".join((result.comment or "").split()), " ".join(result.summary.split())
    categories = (result.primary_category, *result.categories)
    return Paper(
        paper_id=paper_id,
        title=" ".join(result.title.split()),
        authors=tuple(" ".join(author.name.split()) for author in result.authors),
        year=result.published.year,
        abstract=abstract,
        version=version,
        url=link_of(paper_id, version),
        venue=" ".join((result.journal_ref or "").split()),
        doi=(result.doi or "").strip(),
        categories=tuple(dict.fromkeys(filter(None, categories))),
        updated=result.updated.date().isoformat(),
        source="arxiv",
        withdrawn=says_withdrawn(comment, abstract),
    )


def says_withdrawn(comment: str, abstract: str) -> bool:
    """Whether a version's comment or abstract says that the paper is withdrawn.

    >>> says_withdrawn("This paper has been withdrawn by the author due to an error in Lemma 2", "")
    True
    >>> says_withdrawn("12 pages", "We model opioid withdrawal.")
    False
    """
    return bool(_WITHDRAWN_COMMENT.search(comment) or _WITHDRAWN_ABSTRACT.match(abstract))
