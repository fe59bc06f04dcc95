"""`litsynth pdf`, with a stand-in for the browser: what is written, what is never written over, and how it fails."""

import json
import os
import subprocess
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pytest
from conftest import Litsynth
from fake_browser import chromium_like, fake_browser
from living_shop import arrive, report_in
from pypdf import PdfReader
from report_maker import make_report
from test_cli import fails
from test_decisions import ACCEPT, NOTE
from test_rendered import AGAIN, PLAIN

from litsynth.cli.renewed import renew
from litsynth.errors import OutputFailed
from litsynth.printing import digest_of, page_printed, stamped
from litsynth.store import append_decisions, refuse_unwritable, write_run

PAGE = b'<meta name="generator" content="litsynth 9.1"><meta name="date" content="2199-03-14"></head>'
ABOUT = {"question": make_report().question, "date": make_report().date}


@pytest.fixture
def browser(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    script = fake_browser(tmp_path / "browser")
    monkeypatch.setenv("LITSYNTH_PDF_BROWSER", str(script))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return script


@pytest.fixture
def report(folder: Path) -> Path:
    return write_run(Path("run"), folder, ABOUT["question"], ABOUT["date"], PLAIN, AGAIN)


def now_does(browser: Path, how: str) -> None:
    browser.with_name("how").write_text(how)


def left_behind(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "temporary").iterdir()]


# What a PDF says of itself


@pytest.mark.parametrize(
    "title",
    [b"(What?)", rb"(a <b> >> c \(D\) /CreationDate \(D:1\) /Creator \\)", b"<FEFF00410042>"],
    ids=["plain", "hostile", "not Latin"],
)
def test_a_pdf_tells_the_date_and_the_maker_of_its_page_and_every_object_keeps_its_place(title: bytes) -> None:
    made = stamped(chromium_like(title), PAGE)
    assert made == stamped(chromium_like(title, "(D:20270101000000+05'30')"), PAGE)
    read = PdfReader(BytesIO(made), strict=True)
    assert len(read.pages) == 1
    said = read.metadata
    assert said is not None
    assert said.title == PdfReader(BytesIO(chromium_like(title))).metadata.title
    assert (said.creator, said.author, said.producer) == ("litsynth 9.1", "litsynth", "Skia/PDF m150")
    assert {said["/CreationDate"], said["/ModDate"]} == {"D:21990314000000+00'00'"}


def test_a_page_without_a_date_gives_a_pdf_without_one() -> None:
    hostile = b'<meta name="generator" content="litsynth (1"><meta name="date" content="2199-03-14)"></head>' + PAGE
    said = PdfReader(BytesIO(stamped(chromium_like(), hostile)), strict=True).metadata
    assert said is not None
    assert said.creator == "litsynth"
    assert not {"/CreationDate", "/ModDate"} & said.keys()


@pytest.mark.parametrize(
    "printed",
    [
        b"%PDF-1.4\n",
        chromium_like()[:-200],
        chromium_like() + b"%",
        stamped(chromium_like(), PAGE).replace(b"<</Size", b"<</Siz "),
        chromium_like(clock="(D:20260131102030Z)"),
        chromium_like(creator=b"(me)"),
    ],
    ids=["empty", "cut short", "longer", "with an identity", "another clock", "another maker"],
)
def test_a_pdf_of_another_form_is_refused(printed: bytes) -> None:
    with pytest.raises(OutputFailed, match="of a form that is not known"):
        stamped(printed, PAGE)


def test_a_pdf_says_which_page_it_is_of_until_somebody_changes_it() -> None:
    made = stamped(chromium_like(), PAGE)
    assert page_printed(made) == digest_of(PAGE)
    tail = made[made.index(b"trailer") :]
    for changed in (made.replace(b"595", b"612"), made + tail, made[:-2], chromium_like(), b"", b"mine"):
        assert page_printed(changed) is None, changed


# The command


