"""Files as a source: what is found in a folder, under which id, and how it is read."""

import gzip
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from arxiv_shelf import PROTOCOL, make_pdf, tar_of
from hypothesis import given
from hypothesis import strategies as st

from litsynth.errors import MissingInput, UnreadablePaper
from litsynth.records import Document, Paper
from litsynth.sources import FolderSource
from litsynth.sources.identity import identify, identify_file

TEX = (
    "\\documentclass{article}\\title{Gains on XNLI}\\begin{document}\\maketitle\n"
    "\\begin{abstract}We gain 1.8 points.\\end{abstract}\n\\section{Method}\nTraining is short. %s\n\n"
    f"{PROTOCOL}\n\\end{{document}}\n"
)


def papers_of(path: Path) -> dict[str, Paper]:
    return {paper.paper_id: paper for paper in FolderSource(path).find("anything", 1)[0]}


def only(path: Path) -> tuple[Paper, Document]:
    source = FolderSource(path)
    (paper,) = source.find("", 0)[0]
    return paper, source.fetch(paper)


def rows(path: Path, *given: dict[str, Any]) -> Path:
    data = "".join(json.dumps(row) + "\n" for row in given).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One of each kind, some below, and files that are no papers."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "1911.02116v2.pdf").write_bytes(make_pdf([["A Title", "Abstract", "We gain 1.8 points.", PROTOCOL]]))
    (tmp_path / "b" / "arXiv-2005.13013v1.tar.gz").write_bytes(gzip.compress(tar_of({"m.tex": (TEX % "").encode()})))
    (tmp_path / "b" / "deep" / "quant-ph_0201082v1.tex").write_text(TEX % "Qubits.")
    (tmp_path / "b" / "2020.acl_main.447.pdf").write_bytes(make_pdf([["Another", "Abstract", "We lose.", PROTOCOL]]))
    (tmp_path / "notes.txt").write_text("A study of notes.\n\nNotes are short. There are 12 of them.")
    (tmp_path / "thoughts.md").write_text("# Thoughts\n\nThey are free.")
    rows(tmp_path / "rows.jsonl.gz", {"id": "P19-1227", "title": "Answers", "abstract": "We answer."})
    for name in ("README.md", "LICENSE.txt", ".hidden/1706.03762.pdf", "__MACOSX/x.pdf", "data.csv", "a.pdf.sha256"):
        (tmp_path / name).write_bytes(b"not a paper")
    return tmp_path


def test_every_paper_is_found_in_order_under_its_own_id(folder: Path) -> None:
    papers, queries = FolderSource(folder, "2026-01-31").find("", 0)
    assert [(paper.source, paper.paper_id.partition(":")[0], paper.version, paper.year) for paper in papers] == [
        ("1911.02116v2.pdf", "arXiv", "v2", 2019),
        ("notes.txt", "file", "", None),
        ("rows.jsonl.gz", "acl", "", 2019),
        ("thoughts.md", "file", "", None),
        ("b/2020.acl_main.447.pdf", "acl", "", 2020),
        ("b/arXiv-2005.13013v1.tar.gz", "arXiv", "v1", 2020),
        ("b/deep/quant-ph_0201082v1.tex", "arXiv", "v1", 2002),
    ]
    assert papers[0].url == "https://arxiv.org/abs/1911.02116v2"
    assert papers[4].paper_id == "acl:2020.acl-main.447"
    assert [(query.source, query.found, query.taken, query.date) for query in queries] == [
        (folder.name, 7, 7, "2026-01-31")
    ]
    assert FolderSource(folder, "2026-01-31").find("", 0) == (papers, queries)


def test_each_kind_is_read(folder: Path) -> None:
    source = FolderSource(folder)
    read = {paper.source.rpartition("/")[2]: source.fetch(paper) for paper in source.find("", 0)[0]}
    assert {name: document.substrate for name, document in read.items()} == {
        "1911.02116v2.pdf": "pdf",
        "notes.txt": "text",
        "rows.jsonl.gz": "abstract",
        "thoughts.md": "text",
        "2020.acl_main.447.pdf": "pdf",
        "arXiv-2005.13013v1.tar.gz": "latex",
        "quant-ph_0201082v1.tex": "latex",
    }
    assert read["arXiv-2005.13013v1.tar.gz"].title == "Gains on XNLI"
    assert "Qubits." in read["quant-ph_0201082v1.tex"].text
    assert read["rows.jsonl.gz"].paper_id == "acl:P19-1227"


