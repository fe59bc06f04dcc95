"""HTML as arXiv offers it, other web pages, and pages that mean harm."""

import itertools
import random
import re
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from fuzzing import DATA, SEED, fuzz, real_latex
from hypothesis import given
from hypothesis import strategies as st

from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.html import read_html
from litsynth.parse.html_metadata import html_metadata
from litsynth.parse.html_tables import grid_of
from litsynth.parse.html_tree import read_tree
from litsynth.records import Document
from litsynth.text.tables import paths

PAGE = """<!DOCTYPE html><html lang="en"><head><title>[2101.00001] Bridges to Other Languages</title>
<base href="/html/2101.00001v2/"><script>alert("85.0")</script><style>p {color: red}</style></head>
<body><nav class="ltx_page_navbar">Menu</nav><div class="ltx_page_main"><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Bridges to Other Languages</h1>
<div class="ltx_authors"><span class="ltx_creator ltx_role_author"><span class="ltx_personname">Ada Brook<sup
class="ltx_sup">1</sup>  Cem Demir<br class="ltx_break">University of Somewhere</span></span></div>
<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6><p class="ltx_p">We gain <math
alttext="1.8_{\\pm 0.3}" class="ltx_Math" display="inline"><semantics><mn>1.8</mn><annotation
encoding="application/x-tex">1.8_{\\pm 0.3}</annotation></semantics></math> points on XNLI.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag
ltx_tag_section">1 </span>Introduction</h2>
<div class="ltx_para"><p class="ltx_p">Transfer helps <cite class="ltx_cite ltx_citemacro_citep">(<a href="#b"
class="ltx_ref">Marsh et al., <span class="ltx_text">2018</span></a>)</cite>.<span class="ltx_note
ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer"><span class="ltx_note_content"><sup
class="ltx_note_mark">1</sup><span class="ltx_tag ltx_tag_note">1</span>We thank nobody here.</span></span></span>
The loss is</p>
<table class="ltx_equation ltx_eqn_table"><tbody><tr class="ltx_equation ltx_eqn_row"><td class="ltx_eqn_cell"><math
alttext="L=\\frac{1}{2}" display="block"></math></td><td class="ltx_eqn_cell ltx_eqn_eqno"><span class="ltx_tag
ltx_tag_equation">(1)</span></td></tr></tbody></table>
<p class="ltx_p">where it ends. It has <span class="ltx_text ltx_font_bold">bold</span> words.</p></div>
<div class="ltx_para"><ul class="ltx_itemize"><li class="ltx_item"><span class="ltx_tag ltx_tag_item">•</span><div
class="ltx_para"><p class="ltx_p">The first point is good.</p></div></li></ul></div>
<section class="ltx_paragraph"><h5 class="ltx_title ltx_title_paragraph">Data.</h5><div class="ltx_para"><p
class="ltx_p">It is small.</p></div></section>
<figure class="ltx_table"><figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_table">Table 1: </span>Accuracy
on XNLI.</figcaption><table class="ltx_tabular"><thead class="ltx_thead">
<tr class="ltx_tr"><th class="ltx_td ltx_th ltx_th_column ltx_border_tt" rowspan="2">Model</th><th class="ltx_td ltx_th
ltx_th_column ltx_border_tt" colspan="2">Test</th></tr>
<tr class="ltx_tr"><th class="ltx_td ltx_th">en</th><th class="ltx_td ltx_th">avg</th></tr></thead><tbody>
<tr class="ltx_tr"><th class="ltx_td ltx_th_row ltx_border_t">Plain</th><td class="ltx_td ltx_border_t">85.0</td><td
class="ltx_td ltx_border_t">79.2</td></tr><tr class="ltx_tr"><th class="ltx_td">Ours</th><td class="ltx_td">86.0</td><td
class="ltx_td"><span class="ltx_text ltx_font_bold">80.1<sup>†</sup></span></td></tr></tbody></table></figure>
<figure class="ltx_figure"><img src="x.png"><figcaption class="ltx_caption"><span class="ltx_tag
ltx_tag_figure">Figure 1: </span>It rises.</figcaption></figure></section>
<div class="ltx_acknowledgements"><h6 class="ltx_title ltx_title_acknowledgements">Acknowledgements</h6><p
class="ltx_p">We thank the 12 bakers.</p></div>
<section class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2><ul class="ltx_biblist">
<li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">Marsh et al. (2018)</span>
<span class="ltx_bibblock">J. Marsh. 2018. Bread.</span><span class="ltx_bibblock ltx_bib_cited">Cited by: §1</span>
</li></ul></section>
<section class="ltx_appendix"><h2 class="ltx_title ltx_title_appendix"><span class="ltx_tag ltx_tag_appendix">Appendix A
</span>Details</h2><div class="ltx_para"><p class="ltx_p">We use 3 seeds.</p></div></section>
</article></div><footer class="ltx_page_footer">Made by LaTeXML</footer></body></html>"""

