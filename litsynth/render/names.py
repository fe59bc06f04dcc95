"""Author names as printed to their parts, and text to plain ASCII for keys."""

import re
import unicodedata
from dataclasses import dataclass

_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
# Group authors on arXiv and in the ACL Anthology end in one of these ("NLLB Team", "BigScience Workshop").
_GROUP = re.compile(
    r"(?:Team|Collaboration|Consortium|Workshop|Group|Project|Initiative|Community|Committee|Institute|Labs?|AI)$"
)
# Letters that Unicode does not decompose (NFKD) into a base letter and a mark.
_ASCII = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "æ": "ae", "œ": "oe"}
    | {"Æ": "Ae", "Œ": "Oe", "þ": "th", "Þ": "Th", "\u0131": "i"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in BibTeX's four parts; a group, or a name of one word, has a `family` only."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def full_family(self) -> str:
        """Family name with its particle: `van der Berg`."""
        return f"{self.particle} {self.family}".strip()


def split_name(printed: str) -> Name:
    """The parts of a name as a source prints it, by BibTeX's rule: lower-case words begin the family name.

    >>> split_name("Laurens van der Maaten")
    Name(family='Maaten', given='Laurens', particle='van der', suffix='')
    >>> split_name("Guzmán, Francisco").family, split_name("NLLB Team").family
    ('Guzmán', 'NLLB Team')
    """
    printed = " ".join(printed.split())
    if "," in printed:
        return _split_inverted(printed)
    words = printed.split(" ")
    if len(words) == 1 or _GROUP.search(printed):
        return Name(printed)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    lower = [index for index, word in enumerate(words[1:-1], start=1) if word[0].islower()]
    start, end = (lower[0], lower[-1] + 1) if lower else (len(words) - 1, len(words) - 1)
    return Name(" ".join(words[end:]), " ".join(words[:start]), " ".join(words[start:end]), suffix)


def _split_inverted(printed: str) -> Name:
    family, *rest = (part.strip() for part in printed.split(","))
    suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), "")
    words = family.split(" ")
    leading = next((index for index, word in enumerate(words) if not word[:1].islower()), 0)
    given = " ".join(part for part in rest if part and part != suffix)
    return Name(" ".join(words[leading:]), given, " ".join(words[:leading]), suffix)


def to_ascii(text: str) -> str:
    """`text` without accents, and without what is not ASCII after that.

    >>> to_ascii("Müller Øvrelid 王")
    'Muller Ovrelid '
    """
    return unicodedata.normalize("NFKD", text.translate(_ASCII)).encode("ascii", "ignore").decode("ascii")
