"""Numbers that name instead of measure: years, citations, section numbers, versions, model names, p-values, k-shot."""

import re

from litsynth.quantities.numerals import Numeral

_REACH = 48
_PLACES = (
    r"sections?|secs?\.|chapters?|ch\.|tables?|tabs?\.|tbl\.|figures?|figs?\.|equations?|eqs?n?\.|eqn|appendix|appendices|app\.|"
    r"algorithms?|alg\.|footnotes?|theorems?|lemmas?|definitions?|propositions?|listings?|pages?|pp?\.|vol\.?|volumes?|nos?\.|"
    r"lines?|rows?|columns?|examples?|exs?\.|hypothes[ie]s|rq|research\squestions?|questions?|claims?|issue|part|parts|item"
)
_RANKED = (
    r"tasks?|sub-?tasks?|tracks?|phases?|stages?|steps?|experiments?|exp\.|cases?|types?|levels?|layers?|ranks?|ranked|top|parts?|"
    r"rounds?|run|system|model|category|class|group|cluster|condition|setting|scenario|fold|epochs?|version|ver\.|release|"
    r"grade|tier|number|nr\.|#|week|day|challenge|closed|open|place|seed"
)
_SERIES = r"(?:\d[\d.]*[a-z]?\s*(?:,\s*and\s|,\s*or\s|,|and\s|or\s|to\s|-|–|&|/)\s*){0,8}"
_PLACE = re.compile(rf"(?:(?<![\w-])(?:{_PLACES})|§)[\s~\u00a0]{{0,2}}[(\[]?(?P<series>{_SERIES})$", re.IGNORECASE)
_RANK = re.compile(rf"(?<![\w-])(?:{_RANKED})[\s~\u00a0-]{{0,2}}(?P<series>{_SERIES})$", re.IGNORECASE)
_NAME_HYPHEN = re.compile(r"(?:^|[\s(\[,])[A-Za-z][\w.-]*-$")
_FIRM_RANK = re.compile(r"^(?:[A-Z]|layer|(?:sub-?)?task|track|level|type|phase|stage|step|rank |top)")
_VERSIONED = re.compile(
    r"(?<![\w-])(?:Chat-?GPT|GPT|LLaMA|Llama|Gemini|Gemma|Claude|Mistral|Qwen|PaLM|Phi|OPT|BLOOMZ?|Falcon|Pythia|Vicuna|Alpaca|DeepSeek|"
    r"BERT|mBERT|XLM(?:-R)?|T5|mT5|UD|Universal\sDependencies|Python|PyTorch|TensorFlow|CUDA|WMT|IWSLT|CoNLL|SemEval|Europarl|OntoNotes|"
    r"ACE|SQuAD|CNN|ROUGE|BLEU|FLORES|NIST|TREC|CLEF|ISO|Penn\sTreebank|Treebank|TAC|KBP|Word2Vec|GLUE|MultiWOZ|WordNet|"
    r"Wikipedia|AMR|MUC|News|DUC|IBM\sModel|CC|Multi30|F|v|v\.|vers\.)[\s~\u00a0-]?['’]?(?:\d(?:\.\d)?[\s-])?$",
)
_GRID_AFTER = re.compile(r"\s?\$?(?:[×x]|\\times)\$?\s?\d")
_GRID_BEFORE = re.compile(r"\d\s?\$?(?:[×x]|\\times)\$?\s?$")
_RELEASES = frozenset(range(1, 10))
_NAME_WORD = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*[A-Za-z]|[a-z]+[A-Z]\w*)\s$")
_VERSION_FOLLOWS = re.compile(r"(?:\s*(?:,|and|/|or)\s*\d{1,2}\.\d)?(?!\s?\\?%|\s(?:points?|F1|EM|accuracy|BLEU)\b)")
_SIGNIFICANCE = re.compile(
    r"(?:(?<![\w-])p(?:\s?-?\s?values?)?[\s$]{0,2}(?:of|is|was|below|under|less\sthan|[<>=≤≥≪]{1,2}|\\(?:leq?|ll|lt))[\s$]{0,2}"
    r"|significance\s(?:level|threshold)?s?\s?(?:of|at|:)?\s?|significant(?:ly)?\s(?:at|with)\s(?:the\s|a\s|level\s)?|(?:α|\\alpha|alpha)\s?=\s?"
    r"|confidence\s(?:level|interval)s?\s?(?:of|at)?\s?)\(?$",
    re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\s?\\?%?\s?-?(?:confidence|significance|credible|level\sof\ssignificance|CIs?\b|level\b)", re.IGNORECASE
)
_CUTOFF = re.compile(
    r"(?<![\w-])(?:recall|precision|hits?|accuracy|ndcg|map|mrr|success|p|r)\s(?:at|@)\s(?:top[\s-])?$", re.IGNORECASE
)
_SHOTS = re.compile(
    r"[\s-]{0,2}shots?\b|\s?-\s?(?:best|gram|way|hop|bit|dimensional|dim|d\b)"
    r"|\s?-\s?fold(?!\s(?:increase|improvement|reduction|decrease|gain|speed|faster|higher|smaller|larger|more|fewer))",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\.?\s(?:\d{{1,2}}\s?[-–]\s?)?$")
_MONTH_AFTER = re.compile(rf"(?:\s?[-–]\s?\d{{1,2}})?\s(?:of\s)?{_MONTH}\b")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{1,2}/\d{1,2}|639-[1-3]")
_ADDRESS = re.compile(r"://|www\.|doi|arxiv|\.(?:org|com|net|io|edu)\b", re.IGNORECASE)
_ARXIV_ID = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}$")
_CITED_BEFORE = re.compile(r"\[(?:\d{1,3}\s?[,;–-]\s?){0,12}$")
_CITED_AFTER = re.compile(r"(?:\s?[,;–-]\s?\d{1,3}){0,12}\]")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w'’-]*|et\sal\.?,?|[a-z]\.|\b(?:in|since|until|till|by|of|from|the|year|early|late|before|after|and|to|"
                          r"between|during|for|as|through|around|mid)|[(\[,;/–-])\s?$")  # fmt: skip
