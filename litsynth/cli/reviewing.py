"""A review in the terminal: claim after claim, each decision on the disk before the next claim is shown."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import typer

from litsynth.cli.asking import Asker
from litsynth.cli.showing import show_claim
from litsynth.cli.terminal import say
from litsynth.errors import OutputFailed
from litsynth.records import Decision, DecisionKind, Label, Report, Verdict
from litsynth.review import LABELS, PROTOCOL_FIELDS, chosen, decision_on, merged_decisions, to_take_back
from litsynth.review.choices import Option
from litsynth.store import append_decisions

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
_DONE: Final[dict[DecisionKind, str]] = {
    "accept": "accepted",
    "overrule": "overruled",
    "note": "noted",
    "undo": "taken back",
}


@dataclass
class Review:
    """One reviewer's walk through `queue` (claim_ids). `report` has all decisions, `made` those of this session."""

    report: Report
    folder: Path
    reviewer: str
    queue: Sequence[str]
    asks: Asker
    now: Callable[[], str]
    at: int = 0
    made: list[Decision] = field(default_factory=list)

    def run(self) -> None:
        """Ask until the person quits or no more answers come. Raises OutputFailed where a decision cannot be kept."""
        moved = True
        try:
            while True:
                ended = self.at >= len(self.queue)
                if moved and not ended:
                    show_claim(self.report, self.queue, self.at, self.reviewer)
                key = self.asks.key(_AT_END if ended else _PROMPT)
                if key == "q" or (ended and not key):
                    return
                moved = self._act(key, ended)
        except EOFError:
            return

    def counts(self) -> str:
        """What this session added: `2 accepted, 1 overruled`."""
        counted = Counter(decision.kind for decision in self.made)
        return ", ".join(f"{counted[kind]} {word}" for kind, word in _DONE.items() if counted[kind]) or "nothing new"

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
        return self._keep("accept", self._verdict) and self._skip()

    def _overrule(self) -> bool:
        verdict = self._verdict
        label = self._choice("The right label", tuple(label for label in LABELS if label != verdict.label))
        if label is None:
            return False
        return self._keep("overrule", verdict, self.asks.line("Why (required): "), label) and self._skip()

    def _protocol(self) -> bool:
        if self._verdict.label == "different protocol":
            say("that is the tool's verdict: a accepts it")
            return False
        named = self._choice("In which field do the protocols differ", PROTOCOL_FIELDS)
        if named is None:
            return False
        how = self.asks.line("How (optional): ").strip()
        reason = f"protocols differ in: {named.partition(' (')[0]}" + (f": {how}" if how else "")
        return self._keep("overrule", self._verdict, reason, "different protocol") and self._skip()

    def _note(self) -> bool:
        self._keep("note", self._verdict, self.asks.line("Note: "))
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
        show_claim(self.report, self.queue, self.at, self.reviewer, whole=True)
        return False

    def _undo(self) -> bool:
        here = self.queue[self.at] if self.at < len(self.queue) else ""
        last = to_take_back(self.report.decisions, self.reviewer, here, self.made)
        if last is None:
            say("there is nothing of yours to take back")
            return False
        verdict = next(one for one in self.report.verdicts if one.claim_id == last.claim_id)
        if not self._keep("undo", verdict):
            return False
        self.at = list(self.queue).index(last.claim_id)
        return True

    @property
    def _verdict(self) -> Verdict:
        return next(one for one in self.report.verdicts if one.claim_id == self.queue[self.at])

    def _choice(self, what: str, options: Sequence[Option]) -> Option | None:
        """One of the options, None where the person thinks better of it."""
        listed = "".join(f"\n  {number} {option}" for number, option in enumerate(options, 1))
        typed = self.asks.line(f"{what}:{listed}\nnumber or word (Enter: none) > ")
        found = chosen(options, typed)
        if found is None:
            say(f"nothing decided: {typed.strip()!r} is none of them" if typed.strip() else "nothing decided")
        return found

    def _keep(self, kind: DecisionKind, verdict: Verdict, reason: str = "", label: Label | None = None) -> bool:
        """Write a decision to the disk; whether that was done."""
        try:
            made = decision_on(verdict, kind, self.reviewer, self.now(), reason, label)
        except ValueError as error:
            say(f"nothing decided: {error}")
            return False
        try:
            log = append_decisions(self.folder, [made])
        except OutputFailed as error:
            if not self.asks.present:
                raise  # the answers that follow were meant for other claims
            say(str(error))
            return False
        self.report = replace(self.report, decisions=merged_decisions(self.report.decisions, log.decisions))
        self.made.append(made)
        say(f"{_DONE[kind]}: {verdict.claim_id}" if kind != "undo" else f"taken back: {verdict.claim_id}")
        return True
