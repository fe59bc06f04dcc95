"""Short forms that only tables use: letters that a caption explains, and words cut off by a full stop."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_LETTERS = re.compile(r"\b([A-Za-z][\w-]*[A-Za-z])\s\(([A-Z](?:-[A-Z])?)\)")
_STANDS = re.compile(
    r"\b([A-Z][\w-]{0,4})\s(?:stands?\sfor|is\sshort\sfor|denotes?|means|refers\sto|represents?|indicates?|=)\s(?:the\s)?([A-Za-z][\w-]+)"
)
_FOR = re.compile(r"(?:,|\band)\s([A-Z][\w-]{0,4})\sfor\s(?:the\s)?([A-Za-z][\w-]+)")
_CUT = re.compile(r"\b([A-Za-z][a-z]{2,})\.(?=\s|$|[(,])")
_LEAST_MORE = 2
"""Letters that a word must have beyond its cut form."""


def letters_of(caption: str) -> dict[str, str]:
    """Names by the letters that a caption gives them.

    >>> letters_of("Results in BLEU (B), METEOR (M) and ROUGE-L (R-L).")
    {'B': 'BLEU', 'M': 'METEOR', 'R-L': 'ROUGE-L'}
    >>> letters_of("S stands for Seen and U for Unseen; PAR is short for PARENT.")
    {'S': 'Seen', 'PAR': 'PARENT', 'U': 'Unseen'}
    """
    pairs = [(match.group(2), match.group(1)) for match in _LETTERS.finditer(caption)]
    stands = [(match.group(1), match.group(2)) for match in _STANDS.finditer(caption)]
    if stands:
        pairs += stands + [(match.group(1), match.group(2)) for match in _FOR.finditer(caption)]
    return {short: long for short, long in pairs if long[0].upper() == short[0]}


def spelled_out(label: str, letters: Mapping[str, str]) -> str:
    """A label with such letters written out, also before a number.

    >>> spelled_out("B-1", {"B": "BLEU"}), spelled_out("BERT", {"B": "BLEU"})
    ('BLEU-1', 'BERT')
    """
    for short in sorted(letters, key=lambda one: (-len(one), one)):
        label = re.sub(rf"(?<![\w-]){re.escape(short)}(?=-?\d|[\s,.)(]|$)(?!-[A-Za-z])", letters[short], label)
    return label


def cut_words(labels: Iterable[str], text: str) -> dict[str, str]:
    """The words of a paper that its tables' labels cut off ("Gram." for "grammar"), in lower case, by the word.

    Of several words that begin so, the most frequent and what begins with it.

    >>> cut_words(["Gram.", "Logic."], "We rate grammar and logicality; the grammar is judged first.")
    {'grammar': 'Gram', 'logicality': 'Logic'}
    """
    cuts = sorted({match.group(1) for label in labels for match in _CUT.finditer(label)})
    words = Counter(re.findall(r"[a-z]{4,}", text.lower())) if cuts else Counter()
    found: dict[str, str] = {}
    for cut in cuts:
        longer = [word for word in words if word.startswith(cut.lower()) and len(word) >= len(cut) + _LEAST_MORE]
        if longer:
            main = max(longer, key=lambda word: (words[word], -len(word), word))
            found |= {word: cut for word in longer if word.startswith(main[: len(cut) + _LEAST_MORE])}
    return dict(sorted(found.items()))
