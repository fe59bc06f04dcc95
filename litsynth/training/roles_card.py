"""The model card that goes with the weights of a role model."""

from litsynth.extract import RHETORIC
from litsynth.models.role_weights import RoleManifest


def role_card(manifest: RoleManifest) -> str:
    """Markdown: what the model is, on what it was trained, how good it is, and what it is not for."""
    settings = manifest.settings
    return f"""# {manifest.name}: what a sentence does in its paper

A multinomial logistic regression over the sentence vectors of {manifest.embedder} and {settings["cues"]} word cues: is a
sentence background, objective, method, result or other? It keeps background and procedure from being taken for claims.

* Weights: `weights.json`, SHA-256 `{manifest.sha256}`
* Only for vectors of the encoder with SHA-256 `{manifest.embedder_sha256}`
* Made by `{manifest.command}` (cues {settings["cues"]}, penalty {settings["penalty"]}, scale {settings["scale"]})
* Licence of the weights: **{manifest.licence}**, as that of the data is stated by its source

## Data

CSAbstruct, allenai/sequential_sentence_classification (Apache License 2.0): sentences of computer science abstracts.
{manifest.data}. Each sentence counts with the share of its annotators that agree, once with its position in the abstract
and once without.

{chr(10).join(_measures(name, values) for name, values in manifest.metrics.items())}
## Not for

Other encoders; languages other than English; telling a paper's procedure from its contribution, both of which are
"method" in the data. In bodies of papers it works without positions.
"""


def _measures(name: str, values: dict[str, object]) -> str:
    f1, auc, confusion = values["f1"], values["auc"], values["confusion"]
    assert isinstance(f1, dict)
    assert isinstance(auc, dict)
    assert isinstance(confusion, list)
    lines = [
        f"| {role} | {f1[role]:.3f} | {auc[role]:.3f} | {' | '.join(map(str, confusion[row]))} |"
        for row, role in enumerate(RHETORIC)
    ]
    return f"""## Held-out abstracts, {name}: accuracy {values["accuracy"]:.3f}, macro-F1 {values["macro_f1"]:.3f}

| role | F1 | AUC | called {" | ".join(RHETORIC)} |
|---|--:|--:|{"--:|" * len(RHETORIC)}
{chr(10).join(lines)}
"""
