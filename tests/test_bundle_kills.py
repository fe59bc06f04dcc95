"""A corpus that is exported or imported by a process that is killed: the file or the corpus is whole or not there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from shelf_maker import document, paper, passages

from litsynth.store import export_corpus, import_corpus, open_corpus

# Forks a child for each moment at which a file is opened, made, renamed or removed, and kills it there.
FORKS = """
import json, os, signal, sys
from pathlib import Path
from litsynth.store import export_corpus, import_corpus, open_corpus

work, folder, made = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}

def export(target):
    with open_corpus(made, create=False) as corpus:
        export_corpus(corpus, target / "it.corpus")

def bring_in(target):
    import_corpus(made, target, "it")

def child(target, last):
    passed = 0
    def hook(event, arguments):
        nonlocal passed
        if event in EVENTS and str(target) in str(arguments[0]):
            passed += 1
            if passed == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    {"export": export, "import": bring_in}[work](target)

statuses = []
while not statuses or statuses[-1] == signal.SIGKILL:
    target = folder / str(len(statuses))
    target.mkdir()
    process = os.fork()
    if process == 0:
        child(target, len(statuses) + 1)
        os._exit(0)
    statuses.append(os.waitpid(process, 0)[1])
print(json.dumps(statuses))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora") / "mine"
    with open_corpus(folder) as corpus:
        for number in range(3):
            corpus.put_paper(paper(number), document(number), passages(number))
        (corpus.files / "a.pdf").write_bytes(os.urandom(3_000_000))
    return folder


def killed_everywhere(work: str, folder: Path, made: Path) -> list[Path]:
    """The folders that were worked in, each killed one moment later than the one before; the last one lived."""
    folder.mkdir()
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS, work, str(folder), str(made)],
        env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    statuses = json.loads(done.stdout)
    assert statuses[-1] == 0
    assert len(statuses) > 5
    return [folder / str(number) for number in range(len(statuses))]


def test_an_export_is_whole_or_not_there_and_the_next_clears_up(made: Path, tmp_path: Path) -> None:
    targets = killed_everywhere("export", tmp_path / "out", made)
    there = 0
    for number, target in enumerate(targets):
        file = target / "it.corpus"
        there += file.exists()
        with open_corpus(made, create=False) as corpus:
            digest = corpus.digest()
            if not file.exists():
                export_corpus(corpus, file)
                assert [path.name for path in target.iterdir()] == ["it.corpus"]
        assert import_corpus(file, tmp_path / f"in{number}").digest == digest
    assert 1 <= there < len(targets)


def test_an_import_is_whole_or_not_there_and_the_next_clears_up(made: Path, tmp_path: Path) -> None:
    file = tmp_path / "it.corpus"
    with open_corpus(made, create=False) as corpus:
        export_corpus(corpus, file)
        digest = corpus.digest()
    targets = killed_everywhere("import", tmp_path / "in", file)
    there = 0
    for target in targets:
        there += (target / "it").exists()
        if not (target / "it").exists():
            import_corpus(file, target, "it")
            assert [path.name for path in target.iterdir()] == ["it"]
        with open_corpus(target / "it", create=False) as corpus:
            assert corpus.digest() == digest
    assert 1 <= there < len(targets)
