"""Pages for one person on this machine: a server on the loopback address that answers whoever knows its secret.

Other pages in the same browser, and names that are made to resolve to this machine (DNS rebinding), can reach the port
but not the pages: each address holds a random token, `Host` must be the loopback name that was printed, and what
changes something must come from one of these pages (`Origin`, `Sec-Fetch-Site`). Nothing is allowed to other origins.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Lock, Thread
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from litsynth.errors import LitsynthError, MissingInput

_HERE: Final = "127.0.0.1"
_LARGEST_FORM: Final = 65_536
"""Bytes: a reason or a note, many times over."""
_PATIENCE_SECONDS: Final = 30.0
_FORM: Final = "application/x-www-form-urlencoded"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not no-referrer, with which browsers send `Origin: null` with forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a page asks: its path below the secret one, its query, and the form that was sent (None: it only looks)."""

    path: str
    query: Mapping[str, str]
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """HTML, or with `to` the path below the secret one of the page to go to. After the `last` one the server ends."""

    html: str = ""
    status: int = 200
    to: str | None = None
    last: bool = False


class _Refused(Exception):
    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Loopback(ThreadingTCPServer):
    """The server. Requests are answered one after the other."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let others take the port

    def __init__(self, port: int | None) -> None:
        """Listen on the port, None for a free one. Raises MissingInput where it cannot be had."""
        self.token, self.once = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self.policy = "default-src 'none'"
        self.answer: Callable[[Request], Reply]
        self.lock = Lock()
        try:
            super().__init__((_HERE, port or 0), _Handler)
        except OSError as error:
            raise MissingInput(f"port {port}: {error.strerror}", "name another with --port, or none") from error

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    @property
    def root(self) -> str:
        """The path that all pages are below."""
        return f"/{self.token}/"

    @property
    def address(self) -> str:
        """Where the pages begin: a secret."""
        return f"http://{_HERE}:{self.port}{self.root}"

    @property
    def address_once(self) -> str:
        """An address that leads there once: others may read what a browser was started with."""
        return f"http://{_HERE}:{self.port}/open/{self.once}"

    def serve(self, policy: str, answer: Callable[[Request], Reply]) -> None:
        """Answer until the last reply was given, or somebody interrupts; `policy` is the pages' Content-Security-Policy."""
        self.policy, self.answer = policy, answer
        try:
            self.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            pass
        finally:
            self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: Loopback
    timeout = _PATIENCE_SECONDS
    server_version = "litsynth"
    sys_version = ""

    def do_GET(self) -> None:
        self._respond(self._looked)

    def do_POST(self) -> None:
        self._respond(self._sent)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: addresses are secret."""

    def end_headers(self) -> None:
        for name, value in (*_HEADERS.items(), ("Content-Security-Policy", self.server.policy)):
            self.send_header(name, value)
        super().end_headers()

    def _respond(self, answered: Callable[[], Reply]) -> None:
        try:
            self._refuse_other_hosts()
            reply = answered()
        except _Refused as error:
            self._send(error.status, f"litsynth: {error}\n", "text/plain")
            return
        except LitsynthError as error:
            self._send(500, f"litsynth: {error}\n", "text/plain")
            return
        except Exception as error:  # told on the page, where the person is
            self._send(500, f"litsynth: internal error: {type(error).__name__}: {error}\n", "text/plain")
            return
        if reply.to is not None:
            self.send_response(303)
            self.send_header("Location", self.server.root + reply.to)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(reply.status, reply.html, "text/html")
        if reply.last:
            Thread(target=self.server.shutdown).start()

    def _send(self, status: int, text: str, kind: str) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _looked(self) -> Reply:
        with self.server.lock:
            if self._is(self.path, f"/open/{self.server.once}"):
                self.server.once = secrets.token_urlsafe(32)
                return Reply(to="")
        return self._answer(None)

    def _sent(self) -> Reply:
        if self._only("Origin") != f"http://{self._only('Host')}":
            raise _Refused(403, "only its own pages may send something here")
        if self._only("Sec-Fetch-Site") not in ("", "same-origin"):  # older browsers do not say
            raise _Refused(403, "only its own pages may send something here")
        size = self._only("Content-Length")
        if self._only("Content-Type").partition(";")[0].strip() != _FORM or not size.isdecimal():
            raise _Refused(400, "no form")
        if int(size) > _LARGEST_FORM:
            raise _Refused(413, "that is too long")
        return self._answer(_fields(self.rfile.read(int(size)).decode("utf-8", "replace")))

    def _answer(self, form: Mapping[str, str] | None) -> Reply:
        parts = urlsplit(self.path)
        token, _, path = parts.path.removeprefix("/").partition("/")
        if not self._is(token, self.server.token):
            raise _Refused(403, "open the address that litsynth printed: it is another one each time")
        with self.server.lock:
            return self.server.answer(Request(unquote(path), _fields(parts.query), form))

    def _refuse_other_hosts(self) -> None:
        # A name of somebody else's that resolves to this machine is no name of ours.
        if self._only("Host") not in (f"{_HERE}:{self.server.port}", f"localhost:{self.server.port}"):
            raise _Refused(421, "open the address that litsynth printed")

    def _only(self, header: str) -> str:
        values = self.headers.get_all(header, [])
        return values[0] if len(values) == 1 else ""

    def _is(self, given: str, secret: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def _fields(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=20))
    except ValueError as error:
        raise _Refused(400, "no form") from error
