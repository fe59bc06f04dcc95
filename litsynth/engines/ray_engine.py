"""A Ray cluster: files are read by its tasks, models asked through its actors."""

import os
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import Any, Self

from litsynth.config import CorpusSettings, EngineSettings, ModelSettings
from litsynth.engines.ray_readers import RayReader
from litsynth.engines.ray_steps import Step, each_done
from litsynth.engines.ray_work import Described
from litsynth.engines.ray_workers import RayWorkers
from litsynth.engines.spread import Spread
from litsynth.engines.spread_models import SpreadEmbedder, SpreadVerifier
from litsynth.errors import MissingInput, NetworkRefused, UsageError
from litsynth.reading import Readers

_ADDRESS = re.compile(r"(?:ray://)?\[?(.+?)\]?:(\d+)")
_HERE = re.compile(r"(?:127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)(?::\d+)?")
_MOST_READERS = 256  # threads of this process that wait for tasks
_PATIENCE_SECONDS = 10.0  # for an answer at the cluster's address; Ray's own is minutes
_MIB = 1 << 20
_QUIET = 40  # logging.ERROR
_STDERR = 2
_TOKEN = "if it asks for a token: RAY_AUTH_MODE=token, and its token in RAY_AUTH_TOKEN or ~/.ray/auth_token"


class RayEngine:
    """For as long as the context lasts: connected to the cluster at an address, or to a Ray of its own, which ends with it."""

    def __init__(self, settings: EngineSettings, offline: bool) -> None:
        self._address = settings.address or os.environ.get("RAY_ADDRESS", "")
        self._ray = _ray()
        self._settings = settings
        self._workers: dict[tuple[ModelSettings, bool], RayWorkers] = {}
        if offline and self._address and not _HERE.fullmatch(self._address):
            raise NetworkRefused(
                f"--offline forbids connecting to the Ray cluster at {self._address}",
                "leave --offline away, or unset engine.address and RAY_ADDRESS",
            )

    def __enter__(self) -> Self:
        if self._ray.is_initialized():
            raise UsageError("this process is connected to a Ray cluster already", "call ray.shutdown() first")
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else a Ray of our own would report to its makers
        where, what_to_do = "Ray cannot be started", "see docs/deployment.md"
        if self._address:
            where = f"no Ray cluster at {self._address}"
        try:
            if found := _ADDRESS.fullmatch(self._address):
                socket.create_connection((found[1], int(found[2])), _PATIENCE_SECONDS).close()
                # Somebody answers there. Ray sends its token to no address unasked, and does not say that it had to.
                where, what_to_do = f"what is at {self._address} lets nobody in", f"{_TOKEN}; {what_to_do}"
            with _unheard() if self._address else nullcontext():
                self._ray.init(**self._options(), logging_level=_QUIET, log_to_driver=False)
        except (OSError, RuntimeError, ValueError, self._ray.exceptions.RayError) as error:
            raise MissingInput(f"{where}: {' '.join(str(error).split())}", what_to_do) from error
        return self

    def _options(self) -> dict[str, Any]:
        if self._address:
            return {"address": self._address}
        cores, store = self._settings.cpus or None, self._settings.store_mb * _MIB
        return {"address": "local", "num_cpus": cores, "object_store_memory": store, "include_dashboard": False}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ray.shutdown()

    def readers(self, settings: CorpusSettings) -> Readers:
        """As many tasks at a time as the cluster has processors; `settings.workers` bounds them."""
        cores = int(self._ray.cluster_resources().get("CPU", 1))
        count = min(settings.workers or _MOST_READERS, cores, _MOST_READERS)
        return Readers([RayReader(self._ray, settings.file_seconds) for _ in range(max(1, count))])

    def each_done(self, steps: Mapping[str, Step], cpus: int, gpus: int) -> Iterator[tuple[str, Any]]:
        """As `ray_steps.each_done`, on this cluster. Raises UsageError where no node has so many processors or GPUs."""
        nodes = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
        if not any(node.get("CPU", 0) >= cpus and node.get("GPU", 0) >= gpus for node in nodes):
            what = f"{cpus} processors{f' and {gpus} GPUs' if gpus else ''}"
            raise UsageError(f"no node of the Ray cluster has {what}", "fewer --threads, or another --device")
        return each_done(self._ray, steps, cpus, gpus)

    def embedder(self, settings: ModelSettings, offline: bool) -> SpreadEmbedder:
        """The embedder as the nodes have it."""
        spread, model = self._asked("embedder", "?", settings, offline)
        return SpreadEmbedder(model.identity, model.sha256, spread)

    def verifier(self, settings: ModelSettings, offline: bool) -> SpreadVerifier:
        """The verifier as the nodes have it."""
        spread, model = self._asked("verifier", ("?", "?"), settings, offline)
        return SpreadVerifier(model.identity, model.sha256, spread)

    def _asked(self, role: str, what: object, settings: ModelSettings, offline: bool) -> tuple[Spread[Any], Described]:
        # One set of actors for both models: they are asked one after the other.
        workers = self._workers.setdefault((settings, offline), RayWorkers(self._ray, settings, offline))
        spread = Spread(workers)
        list(spread.each(role, [[what]]))
        return spread, workers.models[role]


@contextmanager
def _unheard() -> Iterator[None]:
    """What is written to stderr goes nowhere: Ray's C++ says each second why it waits, and `init` raises it in the end."""
    kept, nowhere = os.dup(_STDERR), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)


def _ray() -> Any:
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingInput("--engine ray needs Ray, which is not installed", 'pip install "litsynth[ray]"') from error
    return ray
