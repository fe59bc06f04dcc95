"""Documents cut into passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.parse.latex import read_latex
from litsynth.parse.plain import read_abstract, read_text
from litsynth.records import Document, Paper
from litsynth.split import split

WORDS = ["Encoders", "transfer", "well", "across", "languages", "and", "scripts", "today"]


def prose(*sentences: str) -> Document:
    """A document with one paragraph of these sentences."""
    return read_abstract(Paper("arXiv:1", "T", abstract=" ".join(sentences)))


def test_windows_of_three_overlap_by_one() -> None:
    paper = prose("One is here.", "Two is here.", "Three is here.", "Four is here.", "Five is here.")
    assert [passage.sentences for passage in split(paper)] == [(0, 1, 2), (2, 3, 4)]
    assert split(paper)[0].text == "One is here. Two is here. Three is here."


def test_long_sentences_make_short_windows() -> None:
    long = "Encoders transfer " + "very " * 100 + "well."
    assert [passage.sentences for passage in split(prose(long, long, long))] == [(0,), (1,), (2,)]


def test_no_window_crosses_a_section_a_paragraph_or_a_table() -> None:
    text = "# T\n\n## A\n\nFirst of A. Second of A.\n\nNext paragraph.\n\n## B\n\nFirst of B."
    texts = [passage.text for passage in split(read_text(text, "file:1"))]
    assert texts == ["First of A. Second of A.", "Next paragraph.", "First of B."]


@given(
    st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(lambda words: f"It {' '.join(words)}."),
        max_size=12,
    )
)
def test_every_sentence_is_in_a_window_and_prose_is_verbatim(sentences: list[str]) -> None:
    if not sentences:
        return
    paper = prose(*sentences)
    passages = split(paper)
    assert {index for passage in passages for index in passage.sentences} == set(range(len(paper.sentences)))
    assert all(passage.span.of(paper.text) == passage.text for passage in passages)
    assert all(1 <= len(passage.sentences) <= 3 for passage in passages)
    assert len({passage.passage_id for passage in passages}) == len(passages)


def test_a_changed_sentence_changes_only_the_passages_it_is_in() -> None:
    before = [f"Sentence number {number} is about transfer." for number in range(12)]
    after = [*before[:5], "Sentence number five says something new.", *before[6:]]
    old, new = split(prose(*before)), split(prose(*after))
    changed = [
        index for index, (one, other) in enumerate(zip(old, new, strict=True)) if one.passage_id != other.passage_id
    ]
    assert all(5 in old[index].sentences for index in changed)
    assert len(changed) == 1


def test_equal_texts_in_one_paper_have_ids_of_their_own_and_papers_do_not_share_them() -> None:
    twice = split(read_text("# T\n\nThe same thing.\n\nThe same thing.", "file:1"))
    assert twice[0].text == twice[1].text
    assert twice[0].passage_id != twice[1].passage_id
    assert split(read_text("# T\n\nThe same thing.", "file:2"))[0].passage_id != twice[0].passage_id


def test_citation_marks_and_keys_are_kept_and_other_brackets_are_not() -> None:
    marks = split(
        prose("As Lee et al. (2019) and others (Li, 2020; Wu, 2021) show [3, 4] for [MASK] in [0, 1.5] [lee2019].")
    )[0].cites
    assert marks == ("Lee et al. (2019)", "(Li, 2020; Wu, 2021)", "[3, 4]", "[lee2019]")


TABLE = r"""
\begin{document}Running text that is long enough for the reader, since a paper without any text cannot be read, and so this
goes on a little, and then a little more, until there are some two hundred characters of it in the document.
\begin{table}\caption{Accuracy on XNLI.}
\begin{tabular}{llcc}\toprule & & \multicolumn{2}{c}{Test} \\ Model & Size & en & fr \\ \midrule
\multicolumn{4}{l}{\emph{Zero-shot}} \\
\multirow{2}{*}{XLM \cite{lee2019}} & base & 85.0 & 78.7 \\ & large & 86.1 & -- \\ \bottomrule
\end{tabular}\end{table}\end{document}
"""


def test_a_row_reads_by_itself() -> None:
    paper = read_latex(TABLE, "arXiv:1")
    rows = [passage for passage in split(paper) if passage.table >= 0]
    assert [row.text for row in rows] == [
        "Table 1: Accuracy on XNLI. Zero-shot, XLM [lee2019], base: Test en: 85.0; Test fr: 78.7.",
        "Table 1: Accuracy on XNLI. Zero-shot, XLM [lee2019], large: Test en: 86.1; Test fr: –.",
    ]
    assert [row.span.of(paper.text) for row in rows] == ["XLM [lee2019] | base | 85.0 | 78.7", "large | 86.1 | –"]
    assert [(row.table, row.row, row.sentences) for row in rows] == [(0, 3, ()), (0, 4, ())]
    assert rows[1].cites == ("[lee2019]",)


def test_a_long_caption_is_cut_at_a_sentence() -> None:
    paper = read_latex(TABLE.replace("Accuracy on XNLI.", "Accuracy on XNLI. " + "More about it all. " * 40), "arXiv:1")
    row = next(passage for passage in split(paper) if passage.table >= 0)
    assert len(row.text) < 350
    assert row.text.startswith("Table 1: Accuracy on XNLI. More about it all.")
    assert "Test en: 85.0" in row.text


def test_the_primary_source_is_the_paper_itself_unless_a_digest_says_otherwise() -> None:
    assert {passage.primary for passage in split(read_latex(TABLE, "arXiv:1"))} == {"arXiv:1"}


TOLD = (
    "The bridge reader gains 1.8 points. " + "Runs are repeated with five seeds in every language of the corpus. " * 4
)
LISTED = ("77.7", "55.5", "Ferries for Readers", "Why Bridges Reach")
AFTER = "Behind the list the ferry gains 11.1 points."
LATEX_LIST = rf"""
\begin{{document}}
\section{{Results}}
{TOLD}
\begin{{thebibliography}}{{9}}
\bibitem{{lee2019}} Ann Lee. 2019. Why Bridges Reach 77.7 on XNLI. In Proceedings of X.
\bibitem[Wu(2020)]{{wu2020}} Cy Wu. 2020. Ferries for Readers: a gain of 55.5 points. Journal of Y.
\end{{thebibliography}}
\appendix
\section{{More Results}}
{AFTER}
\end{{document}}
"""
TEXT_LIST = """
Ann Lee. 2019. Why Bridges Reach 77.7 on XNLI. In Proceedings of X.