TEX = r"""\documentclass{article}\title{Bridges to Other Languages}\author{Ada Brook \and Cem Demir}
\begin{document}\maketitle\begin{abstract}We gain $1.8_{\pm 0.3}$ points on XNLI.\end{abstract}
\section{Introduction}Transfer helps \citep{marsh}.\footnote{We thank nobody here.} The loss is
\begin{equation}L=\frac{1}{2}\end{equation} where it ends. It has \textbf{bold} words.
\begin{itemize}\item The first point is good.\end{itemize}
\paragraph{Data.} It is small.
\begin{table}\caption{Accuracy on XNLI.}\begin{tabular}{lcc}\toprule
\multirow{2}{*}{Model} & \multicolumn{2}{c}{Test}\\ & en & avg\\\midrule Plain & 85.0 & 79.2\\
Ours & 86.0 & \textbf{80.1}$^{\dagger}$\\\end{tabular}\end{table}
\begin{figure}\caption{It rises.}\end{figure}
\section*{Acknowledgements} We thank the 12 bakers.
\begin{thebibliography}{1}\bibitem[Marsh et al.(2018)]{marsh} J. Marsh. 2018. Bread.\end{thebibliography}
\appendix\section{Details}We use 3 seeds.\end{document}"""


def read(html: str, title: str = "") -> Document:
    return read_html(html.encode(), "file:1", title)


def sentences(document: Document) -> list[str]:
    return [sentence.span.of(document.text) for sentence in document.sentences]


def cells(document: Document) -> list[list[tuple[int, int, str]]]:
    return [[(cell.row, cell.column, cell.span.of(document.text)) for cell in table.cells] for table in document.tables]


def test_a_page_reads_like_the_latex_that_it_was_made_from() -> None:
    page, latex = read(PAGE), read_document(TEX.encode(), "a.tex", "file:1")
    assert (page.title, page.authors, page.warnings) == (latex.title, latex.authors, ())
    assert (page.substrate, latex.substrate) == ("html", "latex")
    assert sorted(sentences(page)) == sorted(sentences(latex))
    assert cells(page) == cells(latex)
    assert [(one.label, one.caption.of(page.text), one.header_rows, one.stub_columns) for one in page.tables] == [
        ("Table 1", "Table 1: Accuracy on XNLI.", 2, 1)
    ]
    kinds = [[(part.title, part.kind) for part in one.sections if part.title] for one in (page, latex)]
    assert kinds[0][:3] == kinds[1][:3]
    assert ("References", "references") in kinds[0]
    assert ("A Details", "appendix") in kinds[0]
    assert [(one.key, one.span.of(page.text)) for one in page.references] == [
        ("Marsh et al. (2018)", "J. Marsh. 2018. Bread.")
    ]


def test_what_is_no_running_text_is_no_sentence() -> None:
    text = " ".join(sentences(read(PAGE)))
    assert "bakers" not in text
    assert not any(word in read(PAGE).text for word in ("Menu", "alert", "color", "Cited by", "Made by", "(1)", "•"))


def test_a_page_says_of_itself_which_paper_it_is() -> None:
    assert html_metadata(read_tree(PAGE.encode(), "a")[0]).arxiv == "2101.00001v2"
    head = """<html><head><meta name="citation_title" content="A  Title"><meta name="citation_author" content="Brook, Ada">
    <meta name="citation_author" content="Cem Demir"><meta name="citation_publication_date" content="2021/08/01">
    <meta name="citation_doi" content="https://doi.org/10.1000/182"><meta name="citation_conference_title" content="ACL">
    <link rel="canonical" href="https://arxiv.org/abs/hep-th/9901001v1"></head><body>"""
    found = html_metadata(read_tree(head.encode(), "a")[0])
    assert (found.title, found.authors, found.year) == ("A Title", ("Ada Brook", "Cem Demir"), 2021)
    assert (found.doi, found.venue, found.arxiv) == ("10.1000/182", "ACL", "hep-th/9901001v1")


