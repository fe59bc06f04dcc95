"""The swap test bed: what it makes out of small papers that were made up for it."""

import gzip
import json
import re
import string
from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from fakes import BagEmbedder, OverlapEntailer
from hypothesis import given
from hypothesis import strategies as st
from labelled_data import write_rows

import litsynth.cli.swaps
from litsynth.benchmarks.swaps import SwapPlan, measure_swaps
from litsynth.benchmarks.swaps_digests import digest_rows
from litsynth.benchmarks.swaps_draw import Sizes, SwapClaim, drawn
from litsynth.benchmarks.swaps_latex import plain_tables, prose_sentences, without_tables
from litsynth.benchmarks.swaps_make import SLOTS, swapped, told_statements, true_statements
from litsynth.benchmarks.swaps_names import system_name
from litsynth.benchmarks.swaps_read import files_of, read_latex, written_claims
from litsynth.benchmarks.swaps_rows import Annotation, paper_rows
from litsynth.benchmarks.swaps_score import scores, share
from litsynth.benchmarks.swaps_table import swaps_table
from litsynth.benchmarks.swaps_truth import Truth
from litsynth.benchmarks.swaps_wording import WORDINGS, Statement, tell
from litsynth.cli.main import call
from litsynth.errors import MissingInput, UsageError
from litsynth.pipeline import Models
from litsynth.records import Grounds, Verdict
from litsynth.resources import BUNDLED_CORPUS
from litsynth.training import wordings as training_wordings
from litsynth.training.inventory import invented_systems

TEX = r"""
\documentclass{article}
\newcommand{\ours}{OakParse}
\begin{document}
\begin{abstract}We parse trees. OakParse reaches 83.4 accuracy on Shrubs. % not 99.9
\end{abstract}
\section{Results}
Our model has an accuracy of 91.25 on TreeBank9. ElmNet is old.
Trees of parks and gardens were drawn by hand, leaf by leaf, and two people looked at each of them in turn. Where they
did not agree, a third one decided. All of the drawings that we kept are from the same autumn, and none was left out
later because a system could not read it. The training of each system was stopped when it no longer got better.
\begin{table}
\caption{Results on the test sets.}
\begin{tabular}{l|cc|cc}
\toprule
\multirow{2}{*}{System} & \multicolumn{2}{c|}{TreeBank9} & \multicolumn{2}{c}{Shrubs} \\
 & Accuracy & F1 & Accuracy & F1 \\
\midrule
ElmNet~\cite{elm} & 80.50 & 71.30 & 70.2 & 61.1 \\
AshTagger & 85.10 & 74.60 & 73.9 & \textbf{66.8} \\
BirchNet (ours) & 88.00 & 78.00 & 79.1 & 69.0 \\
\ours{} & \textbf{91.25} & 79.40 $\pm$ 0.2 & 83.4 & - \\
+ beam & 91.30 & 79.50 & 83.5 & 65.0 \\
\bottomrule
\end{tabular}
\end{table}
\begin{table}
\caption{Sizes.}
\begin{tabular}{ll} Name & Trees \\ TreeBank9 & 12,000 \\ \end{tabular}
\end{table}
\begin{table}
\caption{Accuracy on TreeBank9 by split.}
\begin{tabular}{lcc} Model & Dev & Test \\ OakParse & 92.6 & 91.25 \\ WillowNet & 77.7 & 75.5 \\ \end{tabular}
\end{table}
\end{document}
"""
ANNOTATED = [
    Annotation("TreeBank9 (English)", "Accuracy", "91.25"),
    Annotation("Shrubs", "Acc", "0.834"),
    Annotation("Shrubs", "BLEU", "83.4"),
    Annotation("Hedges", "Accuracy", "83.4"),
]


@pytest.fixture(scope="module")
def left_out() -> Counter[str]:
    return Counter()


@pytest.fixture(scope="module")
def truth(left_out: Counter[str]) -> Truth:
    return Truth(paper_rows("arXiv:1", TEX, ANNOTATED, left_out))


def statements(truth: Truth) -> list[Statement]:
    return [*true_statements(truth, 1), *told_statements(truth, 1)]


