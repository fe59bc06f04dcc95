"""The edge that prints: a browser makes a PDF of a page, and the PDF says which page it is of."""

from litsynth.printing.browser import find_browser, print_page, without_sandbox
from litsynth.printing.document import digest_of, page_printed, stamped

__all__ = ["digest_of", "find_browser", "page_printed", "print_page", "stamped", "without_sandbox"]
