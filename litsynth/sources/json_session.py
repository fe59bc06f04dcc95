"""Asking a database that answers in JSON: its faults told apart, its key kept to itself."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from litsynth.errors import SourceFailed
from litsynth.sources.pace import Pace
from litsynth.sources.polite import PoliteSession, place, refusal

_KEYLESS = frozenset({401, 403})
_GONE = 404


class JsonSession(PoliteSession):
    """`headers` and `parameters` go with every request to the API itself, and with none to which it redirects elsewhere.

    `remedy` says what helps where the API refuses the key, or asks for one.
    """

    largest = 50 * 2**20

    def __init__(
        self,
        pace: Pace,
        timeout: float,
        remedy: str,
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(pace, timeout)
        self.remedy = remedy
        self._own_headers = dict(headers or {})
        self._own_parameters = dict(parameters or {})

    def ask(self, url: str, parameters: Mapping[str, str | int]) -> dict[str, Any] | None:
        """The JSON object at an address; None where there is no such thing (HTTP 404).

        Raises NetworkRefused, and SourceFailed with the API's own message where it has one.
        """
        response = self.get(url, params={**self._own_parameters, **parameters}, headers=self._own_headers)
        host, value = urlsplit(response.url).netloc, _object(response)
        if response.status_code in _KEYLESS:
            raise SourceFailed(f"{host} refuses requests (HTTP {response.status_code}): {_said(value)}", self.remedy)
        if refused := refusal(response):
            raise SourceFailed(refused.message, f"{refused.remedy}; {self.remedy}")
        if response.status_code == _GONE:
            return None
        if value is None:
            kind = response.headers.get("Content-Type", "no content type")
            raise SourceFailed(f"{host} sent no JSON (HTTP {response.status_code}, {kind}): {place(response.url)}")
        if not response.ok:
            raise SourceFailed(f"{host} refuses the query: {_said(value)} (HTTP {response.status_code})")
        return value

    def complaint(self, response: requests.Response) -> str:
        """Asked for again: passing faults, and answers of status 200 that are no whole JSON object."""
        if response.status_code == requests.codes.ok and _object(response) is None:
            return "no JSON"
        return super().complaint(response)

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Another host, to which the API redirects, is not told the key."""
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]
        if urlsplit(prepared_request.url).netloc != urlsplit(response.url).netloc:
            for name in self._own_headers:
                prepared_request.headers.pop(name, None)


def _object(response: requests.Response) -> dict[str, Any] | None:
    try:
        value = response.json()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _said(value: dict[str, Any] | None) -> str:
    """The message of an error, one line of it."""
    said = next((str(value[key]) for key in ("message", "error", "detail") if value.get(key)), "") if value else ""
    return " ".join(said.split())[:300] or "it does not say why"
