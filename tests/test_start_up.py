"""What is imported before it is needed: by modules, since seconds depend on the machine."""

import subprocess
import sys

import pytest

from litsynth.cli.main import COMMANDS

LIBRARIES = (
    "numpy torch transformers sentence_transformers accelerate onnxruntime onnx tokenizers safetensors huggingface_hub "
    "matplotlib scipy sklearn pandas faiss pypdf pypdfium2 lxml requests arxiv jinja2 rich typer bibtexparser rispy"
).split()
PROGRAM = """
import sys
from litsynth.cli.main import call
assert call({arguments!r}) == 0
print("imported:", *sorted(set({names!r}) & set(sys.modules)))
"""


def imported(arguments: list[str], names: list[str]) -> list[str]:
    program = PROGRAM.format(arguments=arguments, names=names)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_imports_no_library(arguments: list[str]) -> None:
    assert imported(arguments, LIBRARIES) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_imports_only_what_draws_it(command: str) -> None:
    assert set(imported([command, "--help"], LIBRARIES)) <= {"rich", "typer"}
