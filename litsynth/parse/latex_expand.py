r"""TeX's gullet: macros expanded, definitions and conditionals carried out, within a fixed budget."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litsynth.parse.latex_conditions import CHOICES, TESTS, chosen, holds, integer, is_test
from litsynth.parse.latex_macro import PRIMITIVE, Macro
from litsynth.parse.latex_macros import Macros
from litsynth.parse.latex_stream import Stream
from litsynth.parse.latex_tokens import tokenize

_IGNORED = frozenset(
    "\\noexpand \\long \\protected \\protect \\relax \\makeatletter \\makeatother \\fi "
    "\\begingroup \\endgroup \\bgroup \\egroup \\unskip \\ignorespaces \\leavevmode".split()
)
# Forty times what the most macro-ridden of 168 real papers needs.
_MOST_EXPANSIONS = 50_000
_MOST_TOKENS = 1_000_000
_DEEPEST = 40  # arguments within arguments
_MOST_HELD = 40  # tokens before the one that \\expandafter expands
_OPEN = frozenset({"{", "\\begingroup", "\\bgroup"})
_CLOSE = frozenset({"}", "\\endgroup", "\\egroup"})
_LOOKS = {"\\@ifstar": "*", "\\@ifnextchar": "", "\\kernel@ifnextchar": "", "\\@testopt": "["}


@dataclass(slots=True)
class Budget:
    """What macro expansion may still cost in one paper: recursion and doubling definitions end here."""

    expansions: int = _MOST_EXPANSIONS
    tokens: int = _MOST_TOKENS

    def spend(self, tokens: int) -> bool:
        """Whether one more expansion, into that many tokens, is within the budget."""
        self.expansions -= 1
        self.tokens -= tokens
        return self.expansions >= 0 and self.tokens >= 0


class Expander(Stream):
    """A stream whose `read` gives only tokens that are no macros, definitions or conditionals."""

    def __init__(self, tokens: Iterable[str], macros: Macros, budget: Budget, depth: int = 0) -> None:
        super().__init__(tokens)
        self.macros = macros
        self.budget = budget
        self.depth = depth

    def inner(self, tokens: Iterable[str]) -> "Expander":
        """Another stream, over an argument of this one, that shares its macros and budget; empty when too deep."""
        return Expander(tokens if self.depth < _DEEPEST else (), self.macros, self.budget, self.depth + 1)

    def read(self) -> str | None:
        """The next token after expansion; None at the end."""
        while (token := self.pop()) is not None:
            if token[0] == PRIMITIVE:
                return token[1:]
            if token in _OPEN:
                self.macros.open_group()
            elif token in _CLOSE:
                self.macros.close_group()
            if token[0] != "\\":
                return token
            if not (
                self._expand(token) or self._conditional(token) or token in _IGNORED or self.macros.define(token, self)
            ):
                return token
        return None

    def expanded(self) -> str | None:
        """The next token that is no macro; definitions and conditionals are left alone."""
        while (token := self.pop()) is not None and token[0] == "\\":
            if token not in {"\\the", "\\number"} and not self._expand(token):
                break
        return token

    def text(self, tokens: Sequence[str]) -> str:
        """What `tokens` become when all macros in them are expanded."""
        inner = self.inner(tokens)
        found: list[str] = []
        while (token := inner.expanded()) is not None:
            found.append(token)
            if token == "\\isundefined":
                found.extend(["{", *inner.argument(), "}"])
        return "".join(found).strip()

    def expansion(self, tokens: Sequence[str]) -> list[str]:
        r"""What `\edef` makes of a body: macros and conditionals are carried out, definitions and the rest kept."""
        inner = self.inner(tokens)
        found: list[str] = []
        while (token := inner.pop()) is not None:
            if token == "\\noexpand":
                found.extend(filter(None, [inner.pop()]))
            elif token == "\\unexpanded":
                found.extend(inner.argument())
            elif token[0] != "\\" or not (inner._expand(token) or inner._conditional(token)):
                found.append(token)
        return found

    def _expand(self, token: str) -> bool:
        """Puts what the macro, acronym or counter `token` stands for in its place; False when it is none."""
        macro = self.macros.commands.get(token)
        if macro is not None:
            body = macro.expand(self)
            if self.budget.spend(len(body)):
                self.push(body)
        elif (form := self.macros.use(token, self)) is not None:
            self.push(tokenize(form) if self.budget.spend(len(form)) else ())
        else:
            return False
        return True

    def _conditional(self, token: str) -> bool:
        if token == "\\ifcase":
            self._case()
        elif token == "\\unless":
            token = self.pop() or ""
            self._test(token, holds(token, self) is False)
        elif is_test(token, self):
            self._test(token, holds(token, self))
        elif token in {"\\else", "\\or"}:
            self._skip_branch()
        elif token == "\\expandafter":
            self._expand_after()
        elif token == "\\csname":
            self.push(["\\" + self.name()])
        elif token in CHOICES:
            self._choose(token)
        elif token in _LOOKS:
            self._look_ahead(token)
        else:
            return False
        return True

    def _test(self, token: str, truth: bool | None) -> None:
        skipped = [] if truth else self._skip_branch("\\else")
        if truth is None and not skipped and token not in TESTS:  # it is none
            self.macros.commands[token] = Macro((), (PRIMITIVE + token,))
        elif truth is None and (skipped[-1:] == ["\\else"] or _words(skipped) > 1):
            self.macros.losses.undecided.setdefault(token)

    def _case(self) -> None:
        number = integer(self)
        if number is None:
            self.macros.losses.undecided.setdefault("\\ifcase")
        if number is None or number < 0:
            self._skip_branch("\\else")
            return
        for _ in range(number):
            if self._skip_branch("\\or", "\\else")[-1:] != ["\\or"]:
                return

    def _expand_after(self) -> None:
        """Expands the token after the next one, once; behind a row of `\\expandafter`s, the one after them all."""
        held, token = [self.pop()], self.pop()
        while token == "\\expandafter" and len(held) < _MOST_HELD:
            held.append(self.pop())
            token = self.pop()
        if token == "\\csname":
            self.push(["\\" + self.name()])
        elif token is not None and token != "\\fi" and not self._expand(token):
            self.push([token])
        self.push([kept for kept in held if kept is not None])

    def _skip_branch(self, *ends: str) -> list[str]:
        r"""Reads past the branch of a test, to one of `ends` or its `\fi`; what was read, nothing if none of them came."""
        skipped: list[str] = []
        depth = 0
        while (token := self.pop()) is not None:
            skipped.append(token)
            if is_test(token, self):
                depth += 1
            elif token == "\\fi":
                if depth == 0:
                    return skipped
                depth -= 1
            elif depth == 0 and token in ends:
                return skipped
        if self.budget.spend(len(skipped)):  # an unclosed test hides nothing
            self.push(skipped)
        return []

    def _choose(self, token: str) -> None:
        given = [self.argument() for _ in range(CHOICES[token])]
        one_sided = token.startswith("\\If") and token[-2:] in {"nT", "nF", "eT", "eF"}
        holding = () if one_sided and token.endswith("F") else self.argument()
        failing = () if one_sided and token.endswith("T") else self.argument()
        truth = chosen(token, given, self.macros, self.text)
        if truth is None and _words([*holding, *failing]) > 1:
            self.macros.losses.undecided.setdefault(token)
        self.push(holding if truth else failing)

    def _look_ahead(self, token: str) -> None:
        """Reads one of two arguments by the character that comes behind them."""
        mark = _LOOKS[token] or "".join(self.argument())
        holding, failing = self.argument(), self.argument()
        self.skip_space()
        comes = (self.peek() or "").startswith("{" if mark == "\\bgroup" else mark)
        if token == "\\@testopt":
            self.push(holding if comes else [*holding, "[", *failing, "]"])
            return
        if comes and mark == "*":
            self.star()
        self.push(holding if comes else failing)


def _words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)