def test_a_single_file_is_a_source_too(folder: Path) -> None:
    paper, document = only(folder / "b" / "deep" / "quant-ph_0201082v1.tex")
    assert (paper.paper_id, paper.source) == ("arXiv:quant-ph/0201082", "quant-ph_0201082v1.tex")
    assert document.paper_id == paper.paper_id


def test_a_file_without_an_id_is_named_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The same words.")
    (tmp_path / "two.txt").write_text("The same words.")
    (tmp_path / "three.txt").write_text("Other words.")
    source = FolderSource(tmp_path)
    assert [paper.source for paper in source.find("", 0)[0]] == ["one.txt", "three.txt"]
    assert [(skip.what, skip.reason) for skip in source.superseded] == [("two.txt", "the same paper is in one.txt")]


def test_the_newest_version_is_taken_and_the_other_noted(tmp_path: Path) -> None:
    for version in (2, 10, 9):
        (tmp_path / f"2005.13013v{version}.tex").write_text(TEX % f"Version {version}.")
    source = FolderSource(tmp_path)
    (paper,), (query,) = source.find("", 0)
    assert (paper.version, query.found) == ("v10", 3)
    assert "Version 10." in source.fetch(paper).text
    assert {skip.what for skip in source.superseded} == {"2005.13013v2.tex", "2005.13013v9.tex"}
    assert {skip.reason for skip in source.superseded} == {"the same paper is in 2005.13013v10.tex v10"}


def test_the_fullest_text_is_read_and_what_it_lacks_is_filled_in(tmp_path: Path) -> None:
    rows(
        tmp_path / "all.jsonl",
        {"id": "2005.13013", "title": "A Title", "abstract": "Short.", "authors": ["A. Author"], "doi": "10.0/x"},
    )
    (tmp_path / "2005.13013v2.tex").write_text(TEX % "")
    (tmp_path / "2005.13013v2.pdf").write_bytes(make_pdf([["A Title"]]))
    paper, document = only(tmp_path)
    assert document.substrate == "latex"
    assert (paper.title, paper.abstract, paper.authors, paper.doi, paper.version) == (
        "A Title",
        "Short.",
        ("A. Author",),
        "10.0/x",
        "v2",
    )


def test_a_latex_paper_of_several_files_is_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "main.tex").write_text(TEX % "\\input{sections/results} \\input{../../outside} \\input{gone}")
    (tmp_path / "sections" / "results.tex").write_text("We gain 2.1 points on PAWS-X. \\input{sections/more}")
    (tmp_path / "sections" / "more.tex").write_text("And 0.9 on XNLI.")
    (tmp_path / "main.bbl").write_text("\\begin{thebibliography}{1}\\bibitem{x} A. Author. 2019.\\end{thebibliography}")
    source = FolderSource(tmp_path)
    (paper,) = source.find("", 0)[0]
    document = source.fetch(paper)
    assert "2.1 points on PAWS-X" in document.text
    assert "0.9 on XNLI" in document.text
    assert source.superseded == ()
    assert FolderSource(tmp_path).fetch(paper) == document
    (tmp_path / "sections" / "more.tex").write_text("And 0.8 on XNLI.")  # a part that changed is a change of the paper
    (changed,) = FolderSource(tmp_path).find("", 0)[0]
    assert (changed.paper_id, changed.fingerprint != paper.fingerprint) == (paper.paper_id, True)


# JSON lines


