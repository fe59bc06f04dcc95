"""Numbers of tables and sections as they are printed, and the less usual table environments."""

import pytest

from litsynth.parse import latex_tables
from litsynth.parse.latex import read_latex
from litsynth.quantities import find_in_cell
from litsynth.records import Document, Table
from litsynth.text.tables import referring

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4
ROWS = r"A & B & C \\ \hline x & 1.2 & 3.4 \\ y & 5.6 & 7.8"
READ = [["A", "B", "C"], ["x", "1.2", "3.4"], ["y", "5.6", "7.8"]]
TABLE = rf"\begin{{table}}\caption{{Scores.\label{{%s}}}}\begin{{tabular}}{{lcc}}{ROWS}\end{{tabular}}\end{{table}}"


def read(body: str, preamble: str = "") -> Document:
    """A document whose first section holds `body`."""
    return read_latex(f"{preamble}\\begin{{document}}\\section{{Intro}}{body}\n\n{FILLER}\\end{{document}}", "arXiv:1")


def rows(paper: Document, table: Table) -> list[list[str]]:
    """The texts of the cells, row by row; a spanning cell in all its places."""
    texts = {(cell.row, cell.column): cell.span.of(paper.text) for cell in table.cells}
    width = 1 + max(column for _, column in texts)
    return [[texts[row, column] for column in range(width)] for row in range(1 + max(row for row, _ in texts))]


NUMBERED = {
    r"\renewcommand{\thetable}{A\arabic{table}}\setcounter{table}{0}": ("Table A1", "Section A"),
    r"\counterwithin{table}{section}": ("Table A.1", "Section A"),
    r"\renewcommand\thetable{\thesection-\Roman{table}}\addtocounter{table}{2}": ("Table A-IV", "Section A"),
    r"\counterwithin*{table}{section}\renewcommand{\thesection}{S\arabic{section}}": ("Table 1", "Section S1"),
    "": ("Table 2", "Section A"),
}


@pytest.mark.parametrize("tex", NUMBERED)
def test_a_table_of_the_appendix_has_the_number_that_is_printed(tex: str) -> None:
    body = rf"See Table~\ref{{a}} and Table~\ref{{b}} in Section~\ref{{s}}. {TABLE % 'a'}"
    paper = read(rf"{body}\appendix{tex}\section{{More}}\label{{s}} {TABLE % 'b'}")
    label, section = NUMBERED[tex]
    assert [table.label for table in paper.tables] == ["Table 1", label]
    assert f"See Table 1 and {label} in {section}." in paper.text
    assert f"{section.removeprefix('Section ')} More" in [part.title for part in paper.sections]


def test_a_table_is_referred_to_by_its_whole_number() -> None:
    again = r"\appendix\section{More}\counterwithin{table}{section}"
    paper = read(rf"Table~\ref{{a}} is first. Tables~\ref{{b}} and~\ref{{c}} follow. {TABLE % 'a'}{again}"
                 rf"\section{{Most}}{TABLE % 'b'}{TABLE % 'c'}")  # fmt: skip
    texts = [[paper.sentences[at].span.of(paper.text) for at in referring(paper, table)] for table in paper.tables]
    assert [table.label for table in paper.tables] == ["Table 1", "Table B.1", "Table B.2"]
    assert texts == [["Table 1 is first."], *[["Tables B.1 and B.2 follow."]] * 2]


def test_equations_are_numbered_within_their_section_and_ranges_are_written_out() -> None:
    formula = r"\begin{equation}\label{e} a = b \end{equation}"
    paper = read(
        rf"By \eqref{{e}}, \crefrange{{a}}{{b}}: {formula} {TABLE % 'a'}{TABLE % 'b'}",
        r"\numberwithin{equation}{section}",
    )
    assert "By (1.1), Tables 1 to 2: a = b" in paper.text


HEADED = r"\begin{deluxetable*}{lcc}\tablewidth{0pt}\tablecaption{Scores.\label{t}}"
HEADED += r"\tablehead{\colhead{A} & \colhead{B} & \colhead{C}}"
KINDS = {
    "longtblr": rf"\begin{{longtblr}}[caption = {{Scores.}}, label={{t}}]{{colspec={{lcc}}}}{ROWS}\end{{longtblr}}",
    "NiceTabular": rf"\begin{{table}}\caption{{Scores.}}\label{{t}}\begin{{NiceTabular}}[t]{{lcc}}[hvlines]"
    rf"\CodeBefore\rowcolor{{red}}{{1}}\Body {ROWS}"
    r"\CodeAfter \line{1-1}{2-2}\end{NiceTabular}\end{table}",
    "NiceTabular*": rf"\begin{{table}}\caption{{Scores.}}\label{{t}}\begin{{NiceTabular*}}{{\textwidth}}{{lcc}}{ROWS}"
    r"\end{NiceTabular*}\end{table}",
    "deluxetable": rf"{HEADED}\startdata x & 1.2 & 3.4 \\ y & 5.6 & 7.8 \enddata"
    r"\tablecomments{More on it.}\end{deluxetable*}",
    "array": rf"\begin{{table}}\caption{{Scores.}}\label{{t}}\[ \begin{{array}}{{lcc}}{ROWS}\end{{array}} \]\end{{table}}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_less_usual_tables_are_tables(kind: str) -> None:
    paper = read(rf"See Table~\ref{{t}}. {KINDS[kind]} After it.")
    assert [(table.label, table.caption.of(paper.text)) for table in paper.tables] == [("Table 1", "Table 1: Scores.")]
    assert rows(paper, paper.tables[0]) == READ
    assert {"See Table 1. After it."} <= set(paper.text.split("\n\n"))
    assert paper.text.count("1.2") == 1


def test_a_block_spans_columns_and_a_formula_is_one_cell() -> None:
    block = r"\begin{NiceTabular}{lcc}\Block{1-2}{AB} & & C\\ x & 1.2 & 3.4\\ y & 5.6 & 7.8\end{NiceTabular}"
    paper = read(rf"\begin{{table}}\caption{{Scores.}}{block}\end{{table}}")
    assert rows(paper, paper.tables[0])[0] == ["AB", "AB", "C"]
    array = r"$\begin{array}{lc} \text{Model} & F_1 \\ A & 91.2_{\pm 0.3}\end{array}$"
    paper = read(rf"\begin{{table}}\caption{{Scores.}}{array}\end{{table}}")
    assert rows(paper, paper.tables[0]) == [["Model", "F_1"], ["A", "91.2 ± 0.3"]]


def test_rows_beyond_the_limit_are_noted_and_do_not_become_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latex_tables, "_MOST_ROWS", 20)
    many = "".join(rf"x{number} & {number}.5 \\ " for number in range(30))
    paper = read(
        rf"\begin{{table}}\caption{{C}}\begin{{tabular}}{{lc}}A & B \\ {many}\end{{tabular}}\end{{table}} After."
    )
    assert len(rows(paper, paper.tables[0])) == 20
    assert "x19" not in paper.text
    assert "After." in paper.text
    assert paper.warnings == ("11 rows of tables that are too long were left out",)


