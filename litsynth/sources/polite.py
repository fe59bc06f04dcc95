"""A `requests` session that keeps a host's terms of use: one at a time, a pause, patience, and a name.

It is a `requests.Session`, so that it can be given to any client that asks through one.
"""

import random
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectionError,
    ContentDecodingError,
    RequestException,
    SSLError,
    Timeout,
    TooManyRedirects,
)
from urllib3.exceptions import DecodeError, MaxRetryError, NameResolutionError, ProtocolError, ReadTimeoutError

from litsynth import __version__
from litsynth.errors import LitsynthError, NetworkRefused, SourceFailed
from litsynth.sources.pace import Pace
from litsynth.sources.partial import Body, Partials

USER_AGENT = f"litsynth/{__version__} (research literature synthesis)"

# "Not now": too many requests, unavailable, and the faults of a server or of what stands before it; 416, where the rest
# of a file was asked for that has no such rest any more: the next time all of it is.
_PASSING = frozenset({416, 429, 500, 502, 503, 504})
# The host refuses us, not this one file: going on would only make it worse.
_REFUSING = frozenset({403, 429, 503})
# A host that asks for a longer pause (seconds) is not waited for: the run stops, and can be taken up again.
_LONGEST_WAIT = 300.0
_JITTER = 0.25
_LONGEST_NUMBER = 16  # digits
# The whole of an answer may take so many times as long as one wait on it: a body that drips is never silent.
_WHOLE = 10.0
_CHUNK = 2**16  # bytes
_REDIRECTS = 10

_BROKEN = (ConnectionError, Timeout, ChunkedEncodingError, ContentDecodingError)
_WAY_OUT = "connect to a network, or use --offline with a corpus or files of your own (--source PATH)"
_LATER = "run again in some minutes: what has been fetched is kept"


class TooLarge(SourceFailed):
    """An answer that nobody should want to hold in memory; it will not be smaller the next time."""


class PoliteSession(requests.Session):
    """Every request takes a turn of `pace`; passing faults are asked again up to `retries` times.

    `timeout` is in seconds, for the connection and for each wait on the body; the whole of a body may take ten times
    as long. The waits between attempts start at twice the pace's delay and double, each lengthened by up to a quarter,
    as `chance` (0 to 1) says: who was refused together does not come back together. Retry-After makes them longer.

    What came of a body that was cut is kept in `partials`, and the next attempt, of this process or another, asks for the
    rest; without it for all.
    """

    largest = 200 * 2**20
    """Bytes of an answer, unpacked: four times what arXiv takes as a submission."""

    def __init__(
        self,
        pace: Pace,
        timeout: float,
        retries: int = 4,
        chance: Callable[[], float] = random.random,
        partials: Partials | None = None,
    ) -> None:
        super().__init__()
        self._partials = partials
        self._pace = pace
        self._timeout = timeout
        self._retries = retries
        self._chance = chance
        self._reached = False
        self.max_redirects = _REDIRECTS
        self.hooks["response"] = [self._read]

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """One request on the wire; redirects come through here too."""
        # Set here, because `arxiv` names itself in the headers of each request.
        request.headers["User-Agent"] = USER_AGENT
        for name in ("Range", "If-Range"):  # of the address that has redirected here
            request.headers.pop(name, None)
        if self._partials:
            request.headers.update(self._partials.headers(str(request.url)))
        with self._pace.turn():
            return super().send(request, **kwargs)

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """The host's last answer, whatever its status.

        Raises NetworkRefused when the host cannot be reached, SourceFailed when it never answers in full, or sends us
        elsewhere for ever.
        """
        kwargs.setdefault("timeout", self._timeout)
        attempt = 0
        with self._pace.hold():
            while True:
                last = attempt == self._retries
                wait = self._pace.delay * 2.0 ** (attempt + 1) * (1.0 + _JITTER * self._chance())
                try:
                    response = super().request(method, url, *args, **kwargs)
                except _BROKEN as error:
                    failure = self._unanswered(str(url), error)
                    # Without a network there is nothing to wait for; a host that has answered may come back.
                    if last or (isinstance(failure, NetworkRefused) and not self._reached):
                        self._reached = False
                        raise failure from error
                except RequestException as error:
                    raise self._astray(str(url), error) from error
                else:
                    self._reached = True
                    wait = max(wait, seconds_to_wait(response))
                    if last or wait > _LONGEST_WAIT or not self.complaint(response):
                        return response
                self._pace.back_off(wait)
                attempt += 1

    def complaint(self, response: requests.Response) -> str:
        """Why an answer has to be asked for again; empty when it is final."""
        return f"HTTP {response.status_code}" if passes(response) else ""

    def _read(self, response: requests.Response, *_: Any, **kwargs: Any) -> None:
        """The body of an answer, redirects included, within bounds of time and size; nothing where the asker will read it."""
        if kwargs.get("stream"):
            return
        until, body = time.monotonic() + _WHOLE * self._timeout, Body()
        try:
            body = self._partials.begin(response) if self._partials else body
            length = response.headers.get("Content-Length", "")
            too_large = is_number(length) and int(length) + len(body) > self.largest
            while not too_large and (chunk := response.raw.read1(_CHUNK, decode_content=True)):
                body.add(chunk)
                too_large = len(body) > self.largest
                if time.monotonic() > until:
                    response.close()
                    raise self._dripped(response.url)
            whole = b"" if too_large else body.whole()
        except ReadTimeoutError as error:
            raise ConnectionError(error) from error
        except DecodeError as error:
            raise ContentDecodingError(error) from error
        except ProtocolError as error:
            raise ChunkedEncodingError(error) from error
        if too_large:
            body.drop()
            response.close()
            raise TooLarge(
                f"{place(response.url)} is larger than {self.largest >> 20} MB", "add such a paper as a file"
            )
        response._content = whole  # as `requests` keeps what it has read itself

    def _dripped(self, url: str) -> SourceFailed:
        whole = f"{_WHOLE * self._timeout:g} s"
        return SourceFailed(
            f"{urlsplit(url).netloc} had not sent all of its answer after {whole}: {place(url)}", _LATER
        )

    def _astray(self, url: str, error: RequestException) -> SourceFailed:
        host = urlsplit(url).netloc
        if isinstance(error, TooManyRedirects):
            return SourceFailed(f"{host} redirects more than {_REDIRECTS} times: {place(url)}", _LATER)
        why = " ".join(str(error).split())
        return SourceFailed(f"{host} cannot be asked, or redirects to what cannot: {why}", "check the address")

    def _unanswered(self, url: str, error: Exception) -> LitsynthError:
        host = urlsplit(url).netloc
        cause = error.args[0] if error.args else None
        if isinstance(cause, MaxRetryError):  # `requests` retries nothing: this means that no connection was made
            return NetworkRefused(f"cannot reach {host}: {_reason(cause, error)}", _WAY_OUT)
        silent = isinstance(error, Timeout) or isinstance(cause, ReadTimeoutError)  # the latter in the midst of a body
        what = f"was silent for {self._timeout:g} s" if silent else "cut the connection"
        return SourceFailed(f"{host} {what} at every attempt: {place(url)}", _LATER)


