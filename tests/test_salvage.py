"""`corpus export` of a damaged database: what can be read is saved, what is lost is named, nothing strange comes along."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Litsynth
from fakes import BagEmbedder
from shelf_maker import document, paper, passages

from litsynth.errors import MissingInput
from litsynth.reading import Unread
from litsynth.records import Query
from litsynth.store import MemoEmbedder, damage_in, import_corpus, open_corpus, salvage_corpus

PAGE = 4096
PAPERS = 12
TAKEN_OUT = paper(2).paper_id


def text(number: int) -> str:
    words = " ".join(f"word{number * row % 977}" for row in range(700))
    return f"Paper {number} gains 1.8 points on XNLI. It loses {words}."


@pytest.fixture
def made(folder: Path) -> Path:
    """A corpus whose tables take several pages each."""
    with open_corpus(folder / "corpora" / "mine") as corpus:
        for number in range(PAPERS):
            held = document(number, text(number)), passages(number, text(number))
            file = Unread(text(number).encode(), "a.tex", paper(number).paper_id, "T")
            if number == 1:
                corpus.put_paper(paper(1, "v0"), document(1), passages(1))
            corpus.put_paper(paper(number), *held, file)
        corpus.remove(TAKEN_OUT)
        corpus.put_queries([Query("arxiv", "XNLI", PAPERS, PAPERS, "2026-01-31")])
        MemoEmbedder(BagEmbedder(), corpus).embed([f"text {row}" for row in range(9)])
    return folder / "corpora" / "mine"


def roots(made: Path) -> dict[str, int]:
    with closing(sqlite3.connect(made / "corpus.db")) as database:
        return dict(database.execute("SELECT name, rootpage FROM sqlite_master"))


def overwrite(made: Path, page: int, whole: bytes) -> None:
    data = bytearray(whole)
    data[(page - 1) * PAGE : page * PAGE] = b"\xaa" * PAGE
    (made / "corpus.db").write_bytes(data)


def test_whatever_page_is_lost_what_is_saved_is_sound_and_what_is_not_is_named(made: Path, tmp_path: Path) -> None:
    whole = (made / "corpus.db").read_bytes()
    with open_corpus(made) as corpus:
        digests = {key: corpus.document(key).text for key in corpus.ids()}
        everything = corpus.digest()
    complete, partial = 0, 0
    for page in range(2, len(whole) // PAGE + 1):
        overwrite(made, page, whole)
        if not damage_in(made, 1):  # a page that is not in use, or is the rest of a long value
            continue
        file = tmp_path / f"{page}.corpus"
        try:
            manifest, lost = salvage_corpus(made, file)
        except MissingInput as error:
            assert str(error).startswith("nothing can be read of "), page  # noqa: PT017 - most pages raise nothing
            continue
        import_corpus(file, tmp_path / "new", f"n{page}")
        with open_corpus(tmp_path / "new" / f"n{page}") as corpus:
            held = {key: corpus.document(key).text for key in corpus.ids()}
            named = {skip.what for skip in lost}
            assert held == {key: digests[key] for key in held}
            assert set(digests) - set(held) <= named
            assert TAKEN_OUT in corpus.removed() or TAKEN_OUT in named
            assert len(corpus.passages()) == 2 * len(held)
            complete += manifest.digest == everything == corpus.digest()
            partial += 0 < len(held) < len(digests)
    assert complete > 3
    assert partial > 3


def test_all_but_what_models_said_comes_through_where_their_pages_are_lost(made: Path, litsynth_: Litsynth) -> None:
    (made / "files" / "a.pdf").write_bytes(b"%PDF-1.4 ...")
    whole = (made / "corpus.db").read_bytes()
    overwrite(made, roots(made)["vector"], whole)
    status, out, _ = litsynth_("corpus", "check", "mine")
    assert status == 3
    assert "litsynth corpus export mine FILE" in out
    status, out, err = litsynth_("corpus", "export", "mine", "mine.corpus")
    assert (status, err) == (
        4,
        "mine is damaged: saved is what can be read, without what models said; that is worked out again\n",
    )
    assert re.match(r"mine\.corpus: mine, 11 papers, digest [0-9a-f]+\n", out)
    assert litsynth_("corpus", "import", "mine.corpus", "--name", "two")[0] == 0
    assert litsynth_("corpus", "check", "two") == (0, "two: 11 papers, 0 faults\n", "")
    with open_corpus(made.with_name("two")) as corpus:
        assert corpus.removed() == (TAKEN_OUT,)
        assert [one.text for one in corpus.queries()] == ["XNLI"]
        assert corpus.other_versions(paper(1).paper_id) == ("v0",)
        kept = corpus.file(paper(1).paper_id)
        assert kept is not None
        assert kept.data == text(1).encode()
        assert (corpus.files / "a.pdf").is_file()


def test_papers_that_are_lost_are_named_with_status_4(made: Path, litsynth_: Litsynth) -> None:
    with closing(sqlite3.connect(made / "corpus.db")) as database:
        (longest,) = database.execute("SELECT max(length(record)) FROM document").fetchone()
    assert longest < PAGE  # else a page holds less than one
    whole = (made / "corpus.db").read_bytes()
    with open_corpus(made) as corpus:
        known = corpus.ids()
    for page in range(roots(made)["passages"] + 1, len(whole) // PAGE + 1):
        overwrite(made, page, whole)
        Path("mine.corpus").unlink(missing_ok=True)
        status, out, err = litsynth_("corpus", "export", "mine", "mine.corpus")
        lost = re.findall(r"^skipped: (arXiv:\S+) \(export\): cannot be read: ", err, re.MULTILINE)
        if status == 4 and lost:
            assert f"mine.corpus: mine, {len(set(known) - set(lost))} papers" in out
            return
    pytest.fail("no page held a paper")


def test_a_file_that_is_no_database_any_more_is_one_line(made: Path, litsynth_: Litsynth) -> None:
    overwrite(made, 1, (made / "corpus.db").read_bytes())
    for command in (("check", "mine"), ("export", "mine", "mine.corpus")):
        status, out, err = litsynth_("corpus", *command)
        assert status == 3
        assert "put back a copy" in out + err
    assert not Path("mine.corpus").exists()