def test_rows_of_every_kind(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "r.jsonl",
        {"id": "1911.02116v1", "title": " A \n Title", "abstract": "Words.", "authors": ["B"], "year": "2019"},
        {"paper_id": "0705.1367", "tex": TEX % "Rows."},
        {"id": 4983, "title": "Numbered", "text": "A body. It has two sentences.", "abstract": "Short.", "year": 2001},
        {"title": "Nameless", "abstract": "Words."},
        {"id": "x", "title": "W", "abstract": "a", "comment": "withdrawn by the author", "machine_written": True},
        {"id": "y", "title": "N", "abstract": "a", "version": None, "categories": None, "listed": 3, "venue": None},
    )
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n\n"))
    source = FolderSource(path)
    papers = source.find("", 0)[0]
    assert [paper.paper_id for paper in papers[:3]] == ["arXiv:1911.02116", "arXiv:0705.1367", "4983"]
    assert papers[3].paper_id.startswith("file:")
    assert (papers[0].title, papers[0].version, papers[0].year) == ("A Title", "v1", 2019)
    assert (papers[4].withdrawn, papers[4].machine_written) == (True, True)
    read = [source.fetch(paper) for paper in reversed(papers)][::-1]
    assert [document.substrate for document in read] == ["abstract", "latex", "text", *["abstract"] * 3]
    assert "Rows." in read[1].text
    assert "two sentences" in read[2].text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"id": "x", "title": ', "not JSON"),
        (b'\xff{"id": "x"}', "not JSON"),
        (b'["x"]', "not a JSON object"),
        (b'{"id": "x"}', "no title, abstract, text or tex"),
        (b'{"id": "x", "title": "T", "abstract": ["a"]}', "'abstract' is not a text"),
        (b'{"id": "", "title": "T"}', "the id '' is neither a text nor a number"),
        (b'{"id": true, "title": "T"}', "the id True is neither a text nor a number"),
        (b'{"id": "x", "title": "T", "authors": "A, B"}', "'authors' is not a list of texts"),
        (b'{"id": "x", "title": "T", "year": "last"}', "the year 'last' is not a number"),
    ],
)
def test_a_malformed_row_is_named_by_file_and_line_and_the_others_are_read(
    tmp_path: Path, line: bytes, why: str
) -> None:
    lines = (
        b'{"id": "fine", "title": "T", "abstract": "a"}',
        b"",
        line,
        b'{"id": "too", "title": "T", "abstract": "a"}',
    )
    (tmp_path / "r.jsonl").write_bytes(b"\n".join(lines))
    source = FolderSource(tmp_path)
    one, broken, other = source.find("", 0)[0]
    assert (one.paper_id, other.paper_id, broken.source) == ("fine", "too", "r.jsonl")
    with pytest.raises(UnreadablePaper, match=r"^r\.jsonl, line 3: ") as caught:
        source.fetch(broken)
    assert why in caught.value.message


def test_of_many_malformed_rows_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(
        b'{"claim": "not a paper"}\n' * 50 + b'{"id": "fine", "title": "T", "text": "a"}\n'
    )
    source = FolderSource(tmp_path)
    said = []
    for paper in source.find("", 0)[0]:
        if paper.paper_id != "fine":
            with pytest.raises(UnreadablePaper) as caught:
                source.fetch(paper)
            said.append(caught.value.message)
    assert len(said) == 11
    assert said[0].startswith("r.jsonl, line 1: no title")
    assert said[-1] == "r.jsonl: 40 more lines are malformed"


ROWS = st.dictionaries(
    st.sampled_from(
        ["id", "paper_id", "title", "abstract", "text", "tex", "authors", "year", "categories", "version", "x"]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=4,
    ),
)


@given(st.lists(ROWS | st.floats() | st.lists(st.integers()), min_size=1, max_size=4))
def test_any_json_on_a_line_is_a_paper_or_says_why_not(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Any]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "r.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in given_rows))
    source = FolderSource(path)
    for paper in source.find("", 0)[0]:
        try:
            assert source.fetch(paper).paper_id == paper.paper_id
        except UnreadablePaper as error:
            assert "r.jsonl" in error.message  # noqa: PT017 - some can be read


def test_a_damaged_gzip_file_is_named_and_what_stands_before_the_damage_is_read(tmp_path: Path) -> None:
    path = rows(tmp_path / "r.jsonl.gz", *({"id": str(n), "title": os.urandom(99).hex()} for n in range(99)))
    path.write_bytes(path.read_bytes()[:-600])
    source = FolderSource(path)
    *good, broken = source.find("", 0)[0]
    assert 50 < len(good) < 99
    with pytest.raises(UnreadablePaper, match=r"r\.jsonl\.gz is damaged after line \d\d"):
        source.fetch(broken)


@pytest.mark.parametrize("name", ["big.jsonl.gz", "big.jsonl"])
def test_long_rows_are_not_kept_in_memory(tmp_path: Path, name: str) -> None:
    body = "Filler words. " * 20_000
    path = rows(tmp_path / name, *({"paper_id": f"2001.{n:05}", "text": f"Paper {n}. {body}"} for n in range(40)))
    tracemalloc.start()
    try:
        source = FolderSource(path)
        papers = source.find("", 0)[0]
        for paper in (papers[30], papers[3], papers[39]):
            assert f"Paper {int(paper.paper_id[-5:])}." in source.fetch(paper).text
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(papers) == 40
    assert kept < 2 * len(body) < 40 * len(body)


