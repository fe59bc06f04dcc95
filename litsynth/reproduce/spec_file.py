"""TOML to `Experiment`: tables are merged for a scale and an arm, and every key must be known."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from importlib import resources
from math import isclose
from pathlib import Path
from typing import Any, TypeVar

from litsynth.codec import decode
from litsynth.errors import BadRecord, MissingInput, UsageError
from litsynth.models.contaminated import refuse_for
from litsynth.reproduce.answerable import refuse_other_task
from litsynth.reproduce.checkpoint import origin_of
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.fitting import refuse_other_data, refuse_other_dev, refuse_other_encoder, refuse_other_test
from litsynth.reproduce.kinds import loss_of, settings_of
from litsynth.reproduce.plugins import check
from litsynth.reproduce.published.table import published_row
from litsynth.reproduce.scales import merge, scaled
from litsynth.reproduce.source import data_set_of
from litsynth.reproduce.spec import TARGET, Arm, Beside, Encoder, Experiment, Optimiser, Smoothing, Stage
from litsynth.reproduce.tasks import task_of

T = TypeVar("T")
Table = dict[str, Any]

_TOP = {
    "id", "title", "paper", "kind", "seeds", "languages", "report", "carry", "chance", "dev", "test", "deviations",
    "data", "encoders", "stages", "arms", "claims", "scale", "dataset", "metric", "pairing", "vocabulary",
    "gate", "retrieval",
}  # fmt: skip
_PLAIN = ("id", "title", "paper", "kind", "seeds", "report", "carry", "chance", "dev", "test")
_ARM = {"about", "called", "encoder", "stages", "languages", "test", "published", "set", "smoothing"}
_TABLES = {"data", "encoders", "stages", "arms", "scale"}
_AUXILIARY = {"objective", "train", "data", "weight"}
_STAGE = {"objective", "language", "train", "data", "loss", "dev", "beside", "mixing"} | {
    field.name for field in fields(Optimiser)
}


def packaged() -> list[str]:
    """The names of the specs that come with litsynth."""
    folder = resources.files("litsynth.reproduce") / "specs"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def load_spec(name_or_path: str, scale: str) -> Experiment:
    """The packaged spec of that name or the TOML file at that path, at a scale.

    Raises MissingInput when there is neither; UsageError on TOML that is none, an unknown key or name, a bad value.
    """
    bundled = resources.files("litsynth.reproduce") / "specs" / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if bundled.is_file():
        text = bundled.read_text(encoding="utf-8")
    elif path.is_file():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise UsageError(f"spec {name_or_path}: no UTF-8 text", "give a TOML file") from error
    else:
        raise MissingInput(f"no spec {name_or_path!r}", f"the path of a TOML file, or: {', '.join(packaged())}")
    try:
        return read_spec(tomllib.loads(text), name_or_path, scale)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"spec {name_or_path}: not TOML: {error}") from error


def with_model(experiment: Experiment, model: str) -> Experiment:
    """The experiment with another checkpoint under its transformers (empty: its own), and conceptual at most.

    Raises UsageError when it has no transformer, and for a checkpoint that has seen the answers of the data set, by its name
    or by the one that its configuration says it was made from.
    """
    if not model:
        return experiment
    if all(arm.encoder.kind != "transformer" for arm in experiment.arms):
        raise UsageError(
            f"--model {model}: {experiment.id} at scale {experiment.scale} trains no transformer",
            "another --scale: see litsynth reproduce show",
        )
    arms = tuple(
        replace(arm, encoder=replace(arm.encoder, model=model, revision=""))
        if arm.encoder.kind == "transformer"
        else arm
        for arm in experiment.arms
    )
    for name in (model, origin_of(model)):
        refuse_for(name, experiment.dataset or experiment.id)
    told = f"The checkpoint is {Path(model).name if Path(model).is_dir() else model}, not the spec's."
    kind = experiment.kind if experiment.kind == "smoke" else "conceptual"
    return replace(experiment, arms=arms, kind=kind, deviations=(*experiment.deviations, told))


def read_spec(values: Table, where: str, scale: str) -> Experiment:
    """The experiment in a table of values. Raises UsageError naming the key that is unknown, missing or wrong."""
    where = f"spec {where}"
    _only(values, _TOP, where)
    for name in sorted(_TABLES & values.keys()):
        if not isinstance(values[name], dict) or not all(isinstance(row, dict) for row in values[name].values()):
            raise UsageError(f"{where}: {name} is not made of tables", f"write [{name}.NAME] and what it has below")
    merged = scaled(values, scale, where)
    data = {
        name: _record(DataSet, {"name": name, **row}, f"{where}, data.{name}")
        for name, row in _get(merged, "data", where).items()
    }
    arms = tuple(_arm(merged, name, row, f"{where}, arms.{name}") for name, row in _get(merged, "arms", where).items())
    plain = {key: _get(merged, key, where) for key in _PLAIN}
    rest: Table = {
        key: merged[key] for key in ("dataset", "metric", "pairing", "vocabulary", "gate", "retrieval") if key in merged
    }
    rest |= {"deviations": merged.get("deviations", []), "claims": merged.get("claims", [])}
    experiment = _record(Experiment, {**plain, **rest, "scale": scale, "data": {}, "arms": []}, where)
    return _checked(replace(experiment, data=data, arms=arms), where)


def _arm(values: Table, name: str, row: Table, where: str) -> Arm:
    _only(row, _ARM, where)
    encoder_name: str = _get(row, "encoder", where)
    names: list[str] = _get(row, "stages", where)
    encoders, stages, over = values.get("encoders", {}), values.get("stages", {}), row.get("set", {})
    _known(encoder_name, encoders, "encoder", where)
    _only(over, set(names), f"{where}.set")
    for stage in names:
        _known(stage, stages, "stage", where)
    if not names or stages[names[0]].get("objective") in ("align", "align_joint"):
        raise UsageError(f"{where}: an arm begins with a stage that needs no other", "put an nli stage first")
    languages: tuple[str, ...] = tuple(row["languages"] if "languages" in row else _get(values, "languages", where))
    encoder = _record(Encoder, encoders[encoder_name], f"{where}, encoders.{encoder_name}")
    made = tuple(_stage(stage, merge(stages[stage], over.get(stage, {})), where) for stage in names)
    for each in made:
        refuse_other_encoder(each, encoder, f"{where}, stages.{each.name}")
    return Arm(
        name=name,
        encoder=encoder,
        stages=made,
        languages=languages,
        test=row.get("test", _get(values, "test", where)),
        published=row.get("published", ""),
        about=row.get("about", ""),
        called=row.get("called", ""),
        smoothing=_record(Smoothing, row["smoothing"], f"{where}, smoothing") if "smoothing" in row else None,
    )


def _stage(name: str, row: Table, where: str) -> Stage:
    where = f"{where}, stages.{name}"
    objective = _get(row, "objective", where)
    loss = row.get("loss", {})
    loss_of(loss, where)
    settings = _own(objective, row, _STAGE, where)
    optimiser = {field.name: row[field.name] for field in fields(Optimiser) if field.name in row}
    beside = row.get("beside", {})
    return Stage(
        name=name,
        objective=objective,
        language=_get(row, "language", where),
        train=tuple(_get(row, "train", where)),
        optimiser=_record(Optimiser, optimiser, where),
        data=_plugins(row),
        settings=settings,
        loss=loss,
        dev=row.get("dev", ""),
        beside=tuple(_beside(other, beside[other], f"{where}.beside.{other}") for other in beside),
        mixing=row.get("mixing", "sum"),
    )


def _beside(name: str, row: Table, where: str) -> Beside:
    objective = _get(row, "objective", where)
    if objective in ("align", "align_joint"):
        raise UsageError(f"{where}: {objective} goes by an encoder that stays as it is", "make it a stage")
    return Beside(
        name=name,
        objective=objective,
        train=tuple(_get(row, "train", where)),
        weight=row.get("weight", 1.0),
        data=_plugins(row),
        settings=_own(objective, row, _AUXILIARY, where),
    )


def _plugins(row: Table) -> Table:
    plugins: Table = row.get("data", {})
    for plugin, settings in plugins.items():
        check(plugin, settings)
    return plugins


def _own(objective: str, row: Table, others: set[str], where: str) -> Table:
    """The settings of the objective itself."""
    own = {key: value for key, value in row.items() if key not in others}
    settings_of(objective, own, where)
    return own


def _checked(experiment: Experiment, where: str) -> Experiment:
    """Every name that is used must be one that is given."""
    tested = [*(arm.test for arm in experiment.arms), experiment.test, *filter(None, [experiment.dev])]
    for name in [*tested, *experiment.vocabulary]:
        _known(data_set_of(name), experiment.data, "data set", where)
    for stage in (stage for arm in experiment.arms for stage in arm.stages):
        _data_of_stage(experiment, stage, where)
    for arm in experiment.arms:
        refuse_other_task(experiment, arm, where)
    arms = [arm.name for arm in experiment.arms]
    for arm in experiment.arms:
        _tested(experiment, arm, f"{where}, arm {arm.name}")
        apart = [stage.name for stage in arm.stages if stage.language == TARGET and stage.objective != "align"]
        if experiment.pairing == "all" and apart:
            raise UsageError(
                f"{where}, arm {arm.name}: {apart[0]} makes a classifier for each language",
                'pairing = "all" needs one for all: align the languages to it',
            )
    claims = [claim.id for claim in experiment.claims]
    for arm in experiment.arms:
        if arm.published:
            published_row(arm.published)
    spoken = sorted({language for arm in experiment.arms for language in arm.languages})
    for claim in experiment.claims:
        for language in claim.languages:
            _known(language, spoken, "language", f"{where}, claim {claim.id}")
        for name in (claim.better, claim.worse):
            _known(name, arms, "arm", f"{where}, claim {claim.id}")
        if claim.placebo:
            _known(claim.placebo, claims, "claim", f"{where}, placebo of claim {claim.id}")
    return experiment


def _tested(experiment: Experiment, arm: Arm, where: str) -> None:
    """The test set of an arm is one of its classifier, of so many classes as the chance level says, and unknown to its model."""
    data = experiment.data[arm.test]
    if arm.encoder.model and experiment.dataset:
        refuse_for(arm.encoder.model, experiment.dataset)
    if task_of(data) != "labels":
        return
    refuse_other_test(arm.stages, data.kind, where)
    if not isclose(experiment.chance, 1 / len(data.classes), abs_tol=1e-6):
        raise UsageError(
            f"{where}: chance is {experiment.chance}, and {data.name} has {len(data.classes)} classes",
            f"chance = {1 / len(data.classes)}",
        )
    if experiment.pairing == "all" and data.kind == "choice":
        raise UsageError(f"{where}: a question with choices is in one language", 'leave out pairing = "all"')


def _data_of_stage(experiment: Experiment, stage: Stage, where: str) -> None:
    own = (*stage.train, *((stage.dev,) if stage.dev else ()))
    for objective, names in ((stage.objective, own), *((each.objective, each.train) for each in stage.beside)):
        for name in map(data_set_of, names):
            _known(name, experiment.data, "data set", where)
            refuse_other_data(objective, experiment.data[name].kind, f"{where}, stages.{stage.name}")
    parts: list[tuple[Stage | Beside, str]] = [(stage, stage.dev), *((each, "") for each in stage.beside)]
    kind = experiment.data[experiment.dev].kind if experiment.dev else "none"
    for part, dev in parts:
        refuse_other_dev(part, dev, kind, f"{where}, stages.{part.name}")


def _record(kind: type[T], values: Table, where: str) -> T:
    whole = [field.name for field in fields(kind) if field.type is int]  # type: ignore[arg-type]
    for name, value in [(name, values[name]) for name in whole if name in values] + [
        ("seeds", seed) for seed in values.get("seeds", ())
    ]:
        if isinstance(value, bool) or not isinstance(value, int):
            raise UsageError(f"{where}: {name} = {value!r}", "a whole number")
    try:
        return decode(kind, values)
    except BadRecord as error:
        raise UsageError(f"{where}: {error.message}", "see: litsynth reproduce show xnli-baselines") from error


def _get(values: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in values:
        raise UsageError(f"{where}: {key} is missing")
    return values[key]


def _known(name: str, names: Mapping[str, Any] | Sequence[str], kind: str, where: str) -> None:
    if name not in names:
        raise UsageError(f"{where}: no {kind} {name!r}", f"one of: {', '.join(names)}")


def _only(values: Mapping[str, Any], allowed: set[str], where: str) -> None:
    if unknown := sorted(set(values) - allowed):
        raise UsageError(f"{where}: unknown key {', '.join(unknown)}", f"known: {', '.join(sorted(allowed))}")