Cy Wu. 2020. Ferries for Readers: a gain of 55.5 points. Journal of Y.
"""
HEADINGS = (
    "## References",
    "## 7. References",
    "References",
    "REFERENCES",
    "References:",
    "**References**",
    "7 References",
)
OTHER_NAMES = ("References\n==========", "## Bibliography", "Works Cited", "Literature Cited")


@pytest.mark.parametrize(
    "paper",
    [
        read_latex(LATEX_LIST, "arXiv:1"),
        *(
            read_text(f"# T\n\n## Results\n\n{TOLD}\n\n{heading}\n{TEXT_LIST}\n## Appendix\n\n{AFTER}", "file:1")
            for heading in (*HEADINGS, *OTHER_NAMES)
        ),
    ],
    ids=["thebibliography", *HEADINGS, *OTHER_NAMES],
)
def test_a_reference_list_is_in_no_passage_and_what_stands_around_it_is(paper: Document) -> None:
    assert all(words in paper.text for words in LISTED), "the list is read, and kept"
    texts = [passage.text for passage in split(paper)]
    assert not [text for text in texts if any(words in text for words in LISTED)]
    assert any("1.8 points" in text for text in texts)
    assert AFTER in texts
    listed = next(section.span for section in paper.sections if section.kind == "references")
    assert all(one.span.end <= listed.start or one.span.start >= listed.end for one in split(paper))
