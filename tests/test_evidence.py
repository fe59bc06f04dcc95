"""A finished run as evidence: everything that makes a result worthless, and the way into a report."""

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import Litsynth
from lxml import etree, html
from measured_maker import claim_of
from reproduce_world import SPEC, write_rows, write_world

from litsynth.cli.reports import read_report
from litsynth.codec import encode
from litsynth.errors import UsageError
from litsynth.render.draw_measured import Level, Panel, levels
from litsynth.reproduce.compare import judge
from litsynth.reproduce.evidence import below_gate, measured_run
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.measured import gather, recipe_of
from litsynth.reproduce.report import Told, markdown
from litsynth.reproduce.results import read_result, read_run, write_result, write_run
from litsynth.reproduce.run import Choice, planned, run
from litsynth.reproduce.spec_file import load_spec
from litsynth.reproduce.stages import Stages
from litsynth.reproduce.statistics.verdicts import SCREENING
from litsynth.resources import bundled_corpora
from litsynth.store import MEASURED, read_measured
from litsynth.synthesize import with_runs
from litsynth.verify.measured import bearings

SIDES = """
[[claims]]
id = "intermediate-over-none"
text = "Intermediate-task training improves transfer"
better = "aligned"
worse = "unaligned"
margin = 1.0
about = [["XNLI"], ["intermediate-task"]]
better_as = ["intermediate-task training"]
worse_as = ["zero-shot"]
systems = ["XLM-R"]
placebo = "aligned-over-unaligned"
"""


class Quiet:
    def step(self, done: int, total: int, loss: float) -> None:
        pass

    def job(self, job: Any) -> None:
        pass

    def cell(self, result: Any) -> None:
        pass