_ENUMERATED_MOST = 30
"""Numbers up to this alone in parentheses are enumeration or equation marks."""
_SUFFIX_OK = re.compile(
    r"(?:x|%|ms|s|h|hrs?|hours?|mins?|[KMGT]i?B|[kKMG]?Hz|dB|km|kg|pp|pts?|ppts?|percent|p\.p\.)(?![\w])", re.IGNORECASE
)
_HYPHEN_OK = re.compile(
    r"-\s?(?:points?|percent|percentage|pts?|languages?|layers?|parameters?|params?|tokens?|words?|sentences?|examples?|tasks?|domains?|"
    r"datasets?|speakers?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|fold|times|million|billion|thousand|hundred|BLEU|F1)(?!\w)"
    r"(?!-old)",
    re.IGNORECASE,
)


def names(text: str, numeral: Numeral) -> bool:
    """Whether the number, wherever it is counted in the sentence, belongs to a name, mark, date or test.

    >>> from litsynth.quantities.numerals import digit_numerals
    >>> [names(t, next(digit_numerals(t))) for t in ("see Table 3", "BERT-12", "p < 0.05", "5-shot", "about 80")]
    [True, True, True, True, False]
    """
    start, end = numeral.start, numeral.end
    left = text[max(0, start - _REACH) : start]
    return (
        _glued(text, numeral)
        or _SHOTS.match(text, end) is not None
        or (numeral.kind != "decimal" and _marks(text, numeral, left))
        or _dated(text, numeral, left)
        or _in_address(text, start)
        or _SIGNIFICANCE.search(left) is not None
        or (_CONFIDENCE.match(text, end) is not None and numeral.value <= 100)
        or _versioned(text, numeral, left)
        or _CUTOFF.search(left) is not None
    )


def _glued(text: str, numeral: Numeral) -> bool:
    """Joined to a word: part of a name (`F1`, `BERT-12`, `2nd`, `3D`), a ratio, a time, or a size of a grid."""
    start, end = numeral.start, numeral.end
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (
        before.isalnum() or before in "_@^#'’" or (before == "." and not text[start - 2 : start - 1].isspace())
    ):
        return True
    if before == "\\" or (before and before in "-–−/" and _joined_left(text, start - 1)):
        return True
    if after == "s" and year(numeral):
        return True
    if after and (after.isalpha() or after == "_"):
        return not (numeral.kind != "word" and (_SUFFIX_OK.match(text, end)))
    follower = text[end + 1 : end + 2]
    if after and after in "-–" and follower.isalpha():
        return after == "-" and not _HYPHEN_OK.match(text, end)
    if after and after in ".:" and follower.isdigit():
        return True
    return _GRID_AFTER.match(text, end) is not None or _GRID_BEFORE.search(text[max(0, start - 12) : start]) is not None


