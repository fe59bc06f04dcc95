"""What LaTeX commands and environments take as arguments, as far as these print nothing."""

DROPPED: dict[str, str] = {
    name: spec
    for spec, names in {
        "m": "vphantom hphantom phantom index bibliographystyle bibliography nocite input include pagestyle "
        "thispagestyle hypersetup hyphenation foreignlanguage selectlanguage cline hhline Xhline hlinewd Xcline "
        "arrayrulecolor noalign lhead rhead chead lfoot rfoot cfoot captionsetup usetikzlibrary pgfplotsset "
        "graphicspath lstset settowidth bibinfo bibfield urlstyle UrlFont aclpaperid confname conforg date email "
        "affil affiliation institute address keywords ccsdesc received setcitestyle crefname Crefname "
        "DeclareUnicodeCharacter usepgfplotslibrary setstretch linespread tikzset "
        "fontfamily fontseries fontshape tablewidth tabletypesize tablecolumns tablenum "
        "subref pageref vpageref bibnamefont bibfnamefont hologo iclrfinalcopy BIBentryALTinterwordspacing",
        "mm": "setlength addtolength fontsize markboth providecolor crefalias "
        "DeclareCaptionLabelFormat settopmatter acmConference setul newlength href@ restylefloat "
        "floatstyle DeclareGraphicsExtensions",
        "mmm": "definecolor addcontentsline specialrule colorlet DeclareMathAlphabet DeclareCaptionFont SetMathAlphabet",
        "sm": "vspace hspace titlespacing",
        "om": "colorbox cellcolor columncolor documentclass usepackage todo missingfigure rotatebox "
        "PassOptionsToPackage RequirePackage setlist newcites",
        "som": "includegraphics adjincludegraphics",
        "w": "vrule hrule",
        "omm": "fcolorbox rule",
        "omoo": "rowcolor",
        "smm": "resizebox",
        "mo": "scalebox cdashline",
        "moo": "raisebox",
        "ooom": "parbox",
        "oo": "makebox framebox pbox",
        "o": "hdashline addlinespace toprule midrule bottomrule linebreak pagebreak nopagebreak hyperref "
        "printbibliography maketitle makecell thead shortstack twocolumn specialcell",
        "opm": "cmidrule",
        "d": "vskip hskip kern parindent parskip baselineskip tabcolsep textwidth textheight topmargin oddsidemargin "
        "evensidemargin columnsep leftmargin itemsep parsep topsep hsize linewidth columnwidth abovedisplayskip "
        "belowdisplayskip abovedisplayshortskip belowdisplayshortskip abovecaptionskip belowcaptionskip titlebox "
        "looseness hangindent fboxsep fboxrule arrayrulewidth extrarowheight aboverulesep belowrulesep footnotesep "
        "floatsep textfloatsep dblfloatsep intextsep pretolerance "
        "emergencystretch tolerance hbadness vbadness pdfoutput clubpenalty widowpenalty mskip lineskip",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Commands to arguments that print nothing: s star, o [optional], m {mandatory}, p (round), d a dimension,
w those of a rule.
"""

ENVIRONMENT_ARGUMENTS: dict[str, str] = {
    name: spec
    for spec, names in {
        "om": "minipage multicols tabular adjustbox wrapfigure* parbox varwidth",
        "omm": "tabular* tabularx tabu* tabulary",
        "m": "spacing small* otherlanguage otherlanguage* adjustwidth* list* textblock* lrbox thebibliography "
        "subequations*",
        "mm": "CJK CJK* adjustwidth list",
        "omom": "wrapfigure wraptable",
        "o": "figure figure* table table* itemize enumerate description longtable* threeparttable subfigure* quote "
        "center tcolorbox mdframed theorem lemma proof definition corollary proposition example remark",
        "omo": "subfigure subtable",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Environments to the arguments that follow their name; `o` for all others."""

PROTECTED = frozenset(
    f"\\{name}"
    for name in ("part chapter section subsection subsubsection paragraph subparagraph cite citep citet citealt citealp "
    "citeauthor citeyear newcite ref label caption begin end item footnote footnotetext includegraphics title "
    "author maketitle multicolumn multirow hline toprule midrule bottomrule cline cmidrule bibitem input include "
    "textbf textit emph texttt textsc text url href \\ % & _ $ # { } par textsuperscript textsubscript appendix "
    "thanks documentclass usepackage newcommand renewcommand def let fi else centering small thefootnote abstract "
    "cref Cref autoref eqref natexlab").split()
)  # fmt: skip
"""Control sequences that keep their meaning even if a paper redefines them (it then changes looks, not content)."""
