r"""Acronyms: `\newacronym`, `\acrodef` and their kin define them, `\ac` and `\gls` print them, in full the first time."""

import re
from dataclasses import dataclass, field

from litsynth.parse.latex_stream import Stream

_LONG_FORMS = frozenset({"acl", "acrlong", "aclp", "glsentrylong", "acroextralong", "acrlongpl"})
_SHORT_FORMS = frozenset({"acs", "acrshort", "acsp", "glsentryshort", "acrshortpl"})
_FULL_FORMS = frozenset({"acf", "acrfull", "acfp", "acrfullpl"})
_BY_USE = frozenset({"ac", "acp", "gls", "glspl", "glsxtrshort", "acpl", "Ac", "Acp", "Gls", "Glspl"})
_USES = {f"\\{name}" for name in _LONG_FORMS | _SHORT_FORMS | _FULL_FORMS | _BY_USE}
_PLURAL = re.compile(r"p$|pl$")
_KEYS = re.compile(r"(?:^|,)\s*(short|long|name)\s*=\s*(\{[^{}]*\}|[^,{}]*)")


@dataclass(slots=True)
class Acronyms:
    """What a paper's acronyms stand for: short and long form by key; and which have been printed."""

    forms: dict[str, tuple[str, str]] = field(default_factory=dict)
    printed: set[str] = field(default_factory=set)

    def define(self, token: str, stream: Stream) -> bool:
        """Reads the definition that `token` opens; False when it opens none."""
        if token in {"\\newacronym", "\\newabbreviation"}:
            stream.option()
            key, short, long = (_text(stream.argument()) for _ in range(3))
        elif token == "\\acrodef":
            key = _text(stream.argument())
            short = _text(stream.option() or [key])
            long = _text(stream.argument())
        elif token in {"\\DeclareAcronym", "\\newglossaryentry"}:
            key = _text(stream.argument())
            values = {name: text.strip("{} ") for name, text in _KEYS.findall(_text(stream.argument()))}
            short = values.get("short") or values.get("name") or key
            long = values.get("long", "")
        else:
            return False
        self.forms[key] = (short, long)
        return True

    def use(self, token: str, stream: Stream) -> str | None:
        """The form that `token` prints, with its key from `stream`; None when it prints no acronym."""
        if token not in _USES or not self.forms:
            return None
        stream.star()
        key = _text(stream.argument())
        short, long = self.forms.get(key, (key, ""))
        name = token[1:]
        plural = "s" if _PLURAL.search(name) else ""
        first = name in _FULL_FORMS or (name in _BY_USE and key not in self.printed)
        self.printed |= {key} if name in _BY_USE | _FULL_FORMS else set()
        if name in _LONG_FORMS:
            return (long or short) + plural
        if not first or not long:
            return short + plural
        return f"{long[:1].upper() + long[1:] if name[0].isupper() else long}{plural} ({short}{plural})"


def _text(tokens: list[str]) -> str:
    return "".join(tokens).strip()
