"""What is referred to is named as it is printed: theorems, items, equations, footnotes, entries of a bibliography."""

import time

import pytest

from litsynth.parse.latex import read_latex
from litsynth.quantities import find_in_cell, find_quantities
from litsynth.records import Document

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4
THEOREMS = r"\newtheorem{theorem}{Theorem}[section]\newtheorem{lemma}[theorem]{Lemma}\newtheorem*{remark}{Remark}"


def read(body: str, preamble: str = "") -> Document:
    """A document whose first section holds `body`."""
    return read_latex(f"{preamble}\\begin{{document}}\\section{{Intro}}{body}\n\n{FILLER}\\end{{document}}", "arXiv:1")


REFERRED = {
    r"\cref{a}: \begin{theorem}[Bound]\label{a} It is.\end{theorem}": "Theorem 1.1:",
    r"\ref{a}: \begin{theorem} It is.\end{theorem}\begin{lemma}\label{a} So.\end{lemma}": "1.2:",
    r"\ref{a}: \begin{remark}\label{a} So.\end{remark}": "1:",
    r"\ref{a}: \begin{theorem} It is.\end{theorem}\label{a} So.": "1:",
    r"\ref{a}: \begin{proposition}\label{a} It is.\end{proposition}": "??:",
    r"\ref{a}: \begin{enumerate}\item x \item\label{a} y\end{enumerate}": "2:",
    r"\ref{a}: \begin{enumerate}\item x \begin{enumerate}\item z\item\label{a} y\end{enumerate}\end{enumerate}": "1b:",
    r"\ref{a}: \begin{enumerate}[label=(\alph*),start=3]\item\label{a} y\end{enumerate}": "(c):",
    r"\ref{a}: \begin{enumerate}[i.]\item x\item\label{a} y\end{enumerate}": "ii:",
    r"\ref{a}: \begin{enumerate}\item x \begin{itemize}\item\label{a} y\end{itemize}\end{enumerate}": "1:",
    r"\eqref{a}: \begin{align} x \\ y \nonumber \\ z \label{a}\end{align}": "(2):",
    r"\eqref{a}: \begin{align} \begin{cases} 1 \\ 2 \end{cases} \\ z \label{a}\end{align}": "(2):",
    r"\eqref{a}: \begin{align} x \\ y \notag \end{align}\begin{equation} z \label{a}\end{equation}": "(2):",
    r"\eqref{a}: \begin{equation} x \tag{A}\label{a} \end{equation}": "(A):",
    r"\eqref{a}, \eqref{b}, \eqref{c}: \begin{subequations}\label{a}\begin{align} x \label{b}\end{align}\end{subequations}"
    r"\begin{equation} y \label{c}\end{equation}": "(1), (1a), (2):",
    r"\ref{a}: One.\footnote{Far.} Two.\footnote{\label{a} Near.}": "2: One. Two.",
    r"91.2\footref{a}, 91.2\textsuperscript{\ref{a}}: One.\footnote{\label{a} Near.}": "91.2^1, 91.2^1: One.",
    r"\cref{a}: \begin{algorithm2e}\caption{Steps.}\label{a} \KwIn{x}\end{algorithm2e}": "Algorithm 1:",
}


@pytest.mark.parametrize("tex", REFERRED)
def test_a_reference_has_the_number_of_what_it_refers_to(tex: str) -> None:
    assert read(tex, THEOREMS).text.split("\n\n")[1].startswith(REFERRED[tex])


def test_a_theorem_is_headed_as_it_is_printed() -> None:
    declared = r"\declaretheorem[name=Claim,sibling=theorem]{claim}"
    text = read(r"\begin{theorem}[Bound] It is. \end{theorem}\begin{claim} So. \end{claim}", THEOREMS + declared).text
    assert "Theorem 1.1 (Bound). It is." in text
    assert "Claim 1.2. So." in text


ENTRIES = (
    r"\bibitem{lee} A. Lee. One. \bibitem{roe} B. Roe. Two. \bibitem[Wu99]{wu} C. Wu. Three. \bibitem[%s]{key} D. Four."
)
CITED = [
    (r"\cite{lee} \citep[see][p.~3]{roe, lee} \citet{roe} \citealp{lee}", "[1] [see 2, 1, p. 3] [2] [1]"),
    (r"\cite{wu}, \cite{none,lee}", "[Wu99], [none; 1]"),
]


@pytest.mark.parametrize(("tex", "text"), CITED)
def test_a_list_without_authors_and_years_is_cited_by_what_it_prints(tex: str, text: str) -> None:
    paper = read(rf"{tex}\begin{{thebibliography}}{{9}}{ENTRIES % 'Key et~al.(2019)'}\end{{thebibliography}}")
    assert paper.text.split("\n\n")[1] == text
    assert [entry.key for entry in paper.references] == ["1", "2", "Wu99", "key"]


LABELS = {
    r"{Yih et~al.(2011)Yih and Lee}": "(Yih et al., 2011)",
    r"\protect\citename{{Yih \bgroup et al.\egroup}, }2011": "(Yih et al., 2011)",
    r"\protect\citeauthoryear{Yih and Lee}{Yih et~al.}{2011}": "(Yih et al., 2011)",
    r"\protect\citeauthoryear{Yih}{2011}": "(Yih, 2011)",
}


@pytest.mark.parametrize("label", LABELS)
def test_authors_and_years_are_read_from_labels_of_every_age(label: str) -> None:
    paper = read(rf"\cite{{key}}\begin{{thebibliography}}{{9}}{ENTRIES % label}\end{{thebibliography}}")
    assert paper.text.split("\n\n")[1] == LABELS[label]


def test_a_number_of_a_citation_is_no_quantity() -> None:
    entries = rf"\begin{{thebibliography}}{{9}}{ENTRIES % 'x'}\end{{thebibliography}}"
    body = r"As \cite{lee,roe} say, it is 91.2\cite{lee} and 80.1\textsuperscript{\cite{roe}}, \citep[p.~3]{roe}."
    text = read(body + entries).text.split("\n\n")[1]
    assert [one.value for one in find_quantities(text)] == [91.2, 80.1]
    cell = read(
        rf"\begin{{table}}\begin{{tabular}}{{ll}} a\cite{{lee}} & 91.2\cite{{roe}} \\ b & 1 \end{{tabular}}\end{{table}}{entries}"
    )
    texts = [one.span.of(cell.text) for one in cell.tables[0].cells]
    assert [[one.value for one in find_in_cell(text)] for text in texts] == [[], [91.2], [], [1.0]]


NESTED = [
    r"\begin{enumerate}\item ", r"\begin{theorem}\label{a}", r"\begin{subequations}", r"\begin{itemize}\end{foo}",
    r"\begin{align} a \label{x} \\ ", r"\edef\a{\a\a}", r"\ExplSyntaxOn ", r"\tikz x ", r"\sisetup{", r"\num{1 ",
    r"\begin{tabular}{*{99}{*{99}{S}}} 1(2)&",
]  # fmt: skip


@pytest.mark.parametrize("piece", NESTED)
def test_what_is_never_closed_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    assert FILLER.strip() in read(f"{FILLER}\n\n{piece * 4_000}", THEOREMS).text
    assert time.process_time() - began < 8
