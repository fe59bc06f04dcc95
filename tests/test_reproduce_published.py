from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.published.check import XNLI_ORDER, check_averages, check_columns, check_rows, spearman
from litsynth.reproduce.published.table import TABLES, Row, packaged_table, published_row, read_table
from litsynth.reproduce.summary import _published

HEAD = "row,paper,table,version,system,setting,mark,source,printed_average"


def row(name, cells, average=None, languages=XNLI_ORDER):
    values = {language: Decimal(f"{value:.1f}") for language, value in zip(languages, cells, strict=True)}
    printed = None if average is None else Decimal(str(average))
    return Row(name, "a", "Table 1", "v1", name, "zero-shot", "V", "read", printed, values)


def usual(systems=12, seed=0):
    """Rows that rise and fall over the languages alike, with some noise of their own."""
    chance = np.random.default_rng(seed)
    profile = np.linspace(85, 60, 15)
    return [row(f"s{number}", profile + chance.normal(0, 0.4, 15) - number) for number in range(systems)]


def test_what_is_wrong_in_the_packaged_tables_is_found_and_nothing_else():
    found = {finding.row: finding for name in TABLES for finding in check_rows(packaged_table(name))}
    assert sorted(found) == [
        "1911-02116/table-1/xlm-100-m-1/zero-shot-english-fine-tuning",
        "1911-02116/table-1/xlm-100-m-n/zero-shot-english-fine-tuning",
        "2003-11080/table-12/bert-large-translate-test/translate-test",
        "paddlepaddle-ernie-m-readme-github/xnli-table/veco-large/translate-train-all/as-printed",
        "paddlepaddle-ernie-m-readme-github/xnli-table/veco-large/zero-shot-english-fine-tuning/as-printed",
    ]
    swapped = found["1911-02116/table-1/xlm-100-m-1/zero-shot-english-fine-tuning"]
    assert swapped.arithmetic.startswith("1068.9 / 15 = 71.26, so [71.21, 71.31]; printed 70.7")
    assert "swapped" in swapped.remedy
    veco = found["paddlepaddle-ernie-m-readme-github/xnli-table/veco-large/zero-shot-english-fine-tuning/as-printed"]
    assert "sw 80.4 -> 74.3" in veco.remedy


def test_every_cell_has_a_source_and_a_mark_and_what_comes_from_memory_is_marked():
    rows = [each for name in TABLES for each in packaged_table(name)]
    assert len({each.id for each in rows}) == len(rows)
    assert all(each.source and (each.cells or each.average) for each in rows)
    assert published_row("x-stilts-2020/x-stilts/best-intermediate-task/xnli").average == Decimal("80.4")
    assert all("memory" in each.source for each in rows if each.mark == "M")
    assert published_row("xnli2018/x-cbow").cells["en"] == Decimal("64.5")
    with pytest.raises(UsageError, match="no published row"):
        published_row("nobody")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(30000, 95000), min_size=2, max_size=15))
def test_an_average_that_rounding_allows_is_never_reported(thousandths):
    exact = [value / 1000 for value in thousandths]
    languages = tuple(f"l{number}" for number in range(len(exact)))
    honest = row("honest", exact, round(sum(exact) / len(exact), 1), languages)
    assert check_averages([honest]) == []


def test_an_average_a_step_beyond_rounding_is_reported():
    cells = [70.0] * 15
    assert check_averages([row("fits", cells, 70.1)]) == []
    (finding,) = check_averages([row("not", cells, 70.2)])
    assert finding.arithmetic == "1050.0 / 15 = 70.00, so [69.95, 70.05]; printed 70.2, so [70.15, 70.25]"


def test_honest_rows_have_no_swapped_columns():
    assert check_columns(usual(40)) == []


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 14), st.integers(0, 14), st.integers(0, 11))
def test_two_swapped_columns_are_found_where_they_differ_much(one, two, number):
    rows = usual()
    cells = [float(value) for value in rows[number].cells.values()]
    cells[one], cells[two] = cells[two], cells[one]
    rows[number] = row(rows[number].id, cells)
    found = check_columns(rows)
    if abs(one - two) >= 3:
        assert [finding.row for finding in found] == [rows[number].id]
        assert found[0].remedy.startswith(f"{XNLI_ORDER[min(one, two)]} = ") or "in the order" in found[0].remedy
    if one == two:
        assert found == []


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=15).filter(lambda values: len(set(values)) > 1))
def test_rank_correlation_is_scipys(values):
    other = list(range(len(values)))
    expected = stats.spearmanr(values, other).statistic
    assert spearman(np.asarray(values, dtype=float), np.asarray(other, dtype=float)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "not a table of published numbers"),
        (f"{HEAD},en\nx,p,t,v,s,z,Q,read,,70.0\n", "t.csv:2: every row has a source and a mark"),
        (f"{HEAD},en\nx,p,t,v,s,z,V,,,70.0\n", "t.csv:2: every row has a source"),
        (f"{HEAD},en\nx,p,t,v,s,z,V,read,,seventy\n", "t.csv:2: a cell is no number"),
    ],
)
def test_a_table_that_can_not_be_read_says_where(text, message):
    with pytest.raises(BadRecord, match=message):
        read_table(text, "t.csv")


def test_own_tables_are_checked_on_the_command_line(litsynth_, folder: Path):
    (folder / "own.csv").write_text(f"{HEAD},en,de\nx,p,t,v,s,z,V,read,71.5,70.0,72.0\n")
    status, out, _ = litsynth_("reproduce", "check-published", "own.csv")
    assert (status, out.splitlines()[0]) == (0, "own.csv: 1 rows, 1 findings")
    assert "142.0 / 2 = 71.00" in out
    status, out, _ = litsynth_("reproduce", "check-published", "--json")
    assert status == 0
    assert len(out.splitlines()) == 5


def test_cells_that_were_put_in_are_averaged_and_not_compared_with():
    text = f"{HEAD},et,ht\nx,p,t,v,s,z,V,read,60.0,70.0,(50.0)\n"
    (found,) = read_table(text, "own")
    assert (found.imputed, found.cells["ht"]) == ({"ht"}, Decimal("50.0"))
    assert check_averages([found]) == []
    assert [_published(found, names) for names in (["et"], ["ht"], ["et", "ht"])] == [70.0, None, None]
    assert published_row("cambridgeltl-xcopa-readme-md/leaderboard/xlm-r-large/as-listed").imputed == {"ht", "qu"}
