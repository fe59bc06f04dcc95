"""A language model behind an OpenAI-compatible address (POST BASE/chat/completions), asked for sentences on claims.

(https://platform.openai.com/docs/api-reference/chat) What it answered is kept by the digest of what it was asked, so that
an equal run gives equal bytes, and is not paid for twice.
"""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests

from litsynth.codec import digest, dumps
from litsynth.config import WriterSettings
from litsynth.errors import BadRecord, LitsynthError, SourceFailed, UsageError
from litsynth.records import Draft, WriterIdentity
from litsynth.sources.cache import FileCache
from litsynth.sources.pace import Pace, Timer
from litsynth.sources.polite import PoliteSession
from litsynth.synthesize import sentences_in

_LARGEST = 2**20
"""Bytes of an answer; ten sentences with their ids are about 4,000."""
_DELAY = 0.5
"""Seconds between two requests; the waits between attempts begin at twice that."""
_RETRIES = 2
_MEANING = {
    401: ": it refuses the key, or asks for one",
    403: ": it refuses the key",
    404: ": no such address or model",
    429: ": too many requests",
}


class ChatWriter:
    """Keeps answers in `folder`. `key` goes with every request, and nowhere else."""

    def __init__(self, settings: WriterSettings, folder: Path, key: str = "", timer: Timer = time) -> None:
        """Raises UsageError where the settings name no usable address or no model."""
        self.identity = WriterIdentity(settings.model, host_of(settings), settings.temperature, settings.seed)
        self._url = f"{settings.endpoint.rstrip('/')}/chat/completions"
        self._seconds = settings.timeout_seconds
        self._key = key
        self._cache = FileCache(folder)
        self._timer = timer

    def write(self, instructions: str, data: str) -> Draft:
        """The answer that is kept, else the model's. Raises NetworkRefused, SourceFailed or BadRecord in one line."""
        me = self.identity
        roles = [{"role": "system", "content": instructions}, {"role": "user", "content": data}]
        asked = dumps({"model": me.model, "messages": roles, "temperature": me.temperature, "seed": me.seed})
        name = digest(self._url, asked)
        kept = self._cache.get(f"written-{name}.json")
        body = self._asked(asked.encode()) if kept is None else kept
        draft = _draft(body, name)
        if kept is None:
            self._cache.put(f"written-{name}.json", body)
        return draft

    def _asked(self, asked: bytes) -> bytes:
        """The body of the answer, in `timeout_seconds` at most, however slowly it drips."""
        done: list[bytes | LitsynthError] = []
        # A thread that can be left behind: no time-out of a socket ends a body, or a header, that comes byte by byte.
        thread = Thread(target=_caught, args=(lambda: self._exchange(asked), done), daemon=True)
        thread.start()
        thread.join(self._seconds)
        if not done:
            raise SourceFailed(f"{self.identity.host} has not answered in full in {self._seconds:g} s")
        got = done[0]
        if isinstance(got, LitsynthError):
            # The path is nobody's business: some gateways have a key in it.
            raise type(got)(got.message.replace(self._url, "chat/completions"), got.remedy) from got
        return got

    def _exchange(self, asked: bytes) -> bytes:
        host, until = self.identity.host, time.monotonic() + self._seconds
        pace = Pace(self._cache.folder / "pace", _DELAY, _Until(self._timer, until))
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        with _Session(pace, self._seconds, _RETRIES) as session:
            # `auth` keeps out what ~/.netrc may hold; a redirect would carry the claims, and the key, elsewhere.
            answer = session.post(
                self._url, data=asked, headers=headers, auth=self._signed, allow_redirects=False, stream=True
            )
            with answer:
                if answer.status_code != requests.codes.ok:
                    raise SourceFailed(
                        f"{host} answered HTTP {answer.status_code}{_MEANING.get(answer.status_code, '')}"
                    )
                body = bytearray()
                for chunk in answer.iter_content(8192):
                    body += chunk
                    if len(body) > _LARGEST or time.monotonic() > until:
                        raise SourceFailed(f"{host} sent an answer without an end (over {len(body):,} bytes)")
        return bytes(body)

    def _signed(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class _Session(PoliteSession):
    """Gives back the connection of an answer whose body nobody will read."""

    def complaint(self, response: requests.Response) -> str:
        """As for every host."""
        said = super().complaint(response)
        if said:
            response.close()
        return said


class _Until:
    """A clock that refuses to wait past a moment (monotonic seconds)."""

    def __init__(self, timer: Timer, until: float) -> None:
        self._timer, self._until = timer, until

    def time(self) -> float:
        """Seconds since the epoch."""
        return self._timer.time()

    def sleep(self, seconds: float) -> None:
        """Raises SourceFailed where the wait would be too long."""
        if seconds > self._until - time.monotonic():
            raise SourceFailed(
                f"the writer's host asks for a pause of {seconds:g} s, longer than writer.timeout_seconds"
            )
        self._timer.sleep(seconds)


def host_of(settings: WriterSettings) -> str:
    """The host, and the port if one is given. Raises UsageError on another kind of address, or without a model."""
    try:
        parts = urlsplit(settings.endpoint)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise UsageError(f"the writer's address is none: {error}", "its form is https://host/v1") from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or "@" in parts.netloc:
        # What is wrong is not shown: it may hold a password.
        raise UsageError("the writer's address is none", "its form is https://host/v1, without user, key or query")
    if not settings.model:
        raise UsageError("which model is the writer to be?", "give --writer-model NAME, or set writer.model")
    return f"{host}{port}"


def _caught(job: Callable[[], bytes], done: list[bytes | LitsynthError]) -> None:
    try:
        done.append(job())
    except LitsynthError as error:
        done.append(error)
    except (requests.RequestException, OSError, ValueError) as error:
        done.append(SourceFailed(f"the writer's answer broke off: {type(error).__name__}"))


def _draft(body: bytes, name: str) -> Draft:
    try:
        value: Any = json.loads(body)
        said, model = value["choices"][0]["message"]["content"], value.get("model") or ""
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise BadRecord("its answer is no chat completion") from error
    if not isinstance(said, str) or not isinstance(model, str):
        raise BadRecord("its answer is no chat completion with a text")
    known = re.sub(r"[^\w./:@+-]", "", model, flags=re.ASCII)[:100]
    return Draft(sentences_in(said), known, name)
