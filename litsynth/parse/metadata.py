"""Bibliographic data as a file states it outside its running text."""

import re
from dataclasses import dataclass

# A line by itself, as arXiv stamps it and journals print it; the same in a sentence is a citation.
_STAMP = re.compile(r"arXiv:\s?(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)(?:\s+\[.{0,60})?")
_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)(?P<doi>10\.\d{4,9}/\S+?)\.?", re.IGNORECASE)
_FRONT = 40  # lines


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of its paper; what it does not is empty. `arxiv` may end in a version (`v2`)."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    doi: str = ""
    arxiv: str = ""


def text_metadata(text: str) -> Metadata:
    """The arXiv id and DOI that stand on lines of their own at the beginning of a plain text.

    >>> text_metadata("A Title\\n\\narXiv:2004.12345v2  [cs.CL]  26 Apr 2020\\ndoi:10.1000/182\\n").arxiv
    '2004.12345v2'
    """
    lines = [line.strip() for line in text[:8_000].splitlines()[:_FRONT]]
    stamps = [found["id"] for line in lines if (found := _STAMP.fullmatch(line))]
    dois = [found["doi"] for line in lines if (found := _DOI.fullmatch(line))]
    return Metadata(arxiv=stamps[0] if stamps else "", doi=dois[0] if dois else "")
