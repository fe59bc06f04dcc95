"""The shipped role model: a small JSON file, tied to the embedder whose vectors it was trained on."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from litsynth.codec import digest_bytes
from litsynth.errors import MissingInput
from litsynth.extract import RHETORIC, RoleModel

WEIGHTS = "weights.json"
MANIFEST = "manifest.json"
_DECIMALS = 3
_DIGITS_IN_IDENTITY = 12  # of the SHA-256 of an embedder's weights; see models.embedder


@dataclass(frozen=True, slots=True)
class RoleManifest:
    """What a file of role weights is: written by `litsynth train roles`.

    `sha256` is that of the weights, `embedder_sha256` that of the encoder whose vectors they read. `settings` decide the
    fit; `metrics` are those on the held-out abstracts, with and without positions.
    """

    name: str
    embedder: str
    embedder_sha256: str
    sha256: str
    licence: str
    data: str
    command: str
    settings: dict[str, Any]
    metrics: dict[str, Any]


def shipped_roles() -> Path:
    """Where the role model lies in the installed package."""
    return Path(str(resources.files("litsynth.models") / "shipped_roles"))


@cache
def role_model_for(embedder: str) -> RoleModel | None:
    """The shipped role model, if it was trained on the embedder of this identity; else None: roles are then zero-shot.

    Raises MissingInput as `load_roles`.
    """
    manifest = read_role_manifest(shipped_roles())
    weights = embedder.partition("@")[2].partition(" ")[0]
    return load_roles(shipped_roles()) if weights == manifest.embedder_sha256[:_DIGITS_IN_IDENTITY] else None


def describe_roles(embedder: str) -> dict[str, str]:
    """Name, revision, SHA-256 and settings of what tells claims from background beside the embedder of this identity."""
    if role_model_for(embedder) is None:
        return {
            "name": "zero-shot entailment",
            "revision": "",
            "sha256": "",
            "settings": "no role model for this embedder",
        }
    manifest = read_role_manifest(shipped_roles())
    return {"name": manifest.name, "revision": "", "sha256": manifest.sha256, "settings": ""}


def read_role_manifest(folder: Path) -> RoleManifest:
    """The manifest in `folder`. Raises MissingInput when there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        raise MissingInput(f"no role model at {folder}: {MANIFEST} is missing", "make one with: litsynth train roles")
    return RoleManifest(**json.loads(path.read_text(encoding="utf-8")))


def load_roles(folder: Path) -> RoleModel:
    """The role model in `folder`. Raises MissingInput when a file is missing or is not the one in its manifest."""
    manifest = read_role_manifest(folder)
    path = folder / WEIGHTS
    if not path.is_file():
        raise MissingInput(f"{path} is missing", "install litsynth again")
    data = path.read_bytes()
    if digest_bytes(data) != manifest.sha256:
        raise MissingInput(f"{path} is not the file that its manifest describes", "install litsynth again")
    values = json.loads(data)
    parts = (np.array(values[part], dtype=np.float64) for part in ("embedding", "words", "place", "bias"))
    return RoleModel(tuple(values["cues"]), *parts)


def save_roles(model: RoleModel, folder: Path) -> str:
    """Write the weights, rounded to three decimals; returns the SHA-256 of the file."""
    values: dict[str, Any] = {"roles": list(RHETORIC), "cues": list(model.cues)}
    for part in ("embedding", "words", "place", "bias"):
        values[part] = np.round(getattr(model, part), _DECIMALS).tolist()
    data = json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(data + b"\n")
    return digest_bytes(data + b"\n")


def save_role_manifest(manifest: RoleManifest, folder: Path) -> None:
    """Write the manifest beside the weights."""
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
