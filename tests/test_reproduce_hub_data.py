"""Data sets on the hub: fetched by revision, read as Parquet, refused where they can not be had or mean a guess."""

from pathlib import Path

import pandas as pd
import pytest
import requests

from litsynth.errors import BadRecord, MissingInput, NetworkRefused, UsageError
from litsynth.reproduce import hub_data
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.rows import pair_of

NAME = "hub:facebook/xnli@0123456789abcdef0123456789abcdef01234567/{language}/test-00000-of-00001.parquet"
DATA = DataSet("test", "nli", NAME, ("de",), labels=("entailment", "neutral", "contradiction"))


@pytest.fixture(autouse=True)
def _forget():
    hub_data.hub_file.cache_clear()
    yield
    hub_data.hub_file.cache_clear()


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A cache of the hub as its client lays it out, and no network."""
    root = tmp_path / "hub"
    snapshot = root / "datasets--facebook--xnli" / "snapshots" / "0123456789abcdef0123456789abcdef01234567" / "de"
    snapshot.mkdir(parents=True)
    rows = [{"premise": f" p{number}", "hypothesis": "h", "label": number % 3} for number in range(6)]
    pd.DataFrame(rows).to_parquet(snapshot / "test-00000-of-00001.parquet")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(root))
    monkeypatch.setattr("huggingface_hub.file_download.constants.HF_HUB_CACHE", str(root))
    return snapshot


def test_a_file_on_the_hub_is_read_and_its_labels_have_names(hub, tmp_path):
    folder = Folder(tmp_path)
    assert not folder.missing(DATA, "de")
    pairs = folder.pairs(DATA, "de")
    assert [pair.label for pair in pairs] == ["entailment", "neutral", "contradiction"] * 2
    assert [pair.id for pair in pairs] == [str(number) for number in range(6)]
    assert pairs[1].premise == "p1"
    assert len(folder.checksum(NAME.format(language="de"))) == 64


def test_what_is_not_in_the_cache_is_missing_and_named(hub, tmp_path):
    folder = Folder(tmp_path)
    assert folder.missing(DATA, "fr") == [NAME.format(language="fr")]
    with pytest.raises(NetworkRefused, match="not on this machine"):
        folder.rows(NAME.format(language="fr"))


def test_without_a_network_the_hub_is_asked_once_for_all_files(hub, tmp_path, monkeypatch):
    asked = []

    def head(*_, timeout):
        asked.append(timeout)
        raise requests.ConnectionError("no route")

    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setattr(hub_data.requests, "head", head)
    hub_data._hub_answers.cache_clear()
    try:
        for language in ("fr", "es", "ru"):
            with pytest.raises(NetworkRefused, match="did not answer"):
                hub_data.hub_file(NAME.format(language=language))
        assert hub_data.hub_file(NAME.format(language="de")).is_file()
    finally:
        hub_data._hub_answers.cache_clear()
    assert asked == [10.0]


@pytest.mark.parametrize("name", ["hub:facebook/xnli/de/test.parquet", "hub:facebook/xnli@main", "hub:@a/b"])
def test_a_name_without_a_revision_and_a_path_is_refused(name):
    with pytest.raises(UsageError, match="@REVISION/"):
        hub_data.hub_file(name)


def test_numbers_without_names_are_refused():
    row = {"id": "1", "premise": "a", "hypothesis": "b", "label": 1}
    with pytest.raises(BadRecord, match="no name of a class"):
        pair_of(row)
    with pytest.raises(BadRecord, match="no name of a class"):
        pair_of({**row, "label": -1}, DATA.labels)
    assert pair_of(row, DATA.labels).label == "neutral"


def test_a_damaged_file_is_one_line(hub, tmp_path):
    Path(hub / "test-00000-of-00001.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(BadRecord, match="not Parquet"):
        Folder(tmp_path).pairs(DATA, "de")


def test_without_pyarrow_the_extra_is_named(hub, tmp_path, monkeypatch):
    def absent(*_):
        raise ImportError("no pyarrow")

    monkeypatch.setattr(pd, "read_parquet", absent)
    with pytest.raises(MissingInput, match=r"litsynth\[hub\]"):
        Folder(tmp_path).pairs(DATA, "de")
