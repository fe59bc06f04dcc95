"""Languages in the labels of tables and in sentences: codes in headers, and directions of translation."""

import re
from collections.abc import Mapping
from functools import lru_cache

from litsynth.protocol import LANGUAGES
from litsynth.verify.terms import LONGEST_WORD

# Codes that headers of tables use beyond those of XNLI and XTREME; none that is an English word.
_LANGUAGES = {
    **LANGUAGES, "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "cz": "Czech", "da": "Danish", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "gu": "Gujarati", "hr": "Croatian", "hu": "Hungarian", "kk": "Kazakh", "lt": "Lithuanian",
    "lv": "Latvian", "mn": "Mongolian", "mr": "Marathi", "ne": "Nepali", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "te": "Telugu",
    "uk": "Ukrainian", "yo": "Yoruba", "af": "Afrikaans", "az": "Azerbaijani", "gl": "Galician", "ha": "Hausa",
    "hy": "Armenian", "ig": "Igbo", "jv": "Javanese", "ka": "Georgian", "km": "Khmer", "kn": "Kannada", "ky": "Kyrgyz",
    "mk": "Macedonian", "ml": "Malayalam", "ms": "Malay", "pa": "Punjabi", "ps": "Pashto", "rw": "Kinyarwanda",
    "sq": "Albanian", "tg": "Tajik", "tl": "Tagalog", "ug": "Uyghur", "uz": "Uzbek", "xh": "Xhosa", "zu": "Zulu",
}  # fmt: skip
MAIN_LANGUAGE = "english"
"""The language that tables leave unsaid, from which models are transferred, and into or out of which is translated."""
_PART = re.compile(r"[^\W_]+")
_NAME = "|".join(sorted(set(_LANGUAGES.values()), key=len, reverse=True))
_ANY = rf"(?:{_NAME}|(?i:{'|'.join(_LANGUAGES)}))"
_JOINED = re.compile(
    rf"(?<![^\W_])(?P<source>{_ANY})\s*(?:[-–—→⇒]+>?|\$?\\(?:to|(?:long)?rightarrow)\$?|2)\s*(?:to\s?[-–]\s?)?(?P<target>{_ANY})(?![^\W_])"
)
_TO = re.compile(rf"\b(?P<source>{_NAME})\s+(?:in)?to\s+(?P<target>{_NAME})\b")
_INTO = re.compile(rf"\binto\s+(?P<name>{_NAME})\b")
_OUT_OF, _FROM = (re.compile(rf"\b(?:{word})\s+(?P<name>{_NAME})\b") for word in ("out of", "from|out of"))
_TRANSLATES = re.compile(r"\btranslat", re.IGNORECASE)
_BOTH = re.compile(r"\bboth (?:translation )?directions\b|\bbidirectional|\bvice versa\b", re.IGNORECASE)

Direction = tuple[str, str]
"""From which language into which, by their names in English, in lower case."""


def language_terms(label: str) -> tuple[str, ...]:
    """The names of the languages that a label is the codes of ("de", "en-de"); empty for any other label.

    >>> language_terms("En-De"), language_terms("is")
    (('english', 'german'), ())
    """
    codes = [part.lower() for part in _PART.findall(label)]
    if codes and all(code in _LANGUAGES for code in codes):
        return tuple(_LANGUAGES[code].lower() for code in codes)
    return ()


def languages_of(labels: Mapping[int, str]) -> dict[int, str]:
    """By number: the language whose code a part of a label is, in lower case, where a like label has another code there.

    One such part may be anything; two labels that differ in nothing else name languages.

    >>> languages_of({1: "En F1", 2: "De F1", 3: "Id"}), languages_of({1: "Foo-en", 2: "Foo-de"})
    ({1: 'english', 2: 'german'}, {1: 'english', 2: 'german'})
    """
    frames: dict[tuple[str, ...], dict[int, str]] = {}
    for number, label in labels.items():
        parts = _PART.findall(label)
        for at, part in enumerate(parts):
            name = _LANGUAGES.get(part.lower())
            if name and "@" not in label:  # HR@10 is no Croatian
                frames.setdefault((*parts[:at], "", *parts[at + 1 :]), {})[number] = name.lower()
    told = [names for names in frames.values() if len(set(names.values())) > 1]
    return {number: name for names in told for number, name in names.items()}


@lru_cache
def language_keys() -> frozenset[str]:
    """The first letters of the names of all languages known here, in lower case, as terms have them."""
    return frozenset(name.lower()[:LONGEST_WORD] for name in _LANGUAGES.values())


@lru_cache(maxsize=256)
def codes_in(text: str) -> frozenset[str]:
    """The first letters of the names of languages whose codes a text has as such ("De", "DE"), as terms have them."""
    codes = (part for part in _PART.findall(text) if part[0].isupper())
    return frozenset(_LANGUAGES[code.lower()].lower()[:LONGEST_WORD] for code in codes if code.lower() in _LANGUAGES)


def turned_round(text: str, label: str) -> bool:
    """Whether a text tells another direction of translation than a label, and not that one.

    >>> turned_round("from German to English", "De-En"), turned_round("English-to-German", "De-En")
    (False, True)
    """
    told = directions(text)
    for source, target in directions(label):
        if _BOTH.search(text) or (source, target) in told:
            return False
        if told:
            return True
        origin = _FROM if _TRANSLATES.search(text) else _OUT_OF  # "from Czech checkpoints"
        into, out_of = ({found["name"].lower() for found in rule.finditer(text)} for rule in (_INTO, origin))
        return (bool(into) and target not in into) or (bool(out_of) and source not in out_of)
    return False


@lru_cache(maxsize=256)  # of one sentence and its labels, for every choice of cells
def directions(text: str) -> Mapping[Direction, int]:
    """The directions of translation that a text tells, with the offset of the first telling of each."""
    found = sorted(
        (match for rule in (_JOINED, _TO) for match in rule.finditer(text)), key=lambda match: -match.start()
    )
    return {(_name(match["source"]), _name(match["target"])): match.start() for match in found}


def _name(told: str) -> str:
    return _LANGUAGES.get(told.lower(), told).lower()
