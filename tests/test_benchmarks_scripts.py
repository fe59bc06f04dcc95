"""The measurements that are modules of their own: help, and one line for what cannot be."""

import subprocess
import sys

import pytest

DATA = ("own_ranking", "swaps_ranking", "distilled_head")


def asked(name, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", f"litsynth.benchmarks.{name}", *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", DATA)
def test_a_folder_without_data_is_one_line(name, tmp_path):
    status, out, err = asked(name, str(tmp_path))
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert err.startswith(f"python -m litsynth.benchmarks.{name}: ")
    assert str(tmp_path) in err


@pytest.mark.parametrize(
    ("name", "argument", "status", "said"),
    [
        ("figures", "nowhere.jsonl", 3, "no file nowhere.jsonl"),
        ("adversarial", "own-9", 2, "own-9"),
        ("own_ranking", "--help", 0, ""),
    ],
)
def test_help_and_names_that_are_not_there(name, argument, status, said):
    found, out, err = asked(name, argument)
    assert (found, "Traceback" in err) == (status, False)
    assert said in err
    assert ("usage: python -m litsynth.benchmarks.own_ranking [-h] DATA" in out) == (argument == "--help")
