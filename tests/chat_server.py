"""An OpenAI-compatible endpoint on this machine that says what a test wants it to, and can misbehave in every way."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Sentences = Sequence[tuple[str, Sequence[str]]]
Says = Callable[[dict[str, Any]], Sentences]
"""From what it was asked (the JSON between <data> and </data>) to sentences with claim ids."""
Fault = Callable[[BaseHTTPRequestHandler], None]


def reply(sentences: Sentences, model: str = "tiny-1") -> bytes:
    content = json.dumps({"sentences": [{"text": text, "claims": list(ids)} for text, ids in sentences]})
    return completion(content, model)


def completion(content: object, model: object = "tiny-1") -> bytes:
    return json.dumps({"model": model, "choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def status(code: int, **headers: str) -> Fault:
    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return fault


def body(data: bytes, length: int | None = None) -> Fault:
    """Status 200 with these bytes; `length` is what Content-Length claims where that is not true."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data) if length is None else length))
        handler.end_headers()
        handler.wfile.write(data)
        handler.close_connection = True

    return fault


def endless(chunk: bytes, pause: float = 0.0) -> Fault:
    """A body that goes on until the client has had enough."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        while True:
            handler.wfile.write(chunk)
            handler.wfile.flush()
            time.sleep(pause)

    return fault


def silent(seconds: float) -> Fault:
    return lambda handler: time.sleep(seconds)


class ChatServer:
    """Answers each POST with the next fault, else with what `says` makes of the data. `asked` and `keys` list requests."""

    def __init__(self, says: Says = lambda _: ()) -> None:
        self.says = says
        self.faults: list[Fault] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.paths: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://{self.host}/v1"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append(asked)
                server.keys.append(self.headers.get("Authorization"))
                server.paths.append(self.path)
                data = asked["messages"][1]["content"].removeprefix("<data>").removesuffix("</data>")
                fault = server.faults.pop(0) if server.faults else body(reply(server.says(json.loads(data))))
                try:
                    fault(self)
                except (BrokenPipeError, ConnectionResetError):  # whoever asked has given up
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
