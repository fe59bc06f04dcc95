"""Files of data sets on the hub, by repository, revision and path: "hub:facebook/xnli@REVISION/en/test.parquet"."""

import os
from contextlib import suppress
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

import requests

from litsynth.errors import BadRecord, MissingInput, NetworkRefused, UsageError

_MARK = "hub:"
_PATIENCE_SECONDS = 10.0


def is_on_hub(name: str) -> bool:
    """Whether a data set's path means a file on the hub, not one below the data folder."""
    return name.startswith(_MARK)


@cache
def hub_file(name: str) -> Path:
    """The file in the hub's cache, downloaded if need be.

    Raises UsageError on a name without a revision, for what stands there may change; NetworkRefused where only the hub has
    it and must not be asked or does not answer; MissingInput where there is none.
    """
    from huggingface_hub import hf_hub_download  # noqa: PLC0415 - a third of a second
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError  # noqa: PLC0415

    repository, revision, path = _parts(name)
    get = partial(hf_hub_download, repository, path, revision=revision, repo_type="dataset")
    try:
        with suppress(LocalEntryNotFoundError):
            return Path(get(local_files_only=True))
        return Path(get(local_files_only=os.environ.get("HF_HUB_OFFLINE") == "1" or not _hub_answers()))
    except LocalEntryNotFoundError as error:
        raise NetworkRefused(f"{name} is not on this machine, and the hub was not asked or did not answer") from error
    except (HfHubHTTPError, ValueError) as error:
        raise MissingInput(f"no {name} on the hub: {str(error).partition(chr(10))[0]}", "look at the spec") from error


@cache
def _hub_answers() -> bool:
    """Asked once for a process: without a network the hub's client tries for half a minute for each of many files."""
    from huggingface_hub.constants import ENDPOINT  # noqa: PLC0415

    try:
        requests.head(ENDPOINT, timeout=_PATIENCE_SECONDS)
    except requests.RequestException:
        return False
    return True


def parquet_rows(raw: bytes, where: str) -> list[dict[str, Any]]:
    """The rows of a Parquet file; one without an id has its number. Raises MissingInput without pyarrow, BadRecord."""
    import pandas as pd  # noqa: PLC0415

    try:
        table = pd.read_parquet(BytesIO(raw))
    except ImportError as error:
        raise MissingInput("Parquet files are read by pyarrow", "pip install 'litsynth[hub]'") from error
    except (OSError, ValueError) as error:
        raise BadRecord(f"{where}: not Parquet: {error}") from error
    rows: list[dict[str, Any]] = table.to_dict("records")
    return [{"id": str(number), **row} for number, row in enumerate(rows)]


def _parts(name: str) -> tuple[str, str, str]:
    repository, at, rest = name.removeprefix(_MARK).partition("@")
    revision, slash, path = rest.partition("/")
    if not (at and slash and repository and revision and path):
        raise UsageError(f"data path {name!r}", 'write "hub:OWNER/NAME@REVISION/path/of/the/file.parquet"')
    return repository, revision, path
