"""A corpus as one file: the same corpus at the other end, and nothing from a file that was damaged or made to do harm."""

import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Litsynth
from fakes import BagEmbedder
from shelf_maker import document, paper, passages

from litsynth.codec import digest_bytes
from litsynth.errors import BadRecord, LitsynthError, MissingInput, OutputFailed, UsageError
from litsynth.records import Sifted, Weighed
from litsynth.store import Corpus, MemoEmbedder, export_corpus, import_corpus, open_corpus
from litsynth.store import unbundle as unbundling
from litsynth.store.schema import FUNCTIONS, MIGRATIONS


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A corpus of three papers, one taken out, with vectors and two downloads."""
    with open_corpus(tmp_path / "here" / "mine") as corpus:
        for number in range(3):
            text = f"Paper {number} gains 1.8 points on XNLI. It loses none."
            corpus.put_paper(paper(number), document(number, text), passages(number, text))
        corpus.remove(paper(2).paper_id)
        MemoEmbedder(BagEmbedder(), corpus).embed(["one", "two"])
        (corpus.files / "deep").mkdir()
        (corpus.files / "deep" / "1911.02116v2.pdf").write_bytes(b"%PDF-1.4 ...")
        (corpus.files / "a.tar.gz").write_bytes(b"\x1f\x8b")
        (corpus.files / ".pace").write_text("1")
        (corpus.files / "link").symlink_to("/etc/passwd")
    return tmp_path / "here" / "mine"


@pytest.fixture
def bundle(made: Path, tmp_path: Path) -> Path:
    with open_corpus(made) as corpus:
        export_corpus(corpus, tmp_path / "mine.corpus")
    return tmp_path / "mine.corpus"


def remade(bundle: Path, change: Callable[[dict[str, bytes]], None], kind: int = stat.S_IFREG) -> Path:
    """A bundle like this one, with other members."""
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    path = bundle.with_name("changed.corpus")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | 0o644) << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path


def listing(members: dict[str, bytes]) -> dict[str, object]:
    found: dict[str, object] = json.loads(members["manifest.json"])
    return found


def with_member(name: str, data: bytes = b"x", listed: bool = True) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = listing(members)
        if listed:
            manifest["members"].append({"name": name, "size": len(data), "sha256": digest_bytes(data)})  # type: ignore[attr-defined]
        members[name] = data
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def saying(**values: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps({**listing(members), **values}).encode()

    return change


def test_the_corpus_arrives_as_it_was(made: Path, bundle: Path, tmp_path: Path) -> None:
    manifest = import_corpus(bundle, tmp_path / "there")
    with open_corpus(made) as here, open_corpus(tmp_path / "there" / "mine", create=False) as there:
        assert there.digest() == here.digest() == manifest.digest
        assert there.papers() == here.papers()
        assert there.removed() == here.removed() != ()
        memo = MemoEmbedder(BagEmbedder(), there)
        memo.embed(["one", "two"])
        assert memo.misses == 0
        files = {path.relative_to(there.files).as_posix() for path in there.files.rglob("*") if path.is_file()}
        assert files == {"deep/1911.02116v2.pdf", "a.tar.gz"}
        export_corpus(there, tmp_path / "again.corpus")
    assert import_corpus(tmp_path / "again.corpus", tmp_path / "third").digest == manifest.digest
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine"]


def test_what_the_other_machine_made_of_the_papers_is_worked_out_here(made: Path, tmp_path: Path) -> None:
    def kept(corpus: Corpus) -> list[bool]:
        key = corpus.ids()[0]
        return [corpus.stage(Weighed, "a", "b") is None, corpus.sifted(Sifted, "a", key) is None]

    with open_corpus(made) as corpus:
        key = corpus.ids()[0]
        corpus.put_stage("a", "b", Weighed((), {}))
        corpus.put_sifted("a", {key: (corpus.content(key), Sifted(1, ()))})
        assert kept(corpus) == [False, False]
        export_corpus(corpus, tmp_path / "bundle.corpus")
    import_corpus(tmp_path / "bundle.corpus", tmp_path / "there")
    with open_corpus(tmp_path / "there" / "mine", create=False) as there:
        assert kept(there) == [True, True]


def test_nothing_is_overwritten(made: Path, bundle: Path) -> None:
    before = bundle.read_bytes()
    with open_corpus(made) as corpus, pytest.raises(UsageError, match="is there already"):
        export_corpus(corpus, bundle)
    assert bundle.read_bytes() == before
    with pytest.raises(UsageError, match=r"there is a corpus or a folder .*mine \(give another name with --name\)"):
        import_corpus(bundle, made.parent)
    assert import_corpus(bundle, made.parent, "theirs").name == "mine"


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "files/../../evil",
        "/tmp/litsynth-evil",
        "files/a\\..\\b",
        "files/C:evil",
        "other.json",
        "files/",
        "files/./a",
    ],
)
def test_nothing_is_written_outside(bundle: Path, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    changed = remade(bundle, with_member(name))
    with pytest.raises(BadRecord, match=r"outside the corpus|other files than it holds|not a whole"):
        import_corpus(changed, tmp_path / "there")
    changed.unlink()
    assert [path for path in sorted(tmp_path.rglob("*")) if path != tmp_path / "there"] == before
    assert not Path("/tmp/litsynth-evil").exists()


def test_links_and_names_of_other_places_are_refused(bundle: Path, tmp_path: Path) -> None:
    changed = remade(bundle, with_member("files/link", b"/etc/passwd"), stat.S_IFLNK)
    with pytest.raises(BadRecord, match="no plain file"):
        import_corpus(changed, tmp_path / "there")
    with pytest.raises(BadRecord, match="is no name for a corpus"):
        import_corpus(remade(bundle, saying(name="../mine")), tmp_path / "there")


def test_a_bomb_is_not_unpacked(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unbundling, "_SMALL", 1000)
    bomb = remade(bundle, with_member("files/bomb", b"\0" * 50_000_000))
    with pytest.raises(BadRecord, match="more than a hundred times its length"):
        import_corpus(bomb, tmp_path / "there")
    monkeypatch.setattr(unbundling, "free_bytes", lambda folder: 10)
    with pytest.raises(OutputFailed, match="MB left"):
        import_corpus(bundle, tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ({"format": 2}, r"a newer litsynth made it \(format 2"),
        ({"schema": 99}, r"a newer litsynth made it \(schema 99"),
    ],
)
def test_what_a_newer_litsynth_made_is_refused(bundle: Path, tmp_path: Path, values: dict[str, int], seen: str) -> None:
    with pytest.raises(UsageError, match=seen) as caught:
        import_corpus(remade(bundle, saying(**values)), tmp_path / "there")
    assert caught.value.remedy == "upgrade litsynth"


def test_a_database_that_is_not_litsynths_is_refused(bundle: Path, tmp_path: Path) -> None:
    def trapped(members: dict[str, bytes]) -> None:
        path = tmp_path / "raw.db"
        path.write_bytes(members["corpus.db"])
        with sqlite3.connect(path) as raw:
            raw.execute("CREATE TRIGGER trap AFTER UPDATE ON paper BEGIN DELETE FROM paper; END")
        raw.close()
        replaced(members, path.read_bytes())

    def replaced(members: dict[str, bytes], data: bytes) -> None:
        manifest = listing(members)
        manifest["members"] = [one for one in manifest["members"] if one["name"] != "corpus.db"]  # type: ignore[attr-defined]
        members["manifest.json"] = json.dumps(manifest).encode()
        with_member("corpus.db", data)(members)

    with pytest.raises(BadRecord, match="none of litsynth's"):
        import_corpus(remade(bundle, trapped), tmp_path / "there")
    with pytest.raises((BadRecord, MissingInput), match="corpus"):
        import_corpus(
            remade(bundle, lambda members: replaced(members, b"SQLite format 3\0" + b"x" * 5000)), tmp_path / "there"
        )
    with pytest.raises(BadRecord, match="not those that the manifest speaks of"):
        import_corpus(remade(bundle, saying(digest="0" * 16)), tmp_path / "there")
    assert not (tmp_path / "there" / "mine").exists()


def digest_or_error(file: Path, folder: Path, name: str) -> str:
    try:
        return import_corpus(file, folder, name).digest
    except LitsynthError as error:
        return str(error)


def test_every_cut_and_every_flipped_byte_is_noticed_or_harmless(bundle: Path, tmp_path: Path) -> None:
    whole = bundle.read_bytes()
    damaged = tmp_path / "damaged.corpus"
    good = import_corpus(bundle, tmp_path / "good").digest
    places = range(0, len(whole), max(1, len(whole) // 40))
    for number, place in enumerate(places):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]):
            damaged.write_bytes(data)
            folder = tmp_path / f"there{number}"
            said = digest_or_error(damaged, folder, f"n{len(data)}")
            assert said == good or ("\n" not in said and not (folder / f"n{len(data)}").exists())


def test_export_and_import_from_the_command_line(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    litsynth_("corpus", "add", "mine", "papers")
    status, out, err = litsynth_("corpus", "export", "mine", "mine.corpus")
    assert (status, err) == (0, "")
    assert out.startswith("mine.corpus: mine, 3 papers, digest ")
    digest = out.split()[-1]
    assert litsynth_("corpus", "import", "mine.corpus")[0] == 2
    assert litsynth_("corpus", "import", "mine.corpus", "--name", "theirs") == (
        0,
        f"theirs: 3 papers, digest {digest}\n",
        "",
    )
    assert litsynth_("corpus", "show", "theirs")[1] == litsynth_("corpus", "show", "mine")[1]
    assert litsynth_("corpus", "list")[1].count("3 papers") == 2
    for arguments in (("gone.corpus",), ("papers/one.md",), ("mine.corpus", "--name", "../x")):
        status, out, err = litsynth_("corpus", "import", *arguments)
        assert (status in (2, 3), out, err.count("\n")) == (True, "", 1)
    assert litsynth_("corpus", "export", "none", "x.corpus")[0] == 3
    assert not (folder / "x.corpus").exists()


def test_a_copy_is_kept_before_an_older_database_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with sqlite3.connect(path) as raw:
        raw.create_function("outlined", 1, FUNCTIONS["outlined"])
        for number, step in enumerate(MIGRATIONS[:-1], start=1):
            raw.executescript(step)
            raw.execute(f"PRAGMA user_version = {number}")
    raw.close()
    with open_corpus(tmp_path) as corpus:
        assert corpus.papers() == ()
    copy = tmp_path / f"corpus.db.schema-{len(MIGRATIONS) - 1}"
    with sqlite3.connect(copy) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) - 1,)
    raw.close()
    written = os.stat(copy).st_mtime_ns
    open_corpus(tmp_path).close()
    assert os.stat(copy).st_mtime_ns == written
