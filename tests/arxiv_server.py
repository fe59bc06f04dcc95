"""arXiv on this machine: its API and its files at 127.0.0.1, with the faults that it is known for, on demand."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from arxiv_grammar import BadQueryError
from arxiv_shelf import MalformedError, Shelf, error_feed, feed

_MOST = 30_000


@dataclass(frozen=True)
class Answer:
    """`pause`: seconds of silence after half of the body. `cut`: the connection ends there.

    `length`: what Content-Length claims, where that is not true; -1: nothing. `drip`: seconds between two bytes.
    """

    status: int
    body: bytes
    content_type: str = "application/atom+xml; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    cut: bool = False
    length: int | None = None
    drip: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; `begun` in monotonic seconds, `range` as in its header."""

    path: str
    parameters: dict[str, str]
    user_agent: str
    begun: float
    range: str = ""


Fault = Callable[[Answer], Answer]


def throttled(status: int = 429, retry_after: str = "") -> Fault:
    """Too many requests, or unavailable; arXiv's own 429 comes without Retry-After."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return lambda _: Answer(status, b"Rate exceeded.", "text/plain", headers)


def empty(total: int = 0) -> Fault:
    """A page without entries, of status 200: how arXiv throttled in 2024, and fails now and then."""
    return lambda _: Answer(200, feed("", "", 0, 10, total, []))


def page(body: bytes, content_type: str = "text/html", status: int = 200) -> Fault:
    """Something else altogether."""
    return lambda _: Answer(status, body, content_type)


def slow(seconds: float) -> Fault:
    """Half of the body, silence, the other half."""
    return lambda answer: replace(answer, pause=seconds)


def cut(answer: Answer) -> Answer:
    """Half of the body, and the connection is gone."""
    return replace(answer, cut=True)


def rest_of(answer: Answer, start: int) -> Answer:
    """The answer to a request for the bytes from `start` on (RFC 9110, section 14)."""
    whole = len(answer.body)
    if start >= whole:
        return Answer(416, b"", "text/plain", {"Content-Range": f"bytes */{whole}"})
    headers = {**answer.headers, "Content-Range": f"bytes {start}-{whole - 1}/{whole}"}
    return replace(answer, status=206, body=answer.body[start:], headers=headers)


class ArxivServer:
    """Serves a `Shelf` while it is entered. `script` queues faults for the next requests whose path begins so.

    `asked` lists every request; `wrong_order` turns what a sort order was asked for upside down, as in November 2025.
    Files have entity tags, and parts of them are sent, unless `ranges` is off.
    """

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.asked: list[Asked] = []
        self.wrong_order = False
        self.ranges = True
        self._faults: list[tuple[str, Fault]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def api(self) -> str:
        return f"{self.url}/api/query"

    def script(self, prefix: str, *faults: Fault) -> None:
        self._faults.extend((prefix, fault) for fault in faults)

    def forget_faults(self) -> None:
        self._faults.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def answer(self, path: str, parameters: dict[str, str]) -> Answer:
        """What arXiv would say, with the next fault for this path on top."""
        answer = self._honest(path, parameters)
        for number, (prefix, fault) in enumerate(self._faults):
            if path.startswith(prefix):
                del self._faults[number]
                return fault(answer)
        return answer

    def _honest(self, path: str, parameters: dict[str, str]) -> Answer:
        try:
            if path == "/api/query":
                return self._query(parameters)
            kind, _, paper = path.removeprefix("/").partition("/")
            if kind == "pdf" and (data := self.shelf.pdf(paper.removesuffix(".pdf"))):
                return Answer(200, data, "application/pdf")
            if kind in ("src", "e-print") and (found := self.shelf.source(paper)):
                data, content_type, name = found
                return Answer(200, data, content_type, {"Content-Disposition": f'attachment; filename="{name}"'})
        except MalformedError as error:
            return Answer(400, error_feed(str(error)))
        return Answer(404, b"<html><body>No document</body></html>", "text/html")

    def _query(self, parameters: dict[str, str]) -> Answer:
        start, most = (self._count(parameters, name, usual) for name, usual in (("start", 0), ("max_results", 10)))
        query, ids = parameters.get("search_query", ""), parameters.get("id_list", "")
        ascending = (parameters.get("sortOrder") == "ascending") != self.wrong_order
        try:
            found = self.shelf.search(query, [i for i in ids.split(",") if i], parameters.get("sortBy", ""), ascending)
        except BadQueryError as error:
            raise MalformedError(f"cannot parse {error}") from error
        return Answer(200, feed(query, ids, start, most, len(found), found[start : start + most]))

    def _count(self, parameters: dict[str, str], name: str, usual: int) -> int:
        given = parameters.get(name, str(usual))
        if not given.isdecimal():
            raise MalformedError(f"{name} must be a non-negative integer")
        if int(given) > _MOST:
            raise MalformedError(f"{name} must not be greater than {_MOST}")
        return int(given)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                begun = time.monotonic()
                parts = urlsplit(self.path)
                path = unquote(parts.path)
                parameters = {key: values[-1] for key, values in parse_qs(parts.query).items()}
                answer = server.answer(path, parameters)
                wanted = self.headers.get("Range", "")
                server.asked.append(Asked(path, parameters, self.headers.get("User-Agent", ""), begun, wanted))
                tag = f'"{hashlib.sha256(answer.body).hexdigest()}"'
                if server.ranges and answer.status == 200 and not path.startswith("/api"):
                    answer = replace(answer, headers={"ETag": tag, **answer.headers})
                    if wanted and self.headers.get("If-Range") == tag:
                        answer = rest_of(answer, int(wanted.removeprefix("bytes=").removesuffix("-")))
                self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                if answer.length != -1:
                    self.send_header("Content-Length", str(answer.length or len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                half = len(answer.body) // 2
                try:
                    for number in range(len(answer.body) if answer.drip else 0):
                        self.wfile.write(answer.body[number : number + 1])
                        time.sleep(answer.drip)
                    self.wfile.write(answer.body[:half])
                    self.wfile.flush()
                    time.sleep(answer.pause)
                    if not answer.cut:
                        self.wfile.write(answer.body[half:])
                except (BrokenPipeError, ConnectionResetError):  # whoever asked has given up
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
