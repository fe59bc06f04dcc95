r"""An author's own macros: `\newcommand`, `\def`, `\let`, `\NewDocumentCommand`, `\newif` and their kin."""

import re
from dataclasses import dataclass, field

from litsynth.parse.latex_acronyms import Acronyms
from litsynth.parse.latex_counters import Counters
from litsynth.parse.latex_macro import PRIMITIVE, Macro, control_name, with_options, with_specification
from litsynth.parse.latex_notes import Losses
from litsynth.parse.latex_stream import Stream


@dataclass(slots=True)
class Macros:
    """Everything that a paper has defined so far; names of `protected` keep their usual meaning."""

    protected: frozenset[str]
    commands: dict[str, Macro] = field(default_factory=lambda: dict(_KERNEL))
    environments: dict[str, tuple[Macro, tuple[str, ...]]] = field(default_factory=dict)
    switches: dict[str, bool] = field(default_factory=dict)
    acronyms: Acronyms = field(default_factory=Acronyms)
    counters: Counters = field(default_factory=Counters)
    losses: Losses = field(default_factory=Losses)
    excluded: set[str] = field(default_factory=set)
    _groups: list[dict[str, Macro]] = field(default_factory=list)  # what each open group has redefined
    _everywhere: bool = False

    def open_group(self) -> None:
        """From here on definitions hide those before, until the group is closed."""
        self._groups.append({})

    def close_group(self) -> None:
        """Takes the definitions that the group has hidden into use again; its new ones stay."""
        if self._groups:
            self.commands.update(self._groups.pop())

    def start_appendix(self) -> None:
        """Sections are counted from A on."""
        self.counters.restart("section")
        self.commands["\\thesection"] = Macro((), ("\\Alph", "{", "section", "}"))

    def use(self, token: str, stream: Stream) -> str | None:
        """The LaTeX of the acronym or counter that `token` prints; None when it prints none."""
        form = self.acronyms.use(token, stream)
        return self.counters.use(token, stream) if form is None else form

    def define(self, token: str, stream: Stream) -> bool:
        """Reads the definition that `token` opens; False when it opens none."""
        self._everywhere = self._everywhere or token in _EVERYWHERE
        done = token == "\\global" or self._define(token, stream)
        self._everywhere = self._everywhere and token == "\\global"
        return done

    def _define(self, token: str, stream: Stream) -> bool:
        if token in {"\\def", "\\gdef", "\\edef", "\\xdef"}:
            self._plain(control_name(stream), stream)
        elif token in _NAMED_DEFINITION:
            self._plain("\\" + "".join(stream.argument()).strip(), stream)
        elif token in {"\\newcommandx", "\\renewcommandx", "\\providecommandx"}:
            self._extended(stream)
        elif token in _NEW_COMMAND:
            self._new_command(stream, provide=token.startswith("\\provide"))
        elif token in _NEW_ENVIRONMENT:
            self._new_environment(stream)
        elif token in _DOCUMENT_COMMAND:
            name, spec, body = control_name(stream), "".join(stream.argument()), stream.argument()
            self._set(name, with_specification(spec, body))
        elif token == "\\let":
            self._let(stream)
        elif token == "\\DeclareMathOperator":
            stream.star()
            name, body = control_name(stream), stream.argument()
            self._set(name, Macro((), ("\\operatorname", "{", *body, "}")))
        elif token == "\\newif":
            self.switches[control_name(stream)] = False
        elif token in _NEW_SWITCH:
            self.switches["\\if" + "".join(stream.argument()).strip()] = False
        elif token in _SET_SWITCH:
            self._set_switch(token, stream)
        elif token == "\\DeclareSIUnit":
            stream.option()
            self._set(control_name(stream), Macro((), tuple(stream.argument())))
        elif token == "\\newtheorem":
            self._theorem(stream)
        elif token in _COMMENTS:
            (self.excluded.add if token in _EXCLUDE else self.excluded.discard)("".join(stream.argument()).strip())
        else:
            return self._switch(token) or self.acronyms.define(token, stream) or self.counters.define(token, stream)
        return True

    def _set(self, name: str, macro: Macro) -> None:
        # Rules of tables are often redefined in terms of TeX's boxes; what they mean stays the same.
        if name.startswith("\\") and name not in self.protected and "hline" not in name:
            if self._everywhere:
                for group in self._groups:
                    group.pop(name, None)
            elif self._groups and name in self.commands:
                self._groups[-1].setdefault(name, self.commands[name])
            self.commands[name] = macro

    def _plain(self, name: str, stream: Stream) -> None:
        signature: list[str] = []
        prefix: list[str] = []
        while (token := stream.pop()) is not None and token != "{":
            if token[0] == "#" and token[1:].isdigit():
                signature.append("m")
            elif signature and token != " ":
                signature[-1] = "=" + (signature[-1][1:] if signature[-1][0] == "=" else "") + token
            elif token != " ":
                prefix.append(token)
        stream.push(["{"])
        self._set(name, Macro(tuple(signature), tuple(stream.argument()), prefix=tuple(prefix)))

    def _new_command(self, stream: Stream, provide: bool) -> None:
        stream.star()
        name = control_name(stream)
        macro = with_options(stream)
        if not (provide and name in self.commands):
            self._set(name, macro)

    def _extended(self, stream: Stream) -> None:
        r"""`\newcommandx` of xargs: its second option gives defaults to any of the parameters (`2=x`)."""
        stream.star()
        name, count = control_name(stream), "".join(stream.option() or []).strip()
        defaults = {int(place): text for place, text in _XARGS.findall("".join(stream.option() or []))}
        places = range(1, min(int(count) if count.isdecimal() else 0, 9) + 1)
        signature = tuple("o" if place in defaults else "m" for place in places)
        texts = tuple((defaults[place],) if defaults.get(place) else () for place in places)
        self._set(name, Macro(signature, tuple(stream.argument()), texts))

    def _new_environment(self, stream: Stream) -> None:
        stream.star()
        name = "".join(stream.argument())
        opening, closing = with_options(stream), tuple(stream.argument())
        if f"\\{name}" not in self.protected:
            self.environments[name] = (opening, closing)

    def _let(self, stream: Stream) -> None:
        name = control_name(stream)
        stream.skip_space()
        if (stream.peek() or "").startswith("="):
            rest = (stream.pop() or "")[1:]
            stream.push([rest] if rest else [])
        original = control_name(stream)
        if original in {"\\iftrue", "\\iffalse"} or original in self.switches:
            self.switches[name] = self.switches.get(original, original == "\\iftrue")
            return
        kept = (PRIMITIVE + original,) if original.startswith("\\") else (original,)
        self._set(name, self.commands.get(original, Macro((), kept if original else ())))

    def _theorem(self, stream: Stream) -> None:
        stream.star()
        name = "".join(stream.argument())
        stream.option()
        title = stream.argument()
        stream.option()
        heading = Macro(("o",), ("\\textbf", "{", *title, ".", "}", " "), ((),))
        self.environments.setdefault(name, (heading, ()))

    def _set_switch(self, token: str, stream: Stream) -> None:
        name = "\\if" + "".join(stream.argument()).strip()
        value = token if token.endswith(("true", "false")) else "".join(stream.argument()).strip()
        self.switches[name] = value.endswith("true")

    def _switch(self, token: str) -> bool:
        r"""Whether `token` is `\footrue` or `\foofalse` of an `\iffoo`, by its name, which a style may define; sets it."""
        found = _SWITCH.fullmatch(token)
        if found is None:
            return False
        self.switches[f"\\if{found.group(1)}"] = found.group(2) == "true"
        return True


