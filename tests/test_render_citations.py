"""BibTeX, CSL-JSON and RIS, each read back by a parser of someone else's."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text
from report_maker import make_report
from report_papers import AGAIN, ATLAS, BRIDGE, ENOUGH, PAPERS, SURVEY

from litsynth.records import Paper
from litsynth.render import notes_of, references_bib, references_csl, references_ris
from litsynth.render.bibtex import title_for_bibtex
from litsynth.render.citations import citation_keys, publication_kind, short_citations

BY_KEY = {key: paper for paper in PAPERS for key in [citation_keys(PAPERS)[paper.paper_id]]}
# Without what TeX itself changes in running text: mathematics, `--` and quotation marks.
titles = st.text(alphabet="aB é9{}\\%&#_^~,:@()=|<>/", min_size=1).filter(lambda title: bool(title.strip()))


def shown(latex: str) -> str:
    # pylatexenc does not know the names of the braces, and prints a circumflex accent for `^`
    known = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return str(LatexNodes2Text(strict_latex_spaces=True).latex_to_text(known)).replace("ˆ", "^")


def read_bib(papers: Iterable[Paper]) -> dict[str, Entry]:
    library = bibtexparser.parse_string(
        references_bib(papers, {}), append_middleware=[SeparateCoAuthors(), SplitNameParts()]
    )
    assert not library.failed_blocks
    return library.entries_dict


def test_bibtex_is_read_back() -> None:
    entries = read_bib(PAPERS)
    assert list(entries) == sorted(BY_KEY)
    for key, paper in BY_KEY.items():
        assert shown(entries[key]["title"]) == paper.title
        assert len(entries[key].get("author").value if paper.authors else ()) == len(paper.authors)
    assert {key: entry.entry_type for key, entry in entries.items()} == {
        "lindqvist2021atlas": "article",
        "lindqvist2021polybridge": "inproceedings",
        "ndsynthesis": "misc",
        "vandermeer2022english": "inproceedings",
        "weiss2021second": "misc",
    }


def test_bibtex_names_have_their_parts() -> None:
    entries = read_bib(PAPERS)
    meer = entries["vandermeer2022english"]["author"][0]
    assert (meer.von, meer.last, meer.first) == (["van", "der"], ["Meer"], ["Laurens"])
    king, team = entries["weiss2021second"]["author"][2:]
    assert (king.last, king.jr, king.first) == (["King"], ["Jr."], ["Martin"])
    assert (team.last, team.first) == (["{CLM Replication Team}"], [])


def test_bibtex_verbatim_fields_and_arxiv_fields() -> None:
    entries = read_bib(PAPERS)
    bridge = entries["lindqvist2021polybridge"]
    assert bridge["doi"] == "10.99999/clm_2021.17"
    assert (bridge["eprint"], bridge["archiveprefix"], bridge["primaryclass"]) == ("2199.00101", "arXiv", "cs.CL")
    assert bridge["booktitle"] == "Proceedings of the 2021 Conference on Cross-Lingual Methods"
    assert entries["lindqvist2021atlas"]["journal"].startswith("Transactions")


@settings(max_examples=40, deadline=None)
@given(title=titles, author=titles)
def test_bibtex_gives_any_title_back(title: str, author: str) -> None:
    (entry,) = read_bib([Paper("arXiv:2199.1", title, (author,), 2021)]).values()
    assert shown(entry["title"]) == " ".join(title.split())
    assert entry["year"] == "2021"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("On mBERT and XLM-R for Low-Resource NLI", "On {mBERT} and {XLM-R} for Low-Resource {NLI}"),
        ("Cross-Lingual Transfer to Swahili: A Study", "Cross-Lingual Transfer to {Swahili}: A Study"),
        ("Top-$k$ costs $5 and 4_x", r"Top-$k$ costs \$5 and 4\_x"),
        (
            r"H$_{2}$O and $\mathbb{Z}_{p^{e}}$: \underline{V}alue 5%",
            r"H$_{2}$O and $\mathbb{Z}_{p^{e}}$: \underline{V}alue 5\%",
        ),
        ("Costs $5 or $6", r"Costs \$5 or \$6"),
        ("GPT-4 in English-Only Mode", "{GPT-4} in {English-Only} Mode"),
    ],
)
def test_title_braces(title: str, expected: str) -> None:
    assert title_for_bibtex(title) == expected


def test_ris_is_read_back() -> None:
    text = references_ris(PAPERS, {})
    entries = {entry["id"]: entry for entry in rispy.loads(text)}
    assert entries.keys() == BY_KEY.keys()
    for key, paper in BY_KEY.items():
        assert entries[key]["title"] == paper.title
        assert entries[key].get("year", "") == str(paper.year or "")
        assert len(entries[key].get("authors", ())) == len(paper.authors)
    assert entries["weiss2021second"]["authors"][2:] == ["King, Martin, Jr.", "CLM Replication Team"]
    assert entries["weiss2021second"]["type_of_reference"] == "UNPB"
    assert all(line.endswith("\r") for line in text.split("\n")[:-1])


def test_a_line_break_in_a_title_starts_no_ris_tag() -> None:
    (entry,) = rispy.loads(references_ris([Paper("file:ab", "One\r\nAU  - Nobody", ("Ann Lee",), 2021)], {}))
    assert (entry["title"], entry["authors"]) == ("One AU - Nobody", ["Lee, Ann"])


def test_csl_items() -> None:
    items = {item["id"]: item for item in json.loads(references_csl(PAPERS, {}))}
    assert items.keys() == BY_KEY.keys()
    assert {item["type"] for item in items.values()} == {"article", "article-journal", "document", "paper-conference"}
    bridge = items["lindqvist2021polybridge"]
    assert bridge["issued"] == {"date-parts": [[2021]]}
    assert bridge["container-title"].startswith("Proceedings")
    assert bridge["author"][1] == {"family": "Ferreira", "given": "Tomás"}
    assert items["vandermeer2022english"]["author"][0]["non-dropping-particle"] == "van der"
    assert items["weiss2021second"]["author"][3] == {"literal": "CLM Replication Team"}
    assert None not in [value for item in items.values() for value in item.values()]


def test_what_the_report_says_of_each_paper_is_in_its_notes() -> None:
    notes = notes_of(make_report())
    assert notes[ENOUGH] == (
        "Claims: claim-2 refuted (91%). Evidence: another protocol than claim-1; supports claim-1; contradicts claim-3."
    )
    assert notes[BRIDGE].startswith("Claims: claim-1 supported (93%, 5 traced, 1 restated, 1 corroborated); claim-4")
    bib = bibtexparser.parse_string(references_bib(PAPERS, notes)).entries_dict
    assert shown(bib["vandermeer2022english"]["annote"]) == notes[ENOUGH]
    ris = {entry["id"]: entry for entry in rispy.loads(references_ris(PAPERS, notes))}
    assert ris["vandermeer2022english"]["notes"] == [notes[ENOUGH]]
    csl = {item["id"]: item for item in json.loads(references_csl(PAPERS, notes))}
    assert csl["vandermeer2022english"]["note"] == notes[ENOUGH]
    assert csl[citation_keys(PAPERS)[SURVEY]]["note"].startswith("Withdrawn. Claims: claim-6 not enough evidence.")


def test_a_hostile_note_stays_in_its_field() -> None:
    note = "x}, author = {Nobody}, \n@misc{y, \\ TY  - JOUR\r\nER  - \r\nTY  - BOOK"
    library = bibtexparser.parse_string(references_bib(PAPERS[:1], {PAPERS[0].paper_id: note}))
    assert not library.failed_blocks
    assert len(library.entries) == 1
    assert len(rispy.loads(references_ris(PAPERS[:1], {PAPERS[0].paper_id: note}))) == 1


def test_keys_and_short_citations_do_not_depend_on_order() -> None:
    for shuffled in (PAPERS[::-1], PAPERS[2:] + PAPERS[:2]):
        assert citation_keys(shuffled) == citation_keys(PAPERS)
        assert references_bib(shuffled, {}) == references_bib(PAPERS, {})
    names = short_citations(PAPERS)
    assert (names[BRIDGE], names[ATLAS]) == ("Lindqvist et al. 2021a", "Lindqvist et al. 2021b")
    assert (names[AGAIN], names[ENOUGH]) == ("Weiß et al. 2021", "van der Meer and Okafor 2022")


def test_colliding_keys_get_letters() -> None:
    same = Paper("arXiv:2199.2", "On Bread", ("Ann Lee",), 2021)
    papers = [same, replace(same, paper_id="arXiv:2199.1"), Paper("arXiv:2199.3", "Breada", ("Bo Lee",), 2021)]
    assert citation_keys(papers) == {
        "arXiv:2199.1": "lee2021breadb",
        "arXiv:2199.2": "lee2021breadc",
        "arXiv:2199.3": "lee2021breada",
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=3), st.sampled_from([None, 2020])), max_size=30))
def test_keys_are_unique_and_plain(works: list[tuple[str, str, int | None]]) -> None:
    papers = [
        Paper(f"file:{number}", title, (who,) * bool(who), year) for number, (title, who, year) in enumerate(works)
    ]
    keys = citation_keys(papers).values()
    assert len(set(keys)) == len(papers)
    assert all(re.fullmatch("[a-z0-9]+", key) for key in keys)
    assert len(set(short_citations(papers).values())) == len(papers)


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("EMNLP 2019", "proceedings"),
        ("NAACL-HLT", "proceedings"),
        ("Advances in Neural Information Processing Systems 33", "proceedings"),
        ("Transactions of the Association for Computational Linguistics", "journal"),
        ("Proceedings of the National Academy of Sciences", "journal"),
        ("Phys. Rev. D 90 (2014)", "journal"),
        ("arXiv preprint arXiv:2199.1", "preprint"),
        ("CoRR", "preprint"),
        ("", "preprint"),
    ],
)
def test_publication_kind(venue: str, kind: str) -> None:
    assert publication_kind(Paper("arXiv:2199.1", "T", venue=venue)) == kind


def test_the_anthology_holds_proceedings_in_any_language() -> None:
    assert publication_kind(Paper("acl:2199.taln-1.1", "T", venue="Actes de la conférence TALN")) == "proceedings"


def test_no_title_steers_a_terminal_or_turns_the_text_around_it() -> None:
    title = "A\x1b[31m B\x07 C\x00 D\u202e E\x9b F"
    paper = Paper("arXiv:2101.00001", title, (f"Ann\x1b {title}",), 2021, venue=f"Findings \u2066{title}")
    for references in (references_bib, references_ris, references_csl):
        made = references([paper], {paper.paper_id: title})
        if references is references_csl:
            (item,) = json.loads(made)
            made = " ".join((item["title"], item["container-title"], item["note"], *item["author"][0].values()))
        assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", made)
        assert " E" in made
