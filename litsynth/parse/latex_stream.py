"""A stream of LaTeX tokens that arguments can be read from."""

from collections.abc import Iterable, Sequence

from litsynth.parse.latex_tokens import PARAGRAPH

_LONGEST_ARGUMENT = 60_000  # tokens; more than any caption, table or appendix section in real papers
_LONGEST_OPTION = 3_000  # tokens; natbib prints all authors into one
_LONGEST_UNCLOSED = 2_000  # tokens; what is tried once the braces of a paper have proved unbalanced
_MOST_IN_VAIN = 300_000  # tokens read for arguments that turn out not to end; a hundred of the longest options
_LEAST_TRIED = 30  # tokens; a tenth of what was tried before, or this
_SPECIAL = frozenset("{}[]$&~^_*") | {" ", PARAGRAPH, "$$"}


class Stream:
    """Tokens to come, last one first, so that reading and pushing back take constant time each."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._coming = list(tokens)
        self._coming.reverse()
        self._longest = _LONGEST_ARGUMENT
        self._in_vain = 0

    def pop(self) -> str | None:
        """The next token as it stands; None at the end."""
        return self._coming.pop() if self._coming else None

    def peek(self, ahead: int = 0) -> str | None:
        """The token that `pop` returns after `ahead` others."""
        return self._coming[-1 - ahead] if len(self._coming) > ahead else None

    def push(self, tokens: Iterable[str]) -> None:
        """Puts tokens back in front, the first of them to be read next."""
        self._coming.extend(reversed(list(tokens)))

    def expansion(self, tokens: Sequence[str]) -> list[str]:
        """What `tokens` stand for once all that can be expanded is; without macros, themselves."""
        return list(tokens)

    def patience(self, longest: int) -> int:
        """How many tokens to read for an argument that may be unclosed: `longest`, until too many were read in vain."""
        return longest if self._in_vain < _MOST_IN_VAIN else max(_LEAST_TRIED, longest // 10)

    def give_back(self, tokens: Sequence[str]) -> None:
        """As `push`, for tokens that were read in vain."""
        self._in_vain += len(tokens)
        self.push(tokens)

    def skip_space(self) -> None:
        while self._coming and self._coming[-1] == " ":
            self._coming.pop()

    def star(self, mark: str = "*") -> bool:
        """Takes a star, or another mark of one character, if one comes."""
        token = self.peek() or ""
        if not token.startswith(mark):
            return False
        self.pop()
        self.push([token[1:]] if token[1:] else [])
        return True

    def name(self) -> str:
        """A name up to its `\\endcsname`, which is read too."""
        name = ""
        while (token := self.pop()) is not None and token != "\\endcsname" and len(name) < 100:
            name += token
        return name.strip()

    def argument(self) -> list[str]:
        """A mandatory argument without its braces: a group, or one token (of text: one character)."""
        self.skip_space()
        token = self.pop()
        if token is None or token == PARAGRAPH:
            return []
        if token == "}":
            self.push([token])
            return []
        if token == "{":
            return self._until("}", self.patience(self._longest)) or []
        if token[0] != "\\" and token not in _SPECIAL and token[0] not in "#\0" and len(token) > 1:
            self.push([token[1:]])
            return [token[0]]
        return [token]

    def option(self, opened: str = "[", closed: str = "]") -> list[str] | None:
        """An optional argument without its brackets; None when none comes."""
        spaces = 0
        while self.peek(spaces) == " ":
            spaces += 1
        token = self.peek(spaces)
        if token is None or not token.startswith(opened):
            return None
        del self._coming[len(self._coming) - spaces :]
        self.pop()
        if token != opened:  # a round bracket is part of a run of text
            self.push([token[1:]])
        found = self._until(closed, self.patience(_LONGEST_OPTION))
        if found is None:
            self.push([opened])
        return found

    def _until(self, closed: str, longest: int) -> list[str] | None:
        """Tokens up to `closed` outside braces; None, and nothing read, when it does not come in time."""
        taken: list[str] = []
        depth = 0
        while self._coming and len(taken) < longest:
            token = self._coming.pop()
            if depth == 0 and closed in token and (closed == token or token[0] not in "\\\0"):
                before, _, after = token.partition(closed)
                self.push([after] if after else [])
                return [*taken, before] if before else taken
            if token == "{":
                depth += 1
            elif token == "}":
                depth -= 1
                if depth < 0:
                    self._coming.append(token)
                    break
            taken.append(token)
        self.give_back(taken)
        self._longest = min(self._longest, _LONGEST_UNCLOSED) if closed == "}" else self._longest
        return None
