"""What is imported before it is needed: by modules, since seconds depend on the machine."""

import subprocess
import sys

import pytest

LIBRARIES = (
    "numpy torch transformers sentence_transformers accelerate onnxruntime onnx tokenizers safetensors huggingface_hub "
    "matplotlib scipy sklearn pandas faiss pypdf pypdfium2 lxml requests arxiv jinja2 rich typer bibtexparser rispy"
).split()
# Those that take longest. The others are small, or every command that reads papers needs them.
SLOW = (
    "torch transformers sentence_transformers accelerate onnxruntime onnx matplotlib scipy sklearn pandas pypdf"
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


@pytest.mark.parametrize("command", ["run", "plan", "search"])
def test_a_command_imports_no_slow_library_before_it_has_read_its_arguments(command: str) -> None:
    assert imported([command, "--help"], SLOW) == []


def test_help_of_run_imports_only_what_draws_it() -> None:
    assert set(imported(["run", "--help"], LIBRARIES)) <= {"rich", "typer"}
