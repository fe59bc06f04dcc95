"""Which labels name a cell: headers, stubs, headings in the body, tables that start again."""

import time

import pytest

from litsynth.parse.latex import read_latex
from litsynth.parse.tables import Grid, GridCell
from litsynth.parse.tables_panels import stacked
from litsynth.records import Document
from litsynth.text.tables import paths, referring

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4


def read(tex: str) -> Document:
    """A paper with `tex` in it."""
    return read_latex(f"\\begin{{document}}{FILLER}{tex}\\end{{document}}", "arXiv:1")


def named(tex: str) -> dict[str, str]:
    """Each value of a paper's tables, with its row's and its column's path."""
    paper = read(tex)
    found = {}
    for table in paper.tables:
        at = paths(table, paper.text)
        for cell in table.cells:
            if cell.row in at.rows and cell.column >= table.stub_columns:
                row, column = " > ".join(at.rows[cell.row]), " > ".join(at.columns.get(cell.column, ()))
                found[cell.span.of(paper.text)] = f"{row} | {column}"
    return found


def tabular(body: str, columns: str = "lcccc") -> str:
    """A `tabular` of these lines."""
    return rf"\begin{{tabular}}{{{columns}}}{body}\end{{tabular}}"


LAYOUTS = {
    "three levels of headers": (
        r"\toprule & \multicolumn{4}{c}{XNLI} \\ \cmidrule{2-5} & \multicolumn{2}{c}{dev} & \multicolumn{2}{c}{test} \\"
        r"\midrule Model & en & fr & en & fr \\ \midrule A & 1.5 & 2.5 & 3.5 & 4.5 \\ B & 1.6 & 2.6 & 3.6 & 4.6 \\",
        {"4.5": "A | XNLI > test > fr", "1.6": "B | XNLI > dev > en"},
    ),
    "a label centred by a rule": (
        r"& & & Dev & & & Test \\ \cmidrule{3-5}\cmidrule{6-7} Model & Size & P & R & F & P & R \\ \midrule"
        r" A & small & 1.1 & 1.2 & 1.3 & 1.4 & 1.5 \\ B & large & 2.1 & 2.2 & 2.3 & 2.4 & 2.5 \\",
        {"1.1": "A > small | Dev > P", "2.5": "B > large | Test > R"},
    ),
    "labels that share their columns without a span": (
        r"& Dev & & Test & \\ \midrule share & 25\% & 50\% & 25\% & 50\% \\ \midrule A & 1.5 & 2.5 & 3.5 & 4.5 \\"
        r"B & 1.6 & 2.6 & 3.6 & 4.6 \\ C & 1.7 & 2.7 & 3.7 & 4.7 \\",
        {"2.5": "A | Dev > 50%", "3.6": "B | Test > 25%"},
    ),
    "labels that span upwards": (
        r"D & M & Acc \\ \midrule & A & 1.5 \\ \multirow{-2}{*}{one} & B & 2.5 \\"
        r"& A & 3.5 \\ \multirow{-2}{*}{two} & B & 4.5 \\",
        {"1.5": "one > A | Acc", "3.5": "two > A | Acc"},
    ),
    "headers that come again with a blank corner": (
        r"\multirow{2}{*}{Set} & \multicolumn{2}{c}{A} & \multicolumn{2}{c}{B} \\ & P & R & P & R \\ \midrule"
        r" One & 1.5 & 2.5 & 3.5 & 4.5 \\ Two & 5.5 & 6.5 & 7.5 & 8.5 \\ \midrule"
        r"& \multicolumn{2}{c}{C} & \multicolumn{2}{c}{D} \\"
        r"& P & R & P & R \\ \midrule One & 1.6 & 2.6 & 3.6 & 4.6 \\ Two & 5.6 & 6.6 & 7.6 & 8.6 \\",
        {"4.5": "One | B > R", "3.6": "One | D > P", "8.6": "Two | D > R"},
    ),
    "rows that are named by ticks": (
        r"pre & post & BLEU & EM \\ \hline x & x & 1.5 & 2.5 \\ \checkmark & x & 3.5 & 4.5 \\"
        r"\checkmark & \checkmark & 5.5 & 6.5 \\",
        {"1.5": "x | BLEU", "4.5": "✓ > x | EM", "6.5": "✓ | EM"},
    ),
    "two labels that stand once for several rows": (
        r"Part & What & How & Acc \\ \midrule A. & Loss & one & 1.5 \\ & & two & 2.5 \\"
        r"B. & Masks & five & 3.5 \\ & & ten & 4.5 \\",
        {"1.5": "A. > Loss > one | Acc", "2.5": "A. > Loss > two | Acc", "4.5": "B. > Masks > ten | Acc"},
    ),
    "a dashed rule below some columns": (
        r"& M & Acc & F1 \\ \hline \multirow{2}{*}{Neural} & A & 1.5 & 5.5 \\ \cdashline{2-4}[1pt/2pt] & B & 2.5 & 6.5 \\"
        r"\hline Rules & C & 3.5 & 7.5 \\",
        {"1.5": "Neural > A | Acc", "2.5": "Neural > B | Acc", "7.5": "Rules > C | F1"},
    ),
    "a label in the middle of its block": (
        r"& M & Acc \\ \midrule & A & 1.5 \\ one & B & 2.5 \\ & C & 3.5 \\ \midrule & A & 4.5 \\ two & B & 5.5 \\",
        {"1.5": "one > A | Acc", "3.5": "one > C | Acc", "4.5": "two > A | Acc"},
    ),
    "headings over all columns": (
        r"M & P & R \\ \midrule X & 9.1 & 9.2 \\ \midrule \multicolumn{3}{c}{Zero-shot} \\ \midrule A & 1.5 & 2.5 \\ \midrule"
        r" B & 3.5 & 4.5 \\ \midrule \multicolumn{3}{c}{Few-shot} \\ \midrule A & 5.5 & 6.5 \\",
        {"9.1": "X | P", "1.5": "Zero-shot > A | P", "3.5": "Zero-shot > B | P", "6.5": "Few-shot > A | R"},
    ),
    "a heading whose rows are set in": (
        r"M & P & R \\ \midrule Base: \\ \quad A & 1.5 & 2.5 \\ \quad B & 3.5 & 4.5 \\ C & 5.5 & 6.5 \\",
        {"1.5": "Base: > A | P", "4.5": "Base: > B | R", "5.5": "C | P"},
    ),
    "a heading in the first column ends at a rule": (
        r"M & P & R \\ \midrule \emph{Ranking} & \\ A & 1.5 & 2.5 \\ \midrule B & 3.5 & 4.5 \\",
        {"1.5": "Ranking > A | P", "3.5": "B | P"},
    ),
    "whole numbers in front of labels": (
        r"No. & Model & Data & Acc \\ \midrule 1 & A & x & 1.5 \\ 2 & B & y & 2.5 \\",
        {"1.5": "1 > A > x | Acc", "2.5": "2 > B > y | Acc"},
    ),
    "numbers that stand for several rows": (
        r"layers & units & P & R \\ \midrule \multirow{2}{*}{1} & 64 & 1.5 & 2.5 \\ & 128 & 1.6 & 2.6 \\ \multirow{2}{*}{2} & 64 "
        r"& 3.5 & 4.5 \\ & 128 & 3.6 & 4.6 \\",
        {"1.6": "1 > 128 | P", "4.5": "2 > 64 | R"},
    ),
    "ticks before labels": (
        r"M & ext. & set & P \\ \midrule A & \checkmark & S & 1.5 \\ B & -- & R & 2.5 \\",
        {"1.5": "A > ✓ > S | P"},
    ),
    "no headers at all": (
        r"\hline units & 100 \\ layers & 2 \\ rate & 0.05 \\ batch & 32 \\ \hline",
        {"100": "units | ", "0.05": "rate | "},
    ),
    "a table that starts again under a title": (
        r"\multicolumn{3}{c}{XNLI} \\ \midrule M & P & R \\ \midrule A & 1.5 & 2.5 \\ B & 1.6 & 2.6 \\ \midrule"
        r"\multicolumn{3}{c}{MLQA} \\ \midrule M & EM & F1 \\ \midrule A & 3.5 & 4.5 \\ B & 3.6 & 4.6 \\",
        {"1.5": "A | XNLI > P", "4.6": "B | MLQA > F1"},
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_value_has_the_labels_that_name_it(name: str) -> None:
    body, expected = LAYOUTS[name]
    found = named(tabular(body))
    assert {value: found[value] for value in expected} == expected


def test_zeros_in_white_are_no_part_of_a_number() -> None:
    found = named(
        tabular(
            r"M & P & R \\ \hline A & \textcolor{white}{0}7.5 & {\color{white}0}8.5 \\ B & \textcolor{red}{9.5} & 1 \\"
        )
    )
    assert list(found) == ["7.5", "8.5", "9.5", "1"]


def test_thick_rules_print_nothing() -> None:
    assert list(named(tabular(r"\hlineB{3} M & P \\ \Xhline{2pt} A & 1.5 \\ B & 2.5 \\ \thickhline"))) == ["1.5", "2.5"]


def test_a_cell_of_tabularray_spans() -> None:
    found = named(
        r"\begin{tblr}{lcc} \SetCell[r=2]{c} M & \SetCell[c=2]{c} XNLI & \\ & P & R \\ \hline"
        r" A & 1.5 & 2.5 \\ B & 3 & 4 \\\end{tblr}"
    )
    assert found["2.5"] == "A | XNLI > R"


B = tabular(r"M & P & R \\ \hline A & 1.5 & 2.5 \\ B & 3.5 & 4.5 \\")
CAPTIONS = {
    "above each": (
        rf"\begin{{table}}\caption{{One.}}{B}\caption{{Two.}}{B}\end{{table}}",
        ["Table 1: One.", "Table 2: Two."],
    ),
    "below each": (
        rf"\begin{{table}}{B}\caption{{One.}}{B}\caption{{Two.}}\end{{table}}",
        ["Table 1: One.", "Table 2: Two."],
    ),
    "one for both": (
        rf"\begin{{table}}{B}(a) Dev {B}(b) Test \caption{{All.}}\end{{table}}",
        ["Table 1: All. (a) Dev", "Table 1: All. (b) Test"],
    ),
    "parts": (
        rf"\begin{{table}}\subfloat[Dev.]{{{B}}}\subfloat[Test.]{{{B}}}\caption{{All.}}\end{{table}}",
        ["Table 1: All. Dev.", "Table 1: All. Test."],
    ),
    "beside a figure": (
        rf"\begin{{figure}}\captionof{{figure}}{{Lines.}}{B}\captionof{{table}}{{One.}}\end{{figure}}",
        ["Table 1: One."],
    ),
    "outside floats": (
        rf"\begin{{center}}{B}\captionof{{table}}{{One.}}\end{{center}} Text. {B}",
        ["Table 1: One.", ""],
    ),
}


@pytest.mark.parametrize("name", CAPTIONS)
def test_every_table_has_its_own_caption(name: str) -> None:
    tex, captions = CAPTIONS[name]
    paper = read(tex)
    assert [table.caption.of(paper.text) for table in paper.tables] == captions


def test_a_label_refers_to_the_caption_before_it() -> None:
    paper = read(
        rf"\begin{{table}}\caption{{A}}\label{{a}}{B}\caption{{B}}\label{{b}}{B}\end{{table}} \cref{{a}}, \cref{{b}}."
    )
    assert "Table 1, Table 2." in paper.text


def test_ragged_rows_keep_their_values_under_the_columns_that_they_reach() -> None:
    found = named(tabular(r"M & P & R \\ \hline A & 1.5 \\ B & 3.5 & 4.5 & 9.9 \\ C & 1.1 & 2.2"))
    assert found == {"1.5": "A | P", "3.5": "B | P", "4.5": "B | R", "9.9": "B | ", "1.1": "C | P", "2.2": "C | R"}


def test_a_table_that_goes_on_is_one_grid() -> None:
    rows = tuple(
        (GridCell(name), GridCell(value)) for name, value in (("M", "P"), ("A", "1.5"), ("M", "2.5"), ("B", "3.5"))
    )
    assert stacked(Grid(rows, frozenset({1, 2}))) == (Grid(rows, frozenset({1, 2})),)


def test_the_sentences_that_refer_to_a_table_are_found() -> None:
    float_ = rf"\begin{{table}}\caption{{See Table 2.}}\label{{a}}{B}\end{{table}}"
    tex = rf"{float_} As \cref{{a}} shows. In Tables 2--4 and 1 too. Table 12 not. {float_} Tab. 2, in 2019, or Table 2-2019."
    paper = read(tex)
    one, two = (
        [paper.sentences[index].span.of(paper.text) for index in referring(paper, table)] for table in paper.tables
    )
    assert one == ["As Table 1 shows.", "In Tables 2–4 and 1 too."]
    assert two == ["In Tables 2–4 and 1 too.", "Tab. 2, in 2019, or Table 2-2019.", "Table 1: See Table 2."]


def test_a_table_of_many_rows_is_read_in_time() -> None:
    rows = "".join(rf"x{row} & {row}.5 & 2.5 \\ " for row in range(1900))
    start = time.process_time()
    assert len(named(tabular(rf"A & B & C \\ \hline {rows}"))) > 1890
    assert time.process_time() - start < 2.5  # quadratic it was 4.5 s, now it is a quarter of one
