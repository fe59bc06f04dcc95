"""Which code made a stage: digests of the modules that decide its numbers, without comments and docstrings."""

import ast
from collections.abc import Mapping
from functools import cache
from importlib import resources

from litsynth.codec import digest
from litsynth.reproduce.parts import MODULES as OBJECTIVE_MODULES
from litsynth.reproduce.parts import TRANSFORMER_MODULES
from litsynth.reproduce.spec import Encoder, Stage

SHARED = (
    "annotations", "batches", "encoders", "folder", "leaks", "loop", "models", "objective", "plugins/context", "reading", "rows",
    "sentences", "vocabulary",
)  # fmt: skip
"""What the numbers of every stage depend on; reports, statistics and the command line are not among them."""


SHARED_BY_TRANSFORMERS = (
    "annotations", "batches", "folder", "leaks", "loop", "models", "objective", "plugins/context", "reading", "rows",
    "sentences",
    "pretrained/batches", "pretrained/family", "pretrained/inputs", "pretrained/model", "pretrained/ready",
)  # fmt: skip
"""The same where the encoder is a transformer."""


def code_identity(stage: Stage, encoder: Encoder) -> dict[str, str]:
    """By module that decides the stage's numbers a digest, equal for texts that differ only in comments and layout."""
    transformer = encoder.kind == "transformer"
    names = [*(SHARED_BY_TRANSFORMERS if transformer else SHARED), *(["mixture"] if stage.beside else [])]
    named = [(stage.objective, stage.data), *((each.objective, each.data) for each in stage.beside)]
    for objective, plugins in named:
        own = (TRANSFORMER_MODULES if transformer else OBJECTIVE_MODULES)[objective]
        names += [*own, *(f"plugins/{name}" for name in plugins)]
    names += ["perturbation"] if stage.loss else []
    return {name: _identity_of(name) for name in sorted(set(names))}


@cache
def _identity_of(module: str) -> str:
    return source_identity((resources.files("litsynth.reproduce") / f"{module}.py").read_text(encoding="utf-8"))


def source_identity(text: str) -> str:
    """The digest of a module's syntax tree without docstrings.

    >>> source_identity("def f():\\n    'Doc.'\\n    return 1  # why") == source_identity("def f(): return 1")
    True
    >>> source_identity("def f(): return 1") == source_identity("def f(): return 2")
    False
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            kept = [line for line in body if not _is_text(line)]
            node.body = kept or [ast.Pass()]  # type: ignore[attr-defined]
    return digest(ast.dump(tree))


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The names of the modules whose code differs."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
