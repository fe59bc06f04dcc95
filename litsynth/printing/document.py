"""What a browser wrote as PDF, made to tell the report's date instead of the clock's, and what it was printed from.

The bytes keep their places, so that no table of offsets has to be made anew: pypdf reads in and writes out every object
(1.3 s for 58 pages, and there are reports of 2,000). By its `/ID` (ISO 32000-1, 14.4) a file says of which page it is, and
whether it is still as it was printed: the first half is a digest of the page, the second of all that stands before the
trailer.
"""

import re
from hashlib import sha256
from html import unescape

from litsynth.errors import OutputFailed

_META = re.compile(r'<meta name="(date|generator)" content="([^"]*)">')
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_GENERATOR = re.compile(r"litsynth [\w.+-]{1,40}", re.ASCII)
_STRING = rb"\((?:[^\\()]|\\.)*\)"
# The only dictionary of nothing but texts.
_INFO = re.compile(rb"\n\d+ 0 obj\s*<<(?:/\w+\s*(?:" + _STRING + rb"|<[0-9A-Fa-f]*>)\s*)+>>\s*endobj", re.DOTALL)
_CREATOR = re.compile(rb"(?<=/Creator )" + _STRING, re.DOTALL)
_CLOCK = re.compile(rb"/(?:CreationDate|ModDate)\s*" + _STRING)
_TAIL = re.compile(
    rb"trailer\s*<<([^>]*?)(?:/ID \[<([0-9a-f]{32})><([0-9a-f]{32})>\])?>>(\s*startxref\s+\d+\s+%%EOF\s*)\Z"
)
_LONGEST_TAIL = 2048  # bytes


def digest_of(part: bytes) -> str:
    """The digest of a page, or of a part of a PDF, as it stands in a PDF: 32 hexadecimal digits."""
    return sha256(part).hexdigest()[:32]


def stamped(printed: bytes, page: bytes) -> bytes:
    """The PDF that was printed from the HTML `page`, with the date and the generator that the page names, and an `/ID`.

    A page without a date gives a PDF without one. Raises OutputFailed where the PDF is not as Chromium writes it.
    """
    head = page.split(b"</head>", maxsplit=1)[0].decode("utf-8", errors="replace")
    said = {name: unescape(value) for name, value in _META.findall(head)}
    info, tail = _INFO.search(printed), _tail(printed)
    described = _described(info[0], said) if info else b""
    if info is None or tail is None or len(described) != len(info[0]):
        raise OutputFailed("the browser printed a PDF of a form that is not known", "name Chromium or Chrome")
    body = printed[: info.start()] + described + printed[info.end() : tail.start()]
    identity = f"\n/ID [<{digest_of(page)}><{digest_of(body)}>]>>".encode()
    return body + b"trailer\n<<" + tail[1] + identity + tail[4]


def page_printed(content: bytes) -> str | None:
    """The digest of the page that a PDF was printed from; None where it is no such PDF, or was changed since."""
    tail = _tail(content)
    if tail is None or not tail[2] or tail[3].decode() != digest_of(content[: tail.start()]):
        return None
    return tail[2].decode()


def _tail(content: bytes) -> re.Match[bytes] | None:
    return _TAIL.search(content, max(0, len(content) - _LONGEST_TAIL))


def _described(info: bytes, said: dict[str, str]) -> bytes:
    """The document's description, as long as it was: made by litsynth, at the page's date."""
    date, generator = said.get("date", ""), said.get("generator", "")
    moment = f"(D:{date.replace('-', '')}000000+00'00')".encode() if _DATE.fullmatch(date) else b""
    maker = generator if _GENERATOR.fullmatch(generator) else "litsynth"

    def dated(found: re.Match[bytes]) -> bytes:
        named = found[0].split(b"(", maxsplit=1)[0] + moment if moment else b""
        return named.ljust(len(found[0]))

    def made(found: re.Match[bytes]) -> bytes:
        return f"({maker})\n/Author (litsynth)".encode().ljust(len(found[0]))

    return _CREATOR.sub(made, _CLOCK.sub(dated, info))
