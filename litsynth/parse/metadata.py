"""Bibliographic data as a file states it outside its running text."""

import re
from dataclasses import dataclass, replace

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# A line by itself, as arXiv stamps it and journals print it; the same in a sentence is a citation. The parts are
# those of https://info.arxiv.org/help/arxiv_identifier.html; what was not yet announced has `submit/` and a number.
_STAMP = re.compile(
    r"arXiv:\s?(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?|submit/\d+)"
    r"(?:\s+\[(?P<category>[a-z-]+(?:\.[A-Za-z-]+)?)\])?"
    rf"(?:\s+(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})\w* (?P<year>(?:19|20)\d\d))?"
)
_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)(?P<doi>10\.\d{4,9}/\S+?)\.?", re.IGNORECASE)
_FRONT = 40  # lines


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of its paper; what it does not is empty.

    `arxiv` may end in a version (`v2`), of which `updated` is the date (ISO). `categories` are arXiv's.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()


def stamped(text: str) -> Metadata | None:
    """What arXiv's stamp says, where `text` is nothing else; None where it is anything else.

    >>> stamped("arXiv:2004.12345v2  [cs.CL]  6 Apr 2020")
    Metadata(title='', authors=(), year=None, venue='', doi='', arxiv='2004.12345v2', updated='2020-04-06',
        categories=('cs.CL',))
    >>> stamped("We follow arXiv:2004.12345.")
    """
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    month = _MONTHS.index(found["month"]) + 1 if found["month"] else 0
    submitted = found["id"].startswith("submit/")
    return Metadata(
        year=int(found["year"]) if month and submitted else None,  # an id says the year of the paper itself
        arxiv="" if submitted else found["id"],
        updated=f"{found['year']}-{month:02}-{int(found['day']):02}" if month else "",
        categories=(found["category"],) if found["category"] else (),
    )


def text_metadata(text: str) -> Metadata:
    """arXiv's stamp and the DOI that stand on lines of their own at the beginning of a plain text.

    >>> text_metadata("A Title\\n\\narXiv:2004.12345v2  [cs.CL]  26 Apr 2020\\ndoi:10.1000/182\\n").arxiv
    '2004.12345v2'
    """
    lines = [line.strip() for line in text[:8_000].splitlines()[:_FRONT]]
    stamp = next(filter(None, map(stamped, lines)), Metadata())
    dois = [found["doi"] for line in lines if (found := _DOI.fullmatch(line))]
    return replace(stamp, doi=dois[0] if dois else "")