WEB = """<html><head><title>On Bread | A Site</title></head><body><header><p>Log in</p></header><main><h1>On Bread</h1>
<div>Bread is old.<br>It rises at 24.5 degrees. <span>It <b>really</b> does.</span></div>
<h2>Results</h2><p>We baked 12 loaves and measured them all, each of them twice, with a ruler of steel.</p>
<table><caption>Loaves</caption><tr><th>Flour</th><th>cm</th></tr><tr><td rowspan=2>Rye</td><td>8.1</td></tr>
<tr><td>8.3</td></tr><tr><td>Wheat</td><td>9.4</td></tr></table><aside>Buy now</aside></main>
<footer>2021</footer></body></html>"""


def test_other_pages_are_read_in_part_with_a_note() -> None:
    document = read(WEB)
    assert document.title == "On Bread"
    assert document.warnings == ("a web page that LaTeXML did not make: its headings, paragraphs and tables were read",)
    assert sentences(document)[:3] == ["Bread is old.", "It rises at 24.5 degrees.", "It really does."]
    assert "Log in" not in document.text
    assert "Buy now" not in document.text
    assert [part.title for part in document.sections if part.title] == ["Results"]
    assert document.tables[0].header_rows == 1
    assert (2, 0, "Rye") in cells(document)[0]
    assert (2, 1, "8.3") in cells(document)[0]


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("<tr><td rowspan=2>a<td>b<tr><td>c", [["a", "b"], ["", "c"]]),
        ("<tr><td>a<td rowspan=2>b<tr><td>c", [["a", "b"], ["c", ""]]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c", [["a", "b"], ["", "", "c"]]),
        ("<tr><td colspan=x rowspan=-3>a<td>b", [["a", "b"]]),
        ("<tr><td>a<table><tr><td>b<td>c</table><td>d", [["a b c", "d"]]),
        ("<tr></tr><tr><td>a", [["a"]]),
    ],
)
def test_spanning_cells_are_laid_out_as_latex_does(table: str, texts: list[list[str]]) -> None:
    node = next(read_tree(f"<html><table>{table}</table></html>".encode(), "a")[0].tagged("table"))
    assert [[cell.text for cell in row] for row in grid_of(node).rows] == texts


def test_a_scaled_table_says_in_classes_what_its_cells_span() -> None:
    rows = [
        ["ltx_rowspan ltx_rowspan_2|Model", "ltx_colspan ltx_colspan_2|Test"],
        ["|en", "|avg"],
        ["ltx_border_t|Plain", "ltx_border_t|85.0", "ltx_border_t|79.2"],
    ]
    body = "".join(f'<span class="ltx_tr">{"".join(_span(*one.split("|")) for one in row)}</span>' for row in rows)
    document = read(PAGE.replace("It is small.", f'<span class="ltx_tabular">{body}</span>'))
    table = document.tables[0]
    assert (table.header_rows, table.stub_columns) == (2, 1)
    assert paths(table, document.text).columns == {0: ("Model",), 1: ("Test", "en"), 2: ("Test", "avg")}


def _span(names: str, text: str) -> str:
    """A cell of a table of spans."""
    return f'<span class="ltx_td {names}">{text}</span>'


def test_lines_of_a_cell_are_parted_and_its_notes_and_those_below_a_table_are_kept() -> None:
    lines = "".join(f'<span class="ltx_tr">{_span("", text)}</span>' for text in ("Plain", "model"))
    note = '<span class="ltx_note ltx_role_footnote"><span class="ltx_note_content">Of three runs.</span></span>'
    page = PAGE.replace(">Plain<", f'><span class="ltx_tabular">{lines}</span><').replace(">79.2<", f">79.2{note}<")
    below = '<p class="ltx_p"><sup>†</sup>The dagger says that it differs.</p></figure>'
    document = read(page.replace("</table></figure>", f"</table>{below}", 1))
    assert {(2, 0, "Plain model"), (2, 2, "79.2")} <= set(cells(document)[0])
    assert "Of three runs." in sentences(document)
    assert any("The dagger says that it differs." in said for said in sentences(document))


def test_a_table_of_spans_in_a_line_is_a_table() -> None:
    rows = "".join(
        f'<span class="ltx_tr"><span class="ltx_td">{one}</span><span class="ltx_td">{two}</span></span>'
        for one, two in (("Model", "avg"), ("Plain", "79.2"))
    )
    inside = f'As seen. <span class="ltx_inline-block"><span class="ltx_tabular">{rows}</span></span>'
    document = read(PAGE.replace("It is small.", inside))
    assert (1, 1, "79.2") in cells(document)[0]
    assert "As seen." in sentences(document)


