"""A review in the terminal: claim after claim, each decision on the disk before the next claim is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import typer

from litsynth.cli.asking import Asker
from litsynth.cli.recorder import DONE, Recorder
from litsynth.cli.showing import show_claim
from litsynth.cli.terminal import say
from litsynth.errors import OutputFailed
from litsynth.records import DecisionKind, Label, Verdict
from litsynth.review import LABELS, PROTOCOL_FIELDS, chosen, protocol_reason
from litsynth.review.choices import Option

_PROMPT: Final = "a accept, o overrule, p other protocol, n note, s skip, u undo, b back, m more, ? help, q quit > "
_AT_END: Final = "No claim is left in this pass: u undo, b back, q quit > "
_HELP: Final = """
  a  accept: the verdict is right
  o  overrule: another label is right; you say which, and why
  p  different protocol: the figures differ, or agree, under settings that are not the same; you say in which field
  n  note: a remark that decides nothing
  s  skip: leave the claim undecided
  u  undo: take back what you decided last (in this session, else on this claim)
  b  back to the claim before
  m  more: every piece of evidence, not only the strongest of each side
  q  quit: what you decided is kept and shown in the report; the same command goes on from there
"""


@dataclass
class Review:
    """One reviewer's walk through `queue` (claim_ids)."""

    recorder: Recorder
    queue: Sequence[str]
    asks: Asker
    at: int = 0

    def run(self) -> None:
        """Ask until the person quits or no more answers come. Raises OutputFailed where a decision cannot be kept."""
        moved = True
        try:
            while True:
                ended = self.at >= len(self.queue)
                if moved and not ended:
                    show_claim(self.recorder.report, self.queue, self.at, self.recorder.reviewer)
                key = self.asks.key(_AT_END if ended else _PROMPT)
                if key == "q" or (ended and not key):
                    return
                moved = self._act(key, ended)
        except EOFError:
            return

    def _act(self, key: str, ended: bool) -> bool:
        """Do what a key asks for; whether the claim to be shown is another one, or has to be shown again."""
        acts = {"u": self._undo, "b": self._back, "?": self._help}
        if not ended:
            acts |= {"a": self._accept, "o": self._overrule, "p": self._protocol}
            acts |= {"n": self._note, "s": self._skip, "m": self._more}
        if key in acts:
            return acts[key]()
        if key:
            say(f"no such key {key!r}: ? lists them")
        return False

    def _accept(self) -> bool:
        return self._keep("accept") and self._skip()

    def _overrule(self) -> bool:
        label = self._choice("The right label", tuple(label for label in LABELS if label != self._verdict.label))
        if label is None:
            return False
        return self._keep("overrule", self.asks.line("Why (required): "), label) and self._skip()

    def _protocol(self) -> bool:
        if self._verdict.label == "different protocol":
            say("that is the tool's verdict: a accepts it")
            return False
        named = self._choice("In which field do the protocols differ", PROTOCOL_FIELDS)
        if named is None:
            return False
        reason = protocol_reason(named, self.asks.line("How (optional): "))
        return self._keep("overrule", reason, "different protocol") and self._skip()

    def _note(self) -> bool:
        self._keep("note", self.asks.line("Note: "))
        return False

    def _skip(self) -> bool:
        self.at += 1
        return True

    def _back(self) -> bool:
        self.at = max(0, self.at - 1)
        return True

    def _help(self) -> bool:
        typer.echo(_HELP)
        return False

    def _more(self) -> bool:
        show_claim(self.recorder.report, self.queue, self.at, self.recorder.reviewer, whole=True)
        return False

    def _undo(self) -> bool:
        here = self.queue[self.at] if self.at < len(self.queue) else ""
        undone = self._written("undo", lambda: self.recorder.take_back(here))
        if undone:
            self.at = list(self.queue).index(undone)
        return bool(undone)

    @property
    def _verdict(self) -> Verdict:
        return self.recorder.verdict(self.queue[self.at])

    def _choice(self, what: str, options: Sequence[Option]) -> Option | None:
        """One of the options, None where the person thinks better of it."""
        listed = "".join(f"\n  {number} {option}" for number, option in enumerate(options, 1))
        typed = self.asks.line(f"{what}:{listed}\nnumber or word (Enter: none) > ")
        found = chosen(options, typed)
        if found is None:
            say(f"nothing decided: {typed.strip()!r} is none of them" if typed.strip() else "nothing decided")
        return found

    def _keep(self, kind: DecisionKind, reason: str = "", label: Label | None = None) -> bool:
        """Write a decision on the claim that is shown; whether that was done."""
        here = self.queue[self.at]
        return bool(self._written(kind, lambda: self.recorder.keep(here, kind, reason, label)))

    def _written(self, kind: DecisionKind, write: Callable[[], str]) -> str:
        """The claim_id of the decision that was written; empty where none was, and the person was told why."""
        try:
            claim_id = write()
        except ValueError as error:
            say(f"nothing decided: {error}")
            return ""
        except OutputFailed as error:
            if not self.asks.present:
                raise  # the answers that follow were meant for other claims
            say(str(error))
            return ""
        say(f"{DONE[kind]}: {claim_id}")
        return claim_id
