"""HTML as a small tree of elements and text, whatever the bytes: nothing in it is run, fetched or expanded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # ships no types

from litsynth.errors import UnreadablePaper
from litsynth.parse.archive import decoded

MOST_BYTES = 50_000_000
"""A longer file is refused; arXiv's longest HTML pages have some 20 MB."""

DEEPEST = 200
"""Elements within elements; what is nested deeper counts as content of the last of these."""

_READ = frozenset(
    "class id alttext colspan rowspan name property content href lang display encoding charset rel".split()
)
_LONGEST_ATTRIBUTE = 20_000  # characters; a longer one is left out
_UNSEEN = frozenset(
    "script style noscript template svg iframe object embed canvas form button select input textarea audio video".split()
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)
_DECLARATIONS = re.compile(r"(<!doctype\b[^<>\[\]]{0,300})\[.{0,100000}?\]\s*>", re.IGNORECASE | re.DOTALL)
_PARSER_DEPTH = 2_000  # libxml2 gives up at 2,048 (xmlParserMaxDepth)


@dataclass(slots=True)
class Node:
    """An element: its children are elements and texts, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)
    classes: frozenset[str] = frozenset()

    def elements(self) -> "Iterator[Node]":
        """This element and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def having(self, *names: str) -> "Iterator[Node]":
        """The elements, this one included, of one of these classes."""
        return (node for node in self.elements() if not node.classes.isdisjoint(names))

    def tagged(self, *tags: str) -> "Iterator[Node]":
        """The elements, this one included, with one of these tags."""
        return (node for node in self.elements() if node.tag in tags)

    def text(self) -> str:
        """All text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def read_tree(data: bytes, name: str) -> tuple[Node, bool]:
    """The tree of an HTML page, and whether all of it could be read (hostile nesting ends the reading).

    Raises UnreadablePaper when it is too long or holds no element.
    """
    if len(data) > MOST_BYTES:
        raise UnreadablePaper(f"{name}: an HTML page of more than {MOST_BYTES // 1_000_000} MB")
    # Entities that a page declares are XML's: no browser knows them in HTML.
    text = _DECLARATIONS.sub(r"\1>", _decoded(data).replace("\0", ""), count=1)
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True, no_network=True)
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadablePaper(f"{name}: not an HTML page ({type(error).__name__})", "fetch it again") from error
    if not builder.root.children:
        raise UnreadablePaper(f"{name}: no HTML in the file", "fetch it again")
    return builder.root, builder.deepest < _PARSER_DEPTH


def _decoded(data: bytes) -> str:
    """By its own declaration where it is not UTF-8."""
    declared = _CHARSET.search(data[:4096])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode(declared[1].decode("ascii")) if declared else decoded(data)
        except (LookupError, ValueError):
            return decoded(data)


class _Builder:
    """What the parser tells of; `root` is the tree."""

    def __init__(self) -> None:
        self.root = Node("root")
        self.deepest = 0
        self._open = [self.root]
        self._unseen = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.deepest = max(self.deepest, len(self._open))
        if self._unseen or tag in _UNSEEN:
            self._unseen += 1
            return
        if len(self._open) > DEEPEST:
            self._open.append(self._open[-1])
            return
        kept = {key: value for key, value in attributes.items() if key in _READ and len(value) <= _LONGEST_ATTRIBUTE}
        node = Node(tag.lower(), kept, [], frozenset(kept.get("class", "").split()))
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _: str) -> None:
        if self._unseen:
            self._unseen -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def data(self, text: str) -> None:
        if not self._unseen:
            self._open[-1].children.append(text)

    def close(self) -> None:
        return None
