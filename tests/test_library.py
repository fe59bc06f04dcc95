"""Reference libraries: each entry with its data and its PDFs, a broken one by its line, one work once."""

import json
from pathlib import Path

import pytest
from arxiv_shelf import PROTOCOL, make_pdf
from conftest import Litsynth
from test_store_renew import aged

from litsynth.errors import UnreadablePaper
from litsynth.records import Paper
from litsynth.sources import FolderSource

BIB = r"""
@string{acl = "Annual Meeting"}
@comment{made by a program}
@article{over,
  title = {{XNLI}: {\"O}ver-fitting in Z{\"u}rich \& {\'E}cole $\alpha$},
  author = {M{\"u}ller, J{\"o}rg and {Language and Speech Group} and others},
  year = 2019, booktitle = acl # " of Transfer",
  eprint = {1911.90001v2}, archivePrefix = {arXiv}, doi = {10.48550/arXiv.1911.90001},
  abstract = {We gain 1.8\% on~XNLI --- $91.2_{\pm 0.3}$, that is. Nothing else was changed.},
  keywords = {transfer, XNLI}, url = {http://example.org/a\_b},
  file = {Full Text:files/12/over.pdf:application/pdf;Snapshot:files/12/page.html:text/html},
}
@inproceedings{gone, title = "On {BERT}, Twice", author = "Lee, Ann", date = {2020-05-01},
  doi = {10.18653/v1/P19-9227}, abstract = {We lose 2.0 points on PAWS-X.}, file = {:C\:\\docs\\gone.pdf:PDF}}
@article{broken, title = {No end, author = {X}
@article{over, title={The same key}, author={Bo Li}, year={2001}, note={arXiv:2001.90009 [cs]}, abstract={We count.}}
@misc{nothing, title = {Nothing but a Title}}
@misc{comma title = {None}}
"""
RIS = f"""TY  - JOUR
TI  - Counting <i>Words</i> Again
AU  - Brook, Ada
AU  - Cole, Ben
PY  - 2018/05/02/
DO  - 10.5555/XYZ.1
AB  - Words are counted in nine languages,
and the counts differ by 2.5 percent.
KW  - counting
UR  - https://example.org/counting
L1  - files/count.pdf
ER  -

TY  - JOUR
TI  - Never Ended
TY - CONF
T1 - One Space
A1 - Doe, Jan
N2 - {PROTOCOL}
ER -
TY  - JOUR
AU  - Nobody, A.
ER  -
"""
CSL = """[
 {"id": "a", "type": "paper-conference", "title": "Bridges", "author": [{"family": "Beek", "given": "Jo",
  "non-dropping-particle": "van"}, {"literal": "A Group"}], "issued": {"date-parts": [["2020", 5]]},
  "container-title": "Proceedings", "note": "arXiv:2003.90011v1 [cs.CL]", "abstract": "<jats:p>We gain (p < 0.05).</jats:p>"},
 {"id": "b", "title": 5x},
 ["c"],
 {"id": "d", "title": "Tunnels, and [brackets] \\"quoted\\"", "DOI": "10.1234/T", "abstract": "We dig.",
  "issued": {"raw": "May 2019"}},
 {"id": "e", "abstract": "No title."}
]"""


def library(folder: Path, name: str, text: str) -> tuple[FolderSource, list[Paper]]:
    (folder / name).write_text(text, encoding="utf-8")
    source = FolderSource(folder / name, "2026-01-31")
    return source, list(source.find("", 0)[0])


def reasons(source: FolderSource, papers: list[Paper]) -> list[str]:
    """Why papers cannot be read."""
    found = []
    for paper in papers:
        try:
            source.fetch(paper)
        except UnreadablePaper as error:
            found.append(error.message)
    return found