def conducted(
    root: Path, out: Path, kind: str = "conceptual", spec: str = SPEC + SIDES, seeds: str = "[1, 2, 3]"
) -> Path:
    """Two arms of the tiny experiment in the other language, all seeds."""
    (root / "tiny.toml").write_text(
        spec.replace('chance = 0', 'dataset = "XNLI"\nchance = 0')
        .replace('kind = "conceptual"', f'kind = "{kind}"')
        .replace("[1, 2, 3]", seeds)
    )  # fmt: skip
    experiment = load_spec(str(root / "tiny.toml"), "small")
    stages = Stages(out / "stages", Folder(root), torch.device("cpu"))
    run(experiment, planned(experiment, Choice(("aligned", "unaligned"), ("xx",)), stages), stages, out, Quiet())
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("world")
    write_world(root)
    return conducted(root, root / "out")


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    """A copy of the run, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "out"))


def test_a_finished_run_says_what_it_measured_and_by_what(made: Path) -> None:
    found = measured_run([made])
    (contrast,) = found.contrasts  # the other one has no sides: no text can speak of it
    assert (found.kind, found.experiment, found.deviations) == ("conceptual", "tiny", ("It is tiny.",))
    assert (contrast.contrast_id, contrast.ahead, contrast.seeds) == ("intermediate-over-none", "better", (1, 2, 3))
    compared = judge(gather([made]), next(one for one in read_run(made).experiment.claims if one.better_as))
    assert compared is not None
    assert contrast.value == round(compared.headline.value, 4)
    assert contrast.low > 0
    assert contrast.weight == 0.5  # the most that a conceptual result weighs
    assert measured_run([made]) == found


def test_a_run_that_did_not_learn_the_task_is_no_evidence(made: Path, tmp_path: Path) -> None:
    """No English result at all, or none that reaches what bags of words reach."""
    measured = gather([made])
    experiment = replace(measured.run.experiment, gate=0.5)
    measured = replace(measured, run=replace(measured.run, experiment=experiment))
    assert below_gate(measured) == "there is no result in English, 50.0 are needed"
    english = tuple(replace(each, language="en") for each in measured.results)
    low = dict.fromkeys(english[0].test, 0.4)
    at = {(each.arm, each.language, each.seed): made for each in english}
    measured = replace(measured, at=at)
    weak = replace(measured, results=tuple(replace(each, test=low) for each in english))
    assert below_gate(weak) == "40.0 is the best in English, 50.0 are needed"
    assert "**Not learnt**: 40.0 is the best in English" in markdown(Told(weak, (), ()))
    assert below_gate(replace(weak, results=english)) == ""
    assert below_gate(gather([made])) == ""
    gated = SPEC.replace("chance = 0", "gate = 0.5\nchance = 0") + SIDES
    write_world(tmp_path)
    with pytest.raises(UsageError, match="it says that the code runs"):
        measured_run([conducted(tmp_path, tmp_path / "gated", spec=gated)])


def edited(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    values = json.loads(path.read_text())
    change(values)
    path.write_text(json.dumps(values))


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("run.json", lambda run: run["experiment"].update(kind="exact"), "run.json is not as it was written"),
        ("results/aligned/xx-1/result.json", lambda one: one["test"].update(target_dev=0.99), "is not as it was written"),
        ("stages/*/stage.json", lambda stage: stage["code"].update(encoders="0" * 16), "made by other code than this"),
        ("stages/*/stage.json", lambda stage: stage.pop("code"), "does not say which code made the stage"),
    ],
)  # fmt: skip
def test_a_folder_that_was_changed_by_hand_is_refused(out: Path, name: str, change: Any, said: str) -> None:
    edited(sorted(out.glob(name))[0], change)
    with pytest.raises(UsageError, match=said):
        measured_run([out])


def test_predictions_that_were_changed_are_refused(out: Path, made: Path) -> None:
    name = "results/unaligned/xx-1/dev.csv.gz"
    (out / name).write_bytes((made / "results/aligned/xx-1/dev.csv.gz").read_bytes())
    with pytest.raises(UsageError, match="unaligned/xx-1 is not as it was written"):
        measured_run([out])


def test_results_of_another_spec_or_other_data_are_refused_however_well_sealed(out: Path) -> None:
    kept = read_run(out)
    write_run(out, replace(kept, checksums=dict.fromkeys(kept.checksums, "0" * 64)))
    with pytest.raises(UsageError, match=r"of another spec or other data than run\.json"):
        measured_run([out])
    (arm, *others) = kept.experiment.arms
    write_run(
        out, replace(kept, experiment=replace(kept.experiment, arms=(replace(arm, stages=arm.stages[:1]), *others)))
    )
    with pytest.raises(UsageError, match=r"of another spec or other data than run\.json"):
        measured_run([out])


def resealed(out: Path, arm: str, **changes: Any) -> None:
    for seed in (1, 2, 3):
        found = read_result(out / "results" / arm / f"xx-{seed}")
        assert found is not None
        write_result(out, replace(found, **changes))


def test_a_result_below_chance_is_no_evidence(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made.parent, tmp_path / "world", ignore=shutil.ignore_patterns("results"))
    root = tmp_path / "world"
    order = {"entailment": "neutral", "neutral": "contradiction", "contradiction": "entailment"}
    for language in ("en", "xx"):
        path = root / "test" / f"{language}.jsonl.gz"
        rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
        write_rows(path, [{**row, "label": order[row["label"]]} for row in rows])
    out = conducted(root, root / "out")
    with pytest.raises(UsageError, match="is a bug and left out"):
        measured_run([out])
    for seed in (1, 2):  # as if one seed alone had gone wrong
        for arm in ("aligned", "unaligned"):
            path = out / "results" / arm / f"xx-{seed}" / "result.json"
            found = read_result(path.parent)
            assert found is not None
            write_result(out, replace(found, alarms={name: [] for name in found.alarms}))
    (contrast,) = measured_run([out]).contrasts
    assert (contrast.ahead, contrast.seeds) == ("", (1, 2))
    assert "below chance" in contrast.why


def test_smoke_is_never_evidence_and_one_seed_settles_nothing(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made.parent, tmp_path / "world"))
    with pytest.raises(UsageError, match="a smoke run is no evidence"):
        measured_run([conducted(root, root / "out", kind="smoke")])
    shutil.rmtree(root / "out" / "results")
    (contrast,) = measured_run([conducted(root, root / "out", seeds="[1]")]).contrasts
    assert (contrast.ahead, contrast.why) == ("", "inconclusive: 1 of the 3 seeds that a verdict needs")


def test_a_contrast_whose_placebo_does_as_well_or_was_not_run_is_no_evidence(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made.parent, tmp_path / "world"))
    other = SPEC.replace('better = "aligned"\nworse = "unaligned"', 'better = "unaligned"\nworse = "aligned"') + SIDES
    (contrast,) = measured_run([conducted(root, root / "out", spec=other)]).contrasts
    assert (contrast.ahead, contrast.why) == ("", "its placebo (aligned-over-unaligned) says: not reproduced")
    other = SPEC.replace('worse = "unaligned"', 'worse = "translated"') + SIDES
    (contrast,) = measured_run([conducted(root, root / "out", spec=other)]).contrasts
    assert (contrast.ahead, contrast.why) == ("", "its placebo was not run (aligned-over-unaligned)")


def test_what_holds_under_one_choice_of_epochs_only_is_explained_by_selection(out: Path) -> None:
    # The last epoch of the better arm does no better than the worse one.
    for seed in (1, 2, 3):
        worse = out / "results" / "unaligned" / f"xx-{seed}" / "dev.csv.gz"
        shutil.copy(worse, out / "results" / "aligned" / f"xx-{seed}" / "last.csv.gz")
    resealed(out, "aligned", weights={"target_dev": "dev", "english_dev": "last", "last": "last"})
    (contrast,) = measured_run([out]).contrasts
    assert contrast.ahead == ""
    assert contrast.why.startswith("explained by selection: above zero under this choice of epochs")


def test_folders_of_other_recipes_are_not_seeds_of_one_experiment(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made.parent, tmp_path / "world"))
    other = conducted(root, root / "other", spec=(SPEC + SIDES).replace("margin = 1.0", "margin = 1.5"), seeds="[4]")
    with pytest.raises(UsageError, match="not one spec on the same data"):
        measured_run([made, other])
    again = conducted(root, root / "again", seeds="[4]")
    assert measured_run([made, again]).contrasts[0].seeds == (1, 2, 3, 4)
    assert measured_run([made, again]).run_id == measured_run([made]).run_id


QUESTION = "Does intermediate-task training improve zero-shot transfer on XNLI?"
CLAIM = "Intermediate-task training improves XNLI accuracy of XLM-R over zero-shot transfer."


@pytest.mark.usefixtures("quick_models")
def test_a_run_added_to_a_corpus_is_evidence_in_its_reports_from_then_on(
    litsynth_: Litsynth, folder: Path, made: Path, tmp_path: Path
) -> None:
    (folder / "paper.md").write_text(f"# Bridges\n\n{CLAIM}\nXNLI has pairs of sentences in fifteen languages.\n")
    assert litsynth_("corpus", "add", "mine", "paper.md")[0] == 0
    ask = ("run", QUESTION, "--corpus", "mine", "--offline", "--date", "2026-01-31")
    assert litsynth_(*ask, "--out", "first")[0] == 0
    assert "measured" not in (folder / "first" / "report.json").read_text()
    status, _, err = litsynth_("corpus", "add", "mine", str(made))
    assert (status, "measured here (conceptual), 1 contrast" in err, "aligned ahead" in err) == (0, True, True)
    status, out, _ = litsynth_("reverify", "first", "--offline", "--date", "2026-02-28", "--out", "second")
    assert (status, "nothing changed" in out) == (0, False)
    text = (folder / "second" / "report.md").read_text()
    assert "**Measured here**" in text
    assert "does not decide: other data or size than in the literature" in text
    assert "Measured here, new:" in text
    assert "## Measured here" in text
    assert "litsynth reproduce run tiny --arm aligned,unaligned" in text
    assert "Measured here, beside the literature:" in text
    assert '<h2 id="measured">' in (folder / "second" / "report.html").read_text()
    (claim,) = [json.loads(line) for line in (folder / "second" / "claims.jsonl").read_text().splitlines()]
    (piece,) = claim["measured"]
    assert (piece["stance"], piece["decides"], piece["seeds"]) == ("supports", False, 3)
    (kept,) = json.loads((folder / "second" / "run.json").read_text())["measured"]
    assert kept["recipe"] == piece["recipe"]
    assert litsynth_(*ask, "--out", "third")[0] == 0
    third = json.loads((folder / "third" / "report.json").read_text())
    assert third["verdicts"] == json.loads((folder / "second" / "report.json").read_text())["verdicts"]
    report = replace(read_report(folder / "second"), answer=())
    (lead, _) = with_runs(report, report.measured).answer
    assert lead.text == "Measured here, beside the literature:"
    (contrast,) = report.measured[0].contrasts
    asked = [(report.measured[0].run_id, contrast.contrast_id)]
    (_, direct, _) = with_runs(report, report.measured, asked).answer
    assert direct.text.endswith(
        f"(conceptual: decides no verdict); of what is asked: aligned is ahead [{report.measured[0].run_id}]."
    )
    assert direct.claim_ids == ()
    elsewhere = replace(report, question="Does distillation help?")
    assert with_runs(elsewhere, report.measured).answer == ()  # what nobody asked about is no answer
    status, out, _ = litsynth_("explain", "second", "claim-1", "--offline")
    assert (status, "## Measured here" in out, "says otherwise" in out) == (0, True, False)
    run_id = encode(measured_run([made]))["run_id"]
    assert run_id in litsynth_("corpus", "show", "mine")[2]
    assert litsynth_("corpus", "remove", "mine", run_id)[0] == 0
    assert litsynth_("reverify", "second", "--offline", "--date", "2026-03-31", "--out", "fourth")[0] == 0
    assert "Measured here, no longer:" in (folder / "fourth" / "report.md").read_text()


def test_what_ships_with_a_corpus_is_not_taken_out_and_travels_with_an_export(
    litsynth_: Litsynth, folder: Path, made: Path
) -> None:
    (folder / "paper.md").write_text(f"# Bridges\n\n{CLAIM}\n")
    assert litsynth_("corpus", "add", "mine", "paper.md", str(made))[0] == 0
    assert litsynth_("corpus", "export", "mine", "mine.corpus")[0] == 0
    assert litsynth_("corpus", "import", "mine.corpus", "--name", "theirs")[0] == 0
    run_id = measured_run([made]).run_id
    assert run_id in litsynth_("corpus", "show", "theirs")[2]
    path = folder / "corpora" / "theirs" / "files" / "measured" / f"{run_id}.json"
    path.write_text(path.read_text().replace('"conceptual"', '"exact"'))
    status, _, err = litsynth_("corpus", "show", "theirs")
    assert (status, "was changed after it was written" in err) == (2, True)


def test_the_report_on_a_run_is_a_folder_with_every_deviation_and_a_figure_of_each_language(
    litsynth_: Litsynth, folder: Path, made: Path
) -> None:
    assert litsynth_("reproduce", "report", str(made), "--out", "shown")[0] == 0
    files = {str(path.relative_to("shown")): path.read_bytes() for path in Path("shown").rglob("*") if path.is_file()}
    assert sorted(files) == [
        *(f"figures/{stem}.{form}" for stem in ("accuracy", "contrasts") for form in ("png", "svg")),
        "report.html",
        "report.md",
    ]
    page = html.document_fromstring(files["report.html"])
    said = " ".join(page.text_content().split())
    assert "It is tiny." in said
    assert "aligned, unaligned" in said
    assert "reproduced: the interval lies above zero" in said
    assert "claim not judged" not in said
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not page.xpath("//*[@style]|//script|//*[@src]")
    assert b"](figures/accuracy.svg)" in files["report.md"]
    assert files["figures/accuracy.svg"].decode().strip() in files["report.html"].decode()
    assert b"DejaVu" in files["figures/contrasts.svg"]
    shutil.rmtree("shown")
    assert litsynth_("reproduce", "report", str(made), "--out", "shown")[0] == 0
    assert Path("shown/report.html").read_bytes() == files["report.html"]
    assert litsynth_("reproduce", "report", str(made), "--out", "alone.md")[0] == 0
    assert "figures/" not in Path("alone.md").read_text()
    assert litsynth_("reproduce", "report", str(made), "--out", "alone.md/below")[0] == 1


def test_a_published_row_stands_beside_what_was_measured() -> None:
    drawn = levels(
        (Panel("x-cbow", (Level("de", 54.4, 53.1, 55.7, 61.0), Level("xx", 50.0, 49.0, 51.0, None))),),
        33.3,
        "Accuracy",
        "svg",
    )
    marks = etree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}use")
    diamonds = [mark for mark in marks if "#d55e00" in (mark.get("style") or "")]
    assert len(diamonds) == 1


def test_what_ships_was_measured_by_a_spec_that_ships_with_seeds_enough_for_a_verdict() -> None:
    shipped = [run for folder in bundled_corpora().values() for run in read_measured(folder / MEASURED)]
    assert shipped
    for one in shipped:
        assert one.recipe == recipe_of(load_spec(one.experiment, one.scale)), "the spec changed: run it again"
        assert all(len(contrast.seeds) >= SCREENING for contrast in one.contrasts)
        assert one.deviations == load_spec(one.experiment, one.scale).deviations
        called = {arm.name: arm.called for arm in load_spec(one.experiment, one.scale).arms}
        assert all(
            each.called == (called[each.better], called[each.worse]) and all(each.called) for each in one.contrasts
        )
    said = "For mBERT on XNLI, training on all languages is worth 9.7 points of accuracy over English-only fine-tuning."
    pieces = bearings(claim_of(said), shipped)
    assert [(piece.kind, piece.decides, piece.stance) for piece in pieces] == 2 * [
        ("conceptual", False, "says neither")
    ]
