"""Reference lists: splitting, keys, biblatex."""

from litsynth.parse.latex_marks import Marks
from litsynth.parse.references import from_biblatex, split_entries

NUMBERED = [
    "[1] Ann Lee. A first title. In",
    "Proceedings of X, 2019.",
    "[2] Bo Li. A second. 2020.",
    "[3] C. Wu. A third. 2021.",
]
AUTHOR_YEAR = [
    "Ann Lee and Bo Li. 2019. A first title that is long",
    "enough to wrap. In Proceedings of X, pages 1–9.",
    "Carl Müller, Dora Novak, and Ed Fox. 2020. A second",
    "title. In Proceedings of Y.",
]


def test_numbered_lists_are_split_at_their_numbers() -> None:
    entries = split_entries(NUMBERED)
    assert [entry.key for entry in entries] == ["1", "2", "3"]
    assert entries[0].text == "Ann Lee. A first title. In Proceedings of X, 2019."


def test_author_year_lists_are_split_where_an_entry_is_complete() -> None:
    assert [entry.key for entry in split_entries(AUTHOR_YEAR)] == ["Lee 2019", "Müller 2020"]


def test_hanging_lines_decide_where_they_are_known() -> None:
    entries = split_entries([*AUTHOR_YEAR[:1], "Smith, who wraps.", *AUTHOR_YEAR[2:]], [True, False, True, False])
    assert [entry.key for entry in entries] == ["Lee 2019", "Müller 2020"]


def test_a_page_number_at_a_line_start_does_not_make_a_list_numbered() -> None:
    lines = [AUTHOR_YEAR[0], "In Proceedings of X, pages 1–", "9. 2019.", "12. Also.", "14. More."]
    assert len(split_entries(lines)) == 1


BBL = r"""
\entry{lee2019}{inproceedings}{}
  \name{author}{3}{}{%
    {{hash=a}{family={Lee}, familyi={L\bibinitperiod}, given={Ann}}}%
    {{hash=b}{family={Li}, given={Bo}}}%
    {{hash=c}{family={Wu}, given={Cy}}}%
  }
  \field{booktitle}{Proceedings of X}
  \field{title}{Lifting {BERT}}
  \field{year}{2019}
\endentry
"""


def test_biblatex_data_becomes_a_printed_list() -> None:
    written = from_biblatex(BBL)
    assert r"\bibitem[{Lee et al.(2019)}]{lee2019}" in written
    assert "Lee, Li, Wu. 2019. Lifting {BERT}. Proceedings of X." in written


def test_other_lists_are_left_alone() -> None:
    assert from_biblatex(r"\bibitem{a} Text.") == r"\bibitem{a} Text."


def test_labels_of_all_author_year_styles_are_understood() -> None:
    marks = Marks()
    labels = {
        "natbib": "Lee et al.(2019)Lee, Li, and Wu",
        "apalike": "Lee et al., 2019",
        "acl": "Lee et al.2019",
        "suffix": "Lee(2019b)",
        "alpha": "LLW19",
    }
    for key, label in labels.items():
        marks.cite_as(key, label)
    years = {"natbib": "2019", "apalike": "2019", "acl": "2019", "suffix": "2019b"}
    assert {key: year for key, (_, year) in marks.citations.items()} == years
    assert {author for key, (author, _) in marks.citations.items() if key != "suffix"} == {"Lee et al."}
