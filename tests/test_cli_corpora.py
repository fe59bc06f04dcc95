"""What commands do with a corpus: files that cannot be read, papers taken out by hand, digests beside their store."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from arxiv_shelf import PROTOCOL
from conftest import Litsynth

import litsynth.resources
from litsynth.codec import decode
from litsynth.pipeline import Models
from litsynth.records import Report

QUESTION = "Does intermediate-task training improve transfer on XNLI?"
TEX = f"\\documentclass{{article}}\\begin{{document}}\\section{{Method}}\n{PROTOCOL}\n\\end{{document}}\n"
BROKEN = {
    "broken.pdf": b"%PDF-1.4\nnot a PDF at all",
    "empty.tex": b"",
    "chapter.tex": b"\\section{Method} We train.",
    "lines.jsonl": b'{"id": "fine", "title": "Fine", "abstract": "All gain 1.8 points on XNLI."}\n{"id": \n',
    "notes.json": b"[]",
}
# The first three are unknown kinds and companions of papers, which nobody expects to be read.
OTHERS = {"data.csv": b"1,2", "thesis.docx": b"PK", "README.md": b"# Mine", **BROKEN}


def digest(number: int, gain: str) -> dict[str, Any]:
    statement = {
        "text": f"Intermediate-task training improves transfer on XNLI by {gain} points.",
        "source": f"arXiv:2101.0000{number}v1, abstract",
        "primary": "",
    }
    return {
        "id": f"arXiv:2101.0000{number}",
        "version": "v1",
        "title": f"Study {number}",
        "authors": ["Ann Lee"],
        "year": 2021,
        "venue": "",
        "doi": "",
        "url": f"https://arxiv.org/abs/2101.0000{number}",
        "categories": ["cs.CL"],
        "kind": "digest",
        "aliases": [],
        "sections": [{"title": "Abstract", "statements": [statement]}],
        "tables": [],
    }


@pytest.fixture
def clone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled corpus `mini` as in a clone: the folder of its digests is also that of its store."""
    mini = folder / "corpora" / "mini"
    (mini / "files").mkdir(parents=True)
    for number, gain in ((1, "1.8"), (2, "1.8"), (3, "9.9")):
        (mini / f"2101.0000{number}.json").write_text(json.dumps(digest(number, gain)))
    (mini / "files" / "1911.02116v2.tex").write_text(TEX)
    installed = litsynth.resources._folder
    monkeypatch.setattr(
        "litsynth.resources._folder", lambda name: mini.parent if name == "corpora" else installed(name)
    )
    return mini


def run(litsynth_: Litsynth, *more: str, corpus: str = "mini") -> tuple[int, str, str]:
    return litsynth_("run", QUESTION, "--corpus", corpus, "--offline", "--date", "2026-01-31", *more)


def report(folder: Path) -> Report:
    return decode(Report, json.loads((folder / "report.json").read_text()))


def shown(litsynth_: Litsynth, name: str = "mini") -> list[str]:
    return [json.loads(line)["paper_id"] for line in litsynth_("corpus", "show", name, "--json")[1].splitlines()]


# What cannot be read


@pytest.mark.usefixtures("quick_models")
def test_files_that_cannot_be_read_are_listed_by_every_command_and_the_others_are_used(
    litsynth_: Litsynth, papers: Path, folder: Path
) -> None:
    for name, content in OTHERS.items():
        (papers / name).write_bytes(content)
    status, out, err = litsynth_("corpus", "add", "mine", "papers")
    assert (status, out) == (4, "4 papers added to mine, 4 in all, 5 skipped\n")
    assert sorted(line.split()[1] for line in err.splitlines()) == sorted(BROKEN)
    assert {line.split()[0] for line in err.splitlines()} == {"skipped:"}
    assert "lines.jsonl, line 2: not JSON" in err
    status, out, err = run(litsynth_, "--source", "papers", "--out", "out", corpus="other")
    assert (status, err.count("skipped: ")) == (4, 5)
    found = report(folder / "out")
    assert [(skip.what, skip.stage) for skip in found.skipped] == [(name, "read") for name in sorted(BROKEN)]
    assert (found.funnel.read, found.funnel.not_retrieved, found.funnel.duplicates) == (4, 5, 0)
    printed = (folder / "out" / "report.md").read_text()
    assert all(name in printed for name in BROKEN)
    assert "thesis.docx" not in printed
    err = litsynth_("corpus", "add", "mine", "papers", "-v")[2]
    assert "passed over: 1 .docx files in papers: litsynth does not read them\n" in err


