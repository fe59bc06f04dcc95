"""Short forms that a text defines, and the text with every long form in its short one."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from litsynth.protocol import read_protocol

_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9-]{0,7}[A-Z0-9]s?)\)")
_WORD = re.compile(r"[^\W_]+")
_ALONE = re.compile(r"(?<![\w/+&\[-])(?<!\w \+ )[A-Z][A-Za-z0-9-]{0,7}[A-Z0-9]s?(?![\w/+&\]-]|'s\b|’s\b|\s?[(\[]|\s\+)")
_MOST_EXPANDED = 3
_APART = re.compile(r"[^\w-]")
_LONGEST_PART = 40
"""Characters of what a word goes on from, at most: the "multi-" of "multi-modal machine translation (MMT)"."""
_MOST_WORDS = 8
"""Words looked at before a short form; longer names are not abbreviated by their letters."""

COMMON = frozenset(
    (
        "mtl nlp ner nlg nlu nmt smt mrc asr tts llm plm lstm rnn cnn gcn gnn gan vae mlp crf svm rl"
        " ai api bert bilstm bpe clm cpu cv dnn ffn gat gpt gpu gru html http icl ir kb kg lm lr mlm ml mt nli nn nsp oov"
        " pos pmi qa re rc sgd sota sql srl sts svd tpu url vqa xml"
        " em las uas wer cer mrr map mse auc ppl acc bleu rouge ter ned el coref pca ocr faq mae mcc"
    ).split()
)
"""Short forms that many papers define, every reader knows, and none has as its system's name."""

# Measures that tables abbreviate and sentences spell out.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "exact match": "EM",
        "labeled attachment score": "LAS",
        "unlabeled attachment score": "UAS",
        "word error rate": "WER",
        "character error rate": "CER",
        "mean reciprocal rank": "MRR",
        "mean average precision": "MAP",
        "mean squared error": "MSE",
        "area under the curve": "AUC",
        "perplexity": "PPL",
    }
)


def acronyms_of(text: str) -> dict[str, str]:
    """Long form in lower case to short form, for each "Long Form (LF)" of a text; the first definition counts.

    The letters of the short form must open the words before it in order (words between may be skipped when small).

    >>> acronyms_of("We study Natural Language Inference (NLI) and Question Answering (QA) (2019).")
    {'natural language inference': 'NLI', 'question answering': 'QA'}
    >>> acronyms_of("We study multi-modal machine translation (MMT).")
    {'multi-modal machine translation': 'MMT'}
    """
    found: dict[str, str] = {}
    for long, short in _definitions(text):
        found.setdefault(long.lower(), short)
    return found


def expansions_of(text: str) -> dict[str, str]:
    """Short form in the singular to long form as first printed; none that is defined in two ways.

    Nor those that all readers know ("LSTM", "NLP"), and names of systems, data sets and measures of the field.

    >>> expansions_of("Shared cloze units (SCUs) and cross-lingual gaps (CLG). A CLG is open. Closed loop grammar (CLG).")
    {'SCU': 'Shared cloze unit'}
    """
    found: dict[str, list[str]] = {}
    for long, short in _definitions(text):
        one = _singular(short)
        if not _is_common(one):
            found.setdefault(one, []).append(long if one == short else _singular(long))
    same = ((short, longs[0]) for short, longs in found.items() if len({_folded(_singular(one)) for one in longs}) == 1)
    return {short: _as_within(long, text) for short, long in same}


def _as_within(long: str, text: str) -> str:
    """A long form as it is written within a sentence, where the text has it there."""
    within = long[0].lower() + long[1:]
    return within if within in text else long


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for match in _SHORT.finditer(text):
        short = match.group(1)
        words = list(_WORD.finditer(text, max(0, match.start() - 120), match.start()))[-_MOST_WORDS:]
        start = _start(_singular(short), words)
        if start is not None and not re.search(r"[.;()]", text[start : match.start()]):
            if text[start - 1 : start] == "-":
                start -= len(_APART.split(text[max(0, start - _LONGEST_PART) : start])[-1])
            long = re.sub(r"\s+", " ", text[start : match.start()].strip())
            if (" " in long or "-" in long) and text[start - 1 : start] not in ("'", "’"):
                yield long, short


def _singular(form: str) -> str:
    return form[:-1] if form.endswith("s") and not form.endswith(("ss", "us", "is")) else form


def _folded(long: str) -> str:
    return re.sub(r"\W+", "", long.lower())


def _is_common(short: str) -> bool:
    known = read_protocol(short)
    return short.lower() in COMMON or bool(known.systems or known.datasets or known.metrics)


def _start(short: str, words: list[re.Match[str]]) -> int | None:
    """Where the long form starts: its words open with the letters of the short form, the last word with the last."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    at = len(words) - 1
    for letter in reversed(letters):
        while at >= 0 and words[at].group()[0].lower() != letter and len(words[at].group()) <= 3:
            at -= 1
        if at < 0 or words[at].group()[0].lower() != letter:
            return None
        at -= 1
    return words[at + 1].start() if letters else None


def shortened(text: str, acronyms: Mapping[str, str]) -> str:
    """The text with each long form replaced by its short form and blanks, so that offsets stay.

    >>> shortened("On Question Answering it wins.", {"question answering": "QA"})
    'On QA                 it wins.'
    """
    lowered = text.lower()
    for long, short in _longest_first(acronyms):
        start = lowered.find(long)
        while start >= 0:
            end = start + len(long)
            apart = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalpha()
            if apart and len(short) <= len(long):
                text = text[:start] + short.ljust(len(long)) + text[end:]
                lowered = text.lower()
            start = lowered.find(long, end)
    return text


def expanded(text: str, longs: Mapping[str, str]) -> str:
    """The text with the long form in brackets behind the first of each short form that stands alone, three at most.

    Not where the text has the long form itself, within brackets, in a compound ("SCU-based"), or before a bracket.

    >>> expanded("SCUs help, SCUs do.", {"SCU": "shared cloze unit"}), expanded("The SCU-Net.", {"SCU": "shared cloze unit"})
    ('SCUs (shared cloze units) help, SCUs do.', 'The SCU-Net.')
    """
    folded, found = _folded(text), dict[str, re.Match[str]]()
    for match in _ALONE.finditer(text):
        short = _singular(match.group())
        long = longs.get(short, "")
        inside = text.count("(", 0, match.start()) > text.count(")", 0, match.start())
        if long and not inside and _folded(_singular(long)) not in folded:
            found.setdefault(short, match)
    for short, match in sorted(list(found.items())[:_MOST_EXPANDED], key=lambda item: -item[1].start()):
        long = longs[short]
        plural = "s" if match.group() != short and long == _singular(long) else ""
        text = f"{text[: match.end()]} ({long}{plural}){text[match.end() :]}"
    return text


def _longest_first(acronyms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from sorted(acronyms.items(), key=lambda item: (-len(item[0]), item[0]))
