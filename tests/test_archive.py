"""LaTeX source archives, unpacked in memory."""

import gzip
import io
import tarfile
import time

import pytest

from litsynth.errors import UnreadablePaper
from litsynth.parse import archive, read_document
from litsynth.parse.archive import read_source

BODY = "This sentence is here so that the paper has enough running text to be read. " * 4
TEX = f"\\documentclass{{article}}\\title{{T}}\\begin{{document}}{BODY}\\end{{document}}"


def pack(files: dict[str, str | bytes], mode: str = "w:gz") -> bytes:
    """A tar archive of these files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:  # type: ignore[call-overload]
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def source_of(data: bytes, name: str) -> str:
    """The flattened source."""
    return read_source(data, name).tex


def test_included_files_and_the_bibliography_are_put_in_place() -> None:
    source = source_of(
        pack(
            {
                "main.tex": r"\begin{document}\input{sections/intro} \include{sections/end}\bibliography{refs}\end{document}",
                "sections/intro.tex": r"Intro. \input{deep}",
                "sections/deep.tex": "Deep.",
                "sections/end.tex": "End.",
                "main.bbl": r"\bibitem{a} Entry.",
                "other.bbl": "WRONG",
                "figure.png": b"\x89PNG",
            }
        ),
        "x.tar.gz",
    )
    assert "Intro. Deep." in source
    assert "End." in source
    assert "Entry." in source
    assert "WRONG" not in source


def test_a_commented_input_is_not_read_and_a_circle_ends() -> None:
    source = source_of(
        pack(
            {
                "main.tex": "\\begin{document}\n% \\input{a}\n\\input{b}\\end{document}",
                "a.tex": "NO",
                "b.tex": "\\input{main}",
            }
        ),
        "x.tar.gz",
    )
    assert "NO" not in source
    assert source.count("begin{document}") == 1


def test_comments_end_with_their_line_and_a_line_of_many_inputs_is_read_in_time() -> None:
    line = r"50\% \input{a} \\% \input{a} \input{a}" + "\n" + r"\input{a} % \input{a}" + "\n"
    many = r"\input{none} " * 20_000
    began = time.process_time()
    source = source_of(pack({"main.tex": rf"\begin{{document}}{line}{many}", "a.tex": "YES"}, "w"), "x.tar")
    assert source.startswith(r"\begin{document}50\% YES \\% \input{a} \input{a}" + "\nYES % \\input{a}\n")
    assert source.endswith(many)
    assert time.process_time() - began < 10


def test_the_paper_is_chosen_among_several_documents() -> None:
    source = source_of(
        pack(
            {
                "aaa_response.tex": r"\begin{document}LETTER\end{document}",
                "fig.tex": r"\documentclass[tikz]{standalone}\begin{document}DRAWING\end{document}" + "%" * 9_000,
                "acl_paper.tex": r"\begin{document}PAPER \subfile{part}\end{document}",
                "part.tex": r"\documentclass[x]{subfiles}\begin{document}PART\end{document}",
                "acl_paper.bbl": "",
            }
        ),
        "x.tar.gz",
    )
    assert "PAPER" in source
    assert "PART" in source
    assert "LETTER" not in source


@pytest.mark.parametrize("name", ["../../etc/evil.tex", "/etc/evil.tex", "a/../../evil.tex"])
def test_paths_that_leave_the_archive_lead_nowhere(name: str) -> None:
    files = {
        name: "HELD",
        "main.tex": r"\begin{document}\input{../../../etc/passwd}\input{/etc/hostname}\end{document}",
    }
    assert r"\input{../../../etc/passwd}" in source_of(pack(files), "x.tar.gz")


def test_links_are_not_followed() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        link = tarfile.TarInfo("main.tex")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(UnreadablePaper, match="no LaTeX document"):
        source_of(buffer.getvalue(), "x.tar")


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_what_is_no_file_is_passed_over(kind: bytes) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        odd = tarfile.TarInfo("main.tex")
        odd.type, odd.linkname = kind, "/etc/passwd"
        tar.addfile(odd)
        paper = tarfile.TarInfo("paper.tex")
        paper.size = len(TEX)
        tar.addfile(paper, io.BytesIO(TEX.encode()))
    assert source_of(buffer.getvalue(), "x.tar") == TEX


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 3)
    with pytest.raises(UnreadablePaper, match="more than 3 files"):
        source_of(pack({f"{number}.tex": TEX for number in range(4)}), "x.tar.gz")


def test_an_archive_that_unpacks_to_hundreds_of_times_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_HARMLESS", 100_000)
    with pytest.raises(UnreadablePaper, match="unpacks to more than 0 MB"):
        source_of(gzip.compress(b"\0" * 3_000_000), "x.gz")
    assert source_of(gzip.compress(TEX.encode() * 100), "x.gz") == TEX * 100


def test_files_that_read_each_other_many_times_end() -> None:
    files = {f"f{number}.tex": rf"\input{{f{number + 1}}}" * 30 for number in range(12)}
    data = pack({"main.tex": rf"\begin{{document}}{BODY}\input{{f0}} END\end{{document}}", **files})
    paper = read_document(data, "x.tar.gz", "file:1")
    assert len(source_of(data, "x.tar.gz")) < 150_000
    assert "END" in paper.text
    assert paper.warnings[0].startswith("files read too often or too deeply were left out: f")


IN_PLACE = {
    "\\input one\nEND": "ONE\nEND",
    "\\input\tdeep/two.tex END": "TWO END",
    "\\input{one}{kept}": "ONE{kept}",
    r"\InputIfFileExists{one}{Found: }{None}": "Found: ONE",
    r"\InputIfFileExists{none}{Found: }{None}": "None",
    r"\import{deep/}{reads}": "TWO",
    r"\subfile{deep/reads} \input{two}": "TWO WRONG",
    r"\input{noted}": "NOTED % note\n",
    r"\includegraphics{one}": r"\includegraphics{one}",
}


@pytest.mark.parametrize("tex", IN_PLACE)
def test_a_file_stands_where_it_is_named(tex: str) -> None:
    files = {"one.tex": "ONE", "deep/two.tex": "TWO", "two.tex": "WRONG", "deep/reads.tex": r"\input{two}"}
    data = pack({"main.tex": rf"\begin{{document}}{tex}\end{{document}}", "noted.tex": "NOTED % note", **files})
    assert source_of(data, "x.tar.gz") == rf"\begin{{document}}{IN_PLACE[tex]}\end{{document}}"


STYLES = {
    r"\usepackage{amsmath, ours}": r"\newcommand{\ours}{Lift}",
    r"\usepackage[final,x={y}]{ours}": r"\newcommand{\ours}{Lift}",
    r"\documentclass[11pt]{own}": r"\newcommand{\ours}{Drop}",
    r"\usepackage{lib/more}": r"\newcommand{\ours}{More}",
}


@pytest.mark.parametrize("tex", STYLES)
def test_macros_in_the_authors_packages_and_class_are_read(tex: str) -> None:
    named = {"ours.sty": "Lift", "own.cls": "Drop", "lib/more.sty": "More"}
    files = {path: rf"\newcommand{{\ours}}{{{name}}}" for path, name in named.items()}
    source = source_of(pack({"main.tex": rf"{tex}\begin{{document}}X\end{{document}}", **files}), "x.tar.gz")
    assert source == rf"{tex}{STYLES[tex]}\begin{{document}}X\end{{document}}"


LISTS = {
    "00README.json": '{"sources": [{"filename": "main.tex"}, {"filename": "b.tex", "usage": "toplevel"}]}',
    "00README.XXX": "main.tex ignore\nb.tex toplevelfile\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_the_main_file_that_arxiv_names_goes_before_all(name: str) -> None:
    files = {"main.tex": r"\begin{document}A\end{document}", "b.tex": r"\begin{document}B\end{document}"}
    assert source_of(pack({**files, name: LISTS[name]}), "x.tar.gz") == files["b.tex"]
    assert source_of(pack({**files, name: "[" * 9 + "none.tex toplevelfile"}), "x.tar.gz") == files["main.tex"]


ENDINGS = {
    "YES \\endinput\nNO": "YES \n",
    "YES 5\\% \\endinput too\nNO": "YES 5\\%  too\n",
    "% \\endinput\nYES": "% \\endinput\nYES",
    "\\ifdefined\\read\\endinput\\fi YES": "\\ifdefined\\read\\endinput\\fi YES",
}


@pytest.mark.parametrize("tex", ENDINGS)
def test_endinput_ends_a_file_behind_its_line(tex: str) -> None:
    files = {"main.tex": r"\begin{document}\input{a}\end{document}", "a.tex": tex}
    assert source_of(pack(files), "x.tar.gz") == rf"\begin{{document}}{ENDINGS[tex]}\end{{document}}"


def test_the_main_file_may_open_its_document_elsewhere() -> None:
    files = {
        "main.tex": r"\documentclass{article}\newcommand{\x}{X}\input{body}",
        "body.tex": r"\begin{document}BODY \x\end{document}",
    }
    source = source_of(pack(files), "x.tar.gz")
    assert source == r"\documentclass{article}\newcommand{\x}{X}\begin{document}BODY \x\end{document}"


def test_what_stands_behind_endinput_is_not_read() -> None:
    files = {"main.tex": r"\begin{document}\input{a} END\end{document}", "a.tex": "YES\n\\endinput\nNO"}
    source = source_of(pack(files), "x.tar.gz")
    assert "YES" in source
    assert "END" in source
    assert "NO" not in source


def test_the_authors_own_style_is_read_and_a_publishers_is_not() -> None:
    files = {
        "main.tex": r"\usepackage{ours}\usepackage{acl}\begin{document}\end{document}",
        "ours.sty": r"\newcommand{\ours}{Lift}",
        "acl.sty": r"\def\@maketitle{STYLE}",
    }
    source = source_of(pack(files), "x.tar.gz")
    assert r"\newcommand{\ours}{Lift}" in source
    assert "STYLE" not in source


BIB = r"""
@string{acl = "ACL"}
@inproceedings{lee, author = {Ann Lee and Li, Bo and {The Team}}, title = "On {T}ables", year = 2019, booktitle = acl}
@article{ebb:21, author={Tom Ebb}, title={Logs {\"a} la mer}, date={2021-03}, journal={J. of Logs}}
@book{uncited, author={Nobody}, year={1999}}
@misc{broken, author={Never closed
"""


def test_citations_are_resolved_from_a_data_file_where_no_list_was_made() -> None:
    body = rf"See \citep{{lee}}, \citet{{ebb:21}} and \cite{{none}}. {BODY}\bibliography{{refs}}"
    data = pack({"main.tex": rf"\begin{{document}}{body}\end{{document}}", "refs.bib": BIB})
    paper = read_document(data, "x.tar.gz", "arXiv:1")
    assert "See (Lee et al., 2019), Ebb (2021) and [none]." in paper.text
    assert [(entry.key, entry.span.of(paper.text)) for entry in paper.references] == [
        ("ebb:21", "Tom Ebb. 2021. Logs ä la mer. J. of Logs."),
        ("lee", "Ann Lee, Bo Li and The Team. 2019. On Tables. acl."),
    ]


def test_a_made_list_goes_before_a_data_file() -> None:
    files = {
        "main.tex": r"\begin{document}\cite{lee}\bibliography{refs}\end{document}",
        "main.bbl": "MADE",
        "refs.bib": BIB,
    }
    source = source_of(pack(files), "x.tar.gz")
    assert "MADE" in source
    assert "Ann Lee" not in source


def test_bytes_that_are_no_utf8_spoil_only_themselves() -> None:
    data = TEX.replace("{T}", "{Müller}").encode() + "% café".encode("latin-1")
    assert read_document(data, "x.tex", "file:1").title == "Müller"


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000_000)
    with pytest.raises(UnreadablePaper, match="unpacks to more than 1 MB"):
        source_of(gzip.compress(b"\0" * 3_000_000), "x.gz")


DAMAGED = [
    gzip.compress(b"\\begin{document}" * 100)[:-30],
    b"\x1f\x8b" + b"junk" * 20,
    pack({"main.tex": "x" * 5_000}, "w")[:300],
    pack({"readme.md": "nothing"}),
    b"",
]


@pytest.mark.parametrize("data", DAMAGED, ids=["cut gzip", "junk", "cut tar", "no latex", "empty"])
def test_damaged_archives_are_unreadable_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadablePaper) as caught:
        read_document(data, "1234.5678.tar.gz", "arXiv:1234.5678")
    assert "\n" not in str(caught.value)


def test_of_a_cut_archive_what_is_left_is_read_with_a_note() -> None:
    whole = pack({"main.tex": TEX.replace("\\end", "\\input{more}\\end"), "more.tex": "More of it. " * 400}, "w")
    left = "the archive is damaged or ends too early: only what comes before that was read"
    cut = {
        whole[:3_000]: left,
        gzip.compress(whole, 0)[:3_000]: left,
        gzip.compress(TEX.encode(), 0)[:-22]: r"no \end{document}: the source may be cut off",
    }
    for data, note in cut.items():
        read = read_document(data, "x.tar.gz", "x")
        assert (BODY.strip() in read.text, read.warnings) == (True, (note,))
    assert "More of it." in read_document(whole[:3_000], "x.tar", "x").text
    assert read_document(whole, "x.tar", "x").warnings == ()


KINDS = {
    "paper.tex": TEX.encode(),
    "1234.5678v1.gz": gzip.compress(TEX.encode()),
    "1234.5678v1.tar.gz": pack({"ms.tex": TEX}),
    "1234.5678v1": pack({"ms.tex": TEX}),
    "latin.tex": TEX.replace("{T}", "{Café}").encode("latin-1"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_way_that_source_is_served_is_read(name: str) -> None:
    paper = read_document(KINDS[name], name, "arXiv:1234.5678")
    assert paper.substrate == "latex"
    assert paper.title in {"T", "Café"}
    assert len(paper.sentences) == 4


def test_text_and_markdown_are_read() -> None:
    markdown = (
        "# A Title\n\n## Abstract\n\nWe gain **1.8** points. See [here](http://x.org).\n\n## Results\n\nTable 1: Scores.\n\n"
        "| Model | en | fr |\n|---|:-:|---|\n| A | 80.1 | 70.2 |\n| B | 81.0 | 71.3 |\n\n## References\n\n[1] Ann Lee. 2019."
    )
    paper = read_document(markdown.encode(), "x.md", "file:1")
    assert paper.title == "A Title"
    assert [(part.title, part.kind) for part in paper.sections[1:]] == [
        ("Abstract", "abstract"),
        ("Results", "body"),
        ("References", "references"),
    ]
    assert [sentence.span.of(paper.text) for sentence in paper.sentences][:2] == ["We gain 1.8 points.", "See here."]
    table = paper.tables[0]
    assert (table.label, table.caption.of(paper.text)) == ("Table 1", "Table 1: Scores.")
    assert [cell.span.of(paper.text) for cell in table.cells][-2:] == ["81.0", "71.3"]
    assert paper.references[0].key == "1"


def test_unknown_kinds_are_refused_with_what_is_known() -> None:
    with pytest.raises(UnreadablePaper, match=r"give \.tex"):
        read_document(b"some bytes", "paper.docx", "file:1")


def test_a_source_without_a_document_in_it_is_read_for_what_it_holds() -> None:
    paper = read_document(rf"\section{{Results}} {BODY}".encode(), "x.tex", "file:1")
    assert [part.title for part in paper.sections][-1] == "1 Results"
    assert len(paper.sentences) == 4
    packed = read_document(pack({"part.tex": rf"\section{{Results}} {BODY}"}), "x.tar.gz", "file:1")
    assert packed.text == paper.text