def test_the_page_is_printed_beside_itself_and_nothing_else_is_left(
    litsynth_: Litsynth, report: Path, browser: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name for path in report.iterdir()}
    status, out, _ = litsynth_("pdf", "run", "-q")
    assert (status, out) == (0, "run/report.pdf\n")
    assert {path.name for path in report.iterdir()} - before == {"report.pdf"}
    assert left_behind(tmp_path) == []
    content = (report / "report.pdf").read_bytes()
    assert page_printed(content) == digest_of((report / "report.html").read_bytes())
    called = json.loads(browser.with_name("called").read_text())
    assert called[-1] == (report / "report.html").absolute().as_uri()
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in called
    time.sleep(1.1)  # so that the browser's clock says another second
    (report / "report.reviewed.html").write_bytes((report / "report.html").read_bytes())
    assert litsynth_("pdf", "run/report.json", "-q")[:2] == (0, "run/report.pdf\n")
    assert litsynth_("pdf", "run/report.reviewed.html", "-q")[:2] == (0, "run/report.reviewed.pdf\n")
    assert (report / "report.pdf").read_bytes() == content == (report / "report.reviewed.pdf").read_bytes()


@pytest.mark.parametrize("user", [0, 1000])
def test_only_root_runs_the_browser_without_its_sandbox_and_is_told(
    litsynth_: Litsynth, report: Path, browser: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    status, _, err = litsynth_("pdf", "run")
    assert status == 0
    assert ("--no-sandbox" in json.loads(browser.with_name("called").read_text())) == (user == 0)
    assert err == ("note: the browser ran without its sandbox, since this is root\n" if user == 0 else "")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("fails", "exit status 5; [1:1:FATAL:zygote.cc(1)] No usable sandbox!"),
        ("nothing", "exit status 0; it said nothing"),
        ("garbage", "printed no PDF"),
        ("half", "of a form that is not known"),
    ],
)
def test_a_browser_that_fails_is_one_line_and_leaves_the_pdf_before(
    litsynth_: Litsynth, report: Path, browser: Path, tmp_path: Path, how: str, said: str
) -> None:
    assert litsynth_("pdf", "run", "-q")[0] == 0
    before = {path.name: path.read_bytes() for path in report.iterdir()}
    now_does(browser, how)
    fails(litsynth_("pdf", "run"), 1, said)
    assert {path.name: path.read_bytes() for path in report.iterdir()} == before
    assert left_behind(tmp_path) == []


