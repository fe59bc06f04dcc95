"""Where the files of a named model lie: a folder, or the hub's cache."""

import os
from pathlib import Path

from litsynth.errors import MissingInput, NetworkRefused


def find_checkpoint(name: str, offline: bool, revision: str | None = None) -> Path:
    """The folder that holds a checkpoint: as given, in the hub's cache, or downloaded unless `offline`.

    Raises NetworkRefused when only the hub may have it and must not be asked, MissingInput when it has no such model.
    """
    # A run with the packaged models never needs the hub, and importing its client takes a third of a second.
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import (  # noqa: PLC0415
        HfHubHTTPError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    if Path(name).is_dir():
        return Path(name)
    refused = offline or os.environ.get("HF_HUB_OFFLINE") == "1"
    try:
        return Path(snapshot_download(name, revision=revision, local_files_only=refused))
    except LocalEntryNotFoundError as error:
        raise NetworkRefused(
            f"the model {name} is not on this machine" + (", and --offline forbids fetching it" if refused else ""),
            "use --verifier embedded, or fetch it once with a network",
        ) from error
    except (RepositoryNotFoundError, HfHubHTTPError, ValueError) as error:
        raise MissingInput(f"no model {name!r}: not a folder, not on the hub", "check the name") from error


def at_hand(name: str, revision: str | None = None) -> bool:
    """Whether a checkpoint can be loaded without a network."""
    try:
        find_checkpoint(name, offline=True, revision=revision)
    except MissingInput:
        return False
    return True
