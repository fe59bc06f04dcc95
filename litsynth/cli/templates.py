"""The templates in force: those that ship, and a person's own in their place."""

from pathlib import Path

from platformdirs import user_config_path

from litsynth.config import Settings
from litsynth.errors import MissingInput, UsageError
from litsynth.resources import templates


def templates_in_force(settings: Settings) -> dict[str, str]:
    """Template sources by name: a person's own, else the shipped ones.

    Raises MissingInput where the folder that the settings name is not there, or a template cannot be read; UsageError
    where one is not UTF-8.
    """
    return templates() | own_templates(settings)


def own_templates(settings: Settings) -> dict[str, str]:
    """The templates (`*.j2`) in the folder that `report.templates` names, else in the user's configuration folder."""
    named = settings.report.templates
    folder = Path(named) if named else user_config_path("litsynth") / "templates"
    if named and not folder.is_dir():
        raise MissingInput(f"no folder {folder}", "make it, or unset report.templates")
    return {path.name: _read(path) for path in sorted(folder.glob("*.j2"))}


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start})", "save the file as UTF-8") from error
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror}", "make it readable, or remove it") from error
