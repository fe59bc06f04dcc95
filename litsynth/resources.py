"""What ships beside the code: report templates and bundled corpora.

In an installed wheel they lie inside the package; in a clone, at its top level.
"""

from importlib import resources
from pathlib import Path

from litsynth.codec import digest, digest_bytes
from litsynth.errors import MissingInput

BUNDLED_CORPUS = "xnli"


def templates() -> dict[str, str]:
    """Template sources by name. Raises MissingInput when the installation is incomplete."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(_folder("templates").glob("*.j2"))}


def bundled_corpora() -> dict[str, Path]:
    """Folders of digests by corpus name."""
    folder = _folder("corpora")
    return {path.name: path for path in sorted(folder.iterdir()) if any(path.glob("*.json"))}


def shipped_names() -> tuple[str, str]:
    """The inventory of names as `results.inventory` takes it: where it is from, and its TOML text."""
    file = resources.files("litsynth.results") / "names.toml"
    return "names.toml of litsynth", file.read_text(encoding="utf-8")


def code_digest() -> str:
    """The digest of litsynth's code and of the tables in it: what is worked out by other code may come out otherwise."""
    package = Path(str(resources.files("litsynth")))
    files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".toml", ".csv"))
    return digest(
        *(part for path in files for part in (str(path.relative_to(package)), digest_bytes(path.read_bytes())))
    )


def _folder(name: str) -> Path:
    package = Path(str(resources.files("litsynth")))
    for folder in (package / f"_{name}", package.parent / name):
        if folder.is_dir():
            return folder
    raise MissingInput(f"litsynth's {name} are not installed", "install litsynth again")
