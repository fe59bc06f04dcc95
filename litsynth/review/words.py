"""What reviewers write, made fit for one line of a report, a terminal and a spreadsheet."""

import re
from unicodedata import normalize

# Control characters, lone surrogates, and what would turn the text around it (Unicode TR 9).
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    """The text, composed (NFC), without characters that steer a terminal or a page, runs of white space as one space.

    >>> one_line("  Table 3\\n says\\x1b[31m 78.1 ")
    'Table 3 says [31m 78.1'
    """
    return " ".join(_UNFIT.sub(" ", normalize("NFC", text)).split())
