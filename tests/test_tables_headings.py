"""Headings of a table's body that look like data, and the rows that they name."""

from litsynth.parse import read_document
from litsynth.records import Document
from litsynth.text.tables import paths

_TABLE = r"""\documentclass{article}\begin{document}
\section{Results} %s
\begin{table}\begin{tabular}{lccc}
%s
\end{tabular}\caption{Results.}\end{table}\end{document}"""

_TEXT = "We compare two taggers on two sets of scenes, and count what they find in each of them. "


def rows_of(body: str) -> list[tuple[str, ...]]:
    document: Document = read_document((_TABLE % (_TEXT * 6, body)).encode(), "paper.tex", "p")
    (table,) = document.tables
    return list(paths(table, document.text).rows.values())


def test_a_share_alone_in_its_row_is_a_heading() -> None:
    body = r"""\hline Method & F1 & Acc & Rec \\ \hline
        10\% & & & \\ LinTag & 51.9 & 23.6 & 7.9 \\ GridTag & 52.4 & 24.8 & 11.2 \\ \hline
        5\% & & & \\ LinTag & 45.1 & 16.1 & 5.5 \\ GridTag & 47.1 & 17.2 & 6.2 \\ \hline"""
    assert rows_of(body) == [("10%", "LinTag"), ("10%", "GridTag"), ("5%", "LinTag"), ("5%", "GridTag")]


def test_a_heading_in_the_middle_with_blank_cells_beside_it() -> None:
    body = r"""\hline Part & Sents & Words & Docs \\ \hline
        & \multicolumn{2}{c}{HillSet} & \\ Train & 134 & 304 & 86 \\ Test & 66 & 309 & 87 \\ \hline
        & \multicolumn{2}{c}{LakeSet} & \\ Train & 203 & 603 & 20 \\ Test & 64 & 590 & 21 \\ \hline"""
    assert rows_of(body) == [("HillSet", "Train"), ("HillSet", "Test"), ("LakeSet", "Train"), ("LakeSet", "Test")]


def test_a_row_with_a_share_and_nothing_else_to_name_stays_data() -> None:
    body = r"""\hline Share & F1 & Acc & Rec \\ \hline
        10\% & 51.9 & 23.6 & 7.9 \\ 20\% & 52.4 & 24.8 & 11.2 \\ \hline"""
    assert rows_of(body) == [("10%",), ("20%",)]