# Hostile pages

PROSE = "<p>" + "The plain words of this page are read. " * 5 + "</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"<html>{PROSE}{'<div>' * 1_500}{PROSE}{'</div>' * 1_500}",
        f"<html>{PROSE}{'<div>' * 100_000}deep",
        f"<html>{PROSE}{'<b><i>' * 20_000}",
        f"<html><p title='{'x' * 5_000_000}'>{PROSE}",
        f"<html>{PROSE}<math alttext='{'{' * 15_000}'></math><math alttext='{chr(92)}frac' ></math>",
        f"<html>{PROSE}<math alttext='{'^{x' * 5_000}'></math>",
        f"<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '{'&a;' * 99}'>]><html>{PROSE}&b;&b;&#99999999;&#0;",
        f"<html>{PROSE}<script>{PROSE.replace('plain', 'evil')}</script><svg><text>evil</text></svg>",
        f"<html>{PROSE}<!-- evil <p>evil --><table>{'<tr>' * 5_000}<td colspan=999999999>x",
        f"<html>{PROSE}<table>{'<td rowspan=100 colspan=60>x' * 3_000}</table>",
        f"<html>{PROSE}<figure>{'<figure>' * 150}<figcaption>x</figcaption>",
        f"\ufeff<HTML>{PROSE}\0\x01\ud7ff<p/><br/></p></p></div>",
        f"<?xml version='1.0' encoding='ISO-8859-1'?><html xmlns='http://www.w3.org/1999/xhtml'>{PROSE}</html>",
    ],
)
def test_a_hostile_page_is_read_in_good_time_and_does_nothing(html: str) -> None:
    started = time.process_time()
    document = read(html)
    assert sentences(document)[0] == "The plain words of this page are read."
    assert "evil" not in document.text
    assert time.process_time() - started < 10


def test_what_lies_too_deep_is_told() -> None:
    assert "nested too deeply: read in part" in read(f"<html>{PROSE}{'<div>' * 5_000}deep").warnings


@pytest.mark.parametrize("html", ["<html></html>", "<html><body><img src=x>", "\0", "<html><p>404 Not found", "plain"])
def test_a_page_without_text_says_so(html: str) -> None:
    with pytest.raises(UnreadablePaper) as caught:
        read(html)
    assert "\n" not in str(caught.value)


def test_a_page_in_another_encoding_is_read_by_its_own_words() -> None:
    text = f'<html><head><meta charset="windows-1251"></head><body>{PROSE}<p>Хлеб растёт.</p>'
    assert "Хлеб растёт." in read_html(text.encode("cp1251"), "file:1").text
    bad = text.replace("windows-1251", "no-such-code").encode("cp1251")
    assert "plain words" in read_html(bad, "file:1").text


def test_html_is_known_by_its_content() -> None:
    assert read_document(PAGE.encode(), "2101.00001.txt", "file:1").substrate == "html"
    assert read_document(b"\n<!-- saved --> " + PAGE.encode(), "x.gz", "file:1").substrate == "html"
    assert read_document(PROSE.encode(), "page.htm", "file:1").substrate == "html"


PIECES = st.sampled_from(
    '<p> </p> <div class="ltx_para"> </div> <td> <tr> <table> </table> <figure> <figcaption> <span class="ltx_note"> '
    '<math alttext="\\frac{1}"> </math> <h2> </h2> <li class="ltx_bibitem"> <sup> <br> & &lt; 1.8 words. < > " ='
    '<section class="ltx_appendix"> <table class="ltx_equation"> <div class="ltx_abstract"> <b> </b> \\ $ {'.split(" ")
)


@given(st.lists(PIECES, max_size=60))
def test_any_soup_of_tags_is_read_and_every_span_slices_back(pieces: list[str]) -> None:
    document = read(f"<html><body>{PROSE}{' '.join(pieces)}")
    size = len(document.text)
    for table in document.tables:
        assert all(0 <= cell.span.start <= cell.span.end <= size for cell in table.cells)
    assert all(text == text.strip() != "" for text in sentences(document))


# Fuzzing

ATTRIBUTES = (
    ' rowspan="{0}" colspan="{0}" class="ltx_td" class="ltx_tabular" alttext="\\frac{{1}}{{{0}}}" lang="{0}"'.split()
)
CUTS = re.compile(r"<[^>]*>|[^<]{1,40}")


