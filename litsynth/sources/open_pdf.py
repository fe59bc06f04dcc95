"""PDFs that databases say are open, wherever they lie; fetched once and kept."""

from urllib.parse import urlsplit

from litsynth.codec import digest
from litsynth.errors import NetworkRefused, SourceFailed
from litsynth.sources.cache import FileCache
from litsynth.sources.downloads import Absent
from litsynth.sources.polite import PoliteSession, TooLarge, passes, place


class OpenPdfs:
    """Kept in `cache` as `open-DIGEST.pdf`, by the digest of the address."""

    def __init__(self, session: PoliteSession, cache: FileCache, offline: bool) -> None:
        self._session = session
        self._cache = cache
        self._offline = offline

    def get(self, url: str) -> bytes | Absent:
        """The PDF at an address, or why there is none: a refusal of one publisher is no reason to stop.

        Raises NetworkRefused where there is no network at all, OutputFailed.
        """
        name = f"open-{digest(url)}.pdf"
        if data := self._cache.get(name):
            return data
        if urlsplit(url).scheme not in ("http", "https"):
            return Absent(f"no PDF: {place(url)} is no address of the web")
        if self._offline:
            raise NetworkRefused(f"offline: the PDF at {place(url)} has not been fetched", "run once without --offline")
        try:
            response = self._session.get(url)
        except SourceFailed as error:
            return Absent(f"no PDF: {error.message}", passing=not isinstance(error, TooLarge))
        if not response.ok:
            return Absent(f"no PDF: HTTP {response.status_code} for {place(url)}", passes(response))
        if b"%PDF-" not in response.content[:1024]:
            kind = response.headers.get("Content-Type", "no content type")
            return Absent(f"no PDF: {len(response.content)} bytes of {kind} at {place(url)}")
        self._cache.put(name, response.content)
        return response.content
