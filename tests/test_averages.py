"""Printed averages held against their rows."""

from litsynth.config import VerifySettings
from litsynth.parse import read_document
from litsynth.pipeline.tables import Tables
from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Judgement, Span
from litsynth.results.averages import misfits
from litsynth.split import split
from litsynth.store import PassageRows
from litsynth.verify import weigh
from tests.document_maker import make_document

HEAD = r"\documentclass{article}\title{Reading twice}\begin{document}\maketitle\section{Results}"
TEXT = "We measured a number of systems on a number of tasks, and averages were printed in the table below. " * 3


def found(*rows: str, header: str = r"System & A & B & C & Avg.", columns: str = "lrrrr"):
    body = r" \\ ".join([header, *rows])
    table = rf"\begin{{table}}\begin{{tabular}}{{{columns}}}{body}\end{{tabular}}\caption{{Scores.}}\end{{table}}"
    return misfits(read_document(f"{HEAD}{TEXT}{table}\\end{{document}}".encode(), "paper.tex", "arXiv:1"))


RIGHT = ("One & 80.0 & 70.0 & 60.0 & 70.0", "Two & 81.1 & 71.1 & 61.0 & 71.1", "Three & 90 & 80 & 71 & 80.3")


def test_an_average_that_its_cells_do_not_give_is_found_with_the_arithmetic():
    (misfit,) = found(*RIGHT, "Four & 79.2 & 76.1 & 68.5 & 71.6")
    assert (misfit.table, misfit.row, misfit.column) == ("Table 1", "Four", "Avg.")
    assert (misfit.printed, misfit.mean, misfit.low, misfit.high) == (71.6, 74.6, 74.55, 74.65)
    assert misfit.cells == (1, 2, 3)


def test_what_rounding_explains_is_no_misfit():
    # The cells may be 79.04 to 79.05 and so on: a mean of 70.67 or 70.7.
    assert found(*RIGHT, "Four & 80.3 & 70.2 & 60.0 & 70.1") == ()
    assert found(*RIGHT, "Four & 80 & 70 & 61 & 70.8") == ()


def test_nothing_is_said_where_it_is_not_known_what_is_averaged():
    assert (
        found("One & 80.0 & 70.0 & 60.0 & 65.0", "Two & 81.0 & 71.0 & 61.0 & 66.0", "Three & 90 & 80 & 70 & 75") == ()
    )
    assert found("One & 80.0 & 70.0 & 60.0 & 70.0", "Two & 1 & 2 & 3 & 9") == (), "two rows show nothing"
    assert found(*RIGHT, "Four & 79.2 & -- & 68.5 & 71.6") == (), "a cell is missing"


def test_an_average_of_one_measure_among_others():
    outer = r"& \multicolumn{2}{c}{X} & \multicolumn{2}{c}{Y} & \multicolumn{2}{c}{Z} & \\"
    header = f"{outer} System & P & F1 & P & F1 & P & F1 & Avg. F1"
    rows = (
        "One & 10 & 80.0 & 10 & 70.0 & 10 & 60.0 & 70.0",
        "Two & 20 & 82.0 & 10 & 72.0 & 30 & 62.0 & 72.0",
        "Three & 11 & 83.0 & 12 & 72.0 & 13 & 64.0 & 73.0",
    )
    assert found(*rows, header=header, columns="lrrrrrrr") == ()
    (misfit,) = found(*rows, "Four & 10 & 81.0 & 10 & 71.0 & 10 & 61.0 & 75.0", header=header, columns="lrrrrrrr")
    assert (misfit.mean, misfit.cells) == (71.0, (2, 4, 6))


def test_a_corpus_is_checked(litsynth_, folder):
    rows = [f"S{number} & {number}0.0 & 70.0 & 60.0 & {(number * 10 + 130) / 3:.1f}" for number in range(1, 5)]
    body = r" \\ ".join([r"System & A & B & C & Avg.", *rows, "Off & 79.2 & 76.1 & 68.5 & 71.6"])
    table = rf"\begin{{table}}\begin{{tabular}}{{lrrrr}}{body}\end{{tabular}}\caption{{Scores.}}\end{{table}}"
    (folder / "paper.tex").write_text(f"{HEAD}{TEXT}{table}\\end{{document}}", encoding="utf-8")
    assert litsynth_("corpus", "add", "mine", "paper.tex")[0] == 0
    status, out, _ = litsynth_("results", "--corpus", "mine", "--averages", "--format", "csv")
    assert (status, out.splitlines()[1].split(",")[1:]) == (0, "Table 1,Off,Avg.,71.6,74.6,74.55,74.65,3".split(","))
    assert "74.55 to 74.65" in litsynth_("results", "--corpus", "mine", "--averages")[1]
    assert '"cells":[1,2,3]' in litsynth_("results", "--corpus", "mine", "--averages", "--format", "json")[1]
    status, out, err = litsynth_("results", "--corpus", "mine", "--averages", "--paper", "nowhere")
    assert (status, "every printed average that could be checked fits its row" in err) == (0, True)


def test_evidence_that_is_such_an_average_says_so():
    rows = [["Tagger", "A", "B", "C", "Avg."], ["Plain tagger", "80.0", "70.0", "60.0", "70.0"]]
    rows += [["Deep tagger", "81.1", "71.1", "61.0", "71.1"], ["Wide tagger", "90", "80", "71", "80.3"]]
    rows += [["Lattice tagger", "79.2", "76.1", "68.5", "71.6"]]
    paper = make_document("p", ["We compare taggers."], rows, "Table 1: Accuracy on three tasks.")

    def told(text: str) -> str:
        anchor = Anchor("p", "latex", Span(0, len(text)), text)
        claim = Claim("c", "p", text, text, anchor, "result", find_quantities(text))
        ((passage, places),) = Tables(PassageRows.of(split(paper)), lambda _: paper).trace(claim, []).values()
        return weigh(claim, passage, paper, Judgement(0.1, 0.8, 0.1), {}, VerifySettings(), places).why

    assert "prints 71.6 as an average of cells that give 74.6" in told("The lattice tagger reaches an average of 71.6.")
    assert "average of cells" not in told("The deep tagger reaches an average of 71.1.")
