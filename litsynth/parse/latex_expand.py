r"""TeX's gullet: macros expanded, definitions and conditionals carried out, within a fixed budget."""

from collections.abc import Iterable
from dataclasses import dataclass

from litsynth.parse.latex_conditions import CHOICES, TESTS, chosen, holds
from litsynth.parse.latex_macros import PRIMITIVE, Macros
from litsynth.parse.latex_stream import Stream
from litsynth.parse.latex_tokens import tokenize

_IGNORED = frozenset(
    "\\noexpand \\global \\long \\protected \\protect \\relax \\makeatletter \\makeatother \\fi "
    "\\begingroup \\endgroup \\bgroup \\egroup \\unskip \\ignorespaces \\leavevmode".split()
)
# Forty times what the most macro-ridden of 168 real papers needs.
_MOST_EXPANSIONS = 50_000
_MOST_TOKENS = 1_000_000
_DEEPEST = 40  # arguments within arguments


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
            if token[0] != "\\":
                return token
            macro = self.macros.commands.get(token)
            if macro is not None:
                body = macro.expand(self)
                if self.budget.spend(len(body)):
                    self.push(body)
            elif (form := self.macros.acronyms.use(token, self)) is not None:
                self.push(tokenize(form) if self.budget.spend(len(form)) else ())
            elif not (self._conditional(token) or token in _IGNORED or self.macros.define(token, self)):
                return token
        return None

    def _conditional(self, token: str) -> bool:
        if token in self.macros.switches or token in TESTS:
            if not holds(token, self, self.macros):
                self._skip_branch()
        elif token == "\\else":
            self._skip_branch(only_to_end=True)
        elif token == "\\expandafter":
            self._expand_after()
        elif token == "\\csname":
            self.push(["\\" + self.name()])
        elif token in CHOICES:
            self._choose(token)
        else:
            return False
        return True

    def _expand_after(self) -> None:
        """Expands the token after the next one, once."""
        held, token = self.pop(), self.pop()
        if token == "\\csname":
            self.push(["\\" + self.name()])
        elif token is not None and token in self.macros.commands:
            body = self.macros.commands[token].expand(self)
            self.push(body if self.budget.spend(len(body)) else ())
        elif token is not None and token != "\\fi":
            self.push([token])
        if held is not None:
            self.push([held])

    def _skip_branch(self, only_to_end: bool = False) -> None:
        skipped: list[str] = []
        depth = 0
        while (token := self.pop()) is not None:
            skipped.append(token)
            if token in TESTS or token in self.macros.switches:
                depth += 1
            elif token == "\\fi":
                if depth == 0:
                    return
                depth -= 1
            elif token == "\\else" and depth == 0 and not only_to_end:
                return
        if self.budget.spend(len(skipped)):  # an unclosed test hides nothing
            self.push(skipped)

    def _choose(self, token: str) -> None:
        condition = self.argument()
        truth, falsity = self.argument(), self.argument()
        self.push(truth if chosen(token, condition, self.macros) else falsity)
