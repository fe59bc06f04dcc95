"""Web addresses of papers and of places in them."""

import re
from urllib.parse import quote

from litsynth.records import Anchor, Paper
from litsynth.render.citations import acl_id, arxiv_id

# Characters that an address may hold as they are and that do not end or upset a Markdown link.
_SAFE = "/:?#@!&=+,;%-.~"
# A text fragment of at most this many words is written whole, a longer one as its first and last words.
_WHOLE_FRAGMENT_WORDS = 10
_FRAGMENT_EDGE_WORDS = 4


def paper_url(paper: Paper) -> str:
    """Where the paper (in the version that was found) can be read about; empty where no address is known.

    >>> paper_url(Paper("arXiv:2101.00001", "T", version="v2"))
    'https://arxiv.org/abs/2101.00001v2'
    """
    if acl := acl_id(paper):
        return f"https://aclanthology.org/{_quoted(acl)}/"
    if arxiv := arxiv_id(paper):
        return f"https://arxiv.org/abs/{_quoted(arxiv + paper.version)}"
    if re.match(r"https?://", paper.url, re.IGNORECASE):
        return _quoted(paper.url, _SAFE)
    return doi_url(paper)


def source_url(source: str) -> str:
    """The address of the paper that a digest names as the source of a figure; empty where it names no known archive.

    >>> source_url("computed from arXiv:2012.15674v4, Table 1"), source_url("acl:P19-1493, abstract")
    ('https://arxiv.org/abs/2012.15674v4', 'https://aclanthology.org/P19-1493/')
    """
    if arxiv := re.search(r"\barXiv:(\d{4}\.\d{4,5}(?:v\d+)?)", source):
        return f"https://arxiv.org/abs/{arxiv[1]}"
    acl = re.search(r"\bacl:([\w.-]+\w)", source)
    return f"https://aclanthology.org/{acl[1]}/" if acl else ""


def doi_url(paper: Paper) -> str:
    """The paper's DOI as an address, or empty."""
    return f"https://doi.org/{_quoted(paper.doi)}" if paper.doi else ""


def place_url(paper: Paper, anchor: Anchor) -> str:
    """As near to the anchor as a link can get: the page of a PDF, the sentence of an abstract page, the paper.

    Page fragments are those of the PDF Open Parameters (RFC 8118 section 3), text fragments those of the
    WICG URL Fragment Text Directives. A digest has no page of its own: the link is to the paper it is about.

    >>> from litsynth.records import Span
    >>> place_url(Paper("arXiv:2101.00001", "T"), Anchor("arXiv:2101.00001", "pdf", Span(0, 1), "a", page=3))
    'https://arxiv.org/pdf/2101.00001#page=3'
    """
    url = paper_url(paper)
    if anchor.substrate == "pdf" and anchor.page and (pdf := _pdf_url(paper, url)):
        return f"{pdf}#page={anchor.page}"
    if anchor.substrate == "abstract" and (acl_id(paper) or arxiv_id(paper)):
        return url + _text_fragment(anchor.exact)
    return url


def _pdf_url(paper: Paper, url: str) -> str:
    if acl_id(paper):
        return f"{url.rstrip('/')}.pdf"
    if arxiv_id(paper):
        return url.replace("/abs/", "/pdf/", 1)
    return url if url.lower().endswith(".pdf") else ""


def _text_fragment(exact: str) -> str:
    """Empty for text with TeX in it: the page shows that typeset, so no browser would find it."""
    words = exact.split()
    if not words or re.search(r"[$\\]", exact):
        return ""
    if len(words) <= _WHOLE_FRAGMENT_WORDS:
        return f"#:~:text={_fragment_part(words)}"
    return f"#:~:text={_fragment_part(words[:_FRAGMENT_EDGE_WORDS])},{_fragment_part(words[-_FRAGMENT_EDGE_WORDS:])}"


def _fragment_part(words: list[str]) -> str:
    # A hyphen marks a prefix or suffix in the syntax, so it must be escaped where it is meant as itself.
    return _quoted(" ".join(words), "").replace("-", "%2D").replace("_", "%5F").replace("~", "%7E")


def _quoted(text: str, safe: str = "/") -> str:
    """As `urllib.parse.quote`; what UTF-8 cannot write (half of a character, from a broken source) becomes a question mark."""
    return quote(text, safe=safe, errors="replace")
