"""A command line to run, in a working folder of its own."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from cli_papers import ONE, THREE, TWO
from fakes import BagEmbedder, RoleEntailer
from living_shop import QUESTION, SLUG
from scholarly_server import ScholarlyServer

import litsynth.cli.check_judges
import litsynth.cli.running
import litsynth.cli.session
import litsynth.models.choose
from litsynth.cli.main import call
from litsynth.pipeline import Models

Litsynth = Callable[..., tuple[int, str, str]]
HUB = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_PROGRESS_BARS")


@pytest.fixture(scope="module")
def models_are_loaded_once() -> Iterator[None]:
    """The real models, loaded for the first test of a file that asks for them."""
    choose, patch = litsynth.models.choose, pytest.MonkeyPatch()
    patch.setattr(choose, "load_embedded", lru_cache(choose.load_embedded))
    patch.setattr(choose, "load_embedder", lru_cache(choose.load_embedder))
    yield
    patch.undo()


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Threads that wait for a busy machine take longer than small models do."""
    import torch  # noqa: PLC0415 - torch takes a while

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session", autouse=True)
def turns_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests take turns at a host among themselves, and leave the user's own cache folder alone."""
    cache, patch = tmp_path_factory.mktemp("cache"), pytest.MonkeyPatch()
    patch.setattr("litsynth.sources.pace.user_cache_path", lambda name: cache / name)
    yield
    patch.undo()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no settings but its own, and an `--offline` that ends with the test."""
    for name in [name for name in os.environ if name.startswith("LITSYNTH_")]:
        monkeypatch.delenv(name)
    for name in HUB:
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("litsynth.cli.offline.sys.addaudithook", lambda hook: None)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def litsynth_(folder: Path, capsys: pytest.CaptureFixture[str]) -> Litsynth:
    """Runs one command line in the working folder: exit status, output, messages. There is never a traceback."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = call(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return run


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScholarlyServer]:
    """arXiv, OpenAlex and Semantic Scholar on this machine, which the settings in force ask."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0")
    monkeypatch.setenv("LITSYNTH_EXTRACT_RELEVANCE_THRESHOLD", "0.05")
    with ScholarlyServer() as server:
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", server.api)
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", server.url)
        monkeypatch.setenv("LITSYNTH_DATABASES_OPENALEX_API", server.openalex)
        monkeypatch.setenv("LITSYNTH_DATABASES_SEMANTICSCHOLAR_API", server.semanticscholar)
        yield server


@pytest.fixture
def papers(folder: Path) -> Path:
    """A folder of three papers as text files."""
    below = folder / "papers"
    below.mkdir()
    for name, text in (("one.md", ONE), ("two.md", TWO), ("three.txt", THREE)):
        (below / name).write_text(text)
    return below


@pytest.fixture
def quick_models(monkeypatch: pytest.MonkeyPatch) -> Models:
    """Fakes in the place of the models, the same ones for every command of the test."""
    models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None was made."})
    for module in (litsynth.cli.session, litsynth.cli.running, litsynth.cli.check_judges):
        monkeypatch.setattr(module, "load_models", lambda *_: models)
    monkeypatch.setattr(litsynth.cli.session, "load_embedder", lambda *_: models.embedder)
    return models


@pytest.fixture
def old(litsynth_: Litsynth, papers: Path, folder: Path, quick_models: Models) -> Path:
    """A report of 31 January on two papers; a third one lies ready as `later`."""
    (papers / "three.txt").rename(folder / "later")
    made = litsynth_("run", QUESTION, "--source", "papers", "--corpus", "mine", "--date", "2026-01-31", "-q")
    assert made[0] == 0
    return folder / "reports" / f"{SLUG}-2026-01-31"
