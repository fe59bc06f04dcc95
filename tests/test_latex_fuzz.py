"""Sources that no author would write: nothing but UnreadablePaper is raised, and every span lies in the text."""

import gzip
import json
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.latex import read_latex
from litsynth.text.tables import paths

DATA = Path(os.environ.get("LITSYNTH_DATA", "no-data"))
FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4
_MOST_SECONDS = 10
PIECES = (
    r"\begin{table} \end{table} \caption{C} \label{a} \begin{tabular}{lcc} \end{tabular} \begin{tblr}{l} \end{tblr} & & \\ \\ "
    r"\hline \hline \cmidrule{2-3} \cline{9-1} \cmidrule{0-99999} \midrule M 12.5 A 79.2% ~ \quad \multicolumn{3}{c}{Group} "
    r"\multicolumn{99}{c}{x} \multirow{2}{*}{two} \multirow{-9}{*}{up} \SetCell[r=3,c=9]{c} \endhead \SI{1(2)}{\per} \num{9(99)} "
    r"\qtyrange{1}{2}{ms} \textcolor{white}{0} \color{white} \subfloat[a] \captionof{table}{T} (a) { } [ ] "
    r"\newacronym{a}{\ac{a}}{b} \ac{a} "
    r"\ifnum 1>0 \ifdefined\x \ifbool{x} \else \fi \def\x[#1]<#2>{\x[#2]<#1#1>} \x[1]<2> \def\y#1\z{#1} \y \z \input{q} "
    r"\cite{k} \ref{a} \begin{minipage}{1cm} \end{minipage} \footnote{ $ \textsuperscript{ \csname \endcsname"
).split()


def check(tex: str) -> None:
    """Reads a source, and slices back all that was found in it."""
    try:
        paper = read_latex(tex, "x")
    except UnreadablePaper:
        return
    for table in paper.tables:
        named = paths(table, paper.text)
        numbers = {cell.row for cell in table.cells}
        assert set(named.rows) <= numbers
        assert all(0 <= cell.span.start <= cell.span.end <= len(paper.text) for cell in table.cells)
        assert all(row < first < end for row, first, end in table.groups)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80))
def test_tables_of_shuffled_pieces_are_read(pieces: list[str]) -> None:
    check(rf"\begin{{document}}{FILLER}\begin{{table}}\begin{{tabular}}{{lcc}}{' '.join(pieces)}\end{{document}}")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(["x.tar.gz", "x.tex", "x.gz", "x.tar"]), st.booleans())
def test_bytes_of_any_kind_are_read_or_refused(data: bytes, name: str, packed: bool) -> None:
    said = ""
    try:
        said = read_document(gzip.compress(data) if packed else data, name, "x").paper_id
    except UnreadablePaper as error:
        said = str(error)
    assert said
    assert "\n" not in said


def mutated(tex: str, chance: random.Random) -> str:
    """A real source with some of it left out, repeated, turned round or mixed with pieces of others."""
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(tex) + 1)
        end = start + chance.choice([1, 3, 30, 300, 5_000])
        cut = tex[start:end]
        middle = chance.choice(["", cut * 3, cut[::-1], chance.choice(PIECES) * chance.choice([1, 50, 2_000])])
        tex = tex[:start] + middle + tex[end:] if chance.random() < 0.9 else tex[:start]
    return tex


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="LITSYNTH_DATA names no folder")
def test_real_papers_that_were_damaged_are_read_in_time() -> None:
    chance = random.Random(11)
    with gzip.open(DATA / "papers" / "nlp_latex" / "train_tex.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 5 == 0:
                began = time.process_time()
                check(mutated(json.loads(line)["tex"], chance))
                assert time.process_time() - began < _MOST_SECONDS, number
