"""Tables: LaTeX to grids, grids to records, headers."""

import pytest

from litsynth.parse.latex import read_latex
from litsynth.parse.tables import Grid, GridCell, is_numeric
from litsynth.parse.tables_headers import header_rows, stub_columns
from litsynth.records import Document, Table

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4


def read(tex: str) -> Document:
    """A paper with `tex` in it."""
    return read_latex(f"\\begin{{document}}{FILLER}{tex}\\end{{document}}", "arXiv:1")


def only_table(tex: str) -> tuple[Document, Table]:
    """The paper and its one table."""
    paper = read(tex)
    assert len(paper.tables) == 1
    return paper, paper.tables[0]


def values(paper: Document, table: Table) -> dict[tuple[int, int], str]:
    """Cell texts by row and column."""
    return {(cell.row, cell.column): cell.span.of(paper.text) for cell in table.cells}


FULL = r"""
\begin{table*}[t]\centering\resizebox{\linewidth}{!}{%
\begin{tabular}{@{}l|l*{2}{c}S@{}}
\toprule
\multirow{2}{*}{Group} & \multirow{2}{*}{\textbf{Model}} & \multicolumn{2}{c}{XNLI} & Avg \\
\cmidrule(lr){3-4}
 & & en & fr & \\
\midrule
\multirow{2}{*}{base} & mBERT & 82.1$_{\pm 0.2}$ & \textbf{73.8} & 77.9 \\
 & XLM \citep{x} & \underline{85.0} & 78.7$^\dagger$ & 81.9\% \\
\rowcolor{gray!10} large & \makecell{XLM-R\\(ours)} & {\color{red} 89.1} & -- & \cmark \\
\bottomrule
\end{tabular}}
\caption{Accuracy on XNLI, 3 seeds. The best is bold.}
\end{table*}
"""


def test_a_full_table_comes_out_cell_by_cell() -> None:
    paper, table = only_table(FULL)
    cells = values(paper, table)
    assert (table.label, table.header_rows, table.stub_columns) == ("Table 1", 2, 2)
    assert table.caption.of(paper.text) == "Table 1: Accuracy on XNLI, 3 seeds. The best is bold."
    assert [cells[0, column] for column in range(5)] == ["Group", "Model", "XNLI", "XNLI", "Avg"]
    assert [cells[2, column] for column in range(5)] == ["base", "mBERT", "82.1 ± 0.2", "73.8", "77.9"]
    assert [cells[3, column] for column in range(5)] == ["base", "XLM [x]", "85.0", "78.7†", "81.9%"]
    assert [cells[4, column] for column in range(5)] == ["large", "XLM-R (ours)", "89.1", "–", "✓"]


def test_the_text_has_the_caption_and_a_line_for_each_row() -> None:
    paper, table = only_table(FULL)
    after = paper.text[table.caption.end :].strip().split("\n")
    assert after[1:3] == [" |  | en | fr |".rstrip() + " ", "base | mBERT | 82.1 ± 0.2 | 73.8 | 77.9"]


def test_tables_are_numbered_in_order_and_belong_to_a_section() -> None:
    paper = read(r"\section{One}" + FULL + r"\section{Two}" + FULL)
    assert [table.label for table in paper.tables] == ["Table 1", "Table 2"]
    assert [paper.sections[table.section].title for table in paper.tables] == ["1 One", "2 Two"]


def test_longtable_keeps_one_header_and_its_caption() -> None:
    paper, table = only_table(
        r"\begin{longtable}{lc}\caption{Long one.}\\ \toprule Model & Acc \\ \endfirsthead Model & Acc \\ \endhead "
        r"\midrule A & 1.5 \\ B & 2.5 \\ \bottomrule\end{longtable}"
    )
    assert table.caption.of(paper.text) == "Table 1: Long one."
    assert list(values(paper, table).values()) == ["Model", "Acc", "A", "1.5", "B", "2.5"]


@pytest.mark.parametrize("name", ["tabular*", "tabularx"])
def test_tables_of_a_given_width_are_read(name: str) -> None:
    tex = rf"\begin{{{name}}}{{\linewidth}}{{lXX}} \hline M & P & R \\ \hline A & 1.5 & 2 \\ B & 2.5 & 3 \\ \end{{{name}}}"
    paper, table = only_table(tex)
    assert values(paper, table)[2, 1] == "2.5"


def test_rows_made_by_a_macro_are_rows() -> None:
    paper, table = only_table(
        r"\newcommand{\row}[3]{#1 & #2 & #3 \\}"
        r"\begin{tabular}{lcc}M & en & fr \\ \hline \row{A}{80.1}{70.2} \row{B}{81.0}{71.3}\end{tabular}"
    )
    assert [values(paper, table)[row, 2] for row in range(3)] == ["fr", "70.2", "71.3"]


def test_a_table_that_starts_again_below_itself_is_two_tables() -> None:
    paper = read(
        r"\begin{table}\caption{Both.}\begin{tabular}{lcc}\toprule M & en & fr \\ \midrule A & 1.5 & 2.5 \\ B & 1.6 & 2.6 \\"
        r"\midrule M & de & sw \\ \midrule A & 3.5 & 4.5 \\ B & 3.6 & 4.6 \\ \bottomrule\end{tabular}\end{table}"
    )
    assert [values(paper, table)[0, 1] for table in paper.tables] == ["en", "de"]
    assert [values(paper, table)[1, 1] for table in paper.tables] == ["1.5", "3.5"]


def test_tables_side_by_side_in_a_table_are_tables() -> None:
    inner = r"\begin{tabular}{lcc}M & en & fr \\ \hline A & 1.5 & 2.5 \\ B & 1.6 & 2.6 \\ \end{tabular}"
    paper = read(
        rf"\begin{{table}}\begin{{tabular}}{{cc}}{inner} & {inner} \\ \end{{tabular}}\caption{{Two.}}\end{{table}}"
    )
    assert [len(table.cells) for table in paper.tables] == [9, 9]


def grid(*rows: str, rules: tuple[int, ...] = ()) -> Grid:
    """A grid from rows with cells parted by `|`."""
    return Grid(tuple(tuple(GridCell(cell.strip()) for cell in row.split("|")) for row in rows), frozenset(rules))


HEADERS = [
    (grid("Model | en", "A | 80.1", "B | 81.2", rules=(0, 1, 3)), 1, 1),
    (grid("Model | en", "A | 80.1", "B | 81.2"), 1, 1),
    (grid("A | 80.1 | 3.4", "B | 81.2 | 4.5"), 0, 1),
    (grid("Model | Data | k=1 | 5", "A | x | 80.1 | 4", "B | y | - | 5", rules=(1,)), 1, 2),
    (grid("Lang | 2019 | 2020", "en | 80 | 81", "fr | 70 | 71", rules=(1,)), 1, 1),
    (grid("Term | Meaning", "dev | development", "acc | accuracy", rules=(1,)), 1, 1),
]


@pytest.mark.parametrize(("table", "rows", "columns"), HEADERS)
def test_headers_are_told_from_values(table: Grid, rows: int, columns: int) -> None:
    assert header_rows(table) == rows
    assert stub_columns(table, rows) == columns


@pytest.mark.parametrize("text", ["91.2 ± 0.3", "79.2%", "+1.8", "<0.01", "1,204", "85.0**", "3.1M", "(0.5)"])
def test_values_are_numeric(text: str) -> None:
    assert is_numeric(text)


@pytest.mark.parametrize("text", ["", "BERT", "F1", "R@1", "en-2", "12-layer", "k=5", "–"])
def test_labels_are_not_numeric(text: str) -> None:
    assert not is_numeric(text)