def _joined_left(text: str, at: int) -> bool:
    """Whether the hyphen or slash at `at` ties the number to a word or to the middle of an identifier."""
    before = text[at - 1 : at]
    if not before:
        return False
    if before.isalpha():
        return text[at] != "–"
    if before in ")]}_":
        return text[at] == "-"
    # A size at the end of a name (`Llama-2-7B`), as against a range (`10k-20k`).
    return bool(_NAME_HYPHEN.search(text[max(0, at - 24) : at + 1]))


def _marks(text: str, numeral: Numeral, left: str) -> bool:
    """Citation marks, enumeration marks and numbered parts; `(1)`, `1)`, `1. First`, `[3, 5]`."""
    end = numeral.end
    after = text[end : end + 1]
    if numeral.kind == "word":
        return False
    if left.endswith("(") and after == ")" and numeral.value <= _ENUMERATED_MOST and not numeral.grouped:
        return True
    if after == ")" and numeral.value <= _ENUMERATED_MOST and left.rfind("(") <= left.rfind(")"):
        return True
    if after == "." and (not left.strip() or left.endswith(("\n", ": "))) and text[end + 1 : end + 2] in (" ", ""):
        return bool(text[end + 1 :].strip())
    return _CITED_BEFORE.search(left) is not None and _CITED_AFTER.match(text, end) is not None


def _dated(text: str, numeral: Numeral, left: str) -> bool:
    """A day beside its month, a numeric date, or the language code standard (ISO 639-3)."""
    if numeral.value <= 31 and (_MONTH_BEFORE.search(left) or _MONTH_AFTER.match(text, numeral.end)):
        return True
    before, after = text[numeral.start - 1 : numeral.start], text[numeral.end : numeral.end + 1]
    if not ((before and before in "-/") or (after and after in "-/")):
        return False
    token_start = numeral.start - len(left) + len(left.rstrip("0123456789-/"))
    found = _DATE.match(text, token_start)
    return bool(found and found.end() >= numeral.end)


def _in_address(text: str, start: int) -> bool:
    space = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    stop = text.find(" ", start)
    token = text[space : stop if stop >= 0 else len(text)]
    number = token.lstrip("([").rstrip(".,;)]")
    return bool(_ADDRESS.search(token) or _ARXIV_ID.match(number.partition("v")[0]))


def _versioned(text: str, numeral: Numeral, left: str) -> bool:
    """`GPT 3.5`, `SQuAD 1.1`, `WMT 14`: an integer or a one-digit version behind a name known to have them."""
    if numeral.kind == "word":
        return False
    if not _VERSIONED.search(left):
        release = (
            numeral.kind == "decimal" and numeral.value in _RELEASES and text[numeral.end - 2 : numeral.end] == ".0"
        )
        return release and bool(_NAME_WORD.search(left)) and _VERSION_FOLLOWS.match(text, numeral.end) is not None
    if numeral.kind == "decimal":
        return (
            numeral.value < 10
            and numeral.high - numeral.low > 0.09
            and _VERSION_FOLLOWS.match(text, numeral.end) is not None
        )
    return True


def year(numeral: Numeral) -> bool:
    """Whether an integer looks like a year. The caller asks this of numbers without a unit or counted noun."""
    plain = numeral.kind == "integer" and not numeral.grouped and not numeral.sign
    return plain and 1900 <= numeral.value <= 2099 and numeral.end - numeral.start == 4


def dated_year(text: str, numeral: Numeral) -> bool:
    """Whether a year-like number that has a noun behind it is a year all the same (`the 2018 shared tasks`)."""
    return year(numeral) and bool(_NAME_BEFORE.search(text[max(0, numeral.start - 24) : numeral.start]))


def numbered(text: str, numeral: Numeral, counts: bool) -> bool:
    """Whether an integer (or a decimal section number) is that of a table, section, task, layer or the like.

    A number that `counts` a noun is one only right behind a label that is hardly a verb (`Task 2 systems`, but not
    `we run 5 experiments` nor `In Table 3, 15 languages`).
    """
    left = text[max(0, numeral.start - _REACH) : numeral.start]
    found = _PLACE.search(left)
    if not found and numeral.kind == "integer":
        found = _RANK.search(left)
        if found and counts and not _FIRM_RANK.search(found.group()):
            return False
    return bool(found and not (counts and found.group("series")))
