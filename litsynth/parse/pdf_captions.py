"""What opens a caption."""

import re

_CAPTION = re.compile(
    r"(?P<kind>Figure|Fig\.?|Table|Tab\.|TABLE|FIGURE|FIG\.|Algorithm|Listing) ?"
    r"(?P<number>[A-Z]?\d+(?:\.\d+)?|[IVX]+)(?:\s?[:.|](?!\d)|$| (?=[A-Z]))"
)


def is_caption(text: str) -> tuple[str, str] | None:
    """The kind and number of the caption that `text` opens.

    >>> is_caption("Tab. 2: Accuracy"), is_caption("Table 2 shows")
    (('Table', '2'), None)
    >>> is_caption("Fig 1 | Flow of participants")
    ('Figure', '1')
    >>> is_caption("Table 97.3 58.6")  # a row of values
    """
    found = _CAPTION.match(text)
    if found is None:
        return None
    kind = found["kind"].rstrip(".").capitalize()
    return {"Fig": "Figure", "Tab": "Table"}.get(kind, kind), found["number"]
