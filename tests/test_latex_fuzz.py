"""Sources that no author would write: nothing but UnreadablePaper is raised, and every span lies in the text."""

import gzip
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzzing import DATA, SEED, fuzz, real_latex
from fuzzing import check as check_document
from hypothesis import given, settings
from hypothesis import strategies as st
from test_archive import pack

from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.latex import read_latex

FILLER = "This sentence is here so that the paper has enough running text to be read. " * 4
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
    check_document(paper)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80))
def test_tables_of_shuffled_pieces_are_read(pieces: list[str]) -> None:
    check(rf"\begin{{document}}{FILLER}\begin{{table}}\begin{{tabular}}{{lcc}}{' '.join(pieces)}\end{{document}}")


@pytest.mark.parametrize("piece", [r"\cite[a ", r"\x[1 ", r"\textsuperscript{ ", r"\footnote{a& "])
def test_thousands_of_arguments_that_do_not_end_are_read_in_time(piece: str) -> None:
    macro = r"\def\x[#1]<#2>{\x[#2]<#1#1>}"
    began = time.process_time()
    check(rf"\documentclass{{article}}{macro}\begin{{document}}{FILLER}{piece * 20_000}\end{{document}}")
    assert time.process_time() - began < 10


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


def damaged() -> Iterator[tuple[str, bytes]]:
    """Damaged sources, some of them packed, and some of these damaged once more."""
    chance = random.Random(SEED)
    for _, tex in real_latex():
        data = mutated(tex, chance).encode("utf-8", "replace")
        way = chance.randrange(8)
        if way == 0:
            yield "x.gz", with_other_bytes(gzip.compress(data, 1), chance)
        elif way == 1:
            yield "x.tar", with_other_bytes(pack({"main.tex": data, "main.bbl": data[-5_000:]}, "w"), chance)
        else:
            yield "x.tex", data if way > 2 else with_other_bytes(data, chance)


def with_other_bytes(data: bytes, chance: random.Random) -> bytes:
    """With up to eight bytes changed."""
    changed = bytearray(data)
    for _ in range(chance.randrange(8) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


TOKENS = st.one_of(st.sampled_from(PIECES), st.text(max_size=6), st.sampled_from(list("\\{}[]$&%#^_~ \n")))
MADE_UP = st.builds(
    lambda before, inside: (
        "x.tex",
        f"\\documentclass{{article}}{' '.join(before)}\\begin{{document}}{FILLER}{''.join(inside)}{FILLER}".encode(
            "utf-8", "replace"
        ),
    ),
    st.lists(TOKENS, max_size=20),
    st.lists(TOKENS, max_size=150),
)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="LITSYNTH_DATA names no folder")
def test_damaged_and_made_up_sources_are_read_or_refused_in_time(tmp_path: Path) -> None:
    real, made_up = fuzz(tmp_path, damaged(), MADE_UP)
    assert (real.failures, made_up.failures) == ([], [])
    assert min(real.files, made_up.files) > 0
