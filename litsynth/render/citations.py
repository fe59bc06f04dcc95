"""What every reference format shares: keys, short citations, and the kind of publication."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from litsynth.records import Paper
from litsynth.render.names import split_name, to_ascii

PublicationKind = Literal["proceedings", "journal", "preprint", "other"]

_NOT_KEY_WORD = re.compile(
    "an?|and|are|as|at|by|can|do|does|for|from|how|in|is|it|of|on|or|the|towards?|via|we|what|when|where|which|who"
    "|why|with"
)
# Some journals are called proceedings; some journal names hold the name of a conference's society.
_JOURNAL = re.compile(
    r"\b(?:Transactions|Journal|Letters|Magazine|Physical Review|TACL|JMLR|TMLR)\b"
    r"|^Computational Linguistics\b|^Traitement Automatique des Langues, Volume"
    r"|^Proceedings of the (?:National Academy|Royal Society|IEEE\b(?!/)|VLDB Endowment|ACM on\b)",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"\b(?:Proceedings|Proc\.|Conference|Workshop|Symposium|Meeting|Findings|Shared Task|Advances in Neural"
    r"|(?:NA|E|A)?ACL|IJCNLP|EMNLP|COLING|CoNLL|LREC|NeurIPS|NIPS|ICLR|ICML|AAAI|IJCAI|SIGIR|WMT|SemEval)\b",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"arxiv|corr\b", re.IGNORECASE)


def arxiv_id(paper: Paper) -> str:
    """The versionless arXiv identifier, from `paper_id` or from a DOI that arXiv gave out; empty where there is none.

    >>> arxiv_id(Paper("acl:X", "T", doi="10.48550/arXiv.2101.00001"))
    '2101.00001'
    """
    if paper.paper_id.lower().startswith("arxiv:"):
        return paper.paper_id[len("arxiv:") :]
    prefix = "10.48550/arxiv."
    return paper.doi[len(prefix) :] if paper.doi.lower().startswith(prefix) else ""


def acl_id(paper: Paper) -> str:
    """The ACL Anthology identifier, or empty."""
    return paper.paper_id[len("acl:") :] if paper.paper_id.startswith("acl:") else ""


def publication_kind(paper: Paper) -> PublicationKind:
    """What the venue says the work is; a work without a venue is a preprint if arXiv has it.

    >>> publication_kind(Paper("arXiv:2101.00001", "T", venue="Findings of EMNLP 2020"))
    'proceedings'
    """
    if not paper.venue or _PREPRINT.match(paper.venue):
        return "preprint" if arxiv_id(paper) else "other"
    if _JOURNAL.search(paper.venue):
        return "journal"
    # The ACL Anthology holds proceedings in many languages, and few journals.
    return "proceedings" if acl_id(paper) or _PROCEEDINGS.search(paper.venue) else "journal"


def in_key_order(papers: Iterable[Paper]) -> list[tuple[str, Paper]]:
    """Papers with their keys, sorted by key: the order of every reference list."""
    by_id = {paper.paper_id: paper for paper in papers}
    return sorted((key, by_id[paper_id]) for paper_id, key in citation_keys(by_id.values()).items())


def citation_keys(papers: Iterable[Paper]) -> dict[str, str]:
    """A unique key for each paper_id: first author, year, first telling word of the title, in [a-z0-9].

    Works that would share a key get a, b, ... in the order of their paper_ids, whatever the order of `papers`.

    >>> citation_keys([Paper("arXiv:1", "The Nature of Bread", ("Zoë Müller",), 2021)])
    {'arXiv:1': 'muller2021nature'}
    """
    return _distinct(papers, _base_key)


def short_citations(papers: Iterable[Paper]) -> dict[str, str]:
    """`Müller et al. 2021` for each paper_id, unique: 2021a and 2021b where two would be the same.

    >>> short_citations([Paper("arXiv:1", "Bread", ("Zoë Müller", "Ann Lee"), 2021)])
    {'arXiv:1': 'Müller and Lee 2021'}
    """
    return _distinct(papers, _short_citation)


def _distinct(papers: Iterable[Paper], name: Callable[[Paper], str]) -> dict[str, str]:
    wanted = {paper.paper_id: name(paper) for paper in papers}
    sharing = defaultdict(list)
    for paper_id in sorted(wanted):
        sharing[wanted[paper_id]].append(paper_id)
    taken = {base for base, ids in sharing.items() if len(ids) == 1}
    given: dict[str, str] = {}
    for base, paper_ids in sorted(sharing.items()):
        if len(paper_ids) == 1:
            given[paper_ids[0]] = base
            continue
        letters = (base + _letters(number) for number in range(1, len(wanted) * 2 + 1))
        for paper_id in paper_ids:
            given[paper_id] = next(candidate for candidate in letters if candidate not in taken)
            taken.add(given[paper_id])
    return given


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    quotient, remainder = divmod(number - 1, 26)
    return (_letters(quotient) if quotient else "") + "abcdefghijklmnopqrstuvwxyz"[remainder]


def _base_key(paper: Paper) -> str:
    words = _key_words(paper.title)
    author = "".join(_key_words(split_name(paper.authors[0]).full_family)) if paper.authors else ""
    telling = next((word for word in words if not _NOT_KEY_WORD.fullmatch(word)), "")
    if not author and not telling:
        return "".join(_key_words(paper.paper_id))
    return f"{author}{paper.year or 'nd'}{telling}"


def _key_words(text: str) -> Sequence[str]:
    spaced = re.sub(r"[\W_]+", " ", re.sub("['’]", "", text))
    return re.findall(r"[a-z0-9]+", to_ascii(spaced).lower())


def _short_citation(paper: Paper) -> str:
    families = [split_name(author).full_family for author in paper.authors]
    if not families:
        who = f"“{paper.title}”"
    elif len(families) <= 2:
        who = " and ".join(families)
    else:
        who = f"{families[0]} et al."
    return f"{who} {paper.year or 'n.d.'}"