def differing(one: Statement, other: Statement) -> set[str]:
    """The fields in which two statements differ, those of their places by name."""
    found = {field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)}
    if "place" in found:
        found |= {f.name for f in fields(one.place) if getattr(one.place, f.name) != getattr(other.place, f.name)}
    return found - {"place"}


def test_a_table_is_read_with_its_headers_and_without_doubtful_cells():
    tables = list(plain_tables(TEX))
    assert tables[1] == "no numbers"
    first = tables[0]
    assert not isinstance(first, str)
    assert first.headers[3] == ("Shrubs", "F1")
    assert first.rows[0] == ("ElmNet", ("80.50", "71.30", "70.2", "61.1"))
    assert first.rows[3] == ("OakParse", ("91.25", "79.40", "83.4", ""))
    assert any("83.4 accuracy on Shrubs" in sentence for sentence in prose_sentences(TEX))
    assert not any("99.9" in sentence or "80.50" in sentence for sentence in prose_sentences(TEX))
    assert "AshTagger" not in without_tables(TEX)


def test_boards_are_those_of_tables_with_an_annotated_score(truth, left_out):
    places = {(board.place.dataset, board.place.metric, board.place.split) for board in truth.rows.boards}
    sets = {(name, metric, "") for name in ("TreeBank9", "Shrubs") for metric in ("accuracy", "F1")}
    assert places == sets | {("TreeBank9", "accuracy", "development"), ("TreeBank9", "accuracy", "test")}
    assert dict(truth.rows.boards[0].values) == {
        "ElmNet": "80.50", "AshTagger": "85.10", "BirchNet": "88.00", "OakParse": "91.25",
    }  # fmt: skip
    assert truth.rows.boards[0].own == {"OakParse"}
    assert left_out["row: no name of its own, or one that stands twice"] == 1
    assert left_out["score: in a table, not under headers of its data set and metric"] == 2
    assert left_out["table: no numbers"] == 1


def test_what_has_two_numbers_in_one_place_is_not_claimed(truth):
    # Without a split, OakParse's accuracy on TreeBank9 may be 92.6 or 91.25.
    for said in true_statements(truth, 1):
        place = (said.place.dataset, said.place.metric, said.place.split)
        assert said.system != "OakParse" or place != ("TreeBank9", "accuracy", "")


def test_each_swap_changes_exactly_one_slot(truth):
    changed = {
        "digit": {"value"}, "unit": {"unit"}, "direction": {"better"}, "metric": {"metric"}, "dataset": {"dataset"},
        "split": {"split"}, "languages": {"language"}, "system": {"system"}, "baseline": {"baseline"},
    }  # fmt: skip
    seen = Counter()
    for said in statements(truth):
        for slot in SLOTS:
            if found := swapped(truth, said, slot, 1):
                seen[slot] += 1
                assert differing(said, found) == changed[slot]
                assert tell(found) != tell(said)
    assert set(seen) == set(SLOTS) - {"languages"}


def holds(truth: Truth, said: Statement) -> bool:
    """Whether a score, or a gain in points, is what the table has, by another way than the maker's."""

    def score(system: str) -> Decimal | None:
        for board in truth.rows.boards:
            if board.place == said.place and board.value(system):
                return Decimal(board.value(system))
        return None

    mine = score(said.system)
    if mine is None:
        return False
    if said.kind == "value":
        return abs(mine - Decimal(said.value)) < Decimal("0.1")
    other = score(said.baseline)
    gain = None if other is None else mine - other
    if gain is None or (gain > 0) != said.better:
        return False
    told = Decimal(said.value) if said.unit == "points" else Decimal(said.value) * (other or 0) / 100
    return abs(abs(gain) - told) < Decimal("0.15")


def test_true_claims_are_true_and_swapped_ones_false(truth):
    checked = Counter()
    for said in true_statements(truth, 1):
        if said.kind in ("value", "gain"):
            assert holds(truth, said), tell(said)
            for slot in SLOTS:
                if found := swapped(truth, said, slot, 1):
                    checked[slot] += 1
                    assert not holds(truth, found), (tell(said), tell(found))
    assert min(checked[slot] for slot in ("digit", "unit", "direction", "metric", "dataset", "system", "baseline")) > 1


