"""The cheap filter: the sentences of a document that may state claims, from their words alone."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from litsynth.config import ExtractSettings
from litsynth.extract.cues import on_others
from litsynth.quantities import find_quantities
from litsynth.records import Candidate, Document, Place, Position, Sentence

# Of text in lower case: told to ignore case, they take three times as long, and every sentence of a corpus is looked at.
_RESULT = re.compile(
    r"\b(?:accurac|achiev|improv|outperform|gain|drop|decreas|increas|reach|obtain|surpass|exceed|better|worse|best"
    r"|higher|lower|state[- ]of[- ]the[- ]art|score|point|average|percent|significant|error rate|f1|bleu)"
)
_FINDING = re.compile(
    r"\b(?:we (?:find|found|show|observe|conclude|demonstrate|propose|introduce|present|release|report)|results? (?:show"
    r"|indicate|suggest|demonstrate)|find(?:s|ings?)? that|shows? that|suggests? that|helps?|hurts?|harms?|benefits?"
    r"|effective|transfers?|consists? of|covers?|contains?|however|compared (?:to|with)|than)\b"
)
# A sentence that points elsewhere, asks, or announces carries no claim of its own.
_POINTER = re.compile(
    r"^(?:see|note that|whether|figure|fig\.|table|section|in section|the rest of|let |where |for example|e\.g\.)"
    r"|\?$|\b(?:is|are) (?:shown|listed|given|presented|described) in\b"
)
_PLACE = re.compile(r"abstract|result|conclu|discussion|experiment|analysis|introduction")
_SHORTEST, _LONGEST = 6, 90  # words; shorter is a heading or a fragment, longer a list or a parse error
_LEAST_CANDIDATES = 12  # per paper: an abstract has a dozen sentences at most, and all of them may be claims


def cheap_score(sentence: str, section: str = "") -> float:
    """How likely a sentence carries a claim, from its words alone: about 0 to 6, without unit.

    >>> cheap_score("It improves accuracy by 1.8 points on XNLI over the baseline.") > cheap_score("The sky is blue today.")
    True
    """
    words, lowered = len(sentence.split()), sentence.lower()
    if not _SHORTEST <= words <= _LONGEST or _POINTER.search(lowered):
        return 0.0
    numbers = min(2, len(find_quantities(sentence)))
    result = min(2, len(_RESULT.findall(lowered)))
    finding = min(2, len(_FINDING.findall(lowered)))
    place = _PLACE.search(section.lower()) is not None
    return 1.0 * numbers + 0.8 * result + 0.7 * finding + 0.5 * place


def candidates(document: Document, settings: ExtractSettings) -> tuple[Candidate, ...]:
    """The best-scored sentences of a document: at most `filter_share` of them, but never fewer than a dozen.

    A digest holds nothing but claims: all of its sentences pass.
    """
    digest = document.substrate == "digest"
    scored = []
    for sentence, position in _placed(document):
        text = sentence.span.of(document.text)
        title = document.sections[sentence.section].title
        score = cheap_score(text, title)
        if score > 0 or digest:
            place: Place = "digest" if digest else "others" if on_others(title) else "paper"
            scored.append(Candidate(document.paper_id, sentence, text, score, position=position, place=place))
    share = 1.0 if digest else settings.filter_share
    room = max(_LEAST_CANDIDATES, math.ceil(share * len(document.sentences)))
    best = sorted(scored, key=lambda item: (-item.score, item.sentence.span.start))[:room]
    return tuple(sorted(best, key=lambda item: item.sentence.span.start))


def _placed(document: Document) -> Iterator[tuple[Sentence, Position | None]]:
    """Every sentence with its position where its section is an abstract."""
    sentences, seen = Counter(sentence.section for sentence in document.sentences), Counter[int]()
    for sentence in document.sentences:
        section = sentence.section
        in_abstract = document.sections[section].kind == "abstract"
        yield sentence, (seen[section], sentences[section]) if in_abstract else None
        seen[section] += 1
