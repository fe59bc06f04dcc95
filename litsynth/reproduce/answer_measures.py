"""Exact match and F1 of answers to questions on texts, with the normalisations of SQuAD and of MLQA."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from litsynth.errors import UsageError

Normal = Callable[[str], list[str]]

# The articles of mlqa_evaluation_v1.py (github.com/facebookresearch/MLQA, Lewis et al. 2020); Arabic's is a prefix, which
# that script takes out wherever it stands. Hindi and Chinese have none.
_ARTICLES = {
    "en": "a an the",
    "es": "un una unos unas el la los las",
    "vi": "của là cái chiếc những",
    "de": "ein eine einen einem eines einer der die das den dem des",
}
_ARABIC_ARTICLE = "ال"
_MLQA = ("ar", "de", "en", "es", "hi", "vi", "zh")
_CHINESE = re.compile("[\u4e00-\u9fa5]")


def squad_words(text: str) -> list[str]:
    """The words that SQuAD's scripts compare: lower case, no ASCII punctuation, no English articles.

    As evaluate-v1.1.py and evaluate-v2.0.py of Rajpurkar et al. 2016 and 2018; XTREME scores XQuAD and TyDiQA with it too.

    >>> squad_words("The Eiffel-Tower, a tower.")
    ['eiffeltower', 'tower']
    """
    bare = "".join(mark for mark in text.lower() if mark not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


def mlqa_words(text: str, language: str) -> list[str]:
    """The words that MLQA's script compares: no punctuation of any script, no articles of the language; Chinese signs are

    words one by one. Raises UsageError on a language that MLQA does not have.

    >>> mlqa_words("Der Turm, 3 m", "de"), mlqa_words("在2010年", "zh")
    (['turm', '3', 'm'], ['在', '2010', '年'])
    """
    if language not in _MLQA:
        raise UsageError(f"MLQA does not say how answers in {language} are compared", 'normalisation = "squad"')
    bare = "".join(mark for mark in text.lower() if not _is_punctuation(mark))
    if language in _ARTICLES:
        bare = re.sub(rf"\b({'|'.join(_ARTICLES[language].split())})\b", " ", bare)
    elif language == "ar":
        bare = bare.replace(_ARABIC_ARTICLE, " ")
    return (_CHINESE.sub(lambda sign: f" {sign[0]} ", bare) if language == "zh" else bare).split()


def words_by(normalisation: str, language: str) -> Normal:
    """The normalisation of that name in a language."""
    return (lambda text: mlqa_words(text, language)) if normalisation == "mlqa" else squad_words


def exact_match(said: str, answers: Sequence[str], words: Normal) -> float:
    """1 where what was said is one of the answers; of a question without an answer (none): where nothing was said."""
    return max(float(words(said) == words(answer)) for answer in answers or ("",))


def answer_f1(said: str, answers: Sequence[str], words: Normal) -> float:
    """The harmonic mean of precision and recall of the words, for the answer that fits best (0 to 1).

    Where either has no words it is 1 if both have none, else 0 (evaluate-v2.0.py).
    """
    return max(_f1(words(said), words(answer)) for answer in answers or ("",))


def _f1(said: list[str], answer: list[str]) -> float:
    if not said or not answer:
        return float(said == answer)
    common = sum((Counter(said) & Counter(answer)).values())
    return 2 * common / (len(said) + len(answer))


def _is_punctuation(mark: str) -> bool:
    return mark in string.punctuation or unicodedata.category(mark).startswith("P")