def test_bibtex_with_accents_attachments_and_broken_entries(tmp_path: Path) -> None:
    (tmp_path / "files" / "12").mkdir(parents=True)
    (tmp_path / "files" / "12" / "over.pdf").write_bytes(
        make_pdf([["A Title", "Abstract", "We gain 1.8 points.", PROTOCOL]])
    )
    source, papers = library(tmp_path, "lib.bib", BIB)
    over, gone, _, same_key, _, _ = papers
    assert (over.paper_id, over.version, over.year, over.doi) == ("arXiv:1911.90001", "v2", 2019, "")
    assert over.title == "XNLI: Över-fitting in Zürich & École α"
    assert over.authors == ("Jörg Müller", "Language and Speech Group")
    assert over.abstract == "We gain 1.8% on XNLI — 91.2 ± 0.3, that is. Nothing else was changed."
    assert (over.venue, over.url, over.keywords) == (
        "Annual Meeting of Transfer", "http://example.org/a_b", ("transfer", "XNLI")
    )  # fmt: skip
    assert source.fetch(over).substrate == "pdf"
    assert (gone.paper_id, gone.year, gone.identifiers) == ("acl:P19-9227", 2020, ())
    assert gone.doi == "10.18653/v1/p19-9227"
    assert source.fetch(gone).warnings[0] == r"the attached file C:\docs\gone.pdf is not there"
    assert (same_key.paper_id, same_key.source) == ("arXiv:2001.90009", "lib.bib, line 16")
    assert [skip.what for skip in source.missing] == ["On BERT, Twice"]
    found = reasons(source, papers)
    assert [reason.partition(":")[0] for reason in found] == [
        "lib.bib, line 15",
        "lib.bib, line 17",
        "lib.bib, line 18",
    ]
    assert found[1].endswith("the entry has neither abstract nor PDF")


def test_ris_with_continued_lines_and_records_without_an_end(tmp_path: Path) -> None:
    source, papers = library(tmp_path, "lib.ris", RIS.replace("\n", "\r\n"))
    first, _, spaced, _ = papers
    assert (first.paper_id, first.title, first.year) == ("doi:10.5555/xyz.1", "Counting Words Again", 2018)
    assert first.authors == ("Ada Brook", "Ben Cole")
    assert first.abstract.endswith("in nine languages, and the counts differ by 2.5 percent.")
    assert (first.keywords, first.url) == (("counting",), "https://example.org/counting")
    assert (spaced.title, spaced.authors) == ("One Space", ("Jan Doe",))
    assert [skip.reason for skip in source.missing] == ["lib.ris, line 1: no file files/count.pdf"]
    assert reasons(source, papers) == [
        "lib.ris, line 14: a record that does not run from TY to ER", "lib.ris, line 21: the record has no title"
    ]  # fmt: skip


def test_csl_json_with_broken_items(tmp_path: Path) -> None:
    source, papers = library(tmp_path, "lib.json", CSL)
    bridges, _, _, tunnels, _ = papers
    assert (bridges.paper_id, bridges.version, bridges.year) == ("arXiv:2003.90011", "v1", 2020)
    assert (bridges.authors, bridges.abstract) == (("Jo van Beek", "A Group"), "We gain (p < 0.05).")
    assert (tunnels.paper_id, tunnels.title, tunnels.year) == (
        "doi:10.1234/t", 'Tunnels, and [brackets] "quoted"', 2019
    )  # fmt: skip
    assert [reason.partition(":")[0] for reason in reasons(source, papers)] == [
        "lib.json, line 5", "lib.json, line 6", "lib.json, line 9"
    ]  # fmt: skip