# What goes wrong


def test_a_corrupt_pdf_is_told_when_it_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "1706.03762v7.pdf").write_bytes(b"no PDF at all")
    source = FolderSource(tmp_path)
    (paper,) = source.find("", 0)[0]
    with pytest.raises(UnreadablePaper, match=r"1706\.03762v7\.pdf"):
        source.fetch(paper)
    (tmp_path / "1706.03762v7.pdf").unlink()
    with pytest.raises(UnreadablePaper, match=r"1706\.03762v7\.pdf: No such file"):
        source.fetch(paper)
    with pytest.raises(UnreadablePaper, match="other is not in"):
        source.fetch(Paper("other", ""))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("index.json", "{}", r"^index\.json: a digest lacks key 'id'"),
        ("index.json", "[]", r"^index\.json: a digest is an object"),
        ("index.json", "{", r"^index\.json: not JSON"),
        ("empty.tex", "", r"^empty\.tex: empty"),
        ("chapter.tex", "\\section{Method} We train.", r"^chapter\.tex: no \\documentclass in it, and no paper here"),
        ("empty.pdf", "", r"^empty\.pdf: the file is empty"),
        ("empty.txt", "", r"^empty\.txt: the file is empty"),
        ("scrambled.tar.gz", "no archive", r"scrambled\.tar\.gz"),
    ],
)
def test_a_file_among_others_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / "main.tex").write_text(TEX % "")
    (tmp_path / name).write_text(content)
    source = FolderSource(tmp_path)
    papers = {paper.source: paper for paper in source.find("", 0)[0]}
    assert set(papers) == {"main.tex", name}
    assert source.fetch(papers["main.tex"]).title == "Gains on XNLI"
    with pytest.raises(UnreadablePaper, match=why) as caught:
        source.fetch(papers[name])
    assert "\n" not in str(caught.value)


def test_folders_below_and_papers_that_are_not_wanted_are_left_out(folder: Path) -> None:
    papers, (query,) = FolderSource(folder, deep=False, without=["acl:P19-1227"]).find("", 0)
    assert [paper.source for paper in papers] == ["1911.02116v2.pdf", "notes.txt", "thoughts.md"]
    assert query.found == 3


def test_nothing_there_and_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no file or folder"):
        FolderSource(tmp_path / "gone").find("", 0)
    with pytest.raises(MissingInput, match="no papers in"):
        FolderSource(tmp_path).find("", 0)


# Ids


@pytest.mark.parametrize(
    ("raw", "paper_id", "version"),
    [
        ("1911.02116", "arXiv:1911.02116", ""),
        (" arXiv:1911.02116v3 ", "arXiv:1911.02116", "v3"),
        ("ARXIV:0705.1367", "arXiv:0705.1367", ""),
        ("https://export.arxiv.org/pdf/1911.02116v2.pdf", "arXiv:1911.02116", "v2"),
        ("10.48550/arXiv.1911.02116", "arXiv:1911.02116", ""),
        ("https://doi.org/10.48550/arXiv.1911.02116", "arXiv:1911.02116", ""),
        ("math.GT/0309136", "arXiv:math.GT/0309136", ""),
        ("2020.aacl-main.56", "acl:2020.aacl-main.56", ""),
        ("acl:P19-1227", "acl:P19-1227", ""),
        ("https://doi.org/10.18653/v1/2020.acl-main.747", "acl:2020.acl-main.747", ""),
        ("W19-2001", "acl:W19-2001", ""),
        ("doc-17", "doc-17", ""),
        ("12345678", "12345678", ""),
    ],
)
def test_ids_and_links_name_one_work(raw: str, paper_id: str, version: str) -> None:
    assert identify(raw) == (paper_id, version)
    assert identify(paper_id + version) == (paper_id, version)


@given(st.text(max_size=30))
def test_naming_is_idempotent_and_never_fails(raw: str) -> None:
    paper_id, version = identify(raw)
    assert identify(paper_id + version) == (paper_id, version)
    identify_file(raw)
