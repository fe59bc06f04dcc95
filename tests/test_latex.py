"""LaTeX source to documents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litsynth.errors import UnreadablePaper
from litsynth.parse.latex import read_latex
from litsynth.records import Document

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4


def read(body: str, preamble: str = "") -> Document:
    """A document whose first section holds `body`."""
    return read_latex(f"{preamble}\\begin{{document}}\\section{{Intro}}{body}\n\n{FILLER}\\end{{document}}", "arXiv:1")


def first_paragraph(body: str, preamble: str = "") -> str:
    """The first paragraph of running text."""
    return read(body, preamble).text.split("\n\n")[1]


RENDERED = [
    (r"It is \textbf{79.2}\,\% % a comment" + "\nhere.", "It is 79.2 % here."),
    (r"$91.2_{\pm 0.3}$ and $3\times10^{-5}$", "91.2 ± 0.3 and 3 × 10^-5"),
    (r"82.1$_{\pm0.4}$ and \textbf{57.9}\tiny{0.5}", "82.1 ± 0.4 and 57.9 0.5"),
    (r"91.3\textsuperscript{1} and 5$^\dagger$ and 2\textsuperscript{nd}", "91.3^1 and 5† and 2nd"),
    (r"10$^6$ and 3 $\times$ 10$^{4}$ and 24$^{th}$ and 9\ensuremath{^2}", "10^6 and 3 × 10^4 and 24th and 9^2"),
    (
        r"\textbf{92.3}$^{1}$ and 91.2$^{1,2}$ and 81.4$^{*}$ and 91.2$_{0.3}$",
        "92.3^1 and 91.2^(1,2) and 81.4* and 91.2_0.3",
    ),
    (r"$91.2$$^{2}$ and $85.1$ for it, a gain", "91.2^2 and 85.1 for it, a gain"),
    (r"BERT$_\text{BASE}$ at $\sim$80\% for $k \leq 5$", "BERT_BASE at ~80% for k ≤ 5"),
    (r"$\frac{a+b}{2}$ and $\sqrt{d_k}$ and $x_{t-1}$", "(a + b)/2 and √d_k and x_(t-1)"),
    (r"10\,000 of $392{,}702$ pairs", "10000 of 392,702 pairs"),
    (r"M\"uller, Garc\'{\i}a and \v{S}imek", "Müller, García and Šimek"),
    (r"``quoted'' -- so --- it is", '"quoted" – so — it is'),
    (r"see \url{https://x.org/a_b} and \href{https://y.org}{there}", "see https://x.org/a_b and there"),
    (r"\verb|a_b%c| and \emph{more}", "a_b%c and more"),
    (r"\textcolor{red}{kept}\vspace{-2mm} \hspace*{1em}\color{blue}here", "kept here"),
    (r"a\footnote{Not in the flow.} b", "a b"),
]


@pytest.mark.parametrize(("tex", "text"), RENDERED, ids=[text[:18] for _, text in RENDERED])
def test_what_latex_prints_is_what_is_read(tex: str, text: str) -> None:
    assert first_paragraph(tex) == text


MACROS = [
    (r"\newcommand{\ours}{\textsc{Lift}\xspace}", r"\ours is fast, {\ours}, \ours.", "Lift is fast, Lift, Lift."),
    (r"\newcommand{\acc}[2][XNLI]{#2 on #1}", r"\acc{80.1}; \acc[PAWS-X]{85.0}", "80.1 on XNLI; 85.0 on PAWS-X"),
    (r"\def\pair#1/#2.{#1 and #2}", r"\pair en/fr.!", "en and fr!"),
    (r"\let\old\emph \renewcommand{\emph}[1]{\old{#1}}", r"\emph{x} stays", "x stays"),
    (r"\newif\ifdraft \draftfalse", r"\ifdraft Draft \else Final \fi text", "Final text"),
    (r"\newcommand{\todo}[1]{}", r"Kept \todo{dropped} text", "Kept text"),
    (r"\NewDocumentCommand{\s}{O{5} m}{#2 at #1}", r"\s{x} \s[7]{y}", "x at 5 y at 7"),
    (r"\DeclareMathOperator{\argmax}{arg\,max}", r"$\argmax_y p$", "argmax_y p"),
    (r"\newcommand\me{\me\me}", r"Ends \me anyway", "Ends anyway"),
]


@pytest.mark.parametrize(("preamble", "tex", "text"), MACROS, ids=[text[:18] for _, _, text in MACROS])
def test_the_authors_macros_are_expanded(preamble: str, tex: str, text: str) -> None:
    assert first_paragraph(tex, preamble) == text


PAPER = r"""
\documentclass{article}
\title{Lifting \\ Encoders\thanks{Draft}}
\author{Ann Lee$^{1}$ \quad Bo Li$^{2}$ \\ University of Somewhere \\ \texttt{a@b.org} \And Carl M\"uller \\ Y Labs}
\begin{document}
\maketitle
\begin{abstract}We lift encoders. It helps by 1.8 points.\end{abstract}
\section{Introduction}\label{sec:intro}
Transfer helps \citep{lee}, as \citet[p.~3]{lee} show \cite{none}. See Section~\ref{sec:data} and \cref{tab:main}.
\begin{figure}\includegraphics{x}\caption{The model.}\end{figure}
It goes on here.\footnote{A note with 3 seeds.} The end.
\subsection{Data}\label{sec:data}
\paragraph{Splits.} We use two of them.
\begin{itemize}\item one thing\item another thing\end{itemize}
\begin{table}\caption{Scores.}\label{tab:main}
\begin{tabular}{lcc}\toprule Model & en & fr \\ \midrule A & 80.1 & 70.2 \\ B & 81.0 & 71.3 \\ \bottomrule\end{tabular}
\end{table}
\section*{Acknowledgments} We thank the reviewers for 100 comments.
\begin{thebibliography}{9}
\bibitem[{Lee et~al.(2019)Lee and Li}]{lee} Ann Lee. 2019. \newblock A title.
\end{thebibliography}
\appendix
\section{More} In the appendix there are 7 more runs of the same kind, and we list each of them with its seed and score.
\end{document}
"""


def test_a_paper_is_read_into_its_parts() -> None:
    paper = read_latex(PAPER, "arXiv:1")
    assert paper.title == "Lifting Encoders"
    assert paper.authors == ("Ann Lee", "Bo Li", "Carl Müller")
    assert [(part.title, part.kind) for part in paper.sections] == [
        ("", "boilerplate"),
        ("Abstract", "abstract"),
        ("1 Introduction", "body"),
        ("1.1 Data", "body"),
        ("1.1 Data: Splits", "body"),
        ("Acknowledgments", "boilerplate"),
        ("References", "references"),
        ("A More", "appendix"),
    ]


def test_citations_and_references_are_written_out() -> None:
    paper = read_latex(PAPER, "arXiv:1")
    assert (
        "Transfer helps (Lee et al., 2019), as Lee et al. (2019, p. 3) show [none]. See Section 1.1 and Table 1."
        in paper.text
    )
    assert [(entry.key, entry.span.of(paper.text)) for entry in paper.references] == [
        ("lee", "Ann Lee. 2019. A title.")
    ]


def test_floats_and_footnotes_do_not_interrupt_a_paragraph() -> None:
    paragraphs = read_latex(PAPER, "arXiv:1").text.split("\n\n")
    place = next(number for number, text in enumerate(paragraphs) if text.startswith("Transfer helps"))
    assert paragraphs[place].endswith("It goes on here. The end.")
    assert paragraphs[place + 1 : place + 3] == ["Figure 1: The model.", "A note with 3 seeds."]


def test_sentences_come_from_prose_and_captions_only() -> None:
    paper = read_latex(PAPER, "arXiv:1")
    texts = [sentence.span.of(paper.text) for sentence in paper.sentences]
    assert {"We lift encoders.", "Figure 1: The model.", "Table 1: Scores.", "one thing"} <= set(texts)
    assert not any("thank" in text or "Ann Lee." in text or "80.1" in text for text in texts)
    assert all(
        paper.sections[sentence.section].kind in {"abstract", "body", "appendix"} for sentence in paper.sentences
    )


def test_everything_lies_where_its_span_says() -> None:
    paper = read_latex(PAPER, "arXiv:1")
    for sentence in paper.sentences:
        part = paper.sections[sentence.section].span
        assert part.start <= sentence.span.start <= sentence.span.end <= part.end
    assert [cell.span.of(paper.text) for cell in paper.tables[0].cells if cell.row == 1] == ["A", "80.1", "70.2"]


def test_reading_twice_gives_the_same_document() -> None:
    assert read_latex(PAPER, "arXiv:1") == read_latex(PAPER, "arXiv:1")


def test_a_displayed_formula_stays_in_its_sentence_and_a_huge_one_is_named() -> None:
    short = read("It is\n\\begin{equation}\\label{e} a = b \\end{equation}\nfor all $a$, by Eq.~\\eqref{e}. Next.")
    assert "It is a = b for all a, by Eq. (1)." in short.text
    assert "It is [formula] here." in read("It is \\[ " + "x + " * 200 + "y \\] here.").text


def test_source_without_running_text_is_unreadable() -> None:
    with pytest.raises(UnreadablePaper, match="no running text"):
        read_latex(r"\documentclass{article}\begin{document}\input{body}\end{document}", "arXiv:1")


def test_bombs_end_in_time_and_leave_a_warning() -> None:
    doubling = "".join(f"\\def\\m{chr(98 + n)}{{\\m{chr(97 + n)}\\m{chr(97 + n)}}}" for n in range(24))
    paper = read("Before \\my after. " + "{" * 5_000 + "\\footnote{" * 500, "\\def\\ma{boom }" + doubling)
    assert paper.warnings == ("macros nested too deeply were left out",)
    assert FILLER.strip() in paper.text


PIECES = st.sampled_from(
    r"\begin{table} \end{table} \begin{tabular}{ll} \end{tabular} \begin{equation} \end{equation} \section{ \caption{ "
    r"\footnote{ { } [ ] $ $$ & \\ \hline \multirow{2}{*}{ \multicolumn{2}{c}{ \cite{ \newcommand{\x}[1]{#1} \x "
    r"\def\y#1. \iffalse \fi \else \item \verb| % ~ ^ _ # #1 word 12.5 \appendix \begin{thebibliography}{9} \bibitem{a} "
    r"\[ \] \( \) \begin{verbatim} \csname \endcsname \expandafter \let\x\y \par \begin{figure} \end{figure} \ref{a} "
    r"\label{a} \' \ding".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_no_source_however_broken_raises_anything_else(pieces: list[str]) -> None:
    try:
        paper = read(" ".join(pieces))
    except UnreadablePaper:
        return
    for cell in (cell for table in paper.tables for cell in table.cells):
        assert 0 <= cell.span.start <= cell.span.end <= len(paper.text)
    assert all(sentence.span.of(paper.text).strip() for sentence in paper.sentences)
    assert not any("\ue000" <= character <= "\ue002" for character in paper.text)