@pytest.mark.usefixtures("quick_models")
def test_a_broken_digest_is_told_by_search_and_show_and_list(litsynth_: Litsynth, clone: Path) -> None:
    (clone / "2101.00004.json").write_text("[]")
    for command in (
        ("search", "transfer", "--corpus", "mini"),
        ("corpus", "show", "mini"),
        ("run", QUESTION, "--offline"),
    ):
        status, out, err = litsynth_(*command, *(("--corpus", "mini") if command[0] == "run" else ()))
        assert (status, err.count("\n"), err.startswith("skipped: 2101.00004.json (read): a digest")) == (4, 1, True)
        assert out
        assert litsynth_(*command, *(("--corpus", "mini") if command[0] == "run" else ()), "-q")[2] == ""
    assert "mini  3 papers" in litsynth_("corpus", "list")[1]


@pytest.mark.usefixtures("quick_models")
def test_two_files_with_one_paper_are_no_failure(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    (papers / "copy.md").write_bytes((papers / "one.md").read_bytes())
    assert litsynth_("corpus", "add", "mine", "papers") == (0, "3 papers added to mine, 3 in all, 0 skipped\n", "")
    status, _, err = run(litsynth_, "--source", "papers", "--out", "out", corpus="other")
    funnel = report(folder / "out").funnel
    assert (status, err, funnel.identified, funnel.duplicates, funnel.read) == (0, "", 4, 1, 3)
    assert (
        "passed over: one.md: the same paper is in copy.md\n" in litsynth_("corpus", "add", "mine", "papers", "-v")[2]
    )


@pytest.mark.parametrize("inputs", [["gone.pdf"], [""], ["1911.02116", "nothing"], ["x" * 300]])
def test_what_is_neither_a_file_nor_an_id_makes_no_corpus(litsynth_: Litsynth, folder: Path, inputs: list[str]) -> None:
    status, out, err = litsynth_("corpus", "add", "mine", *inputs)
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "neither a file nor an arXiv id" in err
    assert list(folder.iterdir()) == []


def test_every_way_to_write_an_arxiv_id_is_understood(litsynth_: Litsynth, folder: Path) -> None:
    for given in ("1911.02116", "arXiv:1911.02116v2", "https://arxiv.org/abs/1911.02116", "hep-th/9901001"):
        status, _, err = litsynth_("corpus", "add", "mine", given, "--offline")
        assert (status, "offline: the arXiv search" in err) == (3, True), err


# Digests beside their store


@pytest.mark.usefixtures("quick_models")
def test_downloads_beside_the_digests_are_no_papers_of_the_corpus(
    litsynth_: Litsynth, clone: Path, folder: Path
) -> None:
    assert run(litsynth_, "--out", "out")[0] == 0
    assert report(folder / "out").funnel.identified == 3
    assert shown(litsynth_) == [f"arXiv:2101.0000{number}" for number in (1, 2, 3)]
    assert "mini  3 papers" in litsynth_("corpus", "list")[1]
    assert run(litsynth_, "--source", "corpora/mini", "--out", "as-path", corpus="other")[0] == 0
    assert run(litsynth_, "--source", "mini", "--out", "by-name", corpus="third")[0] == 0
    assert report(folder / "as-path").funnel == report(folder / "by-name").funnel == report(folder / "out").funnel
    assert litsynth_("corpus", "add", "mine", "corpora/mini/files")[1].startswith("1 paper added")  # as one asked for


@pytest.mark.usefixtures("quick_models")
def test_the_folder_of_a_corpus_as_a_source_is_that_corpus(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    litsynth_("corpus", "add", "mine", "papers")
    assert run(litsynth_, "--source", "corpora/mine", "--out", "out", corpus="other")[0] == 0
    assert report(folder / "out").funnel.read == 3


# Taken out by hand

GONE = "arXiv:2101.00002"


@pytest.mark.usefixtures("quick_models")
def test_what_was_taken_out_stays_out_until_its_id_is_added(litsynth_: Litsynth, clone: Path, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in clone.glob("*.json")}
    assert litsynth_("corpus", "remove", "mini", "2101.00002") == (
        0, "", f"taken out: {GONE} (litsynth corpus add mini {GONE} puts it back)\n"
    )  # fmt: skip
    assert {path.name: path.read_bytes() for path in clone.glob("*.json")} == before
    for _ in range(2):
        status, _, err = run(litsynth_)
        assert (status, err) == (0, "")
        assert GONE not in shown(litsynth_)
    assert (
        f"taken out by hand: {GONE} (litsynth corpus add mini {GONE} puts it back)"
        in litsynth_("corpus", "show", "mini")[2]
    )
    assert GONE not in litsynth_("search", "transfer on XNLI", "--corpus", "mini")[1]
    assert "mini  2 papers" in litsynth_("corpus", "list")[1]
    status, out, err = litsynth_("corpus", "add", "mini", "corpora/mini/2101.00002.json")
    assert (status, out) == (0, "0 papers added to mini, 2 in all, 0 skipped\n")
    assert err.startswith("left out: Study 2 (screening): taken out of this corpus by hand (litsynth corpus add mini")
    assert litsynth_("corpus", "add", "mini", GONE)[1] == "1 paper added to mini, 3 in all, 0 skipped\n"
    assert GONE in shown(litsynth_)
    assert run(litsynth_, "--out", "out")[0] == 0
    assert report(folder / "out").funnel.read == 3


@pytest.mark.usefixtures("quick_models")
def test_a_report_says_what_a_person_left_out_and_counts_the_others(
    litsynth_: Litsynth, clone: Path, folder: Path
) -> None:
    litsynth_("corpus", "remove", "mini", GONE)
    assert run(litsynth_, "--out", "out")[0] == 0
    found = report(folder / "out")
    assert [(skip.what, skip.stage) for skip in found.skipped] == [("Study 2", "screening")]
    assert f"litsynth corpus add mini {GONE} puts it back" in found.skipped[0].reason
    assert (found.funnel.identified, found.funnel.duplicates, found.funnel.read) == (2, 0, 2)
    assert GONE not in {paper.paper_id for paper in found.papers}
    # Another corpus may read it, unless it reads it from the one that it was taken out of.
    assert run(litsynth_, "--source", "mini", "--out", "other", corpus="other")[0] == 0
    assert report(folder / "other").funnel.read == 2


@pytest.mark.usefixtures("quick_models")
def test_a_file_of_ones_own_that_was_taken_out_is_put_back_by_its_id(litsynth_: Litsynth, papers: Path) -> None:
    litsynth_("corpus", "add", "mine", "papers")
    first = shown(litsynth_, "mine")[0]
    assert litsynth_("corpus", "remove", "mine", first, "-q") == (0, "", "")
    assert litsynth_("corpus", "add", "mine", "papers")[1] == "0 papers added to mine, 2 in all, 0 skipped\n"
    assert litsynth_("corpus", "remove", "mine", first)[0] == 3
    assert litsynth_("corpus", "add", "mine", first) == (0, "1 paper added to mine, 3 in all, 0 skipped\n", "")


# What is said


@pytest.mark.usefixtures("quick_models")
def test_verbose_says_what_is_done_on_standard_error_only(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    quiet = run(litsynth_, "--source", "papers", "--out", "out", "-q", corpus="mine")
    status, out, err = run(litsynth_, "--source", "papers", "--out", "again", "-v", corpus="other")
    assert (status, out.replace("again", "out")) == (0, quiet[1])
    assert quiet[2] == ""
    for said in (
        "] searching 1\n",
        "] reading 3\n",
        "asked papers: every paper in papers: 3 found, 3 taken\n",
        "pairs asked: ",
    ):
        assert said in err
    assert "] reading 3\n" in litsynth_("search", "gains", "--corpus", "mine", "--verbose")[2]
    assert "read: file:" in litsynth_("parse", "papers/one.md", "-v")[2]
    assert "verifier: overlap@1" in litsynth_("extract", "papers/one.md", "-v")[2]
    (folder / "in.jsonl").write_text('{"id": 1, "claim": "It gains.", "evidence": "It gains."}\n')
    assert litsynth_("check", "in.jsonl", "-v")[2] == "verifier: overlap@1 T=1\n"


@pytest.mark.parametrize(
    "command", [["run", QUESTION], ["search", "x"], ["check", "-"], ["parse", "x"], ["corpus", "show", "x"]]
)
@pytest.mark.parametrize("loud", [["-q", "-v"], ["--verbose", "--quiet"]])
def test_quiet_and_verbose_exclude_each_other(litsynth_: Litsynth, command: list[str], loud: list[str]) -> None:
    status, out, err = litsynth_(*command, *loud)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "exclude each other" in err


def test_models_are_the_fakes(quick_models: Models, litsynth_: Litsynth, papers: Path) -> None:
    """The other tests of this file say nothing about models; this one holds their stand-ins to being asked."""
    assert run(litsynth_, "--source", "papers", corpus="mine")[0] == 0
    assert quick_models.entailer.asked > 0  # type: ignore[attr-defined]


def test_a_corpus_that_cannot_be_opened_hides_no_other_from_the_list(
    litsynth_: Litsynth, papers: Path, folder: Path
) -> None:
    for name in ("fine", "newer", "broken"):
        assert litsynth_("corpus", "add", name, "papers", "-q")[0] == 0
    with closing(sqlite3.connect(folder / "corpora" / "newer" / "corpus.db")) as database:
        database.execute("PRAGMA user_version = 99")
    (folder / "corpora" / "broken" / "corpus.db").write_bytes(b"no database, but long enough to look at" * 100)
    for more in ((), ("--json",)):
        status, out, err = litsynth_("corpus", "list", *more)
        assert status == 4
        assert "fine" in out
        assert "newer" not in out
        assert re.search("^skipped: newer: .* was written by a newer litsynth", err, re.MULTILINE)
        assert re.search("^skipped: broken: .* is damaged", err, re.MULTILINE)


@pytest.mark.parametrize(("name", "text"), [("empty.bib", ""), ("notes.bib", "no entry"), ("empty.json", "[]")])
def test_a_library_without_papers_makes_no_corpus(litsynth_: Litsynth, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    status, out, err = litsynth_("corpus", "add", "mine", name)
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert f"no papers in {name}" in err
    assert not (folder / "corpora").exists()


@pytest.mark.parametrize(
    ("sql", "version"), [("CREATE TABLE bookmarks (url TEXT)", 0), ("", 7), ("CREATE TABLE a (b)", 3)]
)
def test_a_database_of_another_program_is_left_as_it_is(
    litsynth_: Litsynth, papers: Path, folder: Path, sql: str, version: int
) -> None:
    file = folder / "corpora" / "mine" / "corpus.db"
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as database:
        database.executescript(f"{sql}; PRAGMA user_version = {version}")
    before = file.read_bytes()
    asked = ("run", QUESTION, "--source", "papers", "--corpus", "mine")
    for command in (("corpus", "add", "mine", "papers"), ("corpus", "show", "mine"), (*asked, "--dry-run"), asked):
        status, _, err = litsynth_(*command)
        assert (status, err.count("\n")) == (3, 1), err
        assert "corpora/mine/corpus.db holds no corpus: its tables are not litsynth's" in err
    assert "skipped: mine: " in litsynth_("corpus", "list")[2]
    assert file.read_bytes() == before


def test_no_title_steers_the_terminal(litsynth_: Litsynth, folder: Path) -> None:
    row = {"id": "one", "title": "A\x1b[31m B\x07 C\u202e D", "abstract": "All gain 1.8 points on XNLI."}
    broken = {"id": "two", "title": "E\x1b[31m F\x07 G\u202e H", "abstract": ""}
    (folder / "papers.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in (row, broken)))
    status, out, err = litsynth_("corpus", "add", "mine", "papers.jsonl")
    assert status == 4
    shown = litsynth_("corpus", "show", "mine")[1]
    assert "A\ufffd[31m B\ufffd C D" in shown
    assert "E\ufffd[31m F\ufffd G H" in err
    assert not set("\x1b\x07\u202e") & set(out + err + shown)
