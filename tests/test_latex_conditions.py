"""LaTeX that reads one of several texts: conditions, choices, looks ahead, groups, and what only TeX can decide."""

import pytest

from litsynth.parse.latex import read_latex
from litsynth.records import Document

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4


def read(body: str, preamble: str = "") -> Document:
    """A document whose first section holds `body`."""
    return read_latex(f"{preamble}\\begin{{document}}\\section{{Intro}}{body}\n\n{FILLER}\\end{{document}}", "arXiv:1")


def first_paragraph(body: str, preamble: str = "") -> str:
    """The first paragraph of running text."""
    return read(body, preamble).text.split("\n\n")[1]


TOLD = {
    r"\ifcase 2 a\or b\or c\else d\fi, \ifcase0 a\or b\fi, \ifcase\one a\or b\fi, \ifcase 7 a\else d\fi": "c, a, b, d",
    r"\ifnum\one<2 less\else more\fi, \ifnum12 > \one{} more\fi": "less, more",
    r"\ifnum\value{page}=\value{steps} same\else other\fi, \ifnum\value{steps}=3 three\fi": "other, three",
    r"\ifodd3 odd\else even\fi, \ifodd\one odd\fi, \ifodd 10 odd\else even\fi": "odd, odd, even",
    r"\ifdim 1pt<2pt less\else more\fi, \ifdim 1in>2.6cm more\else less\fi": "less, less",
    r"\ifx\one\uno same\else other\fi, \ifx\one\two same\else other\fi, \ifx\void\empty void\fi": "same, other, void",
    r"\if\one1 same\else other\fi, \if ab same\else other\fi": "same, other",
    r"\unless\ifnum 1>2 yes\else no\fi": "yes",
    r"\iffinal final\else draft\fi": "final",
    r"\ifstrequal{a}{b}{same}{other}, \ifblank{ }{blank}{text}, \notblank{}{text}{blank}": "other, blank, blank",
    r"\ifdefempty{\void}{void}{full}, \ifdefstring{\one}{1}{one}{other}, \ifcsvoid{none}{void}{full}": "void, one, void",
    r"\ifcsdef{one}{known}{new}, \makeatletter\@ifundefined{one}{new}{known}\makeatother": "known, known",
    r"\ifnumcomp{\one}{<}{2}{less}{more}, \ifnumodd{\two}{odd}{even}, \ifnumgreater{2}{1}{more}{less}": "less, even, more",
    r"\ifthenelse{\equal{\one}{1}}{same}{other}, \ifthenelse{\one<2 \and \not\boolean{x}}{both}{none}": "same, both",
    r"\ifthenelse{\equal{a}{b} \OR \isundefined{\one}}{any}{none}": "none",
    r"\expandafter\ifstrequal\expandafter{\one}{1}{same}{other}": "same",
    r"\iffalse a \ifarxiv b\else c\fi d \else e\fi": "e",
}


@pytest.mark.parametrize("tex", TOLD)
def test_conditions_read_one_branch(tex: str) -> None:
    preamble = r"\def\one{1}\def\uno{1}\newcommand{\two}{2}\def\void{}\newif\iffinal\finaltrue"
    preamble += r"\newcounter{steps}\setcounter{steps}{3}"
    paper = read(tex, preamble)
    assert paper.text.split("\n\n")[1] == TOLD[tex]
    assert paper.warnings == (
        (r"conditions that only TeX can decide were read as false: \ifnum",) if "page" in tex else ()
    )