def has_ended(process: int) -> bool:
    """Whether the process is no more, or only waits for somebody to ask after it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("interrupted", [False, True])
def test_a_browser_that_hangs_or_is_interrupted_is_ended_with_all_that_it_started(
    litsynth_: Litsynth,
    report: Path,
    browser: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    interrupted: bool,
) -> None:
    now_does(browser, "hangs")
    monkeypatch.setenv("LITSYNTH_PDF_TIMEOUT_SECONDS", "2")
    wait = subprocess.Popen.wait

    def stopped(process: subprocess.Popen[bytes], limit: float | None = None) -> int:
        try:
            return wait(process, limit)
        except subprocess.TimeoutExpired as error:
            raise KeyboardInterrupt from error

    if interrupted:
        monkeypatch.setattr(subprocess.Popen, "wait", stopped)
    expected = (130, "interrupted") if interrupted else (1, "no PDF after 2 seconds")
    fails(litsynth_("pdf", "run"), *expected)
    processes = json.loads(browser.with_name("processes").read_text())
    deadline = time.monotonic() + 10
    while not all(map(has_ended, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [process for process in processes if not has_ended(process)] == []
    assert not (report / "report.pdf").exists()
    assert left_behind(tmp_path) == []


def test_without_a_browser_or_a_page_it_says_what_is_missing(
    litsynth_: Litsynth, report: Path, browser: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(litsynth_("pdf", "nowhere"), 3, "nowhere/report.html is missing")
    fails(litsynth_("pdf", "run/other.html"), 3, "run/other.html is missing")
    monkeypatch.setenv("LITSYNTH_PDF_BROWSER", "no-such-browser")
    fails(litsynth_("pdf", "run"), 3, "no browser 'no-such-browser'", "LITSYNTH_PDF_BROWSER=")
    monkeypatch.delenv("LITSYNTH_PDF_BROWSER")
    monkeypatch.setenv("PATH", str(folder))
    fails(litsynth_("pdf", "run"), 3, "neither Chromium nor Chrome is on the PATH", "LITSYNTH_PDF_BROWSER=")
    monkeypatch.setenv("PATH", str(browser.parent))
    assert litsynth_("pdf", "run")[0] == 0
    browser.write_text("no program")
    fails(litsynth_("pdf", "run"), 1, str(browser))


def test_a_pdf_with_somebodys_remarks_is_not_printed_over(litsynth_: Litsynth, report: Path, browser: Path) -> None:
    assert litsynth_("pdf", "run", "-q")[0] == 0
    with (report / "report.pdf").open("ab") as stream:
        stream.write(b"a remark")
    before = (report / "report.pdf").read_bytes()
    fails(litsynth_("pdf", "run"), 1, "is not as litsynth printed it", "move it away")
    assert (report / "report.pdf").read_bytes() == before


# A PDF beside what other commands write


def test_a_pdf_in_its_folder_does_not_make_a_run_another_one(
    litsynth_: Litsynth, report: Path, browser: Path, folder: Path
) -> None:
    assert litsynth_("pdf", "run", "-q")[0] == 0
    refuse_unwritable(Path("run"), folder, PLAIN, ABOUT)
    assert write_run(Path("run"), folder, ABOUT["question"], ABOUT["date"], PLAIN, AGAIN) == report
    assert (report / "report.pdf").exists()


def test_decisions_remove_a_pdf_without_them_and_leave_one_that_is_up_to_date(
    litsynth_: Litsynth, report: Path, browser: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert litsynth_("pdf", "run", "-q")[0] == 0
    append_decisions(report, [ACCEPT])
    renew(report)
    assert not (report / "report.pdf").exists()
    said = " ".join(capsys.readouterr().err.split())
    showed = "showed the report before these decisions and is removed; again: litsynth pdf run/report.html"
    assert said == f"run/report.pdf {showed}"
    assert litsynth_("pdf", "run", "-q")[0] == 0
    renew(report)
    assert (report / "report.pdf").exists()
    with (report / "report.pdf").open("ab") as stream:
        stream.write(b"a remark")
    append_decisions(report, [NOTE])
    renew(report)
    assert (report / "report.pdf").read_bytes().endswith(b"a remark")
    assert "run/report.pdf is not as litsynth printed it: it stays" in " ".join(capsys.readouterr().err.split())


def test_so_they_do_with_a_pdf_of_the_page_beside_an_edited_one(
    litsynth_: Litsynth, report: Path, browser: Path
) -> None:
    (report / "report.html").write_text("mine")
    append_decisions(report, [ACCEPT])
    renew(report)
    for page in ("report.html", "report.reviewed.html"):
        assert litsynth_("pdf", f"run/{page}", "-q")[0] == 0
    append_decisions(report, [NOTE])
    renew(report)
    assert (report / "report.pdf").exists()
    assert not (report / "report.reviewed.pdf").exists()


def test_a_report_that_goes_on_from_another_does_not_take_its_pdf(
    litsynth_: Litsynth, old: Path, browser: Path, folder: Path
) -> None:
    assert "pdf" not in report_in(old).settings, "which browser prints it makes it no other report"
    assert litsynth_("pdf", str(old), "-q")[0] == 0
    before = (old / "report.pdf").read_bytes()
    arrive(folder)
    assert litsynth_("reverify", str(old), "--date", "2026-02-28", "-q")[0] == 0
    (new,) = [path for path in (folder / "reports").iterdir() if path != old.absolute() and path.name != old.name]
    assert not (new / "report.pdf").exists()
    assert (old / "report.pdf").read_bytes() == before
    assert litsynth_("diff", str(old), str(new))[0] == 0
