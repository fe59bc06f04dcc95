"""Printed lines joined to one paragraph, which keeps where each of its words stands."""

from collections.abc import Iterable, Iterator

from litsynth.parse.pdf_lines import Line
from litsynth.parse.pdf_text import Hyphens
from litsynth.parse.printed import Placed


class Paragraph:
    """Lines as one text, with the words that were cut at line ends put together."""

    def __init__(self, hyphens: Hyphens, lines: Iterable[Line] = ()) -> None:
        self.text = ""
        self._hyphens = hyphens
        self._lines: list[tuple[int, Line, str]] = []
        for line in lines:
            self.add(line)

    def add(self, line: Line, text: str | None = None) -> None:
        """Takes the next line; `text` is what is kept of it: its end, from some character on."""
        kept = line.text if text is None else text
        self.text = self._hyphens.join(self.text, kept) if self.text else kept
        self._lines.append((len(self.text) - len(kept), line, kept))

    def put(self, text: str) -> None:
        """Adds what is not printed like that."""
        self.text += text

    def words(self) -> list[Placed]:
        """The words of the text with their places, in order."""
        ends = [*(start for start, _, _ in self._lines), len(self.text)][1:]
        return [
            word
            for number, ((start, line, kept), end) in enumerate(zip(self._lines, ends, strict=True))
            for word in _words(line, kept, start, end, number)
        ]


def _words(line: Line, kept: str, start: int, end: int, number: int) -> Iterator[Placed]:
    cut, at = len(line.text) - len(kept), 0
    for word in line.words:
        found = line.text.find(word.text, at)
        if found < 0:  # an accent of its own was put on a letter of the next word
            continue
        at = found + len(word.text)
        if at > cut:
            yield Placed(start + max(found - cut, 0), min(start + at - cut, end), number, word.box)
