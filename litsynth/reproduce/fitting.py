"""Whether the parts of a spec fit together: objectives with data, dev sets, test sets and encoders."""

from collections.abc import Sequence

from litsynth.errors import UsageError
from litsynth.reproduce.kinds import VALUES, ClassifierSettings, ParsingSettings, SimilaritySettings, settings_of
from litsynth.reproduce.parts import DATA, MODULES, TRANSFORMER_MODULES
from litsynth.reproduce.spec import Beside, Encoder, Stage


def refuse_other_data(objective: str, kind: str, where: str) -> None:
    """Raises UsageError when the objective can not be trained on data sets of that kind."""
    if kind not in DATA[objective]:
        raise UsageError(
            f"{where}: {objective} is not trained on data of kind {kind}", f"on: {', '.join(DATA[objective])}"
        )


def refuse_other_dev(part: Stage | Beside, dev: str, kind: str, where: str) -> None:
    """Raises UsageError when what trains a classifier has no dev set of its own (`dev`), and the experiment's, of that kind,

    is another task's.
    """
    settings = settings_of(part.objective, part.settings, where)
    own = dev or not isinstance(settings, ClassifierSettings) or settings.held_out
    if not own and kind not in DATA[part.objective]:
        raise UsageError(
            f"{where}: {part.objective} can not go by a dev set of kind {kind}", "name a dev set, or set held_out"
        )


def refuse_other_test(stages: Sequence[Stage], kind: str, where: str) -> None:
    """Raises UsageError when the last classifier that is trained is not for a test set of that kind."""
    trained = [stage for stage in stages if stage.objective in VALUES]
    if trained and kind not in DATA[trained[-1].objective]:
        raise UsageError(
            f"{where}: the classifier of stage {trained[-1].name} ({trained[-1].objective}) is not for a test set of kind {kind}",
            f"on: {', '.join(DATA[trained[-1].objective])}",
        )


def refuse_other_encoder(stage: Stage, encoder: Encoder, where: str) -> None:
    """Raises UsageError when the stage, or an auxiliary loss of it, can not be trained on that encoder."""
    transformer = encoder.kind == "transformer"
    known, family = (TRANSFORMER_MODULES, "transformer") if transformer else (MODULES, "sentence encoder")
    parts: tuple[Stage | Beside, ...] = (stage, *stage.beside)
    for part in parts:
        if part.objective not in known:
            raise UsageError(f"{where}: a {family} has no objective {part.objective}", f"one of: {', '.join(known)}")
        settings = settings_of(part.objective, part.settings, where)
        if isinstance(settings, SimilaritySettings) and (settings.head == "joint") is not transformer:
            heads = "joint" if transformer else "cosine or features"
            raise UsageError(f"{where}: similarity on a {family} has no head {settings.head}", f"head is {heads}")
        if isinstance(settings, ParsingSettings) and encoder.kind == "cbow":
            raise UsageError(f"{where}: a bag of words does not know where its words stand", "parsing takes a bilstm")
