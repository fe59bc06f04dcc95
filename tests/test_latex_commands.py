"""Packages that print numbers and words of their own: siunitx, acronyms, conditionals, delimited macros."""

import pytest

from litsynth.parse.latex import read_latex

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4


def first_paragraph(body: str, preamble: str = "") -> str:
    """The first paragraph of running text."""
    tex = f"{preamble}\\begin{{document}}\\section{{Intro}}{body}\n\n{FILLER}\\end{{document}}"
    return read_latex(tex, "arXiv:1").text.split("\n\n")[1]


QUANTITIES = {
    r"\SI{3.5}{\giga\byte} or \qty{12}{\percent}": "3.5 GB or 12%",
    r"\num{12345.678} and \num{1.2e-3}": "12345.678 and 1.2 × 10^-3",
    r"\qtyrange{3}{5}{\milli\second} and \SIrange{10}{20}{ms}": "3 to 5 ms and 10 to 20 ms",
    r"\SI{79.2+-0.3}{\percent}; \num{91.2(3)}; \num{5(2)}": "79.2 ± 0.3%; 91.2 ± 0.3; 5 ± 2",
    r"\numlist{1;2;3} \si{\meter\per\second\squared}": "1, 2 and 3 m/s^2",
    r"$\num{3.5} > \qty{2}{\hour}$": "3.5 > 2 h",
    r"\num{12 345.6}, \num{1,5}, \num[input-ignore={,}]{1,500}, \num{1.2(3)e4}": "12345.6, 1.5, 1500, 12000 ± 3000",
    r"\num{1.25} {\sisetup{round-mode=places,round-precision=1}}\num{1.25}, \num{1.25(2)}": "1.25 1.3, 1.25 ± 0.02",
    r"\num[round-mode=figures,round-precision=2]{1254.5}": "1300",
}


@pytest.mark.parametrize("tex", QUANTITIES)
def test_siunitx_prints_numbers_and_units(tex: str) -> None:
    assert first_paragraph(tex) == QUANTITIES[tex]


CONDITIONS = {
    r"\ifdefined\known yes\else no\fi, \ifdefined\unknown yes\else no\fi": "yes, no",
    r"\ifcsname known\endcsname yes\else no\fi": "yes",
    r"\ifnum 3>2 more\else less\fi, \ifnum2=1 same\else other\fi": "more, other",
    r"\ifbool{flag}{on}{off}, \iftoggle{mark}{on}{off}, \ifthenelse{\boolean{draft}}{draft}{final}": "on, off, final",
    r"\ifthenelse{\equal{a}{a}}{same}{other} \ifdef{\known}{known}{new}": "same known",
    r"a\iffalse hidden \ifx\a\b deeper\fi more\fi b": "ab",
}


@pytest.mark.parametrize("tex", CONDITIONS)
def test_conditions_that_can_be_told_are_carried_out(tex: str) -> None:
    preamble = (
        r"\newcommand\known{x}\newbool{flag}\booltrue{flag}\newtoggle{mark}\newboolean{draft}\setboolean{draft}{false}"
    )
    assert first_paragraph(tex, preamble) == CONDITIONS[tex]


DELIMITED = [
    (r"\def\at[#1]<#2>{#1/#2}", r"\at[5]<6>.", "5/6."),
    (r"\def\base/{BERT}", r"\base/, \base/-large", "BERT, BERT-large"),
    (r"\def\upto#1\stop{(#1)}", r"\upto a {\stop} b\stop c", "(a b)c"),
]


@pytest.mark.parametrize(("preamble", "tex", "text"), DELIMITED)
def test_arguments_end_where_the_definition_says(preamble: str, tex: str, text: str) -> None:
    assert first_paragraph(tex, preamble) == text


def test_acronyms_are_printed_in_full_the_first_time() -> None:
    preamble = r"\newacronym{nli}{NLI}{natural language inference}\acrodef{qa}[QA]{question answering}"
    text = first_paragraph(r"\gls{nli}, \gls{nli}, \acp{qa}, \acl{qa}, \ac{new}", preamble)
    assert text == "natural language inference (NLI), NLI, question answerings (QAs), question answering, new"


def test_acronyms_that_name_themselves_end() -> None:
    assert "b" in first_paragraph(r"a \ac{x} b", r"\newacronym{x}{\ac{x}}{\ac{x} \ac{x}}")


def test_what_is_missing_is_noted() -> None:
    body = f"{FILLER} \\input{{results}} % \\input{{old}}"
    assert read_latex(f"\\begin{{document}}{body}\\end{{document}}", "x").warnings == (
        "files that it reads were not there: results",
    )
    assert read_latex(FILLER, "x").warnings == (r"no \begin{document}: the whole file was read",)
