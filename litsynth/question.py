"""A research question taken apart: what is compared with what, and what else an answer has to speak to."""

import re
from dataclasses import dataclass

import Stemmer

from litsynth.errors import UsageError

# Function words, and words that every research question holds, carry no topic.
_STOP = frozenset(
    """a about affect affects an and any are as at be been between both by can compare compared compares comparing
    could do does effect effects e.g eg extent for from give given how i if impact impacts in influence into is it its
    measured measure measures more most of on only or outperform outperforms over paper papers perform performs relative
    result results set sets should similar similarly such than that the their them there these they this through to
    under use used uses using various versus via vs was we were what when where whether which while who why will with
    would""".split()
)
# Where one side of a comparison ends and the other begins.
_VERSUS = re.compile(
    r"\b(?:compare[ds]?\s+(?:to|with|against)|in\s+comparison\s+(?:to|with)|versus|vs\.?|outperforms?|rather\s+than"
    r"|instead\s+of|better\s+than|worse\s+than)\b",
    re.IGNORECASE,
)
# Where the second side ends: a preposition that opens the outcome or the circumstances.
_CIRCUMSTANCE = re.compile(r"\b(?:on|for|affect\w*|as measured|using|when|improve\w*|in terms)\b|[,?;]", re.IGNORECASE)
_LEAD = re.compile(
    r"^.*?\b(?:does|do|did|can|could|is|are|will|extent|effect of|impact of|influence of)\b", re.IGNORECASE
)
_NAME = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z0-9])[A-Za-z][\w]*(?:-[A-Z0-9][\w]*)*\b")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f]")
# Greek letters and the like stand in names of models and measures.
_FEW_LETTERS = 2
# Fewer words may all be names; these function words are words of other languages as well.
_TELLING = 4
_SHARED = frozenset("a an as in on so was will".split())
_WORD = re.compile(r"[A-Za-z0-9]+")
_STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True, slots=True)
class Question:
    """`alternatives` are the two sides of a comparison, or empty; `names` the proper names (XNLI, mBERT);

    `topics` the stems of every content word. All in the order of the question, without repeats.
    """

    text: str
    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    topics: tuple[str, ...]


def looks_english(text: str) -> bool:
    """Whether a question of four words or more holds a function word of English; shorter ones pass, if their letters are Latin.

    >>> [looks_english(f"{text} XNLI?") for text in ("Wie gut ist mBERT auf", "How good is mBERT on", "XLM-R 准确率是多少")]
    [False, True, False]
    """
    if len(_OTHER_LETTER.findall(text)) > _FEW_LETTERS:
        return False
    words = _WORD.findall(text.lower())
    return len(words) < _TELLING or bool(_STOP & set(words) - _SHARED)


def read_question(text: str) -> Question:
    """Take a question apart. Raises UsageError when it has no content word.

    >>> q = read_question("How does multilingual training compare to English-only training on XNLI?")
    >>> q.alternatives, q.names
    (('multilingual training', 'English-only training'), ('XNLI',))
    """
    text = " ".join(text.split())
    topics = stems(text)
    if not any(re.search("[a-z]{2}", topic) for topic in topics):
        raise UsageError(f"the question {text!r} has no content words", "ask a question of at least one topic word")
    names = tuple(dict.fromkeys(_NAME.findall(text)))
    return Question(text, _alternatives(text), names, topics)


def stems(text: str) -> tuple[str, ...]:
    """Stems of the content words of a text, in order, without repeats; hyphenated words count apart.

    >>> stems("How do the models compare?")
    ('model',)
    """
    words = [word.lower() for word in _WORD.findall(text)]
    kept = [word for word in words if word not in _STOP and (len(word) > 1 or word.isdigit())]
    return tuple(dict.fromkeys(_STEMMER.stemWords(kept)))


def covers(part: str, text: str) -> bool:
    """Whether a text speaks of a part of the question: it holds every content word of it, up to its ending.

    >>> covers("intermediate-task training", "We train on intermediate tasks."), covers("mBERT", "XLM-R")
    (True, False)
    """
    return set(stems(part)) <= set(stems(text))


def _alternatives(text: str) -> tuple[str, ...]:
    found = _VERSUS.search(re.sub(r"\([^)]*\)", "", text))
    if not found:
        return ()
    plain = re.sub(r"\([^)]*\)", "", text)
    before = _LEAD.sub("", plain[: found.start()])
    before = re.split(r"\b(?:improve|affect)\w*", before)[0]
    after = plain[found.end() :].strip()
    end = _CIRCUMSTANCE.search(after)
    sides = (_trim(before), _trim(after[: end.start()] if end else after))
    return sides if all(stems(side) for side in sides) else ()


def _trim(phrase: str) -> str:
    words = phrase.strip(" ,;:?.").split()
    while words and words[0].lower() in _STOP:
        words.pop(0)
    while words and words[-1].lower() in _STOP:
        words.pop()
    return " ".join(words)