def test_a_new_digit_stands_nowhere_in_the_paper(truth):
    for said in statements(truth):
        if found := swapped(truth, said, "digit", 1):
            assert found.value not in re.findall(r"[\d.]+", TEX)
            assert len(found.value) == len(said.value)


def test_what_prose_tells_is_claimed_without_what_it_leaves_out(truth):
    told = {(said.system, said.value, said.place.dataset, said.place.metric) for said in told_statements(truth, 1)}
    # "Our model" is the system whose number the leaderboard has; that of the abstract is named.
    assert told == {("OakParse", "83.4", "Shrubs", "accuracy"), ("OakParse", "91.25", "TreeBank9", "accuracy")}


def test_a_number_told_of_the_new_name_is_doubtful(truth):
    said = Statement("value", "AshTagger", replace(truth.rows.boards[0].place, dataset="Shrubs"), "73.9")
    assert swapped(truth, said, "system", 1)
    sentences = tuple(f"{name} has 73.9 too." for name in ("ElmNet", "BirchNet", "OakParse", "WillowNet"))
    doubtful = Truth(replace(truth.rows, sentences=sentences))
    assert swapped(doubtful, said, "system", 1) is None


def test_the_same_papers_give_the_same_claims(truth):
    once, again = (drawn([truth.rows], "table", Sizes(), 3) for _ in range(2))
    assert once == again
    assert once != drawn([truth.rows], "table", Sizes(), 4)
    assert len({claim.claim for claim in once}) == len(once)


def test_sizes_bound_what_is_drawn(truth):
    kept = drawn([truth.rows], "table", Sizes(true=5, slot=2, paper=4), 1)
    counts = Counter(claim.slot for claim in kept)
    assert counts[""] == 4
    assert all(counts[slot] <= 1 for slot in SLOTS)
    assert all(claim.made_from for claim in kept if claim.slot)


def test_a_true_claim_belongs_to_the_slots_of_the_false_claims_made_from_it(truth):
    kept = drawn([truth.rows], "table", Sizes(true=10**3, slot=10**3, paper=10**3), 1)
    true = {claim.claim: claim for claim in kept if not claim.slot}
    made = {(claim.made_from, claim.slot) for claim in kept if claim.slot}
    assert made == {(claim.claim, slot) for claim in true.values() for slot in claim.belongs}
    assert {slot for _, slot in made} == set(SLOTS) - {"languages"}
    assert not any(claim.belongs for claim in kept if claim.slot)


def test_true_claims_are_counted_under_each_slot_that_they_belong_to():
    judged = [
        (SwapClaim("a", "1", "table", "value", belongs=("digit", "metric")), "supported"),
        (SwapClaim("b", "1", "table", "value", belongs=("digit",)), "refuted"),
        (SwapClaim("c", "1", "table", "value"), "supported"),
        (SwapClaim("d", "1", "table", "value", "unit", "a"), "supported"),
    ]
    found = scores(judged)["true claims by slot"]
    counts = {slot: (one["supported"].count, one["refuted"].count, one["supported"].n) for slot, one in found.items()}
    assert counts == {"digit": (1, 1, 2), "metric": (1, 0, 1)}
    assert found["digit"]["labels"] == {"refuted": 1, "supported": 1}


def test_a_written_true_claim_belongs_to_the_slots_that_it_states():
    belongs = {claim.claim: claim.belongs for claim in written_claims("validation") if not claim.slot}
    people = "People succeed in 86.4% of the R2R test episodes and stop 1.61 m from the goal."
    assert belongs[people] == ("digit", "unit", "split")
    lodoss = "Lodoss-full is 0.83 ROUGE-1 points better than Lodoss-base on PubMed."
    assert belongs[lodoss] == ("digit", "unit", "direction", "metric", "dataset", "baseline")
    kmath = "KMath has just 188 questions, all in Chinese."
    assert belongs[kmath] == ("digit", "languages")


