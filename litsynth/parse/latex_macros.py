r"""An author's own macros: `\newcommand`, `\def`, `\let`, `\NewDocumentCommand`, `\newif` and their kin."""

import re
from dataclasses import dataclass, field

from litsynth.parse.latex_acronyms import Acronyms
from litsynth.parse.latex_counters import Counters
from litsynth.parse.latex_macro import PRIMITIVE, Macro, control_name, with_options, with_specification
from litsynth.parse.latex_notes import Losses
from litsynth.parse.latex_numbers import Printing
from litsynth.parse.latex_options import values_of
from litsynth.parse.latex_stream import Stream
from litsynth.parse.latex_tokens import tokenize


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
    theorems: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    columns: dict[str, Macro] = field(default_factory=dict)
    printing: Printing = field(default_factory=Printing)
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
            self._plain(control_name(stream), stream, token in _EXPANDING)
        elif token in _NAMED_DEFINITION:
            self._plain("\\" + "".join(stream.argument()).strip(), stream, token in _EXPANDING)
        elif token in {"\\newcommandx", "\\renewcommandx", "\\providecommandx"}:
            self._extended(stream)
        elif token in _NEW_COMMAND:
            self._new_command(stream, provide=token.startswith("\\provide"))
        elif token in _DOCUMENT_COMMAND:
            name, spec, body = control_name(stream), "".join(stream.argument()), stream.argument()
            self._set(name, with_specification(spec, body))
        elif token == "\\DeclarePairedDelimiter":
            name, left, right = control_name(stream), stream.argument(), stream.argument()
            self._set(name, Macro(("s", "o", "m"), (*left, "#3", *right), ((), (), ())))
        elif token == "\\let":
            self._let(stream)
        elif token == "\\DeclareMathOperator":
            stream.star()
            name, body = control_name(stream), stream.argument()
            self._set(name, Macro((), ("\\operatorname", "{", *body, "}")))
        elif token == "\\DeclareSIUnit":
            stream.option()
            self._set(control_name(stream), Macro((), tuple(stream.argument())))
        else:
            return self._define_other(token, stream)
        return True

    def _define_other(self, token: str, stream: Stream) -> bool:
        """Reads a definition of what is no command: an environment, a theorem, a column, a switch, a counter."""
        if token in _NEW_ENVIRONMENT:
            self._new_environment(stream)
        elif token in _DOCUMENT_ENVIRONMENT:
            name, spec = "".join(stream.argument()).strip(), "".join(stream.argument())
            self.environments[name] = (with_specification(spec, stream.argument()), tuple(stream.argument()))
        elif token == "\\newtheorem":
            self._theorem(stream)
        elif token == "\\declaretheorem":
            self._declared_theorem(stream)
        elif token == "\\newif":
            self.switches[control_name(stream)] = False
        elif token in _NEW_SWITCH:
            self.switches["\\if" + "".join(stream.argument()).strip()] = False
        elif token in _SET_SWITCH:
            self._set_switch(token, stream)
        elif token == "\\sisetup":
            self.printing = self.printing.changed(stream.argument())
        elif token == "\\newcolumntype":
            name = "".join(stream.argument()).strip()
            self.columns[name] = with_options(stream)
        elif token in _COMMENTS:
            (self.excluded.add if token in _EXCLUDE else self.excluded.discard)("".join(stream.argument()).strip())
        elif token == "\\ExplSyntaxOn":
            _skip_code(stream)
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

    def _plain(self, name: str, stream: Stream, expanding: bool) -> None:
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
        body = stream.argument()
        self._set(
            name, Macro(tuple(signature), tuple(stream.expansion(body) if expanding else body), (), tuple(prefix))
        )

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
        r"""`\newtheorem{lemma}[theorem]{Lemma}`: its title, and the counter that it shares or has to itself."""
        starred = stream.star()
        name, shared = "".join(stream.argument()).strip(), stream.option()
        title, within = tuple(stream.argument()), "".join(stream.option() or []).strip()
        self._new_theorem(name, title, "" if starred else "".join(shared or [name]).strip(), within)

    def _declared_theorem(self, stream: Stream) -> None:
        r"""`\declaretheorem[name=Lemma, sibling=theorem]{lemma}` of thmtools."""
        values = values_of(stream.option() or [])
        name = "".join(stream.argument()).strip()
        values.update(values_of(stream.option() or []))

        def told(*keys: str) -> list[str]:
            return next((values[key] for key in keys if key in values), [])

        unnumbered = "".join(told("numbered")) in {"no", "unless unique"}
        shared = "".join(told("sibling", "numberlike", "sharenumber", "sharecounter")) or name
        within = "".join(told("numberwithin", "parent", "within"))
        title = told("name", "title", "heading") or [name[:1].upper() + name[1:]]
        self._new_theorem(name, tuple(title), "" if unnumbered else shared, within)

    def _new_theorem(self, name: str, title: tuple[str, ...], counter: str, within: str) -> None:
        if counter == name:
            self.counters.values[name] = 0
            self.counters.reset_by.update({name: within} if within else {})
            self.counters.behind.update({name: within} if within else {})
        self.theorems.setdefault(name, (title, counter))

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