_NEW_COMMAND = frozenset(
    f"\\{name}"
    for name in "newcommand renewcommand providecommand newrobustcmd renewrobustcmd providerobustcmd "
    "DeclareRobustCommand".split()
)
_NEW_ENVIRONMENT = frozenset({"\\newenvironment", "\\renewenvironment"})
_DOCUMENT_COMMAND = frozenset(
    f"\\{verb}{kind}DocumentCommand" for verb in ("New", "Renew", "Provide", "Declare") for kind in ("", "Expandable")
)
_NAMED_DEFINITION = frozenset({"\\csdef", "\\csgdef", "\\csedef", "\\csxdef", "\\@namedef"})
_EVERYWHERE = frozenset({"\\global", "\\gdef", "\\xdef", "\\csgdef", "\\csxdef"})
_EXCLUDE = frozenset({"\\excludecomment", "\\excludeversion"})
_COMMENTS = _EXCLUDE | {"\\includecomment", "\\includeversion"}
_KERNEL: dict[str, Macro] = {
    "\\empty": Macro((), ()),
    "\\@empty": Macro((), ()),
    "\\@gobble": Macro(("m",), ()),
    "\\@firstofone": Macro(("m",), ("#1",)),
    "\\@firstoftwo": Macro(("m", "m"), ("#1",)),
    "\\@secondoftwo": Macro(("m", "m"), ("#2",)),
    **dict.fromkeys(("\\AtBeginDocument", "\\AtEndPreamble", "\\AtEndOfPackage"), Macro(("m",), ("#1",))),
    "\\csuse": Macro(("m",), ("\\csname", "#1", "\\endcsname")),
    "\\@nameuse": Macro(("m",), ("\\csname", "#1", "\\endcsname")),
    "\\deleted": Macro(("o", "m"), (), ((), ())),
    "\\replaced": Macro(("o", "m", "m"), ("#2",), ((), (), ())),
}
r"""Commands of LaTeX, etoolbox and changes (whose old text is struck out) that only move their arguments."""
_NEW_SWITCH = frozenset({"\\newbool", "\\newtoggle", "\\newboolean", "\\providebool", "\\providetoggle"})
_SET_SWITCH = frozenset(
    {"\\setbool", "\\setboolean", "\\settoggle", "\\booltrue", "\\boolfalse", "\\toggletrue", "\\togglefalse"}
)
_SWITCH = re.compile(r"\\([\w@]+?)(true|false)")
_XARGS = re.compile(r"(\d)\s*=\s*([^,]*)")