def test_a_column_of_numbers_holds_what_siunitx_prints() -> None:
    columns = r"\newcolumntype{N}{S[round-mode=places,round-precision=1]}"
    cells = r"Model & {Acc. (3)} & {p} & {n} & {m} \\ \hline A & 91.2(3) & < 0.01 & \bfseries 71.25{*} & 80.1^{\dag} \\"
    cells += (
        r"B & 1.2e3 & 3 \pm 0.5 & {--} & \multicolumn{1}{c}{1(2)} \\ C & 12 345\textsuperscript{1} & $5(3)$ & 7 & 1"
    )
    table = rf"\begin{{tabular}}{{@{{}}l*{{2}}{{S[table-format=2.1]}}N D{{.}}{{.}}{{2}}}}{cells}\end{{tabular}}"
    paper = read(rf"{columns}\begin{{table}}\caption{{Scores.}}{table}\end{{table}}")
    assert rows(paper, paper.tables[0]) == [
        ["Model", "Acc. (3)", "p", "n", "m"],
        ["A", "91.2 ± 0.3", "< 0.01", "71.3*", "80.1†"],
        ["B", "1.2 × 10^3", "3 ± 0.5", "–", "1(2)"],
        ["C", "12345^1", "5(3)", "7", "1"],
    ]
    values = [[(one.value, one.high - one.low) for one in find_in_cell(text)] for text in ("91.2 ± 0.3", "12345^1")]
    assert [[(value, round(width, 6)) for value, width in found] for found in values] == [[(91.2, 0.6)], [(12345, 0)]]


def test_what_is_set_for_numbers_in_a_float_ends_with_it() -> None:
    table = (
        rf"\begin{{table}}\sisetup{{round-mode=places,round-precision=1}}\caption{{\num{{1.25}}}}{ROWS}\end{{table}}"
    )
    paper = read(rf"{table} It is \num{{1.25}}.")
    assert "Table 1: 1.3" in paper.text
    assert "It is 1.25." in paper.text


def test_ragged_rows_are_counted_in_a_note() -> None:
    ragged = r"A & B & C \\ \hline x & 1 & 2 \\ Group \\ y & 1 \\ z & 1 & 2 & 3"
    paper = read(rf"\begin{{table}}\caption{{C}}\begin{{tabular}}{{lcc}}{ragged}\end{{tabular}}\end{{table}}")
    assert paper.warnings == ("rows with fewer or more cells than most of their table: Table 1 (2 of 5)",)


LABELLED = r"Kind & Model & F1 \\ \hline %s \hline All & Z & 9.5 \\ W & Y & 8.5"
LABELS = {
    r"& A & 1.5 \\ Cross- & B & 2.5 \\ Encoder & C & 3.5 \\ & D & 4.5 \\": ["Cross-Encoder"] * 4,
    r"Morph- & A & 1.5 \\ Level & B & 2.5 \\ & D & 4.5 \\": ["Morph-Level"] * 3,
    r"Ours & A & 1.5 \\ (large) & B & 2.5 \\ & D & 4.5 \\": ["Ours (large)"] * 3,
    r"NMT & A & 1.5 \\ PBSMT & B & 2.5 \\ & D & 4.5 \\": ["NMT", "PBSMT", "PBSMT"],
    r"& A & 1.5 \\ One & B & 2.5 \\ Two & C & 3.5 \\": ["", "One", "Two"],
    r"& A & 1.5 \\ U: & B & 2.5 \\ U: & C & 3.5 \\ & D & 4.5 \\": ["", "U:", "U:", "U:"],
    r"& 1.5 & 1.5 \\ One & 2.5 & 2.5 \\ Two & 3.5 & 3.5 \\ & 4.5 & 4.5 \\": ["", "One", "Two", ""],
}


@pytest.mark.parametrize("block", LABELS)
def test_a_label_over_several_lines_names_all_rows_between_its_rules(block: str) -> None:
    body = LABELLED.replace("%s", block)
    paper = read(rf"\begin{{table}}\caption{{C}}\begin{{tabular}}{{llc}}{body}\end{{tabular}}\end{{table}}")
    firsts = [row[0] for row in rows(paper, paper.tables[0])]
    assert firsts[1 : 1 + len(LABELS[block])] == LABELS[block]
    assert firsts[-2:] == ["All", "W"]
