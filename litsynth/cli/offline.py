"""`--offline`: no socket is opened, whichever library asks for one."""

import os
import re
import sys
from typing import Annotated, Any

import typer

from litsynth.errors import NetworkRefused

Offline = Annotated[bool, typer.Option("--offline", help="Open no socket.")]
"""The option of every command that could open one."""

_LOCAL = re.compile(r"127(\.\d{1,3}){3}|::1|localhost")


def refuse_sockets() -> None:
    """From now on a connection to another machine raises NetworkRefused in this process; it cannot be undone.

    The hub's libraries are told first, so that they look in their cache and do not try.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0])
    else:
        return
    if not _LOCAL.fullmatch(host):
        raise NetworkRefused(f"--offline forbids connecting to {host}", "leave --offline away, or use a local corpus")
