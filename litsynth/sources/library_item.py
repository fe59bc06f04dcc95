"""One entry of a reference library, whatever its format."""

import html
import re
from dataclasses import dataclass

# Markup that Crossref and Zotero leave in titles and abstracts; "p < 0.05" is none.
_TAG = re.compile(
    r"</?(?:jats:[\w-]+|i|b|p|em|strong|sub|sup|span|sec|title|italic|bold|scp|div|br)(?:\s[^<>]*)?/?>", re.I
)
_RETRACTED = re.compile(r"\W*(?:retracted|withdrawn|retraction)(?:\s+(?:article|paper))?\s*[:\]]", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Item:
    """What an entry says; what it does not is empty. `line` is where it begins, from 1; `raw` all that it depends on.

    `eprint` is an id that the entry says is arXiv's, `notes` are texts that may name one, `files` the attached ones.
    """

    line: int
    raw: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    abstract: str = ""
    venue: str = ""
    doi: str = ""
    url: str = ""
    urls: tuple[str, ...] = ()
    eprint: str = ""
    notes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Text on one line, without the markup of publishers.

    >>> plain("<jats:p>We  gain <i>1.8</i> points (p < 0.05) &amp; more.</jats:p>")
    'We gain 1.8 points (p < 0.05) & more.'
    """
    return " ".join(html.unescape(_TAG.sub(" " if "<jats:p" in text else "", text)).split())


def year_in(text: str) -> int | None:
    """The first year of a date, however it is written.

    >>> year_in("2020-05-01"), year_in("May 2020"), year_in("20205")
    (2020, 2020, None)
    """
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def turned(name: str) -> str:
    """A name as it is spoken.

    >>> turned("Lee, Ann"), turned("Ann Lee"), turned("King, Jr., Martin")
    ('Ann Lee', 'Ann Lee', 'Martin King Jr.')
    """
    family, *rest = [part.strip() for part in name.split(",")]
    return " ".join(filter(None, [*rest[1:], family, *rest[:1]] if len(rest) > 1 else [*rest, family]))


def says_retracted(title: str) -> bool:
    """Whether a title begins as publishers mark what was retracted.

    >>> says_retracted("RETRACTED ARTICLE: On Gains"), says_retracted("Retracted papers: a survey")
    (True, False)
    """
    return bool(_RETRACTED.match(title))
