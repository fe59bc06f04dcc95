"""What the words of a sentence say of its role: cues for the role model, contributions, and other people's work."""

import re
from itertools import pairwise

# A year in parentheses, a number or a BibTeX key in brackets; [CLS] and [0.5, 1.0] are none.
CITED = re.compile(
    r"\b(?:et al\.|reported by|according to)|\(\w[^()]*\b(?:19|20)\d\d[a-z]?\)|\[\d{1,3}(?:[,;–-] ?\d{1,3})*\]"
    r"|\[[\w:./+-]*[a-z][\w:./+-]*(?:; [\w:./+-]+)*\]"
)
FIRST_PERSON = re.compile(r"\b(?:we|our|ours|this (?:paper|work))\b", re.IGNORECASE)
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|article))\b[^.]{0,40}\b(?:(?:propose|introduce|release|create|publish|contribute)[ds]?"
    r"|(?:present|develop|construct|collect)(?:s|ed)?|provides?)\b|\bnovel\b|\bto the best of our knowledge\b"
    r"|\bthe first (?:to|time|work|paper|study|neural|large|public|publicly)\b"
    r"|\bthe first [\w-]+ (?:model|method|system|approach|corpus|data ?set)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w'’-]+"
_YEAR = r"\(?(?:19|20)\d\d[a-z]?\)?"
_AUTHORS = rf"(?:\[[^\][]+\]|{_NAME} et al\.?,?(?: ?{_YEAR})?|{_NAME}(?: and {_NAME})?,? {_YEAR})(?:\s?\[[^\][]+\])?"
_LEAD = (
    r"(?:^(?:(?:[A-Z][\w -]{0,40},|Recently|More recently|Previously|Similarly|Also|While|Later|And|But)\s)?"
    r"|[:;,.] |\b(?:that|and|while|whereas|but) )(?:In )?"
)
_ADVERB = r"(?:also|first|then|further|recently|later|have|has) "
_PLURAL = (
    r"report|use|find|found|show|gain|propose|introduce|present|achieve|obtain|apply|train|study|explore|observe|argue|extend"
    r"|develop|demonstrate|investigate|describe|employ|compare|evaluate|build|built|improve|suggest|adopt|combine"
)
_SAID = rf"(?:{_ADVERB})?(?!(?:was|is|as|has)\b)(?:[a-z]+(?:ed|s)|{_PLURAL})\b"
_PASSIVE = r"\b(?:was|were|is|are|been) (?:\w+ )?(?:reported|obtained|achieved|shown|proposed) (?:by|in)"
_OTHERS = re.compile(rf"{_LEAD}{_AUTHORS},? {_SAID}|{_PASSIVE} {_AUTHORS}")
_OTHERS_SECTION = re.compile(
    r"\b(?:related|previous|prior|existing|earlier) (?:work|research|studies|approaches|methods|literature)"
    r"|\bliterature (?:review|survey)|^(?:[\dA-Z.]+\s)?(?:background(?: and .*| knowledge|:.*)?|preliminaries|state of the art)$",
    re.IGNORECASE,
)
# A sentence about what was done, without a word of what came out of it.
_DONE = re.compile(
    r"^(?:[A-Z][^.;:]{0,80}, )?we (?:(?:then|first|also|finally|further|additionally) )?(?:conduct(?:ed)?|r[ua]n|perform(?:ed)?"
    r"|carr(?:y|ied) out|evaluated?|examined?|analy[sz]ed?|compared?|test(?:ed)?|train(?:ed)?|used?|adopt(?:ed)?|set"
    r"|select(?:ed)?|appl(?:y|ied)|follow(?:ed)?|consider(?:ed)?|tr(?:y|ied)|implement(?:ed)?|initiali[sz]ed?|fine-?tuned?"
    r"|sampled?|experiment(?:ed)?)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:show|find|found|achiev|outperform|improv|gain|obtain|better|best|high|low|demonstrat|establish|observ|effective"
    r"|superior|faster|significant|drop|increas|decreas|novel|surpass|reach|allow|state[- ]of|new\b|worse)",
    re.IGNORECASE,
)
_HERE = re.compile(r"\bin this section\b", re.IGNORECASE)
MARK = re.compile(r"\[[^\][]*\]|\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[a-z]+|0|%|\?")


def cues_of(sentence: str) -> frozenset[str]:
    """Words, pairs of neighbours, and the first one and two words behind a caret; any number is 0, citations are left out.

    >>> sorted(cues_of("We gain 1.8 points [7]."))
    ['0', '0 points', '^we', '^we gain', 'gain', 'gain 0', 'points', 'we', 'we gain']
    """
    words = _WORD.findall(_NUMBER.sub("0", MARK.sub(" ", sentence.lower())))
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return frozenset([*words, *pairs, *(f"^{cue}" for cue in (*words[:1], *pairs[:1]))])


def contributes(sentence: str) -> bool:
    """Whether the sentence offers something new as the authors' own: a method, a data set, a first.

    >>> contributes("We introduce a corpus of 15 languages."), contributes("We set the dropout rate to 0.4.")
    (True, False)
    """
    return _CONTRIBUTION.search(sentence) is not None


def reports_others(sentence: str) -> bool:
    """Whether the sentence says what cited authors did or found, and nothing of the paper's own.

    >>> reports_others("Lee et al. (2019) report a gain of 1.8 points."), reports_others("It beats Lee et al. (2019).")
    (True, False)
    """
    return _OTHERS.search(sentence) is not None and FIRST_PERSON.search(sentence) is None


def only_done(sentence: str) -> bool:
    """Whether the sentence says what was done, or what a section holds, and nothing of what came out.

    >>> only_done("We evaluate on XNLI with three seeds."), only_done("We evaluate on XNLI and gain 1.8 points.")
    (True, False)
    """
    done = _DONE.search(sentence) is not None and _OUTCOME.search(sentence) is None
    return done or _HERE.search(sentence) is not None


def on_others(title: str) -> bool:
    """Whether a section is about other people's work, by its title.

    >>> [on_others(title) for title in ("2 Related Work", "1 Background", "5.2 Background noise", "4 Results")]
    [True, True, False, False]
    """
    return _OTHERS_SECTION.search(title) is not None
