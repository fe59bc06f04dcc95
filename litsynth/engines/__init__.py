"""Where papers are read and models are asked: on this machine, or on a Ray cluster. The results are the same."""

from contextlib import AbstractContextManager, nullcontext

from litsynth.config import EngineSettings
from litsynth.engines.engine import Engine
from litsynth.engines.local import LocalEngine
from litsynth.errors import UsageError

__all__ = ["Engine", "LocalEngine", "open_engine"]


def open_engine(settings: EngineSettings, offline: bool) -> AbstractContextManager[Engine]:
    """The engine that the settings name, for as long as the context lasts.

    Raises UsageError on an address without Ray, MissingInput where Ray is not installed or its cluster cannot be reached,
    NetworkRefused where `offline` forbids to.
    """
    if settings.name == "local":
        if settings.address:
            raise UsageError("engine.address is for --engine ray", "add --engine ray, or leave the address away")
        return nullcontext(LocalEngine())
    from litsynth.engines.ray_engine import RayEngine  # noqa: PLC0415 - an extra, and seconds to import

    return RayEngine(settings, offline)