def test_a_list_cut_short_loses_its_last_item_only(tmp_path: Path) -> None:
    source, papers = library(tmp_path, "lib.json", CSL[: CSL.index('"No title')])
    assert [paper.paper_id for paper in papers if paper.title] == ["arXiv:2003.90011", "doi:10.1234/t"]
    assert reasons(source, papers)[-1].startswith("lib.json, line 9: not JSON")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_older_programs(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.bib").write_bytes("@misc{a, title={Über Wörter}, abstract={Naïve.}, author={Ö, Ä}}".encode(encoding))
    (paper,) = FolderSource(tmp_path / "a.bib").find("", 0)[0]
    assert (paper.title, paper.abstract, paper.authors) == ("Über Wörter", "Naïve.", ("Ä Ö",))


def test_what_is_attached_later_is_read_then(litsynth_: Litsynth, folder: Path) -> None:
    entry = "@misc{a, title={Late}, abstract={We gain 1.8 points on XNLI.}, file={files/late.pdf}}"
    (folder / "lib.bib").write_text(entry)
    status, out, err = litsynth_("corpus", "add", "mine", "lib.bib")
    assert (status, out) == (4, "1 paper added to mine, 1 in all, 0 skipped\n")
    assert err == "missing: Late: lib.bib, line 1: no file files/late.pdf\n"
    (folder / "files").mkdir()
    (folder / "files" / "late.pdf").write_bytes(make_pdf([["Late", "Abstract", "We gain 1.8 points.", PROTOCOL]]))
    assert litsynth_("corpus", "add", "mine", "lib.bib") == (0, "0 papers added to mine, 1 in all, 0 skipped\n", "")
    assert "Each figure is the mean of five runs" in litsynth_("search", "mean of seeds", "--corpus", "mine")[1]


def test_an_abstract_of_a_library_is_read_again_by_the_next_parser(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "lib.bib").write_text("@misc{a, title={Late}, abstract={We gain 1.8 points on XNLI.}}")
    assert litsynth_("corpus", "add", "mine", "lib.bib")[0] == 0
    aged(folder / "corpora" / "mine")
    (folder / "lib.bib").unlink()
    assert litsynth_("corpus", "show", "mine")[2] == ""


def test_a_library_that_was_named_is_read_and_one_in_a_folder_is_a_papers_references(
    litsynth_: Litsynth, papers: Path
) -> None:
    (papers / "refs.bib").write_text(BIB)
    assert litsynth_("corpus", "add", "mine", "papers")[1] == "3 papers added to mine, 3 in all, 0 skipped\n"
    assert "1 .bib files in papers: name the file itself" in litsynth_("corpus", "add", "mine", "papers", "-v")[2]
    status, out, err = litsynth_("corpus", "add", "mine", "papers/refs.bib")
    assert (status, out) == (4, "3 papers added to mine, 6 in all, 3 skipped\n")
    assert [line.split()[0] for line in err.splitlines()] == ["missing:"] * 2 + ["skipped:"] * 3


def test_large_and_hostile_libraries_end(tmp_path: Path) -> None:
    many = "".join(f"@misc{{k{n}, title={{Paper {n}}}, abstract={{We gain {n} points.}}}}\n" for n in range(2_000))
    assert len(library(tmp_path, "many.bib", many)[1]) == 2_000
    deep = "@misc{a, title={" + "{" * 20_000 + "}" * 20_000 + "}}\n@misc{b, title={Fine}, abstract={We gain.}}"
    assert library(tmp_path, "deep.bib", deep)[1][-1].title == "Fine"
    nested = "[" + json.dumps({"title": "Fine", "abstract": "x"}) + "," + "[" * 20_000 + "]"
    assert library(tmp_path, "deep.json", nested)[1][0].title == "Fine"


LOST = """@misc{one, title={One}, abstract={A.}}
@article{lost,
  title={A} author={X, Y}, abstract={We gain 2.0.}}
@misc
@misc{two, title={Two = 2}, note="b = c", year=2020, abstract={B.}}
remarks @ARTICLE
@misc
  {three, title={Three}, abstract={C.}}
@misc{number, title={N}, year=2020 abstract={D.}}
@article{open, title={No end
@article{four, title={Four}, url={http://a.b/?c=d}, abstract={E.}}
write to me@misc
"""


def test_every_broken_entry_is_named_and_costs_no_other(tmp_path: Path) -> None:
    source, papers = library(tmp_path, "lib.bib", LOST)
    assert [paper.title for paper in papers if paper.abstract] == ["One", "Two = 2", "Three", "Four"]
    assert [paper.source for paper in papers if paper.title == "Three"] == ["lib.bib, line 7"]
    found = reasons(source, papers)
    assert found[:4] == [
        "lib.bib, line 2: the entry 'lost' has no comma before author",
        "lib.bib, line 4: not BibTeX: @misc begins no entry",
        "lib.bib, line 6: not BibTeX: @ARTICLE begins no entry",
        "lib.bib, line 9: the entry 'number' has no comma before abstract",
    ]
    assert found[4].startswith("lib.bib, line 10: the entry 'open' is not BibTeX: ")
    assert len(found) == 5