def page_of(paper: Document) -> str:
    """A paper written as LaTeXML writes it: sections, paragraphs, tables, references."""
    parts = [f'<html><body><article class="ltx_document"><h1 class="ltx_title ltx_title_document">{paper.title}</h1>']
    for section in paper.sections:
        parts.append(f'<section class="ltx_section"><h2 class="ltx_title">{escape(section.title)}</h2>')
        parts.extend(
            f'<div class="ltx_para"><p class="ltx_p">{escape(text)} <math alttext="1.8_{{\\pm 0.3}}"></math></p></div>'
            for text in section.span.of(paper.text).split("\n\n")
        )
        parts.append("</section>")
    for table in paper.tables:
        parts.append(f'<figure class="ltx_table"><figcaption>{escape(table.caption.of(paper.text))}</figcaption>')
        parts.append('<table class="ltx_tabular">')
        for _, row in itertools.groupby(table.cells, lambda cell: cell.row):
            cells = (f'<td class="ltx_td">{escape(cell.span.of(paper.text))}</td>' for cell in row)
            parts.append(f'<tr class="ltx_tr">{"".join(cells)}</tr>')
        parts.append("</table></figure>")
    entries = (f'<li class="ltx_bibitem">{escape(one.span.of(paper.text))}</li>' for one in paper.references)
    return f'{"".join(parts)}<section class="ltx_bibliography"><ul>{"".join(entries)}</ul></section></article>'


def damaged() -> Iterator[tuple[str, bytes]]:
    """Pages made from real papers, with tags and texts left out, repeated, moved and changed."""
    chance = random.Random(SEED)
    for paper_id, tex in real_latex():
        try:
            pieces = CUTS.findall(page_of(read_document(tex.encode(), "x.tex", paper_id)))
        except UnreadablePaper:
            continue
        for _ in range(4):
            mixed = list(pieces)
            for _ in range(chance.randint(1, 40)):
                start = chance.randrange(len(mixed))
                end = start + chance.choice([1, 1, 3, 40, 400])
                some = mixed[start:end]
                number = chance.choice([0, -1, 2, 7, 100, 65_536, 10**12])
                attribute = chance.choice(ATTRIBUTES).format(number)
                wider = [one.replace(">", f" {attribute}>", 1) for one in some]
                shuffled = chance.sample(some, len(some))
                tags = chance.sample(TAGS, 5)
                mixed[start:end] = chance.choice([[], some * 2, some[:40] * 30, some[::-1], shuffled, tags, wider])
                mixed = mixed or ["x"]
            data = bytearray("".join(mixed).encode("utf-8", "replace"))
            for _ in range(chance.choice([0, 0, 20])):
                data[chance.randrange(len(data))] = chance.randrange(256)
            yield "x.html", bytes(data)


TAGS = (
    '<p> </p> <div class="ltx_para"> </div> <td> <tr> <table> </table> <table class="ltx_tabular"> <thead> <th rowspan="9"> '
    '<td colspan="99"> <figure> </figure> <figcaption> <span class="ltx_note"> <math alttext="\\frac{1}"> </math> <h2> </h2> '
    '<li class="ltx_bibitem"> <sup> <br> &amp; &lt; &#0; &#x110000; &bogus; <script> </script> <svg> <!-- --> <![CDATA[ ]]> '
    '<?xml <!DOCTYPE <section class="ltx_appendix"> <table class="ltx_equation"> <div class="ltx_abstract"> <b> <html> <base> '
    '<span class="ltx_tabular"> <span class="ltx_tr"> <span class="ltx_td"> <meta charset=utf-16> <article> \\ $ { 85.0'
).split(" ")
PARTS = st.one_of(st.sampled_from(TAGS), st.text(max_size=12), st.sampled_from(['="', "'", "<", ">", "\0", "\ud800"]))
MADE_UP = st.lists(PARTS, max_size=200).map(
    lambda parts: ("x.html", f"<html><body>{PROSE}{''.join(parts)}{PROSE}".encode("utf-8", "surrogatepass"))
)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="LITSYNTH_DATA names no folder")
def test_damaged_and_made_up_pages_are_read_or_refused_in_time(tmp_path: Path) -> None:
    real, made_up = fuzz(tmp_path, damaged(), MADE_UP)
    assert (real.failures, made_up.failures) == ([], [])
    assert min(real.files, made_up.files) > 0