DEFINED = [
    (r"\makeatletter\def\a{\@ifstar\s\n}\def\s#1{S#1}\def\n#1{N#1}", r"\a{1} \a*{2}", "N1 S2"),
    (r"\makeatletter\def\a{\@ifnextchar[{\o}{\n}}\def\o[#1]#2{O#1#2}\def\n#1{N#1}", r"\a{1} \a[2]{3}", "N1 O23"),
    (r"\makeatletter\def\a{\@testopt\o{7}}\def\o[#1]#2{#1-#2}", r"\a{1} \a[2]{3}", "7-1 2-3"),
    (r"\newrobustcmd{\a}[1]{A#1}\renewrobustcmd\a[2]{B#1#2}", r"\a{1}2", "B12"),
    (r"\NewExpandableDocumentCommand{\a}{m O{5}}{#1#2}", r"\a{1}, \a{1}[2]", "15, 12"),
    (
        r"\NewDocumentCommand{\a}{d() D<>{x} t+ m}{(#1)#2\IfBooleanT{#3}{plus}#4}",
        r"\a(1)<2>+{3} \a{3}",
        "(1)2plus3 ()x3",
    ),
    (r"\NewDocumentCommand{\a}{om}{\IfValueTF{#1}{yes}{no}\IfNoValueT{#1}{!}#2}", r"\a[1]{2} \a{2}", "yes2 no!2"),
    (r"\newcommandx{\a}[3][1=x, 3=z]{#1#2#3}", r"\a{b}, \a[1]{2}[3]", "xbz, 123"),
    (r"\csdef{a}{91.2}\csgdef{b}#1{[#1]}", r"\csuse{a}, \b{5}", "91.2, [5]"),
    (r"\def\a{1}\def\b{1}", r"{\def\a{2}\gdef\b{3}\a} \a\b; \begingroup\renewcommand{\a}{4}\a\endgroup \a", "2 13; 41"),
    (r"\def\a{1}\AtBeginDocument{\renewcommand{\a}{2}}", r"\a", "2"),
    (r"\makeatletter\@draftfalse", r"\makeatletter\if@draft draft\else final\fi", "final"),
    (r"\let\ifdraft\iffalse", r"\ifdraft draft\else final\fi", "final"),
    ("", r"We gain \replaced[id=A]{2.5}{1.5} points\deleted[id=A]{ of 9}\added{ more}.", "We gain 2.5 points more."),
    (r"\def\a{1}\edef\b{\a}\def\a{2}\def\l{x}\edef\l{\l,y}\edef\l{\l,\noexpand\emph{z}}", r"\b\a \l", "12x,y,z"),
    (r"\NewDocumentEnvironment{e}{m O{\emph{q}}}{(#1#2}{#1)}", r"\begin{e}{1}text\end{e}", "(1qtext"),
    (r"\NewDocumentCommand\a{m O{\emph{q}}}{#1-#2}", r"\a{1} \a{1}[2]", "1-q 1-2"),
    (r"\newcommand{\a}[1][]{\if\relax\detokenize{#1}\relax none\else some\fi}", r"\a, \a[1]", "none, some"),
    (r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}", r"$\norm{x} = \norm*{y}$", "‖x‖=‖y‖"),
    (r"\newcommand\a{\@startsection{unknown}{4}{0pt}{1ex plus 1ex}{-1em}{\bf}}", r"\a{Head} of it", "Head of it"),
    ("", r"\looseness=-1 A\vrule width 0pt depth 5pt B\vskip 3pt plus 1pt minus2pt C \tikz[x=1]\node{b}; D", "A B C D"),
    ("", r"A \ExplSyntaxOn \tl_map:nN { x_y:n } \ExplSyntaxOff B", "A B"),
    (r"\usepackage{comment}\excludecomment{short}", r"\begin{short}SHORT\end{short}Long.", "Long."),
]


@pytest.mark.parametrize(("preamble", "tex", "text"), DEFINED, ids=[text for _, _, text in DEFINED])
def test_definitions_mean_what_tex_makes_of_them(preamble: str, tex: str, text: str) -> None:
    paper = read(tex, preamble)
    assert (paper.text.split("\n\n")[1], paper.warnings) == (text, ())


UNTOLD = {
    r"\ifarxiv Long text.\else Short text.\fi": ("Short text.", r"\ifarxiv"),
    r"\ifvoid\x Long text.\else Short text.\fi": ("Short text.", r"\ifvoid"),
    r"\ifboolexpr{ x or y }{Long text.}{Short text.}": ("Short text.", r"\ifboolexpr"),
    r"\ifthenelse{\lengthtest{1pt<2pt}}{Long text.}{Short text.}": ("Short text.", r"\ifthenelse"),
}


@pytest.mark.parametrize("tex", UNTOLD)
def test_a_condition_that_only_tex_can_decide_is_named(tex: str) -> None:
    paper = read(tex)
    text, name = UNTOLD[tex]
    assert paper.text.split("\n\n")[1] == text
    assert paper.warnings == (f"conditions that only TeX can decide were read as false: {name}",)


def test_a_command_that_only_looks_like_a_test_is_none() -> None:
    paper = read(r"\ifft $x$ is the transform. " * 20)
    assert paper.text.count("x is the transform.") == 20
    assert paper.warnings == ()


def test_an_abstract_set_in_another_way_is_an_abstract() -> None:
    preamble = r"\renewenvironment{abstract}{\begin{quote}}{\end{quote}}"
    tex = rf"{preamble}\begin{{document}}\begin{{abstract}}{FILLER}\end{{abstract}}\end{{document}}"
    assert [part.kind for part in read_latex(tex, "arXiv:1").sections if part.title == "Abstract"] == ["abstract"]


def test_conditions_without_end_or_of_no_consequence_hide_nothing() -> None:
    paper = read(r"One \ifarxiv\newpage\fi two, $a \iff b$; \ifnever three.")
    assert paper.text.split("\n\n")[1].startswith("One two, a")
    assert paper.text.split("\n\n")[1].endswith("b; three.")
    assert paper.warnings == ()


BOMBS = [
    r"\def\a{\a}\ifnum\a<2 x\fi" * 200,
    r"\def\a{\a\a}\ifnum\a=\a x\fi" * 50,
    r"\expandafter" * 50_000,
    r"\counterwithin{table}{figure}\counterwithin{figure}{table}\thetable " * 50,
    r"\ifcase 999999999 a\or b\fi " * 200,
]


@pytest.mark.parametrize("tex", BOMBS, ids=["loop", "doubling", "expandafter", "counters", "case"])
def test_conditions_that_never_end_end(tex: str) -> None:
    assert FILLER.strip() in read(f"Before. {tex}\n\nAfter.").text
