"""Which work a file name, a link or a row's id means: one versionless id for one work, wherever it was met."""

import re

# arXiv identifiers: yymm.nnnn from April 2007, yymm.nnnnn from 2015, archive/yymmnnn before
# (https://info.arxiv.org/help/arxiv_identifier.html). The API also takes impossible months (0000.0000).
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?")
# ACL Anthology: P19-1227 up to 2019, 2020.aacl-main.56 since (https://aclanthology.org/info/ids/).
_ACL = re.compile(r"[A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\w+")
# What may stand before an id: our own prefix, a link, or a registered DOI prefix.
_BEFORE_ARXIV = re.compile(
    r"(?i:arxiv[:.]\s*|https?://[\w.]*arxiv\.org/(?:abs|pdf|src|e-print|html)/|\S*10\.48550/arxiv\.)"
)
_BEFORE_ACL = re.compile(
    r"(?i:acl:|https?://[\w./]*aclanthology\.org/|https?://www\.aclweb\.org/anthology/|\S*10\.18653/v1/)"
)

_MONTH = r"(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])"
_IN_NAME = re.compile(rf"(?<![\d.])({_MONTH}\.\d{{4,5}})(v\d+)?(?!\d)")
_ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs "
    "dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol "
    "physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
).replace(" ", "|")
_OLD_IN_NAME = re.compile(rf"(?<![a-z-])({_ARCHIVES})[_-]?(\d{{7}})(v\d+)?(?!\d)")
_DATED = re.compile(r"arXiv:(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d{2})\d{2}|acl:(?:(\d{4})\.|[A-Z](\d{2})-)")
_ACL_IN_NAME = re.compile(r"(?<!\w)([A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9]+[-_][a-z0-9]+\.\d+)(?!\d)")


def identify(raw: str) -> tuple[str, str]:
    """The versionless paper id that an id or link means, and the version it names (`v2`, or empty).

    An id that is neither arXiv's nor the ACL Anthology's is kept as it is.

    >>> identify("1911.02116v2"), identify("http://arxiv.org/abs/hep-th/9901001v1")
    (('arXiv:1911.02116', 'v2'), ('arXiv:hep-th/9901001', 'v1'))
    >>> identify("https://aclanthology.org/P19-1227/"), identify("4983")
    (('acl:P19-1227', ''), ('4983', ''))
    """
    raw = raw.strip()
    bare = _BEFORE_ARXIV.sub("", raw, count=1).removesuffix(".pdf").rstrip("/")
    if found := _ARXIV.fullmatch(bare):
        return f"arXiv:{found[1]}", found[2] or ""
    bare = _BEFORE_ACL.sub("", raw, count=1).removesuffix(".pdf").rstrip("/")
    return (f"acl:{bare}", "") if _ACL.fullmatch(bare) else (raw, "")


def identify_file(name: str) -> tuple[str, str]:
    """The paper id and version that a file's name holds, both empty when it holds none.

    >>> identify_file("arXiv-1911.02116v2.tar.gz"), identify_file("quant-ph_0201082v1.pdf")
    (('arXiv:1911.02116', 'v2'), ('arXiv:quant-ph/0201082', 'v1'))
    >>> identify_file("2020.acl_main.447.pdf"), identify_file("thesis-2020.1234.pdf")
    (('acl:2020.acl-main.447', ''), ('', ''))
    """
    if found := _IN_NAME.search(name):
        return f"arXiv:{found[1]}", found[2] or ""
    if found := _OLD_IN_NAME.search(name):
        return f"arXiv:{found[1]}/{found[2]}", found[3] or ""
    if found := _ACL_IN_NAME.search(name):
        return "acl:" + found[1].replace("_", "-"), ""
    return "", ""


def arxiv_id(paper_id: str) -> str:
    """The bare arXiv identifier in a paper id; empty when it is not an arXiv paper.

    >>> arxiv_id("arXiv:1911.02116"), arxiv_id("acl:P19-1227")
    ('1911.02116', '')
    """
    bare = paper_id.removeprefix("arXiv:")
    return bare if bare != paper_id and _ARXIV.fullmatch(bare) else ""


def year_of(paper_id: str) -> int | None:
    """The year in which the work got its id; None where the id does not say.

    >>> year_of("arXiv:1911.02116"), year_of("arXiv:hep-th/9901001"), year_of("acl:P19-1227"), year_of("file:0a1b")
    (2019, 1999, 2019, None)
    """
    found = _DATED.match(paper_id)
    if not found:
        return None
    digits = next(filter(None, found.groups()))
    # Two digits: the Anthology's papers go back to 1965, arXiv's to 1991, so no two-digit year means two centuries.
    return int(digits) if len(digits) == 4 else (1900 if digits >= "65" else 2000) + int(digits)


def link_of(paper_id: str, version: str = "") -> str:
    """The work's public page; empty where the id does not give one.

    >>> link_of("arXiv:1911.02116", "v2"), link_of("acl:P19-1227")
    ('https://arxiv.org/abs/1911.02116v2', 'https://aclanthology.org/P19-1227/')
    """
    if bare := arxiv_id(paper_id):
        return f"https://arxiv.org/abs/{bare}{version}"
    return f"https://aclanthology.org/{paper_id.removeprefix('acl:')}/" if paper_id.startswith("acl:") else ""


def version_number(version: str) -> int:
    """A version as a number to compare by; an unnamed version counts as older than any named one.

    >>> version_number("v10") > version_number("v2") > version_number("")
    True
    """
    return int(re.sub(r"\D", "", version) or 0)
