"""Every command that can do without a network does: in its process, and in those that it starts, no socket goes out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUESTION = "Does intermediate-task training improve transfer on XNLI?"
# Python imports a module of this name in every process that it begins.
SITE = """
import os, sys

def forbid(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        line = f"{' '.join(sys.argv[:3])}: {event} {arguments[1:]}\\n"
        fd = os.open(os.environ["SOCKETS_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(fd, line.encode())
        os.close(fd)
        raise OSError("this machine has no network")

sys.addaudithook(forbid)
"""
# One process for all of them: libraries and models are loaded once.
EVERY = """
import json, sys
from litsynth.cli.main import call

statuses = {}
for line in json.load(sys.stdin):
    statuses[" ".join(line)] = call(line)
    print("", flush=True)
sys.stderr.write(json.dumps(statuses))
"""
RUN = ("run", QUESTION, "--source", "papers", "--corpus", "mine", "--date", "2026-01-31", "--out", "reports/a", "-q")
COMMANDS = (
    ("corpus", "add", "mine", "papers", "-q"),
    (*RUN, "--offline"),
    ("run", QUESTION, "--source", "papers", "--corpus", "mine", "--out", "reports/b", "-q"),
    ("reverify", "reports/a", "--offline", "--date", "2026-02-28", "-q"),
    ("reverify", "reports/a", "--date", "2026-02-28", "-q"),
    ("watch", "reports/a", "--once", "--offline", "-q"),
    ("explain", "reports/a", "CLAIM"),
    ("check", "claims.jsonl", "--offline"),
    ("check", "said.jsonl", "--corpus", "mine", "--offline"),
    ("extract", "papers/one.md", "--offline"),
    ("results", "--corpus", "mine", "--offline"),
    ("parse", "papers/one.md"),
    ("search", "transfer on XNLI", "--corpus", "mine", "--offline"),
    ("corpus", "list"),
    ("corpus", "show", "mine"),
    ("corpus", "check", "mine"),
    ("corpus", "versions", "mine", "PAPER"),
    ("corpus", "export", "mine", "mine.corpus"),
    ("corpus", "import", "mine.corpus", "--name", "theirs"),
    ("corpus", "remove", "theirs", "PAPER"),
    ("diff", "reports/a", "reports/b"),
    ("review", "reports/a", "--export", "decisions.md"),
    ("plan", QUESTION, "--source", "papers", "--corpus", "mine"),
    ("doctor",),
    ("config",),
    ("reproduce", "list"),
    ("reproduce", "show", "xnli-baselines"),
    ("--show-completion", "bash"),
    ("--help",),
    ("--version",),
)


@pytest.fixture
def sockets(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which each attempt to open one is noted, in every process from now on."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(ROOT)]))
    monkeypatch.setenv("SOCKETS_LOG", str(tmp_path / "sockets"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)  # litsynth itself has to see to that
    return tmp_path / "sockets"


def every(folder: Path, *lines: tuple[str, ...]) -> dict[str, int]:
    """The exit statuses of command lines, one after the other in one process."""
    done = subprocess.run(
        [sys.executable, "-c", EVERY], input=json.dumps(lines), cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    statuses: dict[str, int] = json.loads(done.stderr[done.stderr.rindex("{") :])
    return statuses


def test_no_command_opens_a_socket(folder: Path, papers: Path, sockets: Path) -> None:
    pair = {"id": "1", "claim": "It gains 2 points on XNLI.", "evidence": "It gains 2 points on XNLI."}
    (folder / "claims.jsonl").write_text(json.dumps(pair))
    (folder / "said.jsonl").write_text(json.dumps({"id": "1", "claim": pair["claim"]}))
    begun = every(folder, *COMMANDS[:2])
    assert set(begun.values()) <= {0, 4}, begun
    report = json.loads((folder / "reports" / "a" / "report.json").read_text())
    names = {"CLAIM": report["claims"][0]["claim_id"], "PAPER": report["papers"][0]["paper_id"]}
    statuses = every(folder, *(tuple(names.get(word, word) for word in line) for line in COMMANDS[2:]))
    said = sockets.read_text() if sockets.exists() else ""
    assert not said
    assert {line: status for line, status in statuses.items() if status} == {}


def test_the_forbidding_sees_what_is_opened(folder: Path, sockets: Path) -> None:
    assert every(folder, ("corpus", "add", "mine", "2001.90001")) == {"corpus add mine 2001.90001": 3}
    assert "socket." in sockets.read_text()
