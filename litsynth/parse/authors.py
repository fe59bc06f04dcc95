r"""Author names from a title page."""

import re

from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_inline import Inline
from litsynth.parse.latex_marks import Marks

_PEOPLE = frozenset({"\\And", "\\AND", "\\and", "\\ANDD"})
_LINES = frozenset({"\\\\", "\\newline", "\\tabularnewline"})
_GAPS = frozenset({"\\quad", "\\qquad", "\\enspace", "\\hspace", "\\hfill", "\\enskip", "&", "\\space", "\\hskip"})
_TIES = frozenset({"~", "\\ "})
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){1,4}")
_PARTICLES = frozenset("de der den van von del della di da la le el al bin ibn dos do af ten ter zu".split())
_PLACE = re.compile(
    r"universi|institut|\blab|research|department|\bdept|school|college|academy|google|facebook|microsoft|amazon|"
    r"\binc\b|\bai\b|center|centre|group|company|corp|ltd|technolog|science|engineering|language|intelligence|computer|"
    r"huawei|alibaba|tencent|baidu|ibm|nvidia|deepmind|openai|apple|samsung|usa|china|germany|india|anonymous|"
    r"street|road|avenue|equal|author|contribut|paper|submission|team|studio|hospital|equally",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\^\([^)]*\)|\^[\w*†‡]+|[*†‡§¶♠♣♦♥★⋆◦•^∗]+|\([^)]*\)|\{[^}]*\}|\S*@\S*|\d+")
_MOST = 200


def from_latex(arguments: list[list[str]], stream: Expander) -> tuple[str, ...]:
    r"""The names in the arguments of a paper's `\author` commands; what is no name (places, addresses) is left out."""
    names: list[str] = []
    for tokens in arguments:
        for person in _parts(tokens, _PEOPLE):
            names.extend(_first_names([_rendered(line, stream) for line in _parts(person, _LINES)]))
    return tuple(dict.fromkeys(names))[:_MOST]


def from_lines(lines: list[str]) -> tuple[str, ...]:
    """The names in the lines that stand between a paper's title and its abstract."""
    return tuple(dict.fromkeys(name for line in lines for name in _people(line)))[:_MOST]


def _parts(tokens: list[str], borders: frozenset[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
        if token in borders:
            parts.append([])
        else:
            gap = token in _GAPS or (token in _TIES and (following in _TIES or following == " "))
            parts[-1].append("," if gap else token)
    return parts


def _rendered(tokens: list[str], stream: Expander) -> str:
    return Inline(Marks(), lambda _: None).render(stream.inner(tokens))


def _first_names(lines: list[str]) -> list[str]:
    """The people of the leading lines: what follows the first line without any is address."""
    names: list[str] = []
    for line in lines:
        people = _people(_before_places(line) if names else line)
        if names and not people:
            break
        names.extend(people)
    return names


def _before_places(line: str) -> str:
    """What stands before the first part of a line that is a place: the rest is its address."""
    text = _MARKS.sub(",", line)
    place = _PLACE.search(text)
    return text if place is None else text[: place.start()].rpartition(",")[0]


def _people(line: str) -> list[str]:
    parts = re.split(r",|;|\band\b|&|\s{2,}|\t", _MARKS.sub(",", line))
    return [part.strip(" .-") for part in parts if _is_person(part.strip(" .-"))]


def _is_person(text: str) -> bool:
    if not _PERSON.fullmatch(text) or _PLACE.search(text):
        return False
    words = [word for word in re.split(r"[ -]", text) if word and word.lower() not in _PARTICLES]
    if text.isupper():
        return 2 <= len(words) <= 4 and all(len(word) > 1 or word.endswith(".") for word in words)
    return 1 <= len(words) <= 5 and all(word[0].isupper() for word in words)