def passes(response: requests.Response) -> bool:
    """Whether an answer says "not now": what was asked for may be had later."""
    return response.status_code in _PASSING


def refusal(response: requests.Response) -> SourceFailed | None:
    """The error that an answer amounts to when the host refuses to serve us at all; else None."""
    if response.status_code not in _REFUSING:
        return None
    asked = seconds_to_wait(response)
    pause = f", and asks for a pause of {asked:g} s" if asked else ""
    why = f"HTTP {response.status_code} {response.reason or ''}".rstrip() + pause
    return SourceFailed(f"{urlsplit(response.url).netloc} refuses requests ({why}): {place(response.url)}", _LATER)


def seconds_to_wait(response: requests.Response) -> float:
    """What Retry-After says (RFC 9110, section 10.2.3: seconds or a date), in seconds; 0 where it says nothing.

    >>> answer = requests.Response()
    >>> answer.headers["Retry-After"] = "10"
    >>> seconds_to_wait(answer)
    10.0
    """
    said = response.headers.get("Retry-After", "").strip()
    if is_number(said):
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0


def place(url: str) -> str:
    """An address without its query, which would not fit into one line of an error.

    >>> place("https://export.arxiv.org/api/query?search_query=all:XNLI")
    'https://export.arxiv.org/api/query'
    """
    return url.partition("?")[0]


def is_number(said: str) -> bool:
    """Whether a header or a feed says a number: to Python superscripts are digits, too.

    >>> [is_number(said) for said in ("10", "²", "", "-5", "9" * 400)]
    [True, False, False, False, False]
    """
    return said.isascii() and said.isdigit() and len(said) < _LONGEST_NUMBER


def _reason(cause: MaxRetryError, error: Exception) -> str:
    if isinstance(cause.reason, NameResolutionError):
        return "its name does not resolve"
    if isinstance(error, Timeout):
        return "the connection timed out"
    if isinstance(error, SSLError):
        return "its certificate was not accepted"
    return str(cause.reason).rpartition(": ")[2] or "no connection"