def test_wordings_are_none_of_those_of_training():
    def bare(text: str) -> str:
        literal = "".join(part for part, *_ in string.Formatter().parse(text))
        return " ".join(re.sub(r"\W", " ", literal).lower().split())

    trained = {
        bare(text)
        for name, value in vars(training_wordings).items()
        if name.startswith("_") and name.isupper()
        for group in (value.values() if isinstance(value, dict) else [value])
        for text in ([group] if isinstance(group, str) else group)
        if isinstance(text, str)
    }
    mine = {bare(text) for texts in WORDINGS.values() for text in texts}
    assert len(trained) > 20
    assert sum(len(texts) for texts in WORDINGS.values()) >= 12
    assert not {text for text in mine if len(text.split()) > 1} & trained


def test_systems_of_training_are_no_systems_here(truth):
    from random import Random  # noqa: PLC0415 - only names are drawn with it

    invented = {name for seed in range(50) for name in invented_systems(20, Random(seed))}
    assert not invented & {name for board in truth.rows.boards for name, _ in board.values}
    assert not any(
        name in claim.claim for name in invented for claim in [*written_claims("validation"), *written_claims("train")]
    )


@given(st.integers(0, 60), st.integers(0, 60))
def test_an_exact_interval_holds_its_share(count, more):
    found = share(count, count + more)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert share(count + 1, count + more + 1).low >= found.low


@pytest.mark.parametrize(
    "cell", ["Ours", "Baseline", "+ CRF", "w/o attention", "Smith et al.", "\\method", "2018", "full model"]
)
def test_rows_without_a_name_of_their_own_have_none(cell):
    assert not system_name(cell)


@pytest.mark.parametrize(
    ("split", "half", "papers"),
    [("validation", 100, 20), ("train", 220, 44), ("ranking", 120, 24)],
)
def test_the_written_claims_are_whole(split, half, papers):
    claims = written_claims(split)
    assert Counter(bool(claim.slot) for claim in claims) == {True: half, False: half}
    assert {claim.slot for claim in claims} == {"", *SLOTS}
    assert len({claim.paper_id for claim in claims}) == papers
    assert len({claim.claim for claim in claims}) == 2 * half


def make_data(folder: Path) -> Path:
    for split in ("train", "validation"):
        results, sources = files_of(split)
        annotations = [{"dataset": one.dataset, "metric": one.metric, "score": one.score} for one in ANNOTATED]
        rows = [{"paper_id": "1", "annotations": annotations}, {"paper_id": "2", "annotations": "unanswerable"}]
        write_rows(folder / results, rows)
        write_rows(folder / sources, [{"paper_id": "1", "tex": TEX}, {"paper_id": "2", "tex": TEX}])
    return folder


def make_digests(folder: Path) -> Path:
    folder.mkdir()
    table = {
        "label": "Table 1",
        "caption": "XNLI test accuracy (%) in 3 languages",
        "source": "arXiv:1111.11111, Table 1",
        "stub_columns": 2,
        "primaries": ["", ""],
        "columns": ["System", "Setting", "en", "de", "sw", "avg"],
        "rows": [
            ["OakBERT", "zero-shot (English fine-tuning)", "90.0", "80.0", "70.0", "80.0"],
            ["ElmBERT", "zero-shot (English fine-tuning)", "85.0", "71.0", "63.0", "73.0"],
        ],
    }
    digest = {
        "id": "arXiv:1111.11111", "version": "v1", "title": "Trees", "authors": ["Ann Lee"], "year": 2020, "venue": "",
        "doi": "", "url": "", "categories": [], "kind": "digest", "aliases": [],
        "sections": [{"title": "Results", "statements": [
            {"text": "OakBERT reaches 80.0% on XNLI.", "source": "arXiv:1111.11111, Table 1", "primary": ""}]}],
        "tables": [table],
    }  # fmt: skip
    (folder / "one.json").write_text(json.dumps(digest))
    return folder