def _skip_code(stream: Stream) -> None:
    """Reads past code in which `_` and `:` are letters; nothing if its end is not near."""
    taken: list[str] = []
    most = stream.patience(_LONGEST_CODE)
    while (token := stream.pop()) not in {None, "\\ExplSyntaxOff"} and len(taken) < most:
        taken.append(token or "")
    if token != "\\ExplSyntaxOff":
        stream.give_back([*taken, token] if token else taken)


_LONGEST_CODE = 3_000  # tokens
_NEW_COMMAND = frozenset(
    f"\\{name}"
    for name in "newcommand renewcommand providecommand newrobustcmd renewrobustcmd providerobustcmd "
    "DeclareRobustCommand".split()
)
_NEW_ENVIRONMENT = frozenset({"\\newenvironment", "\\renewenvironment"})
_DOCUMENT_COMMAND = frozenset(
    f"\\{verb}{kind}DocumentCommand" for verb in ("New", "Renew", "Provide", "Declare") for kind in ("", "Expandable")
)
_DOCUMENT_ENVIRONMENT = frozenset(f"\\{verb}DocumentEnvironment" for verb in ("New", "Renew", "Provide", "Declare"))
_EXPANDING = frozenset({"\\edef", "\\xdef", "\\csedef", "\\csxdef"})
_NAMED_DEFINITION = frozenset({"\\csdef", "\\csgdef", "\\csedef", "\\csxdef", "\\@namedef"})
_EVERYWHERE = frozenset({"\\global", "\\gdef", "\\xdef", "\\csgdef", "\\csxdef"})
_EXCLUDE = frozenset({"\\excludecomment", "\\excludeversion"})
_COMMENTS = _EXCLUDE | {"\\includecomment", "\\includeversion"}
_AUTHOR_YEAR = tuple(tokenize(r"\IfValueTF{#3}{#2 (#3)}{#1 (#2)}"))  # labels of older styles: full, short, year
_KERNEL: dict[str, Macro] = {
    "\\empty": Macro((), ()),
    "\\@empty": Macro((), ()),
    "\\@gobble": Macro(("m",), ()),
    **dict.fromkeys(("\\@firstofone", "\\detokenize"), Macro(("m",), ("#1",))),
    "\\@firstoftwo": Macro(("m", "m"), ("#1",)),
    "\\@secondoftwo": Macro(("m", "m"), ("#2",)),
    **dict.fromkeys(("\\AtBeginDocument", "\\AtEndPreamble", "\\AtEndOfPackage"), Macro(("m",), ("#1",))),
    "\\csuse": Macro(("m",), ("\\csname", "#1", "\\endcsname")),
    "\\@nameuse": Macro(("m",), ("\\csname", "#1", "\\endcsname")),
    "\\@startsection": Macro(("m",) * 6, ("\\csname", "#1", "\\endcsname")),
    "\\citename": Macro(("m",), ("#1",)),
    "\\citeauthoryear": Macro(("m", "m", "g"), _AUTHOR_YEAR, ((), (), ())),
    "\\deleted": Macro(("o", "m"), (), ((), ())),
    "\\replaced": Macro(("o", "m", "m"), ("#2",), ((), (), ())),
}
r"""Commands of LaTeX, of labels in bibliographies, of etoolbox and of changes (whose old text is struck out) that only
move their arguments.
"""
_NEW_SWITCH = frozenset({"\\newbool", "\\newtoggle", "\\newboolean", "\\providebool", "\\providetoggle"})
_SET_SWITCH = frozenset(
    {"\\setbool", "\\setboolean", "\\settoggle", "\\booltrue", "\\boolfalse", "\\toggletrue", "\\togglefalse"}
)
_SWITCH = re.compile(r"\\([\w@]+?)(true|false)")
_XARGS = re.compile(r"(\d)\s*=\s*([^,]*)")