def test_digests_give_languages_and_averages(tmp_path):
    (rows,) = digest_rows(make_digests(tmp_path / "digests"))
    assert {board.place.language for board in rows.boards} == {"English", "German", "Swahili", "3 languages"}
    assert {board.place.setting for board in rows.boards} == {"zero-shot"}
    assert {board.place.split for board in rows.boards} == {"test"}
    truth = Truth(rows)
    said = Statement("value", "OakBERT", next(b.place for b in rows.boards if "3" in b.place.language), "80.0")
    found = swapped(truth, said, "languages", 1)
    assert found
    assert "averaged over 2 languages" in tell(found)


class Gullible:
    """Supports whatever it is asked, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[int, int]] = []

    def __call__(self, asked, documents, papers):
        self.shown.append((len(asked), len(documents)))
        return [Verdict("c", "supported", 0.9, (), 0, grounds=Grounds("supported", support=0.9)) for _ in asked]


def test_a_verifier_that_supports_everything_catches_nothing(tmp_path):
    data, digests = make_data(tmp_path / "data"), make_digests(tmp_path / "digests")
    verify = Gullible()
    report = measure_swaps(data, digests, SwapPlan("train", papers=1), verify)
    assert set(report["claims"]) == {"table", "prose", "digest"}
    for where in ("own paper", "among papers"):
        for systems in report["results"][where].values():
            assert systems["verifier"]["swapped claims"]["caught"]["value"] == 0
            assert systems["verifier"]["true claims"]["supported"]["value"] == 1
            assert systems["always not enough evidence"]["swapped claims"]["caught"]["value"] == 1
            assert systems["always not enough evidence"]["true claims"]["supported"]["value"] == 0
    assert len(report["verdicts"]) == sum(report["claims"].values())
    for systems in report["results"]["own paper"].values():
        assert systems["verifier"]["true claims by slot"]["digit"]["supported"]["value"] == 1
    blocks = [block.splitlines() for block in swaps_table(report).split("\n\n")]
    titled = {re.split(r"\s{2,}", block[0])[0]: block for block in blocks}
    digits = report["results"]["own paper"]["digest"]["verifier"]["true claims by slot"]["digit"]["supported"]["n"]
    assert f"1.000 ({digits}/{digits})" in titled["true: supported, own paper"][-1]
    assert f"0.000 (0/{digits})" in titled["true: refuted, own paper"][-1]
    assert len(verify.shown) == 6
    assert measure_swaps(data, digests, SwapPlan("train", papers=1), Gullible()) == report


def test_what_cannot_be_measured_says_so(tmp_path):
    with pytest.raises(UsageError, match="one of: validation, train"):
        measure_swaps(tmp_path, tmp_path, SwapPlan("test"), Gullible())
    with pytest.raises(MissingInput):
        list(read_latex(tmp_path, "train", Counter()))
    results, sources = files_of("train")
    (tmp_path / results).parent.mkdir(parents=True)
    for name in (results, sources):
        with gzip.open(tmp_path / name, "wt") as lines:
            lines.write("")
    assert list(read_latex(tmp_path, "train", Counter())) == []


def test_the_command_verifies_as_a_run_does_and_remembers(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    entailer = OverlapEntailer()
    models = Models(BagEmbedder(), entailer, {}, {})
    monkeypatch.setattr(litsynth.cli.swaps, "load_models", lambda settings, offline: models)
    digests = make_digests(tmp_path / "digests")
    monkeypatch.setattr(litsynth.cli.swaps, "bundled_corpora", lambda: {BUNDLED_CORPUS: digests})
    data = make_data(tmp_path / "data")
    arguments = ["evaluate", "run", "swaps", "--data", str(data), "--split", "train", "--memory", "mind", "-q", "--out"]
    assert call([*arguments, "one.json"]) == 0
    out, err = capsys.readouterr()
    assert (err, "swapped: caught" in out) == ("", True)
    asked = entailer.asked
    assert call([*arguments, "two.json"]) == 0
    assert entailer.asked == asked > 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    own = json.loads(Path("one.json").read_text())["results"]["own paper"]["digest"]["verifier"]
    assert own["true claims"]["supported"]["value"] > 0.3  # their cells are found
    assert own["swapped claims"]["caught"]["value"] > 0.7
