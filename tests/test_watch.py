"""`litsynth watch`: when it looks, what it tells, and that nothing ends it or is told twice."""

import email
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Litsynth
from living_shop import arrive, report_in
from report_maker import make_report

import litsynth.cli.watch
from litsynth.cli.main import call
from litsynth.cli.watching import Hands, keep_watch, look, worth_telling
from litsynth.errors import LitsynthError, NetworkRefused, OutputFailed, SourceFailed
from litsynth.records import Changes
from litsynth.render import report_json, run_json
from litsynth.store import newest, read_watched, run_digest, watching
from litsynth.synthesize import changes_between

HOUR, DAY = 3600.0, 86_400.0
REPORT = make_report()
GRAVE = replace(
    REPORT, verdicts=(replace(REPORT.verdicts[0], label="refuted"), *REPORT.verdicts[1:]), date="2199-04-01"
)


class Over(Exception):
    """The end of a test's time."""


class Sandglass:
    """A clock that runs for so many seconds, and only when it is slept on."""

    def __init__(self, seconds: float) -> None:
        self.now, self._end = 1_000_000.0, 1_000_000.0 + seconds

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float, /) -> None:
        self.now += seconds
        if self.now > self._end:
            raise Over


class Recorder:
    """Hands that write down what they do; `search` does what the test's function does."""

    def __init__(self, clock: Sandglass, search: Callable[[Path], None] = lambda report: None) -> None:
        self.searched: list[float] = []
        self.told: list[Path] = []
        self.complaints: list[str] = []
        self.changes: Changes = changes_between(REPORT, GRAVE)
        self.deaf = False
        self._clock, self._search = clock, search

    def search(self, report: Path) -> None:
        self.searched.append(self._clock.now - 1_000_000.0)
        self._search(report)

    def tell(self, changes: Changes, folder: Path) -> None:
        if self.deaf:
            raise OutputFailed("no mail today")
        self.told.append(folder)

    def complain(self, report: Path, error: LitsynthError) -> None:
        self.complaints.append(error.message)

    def hands(self) -> Hands:
        return Hands(self.search, lambda told, folder: self.changes, self.tell, self.complain)


def written(folder: Path, name: str, follows: str = "") -> Path:
    """A report, as far as a watch looks at it."""
    made = folder / "reports" / name
    made.mkdir(parents=True)
    report = replace(GRAVE if follows else REPORT, follows=follows, counters={"n": len(name)})
    (made / "report.json").write_text(report_json(report), encoding="utf-8")
    (made / "run.json").write_text(run_json(report), encoding="utf-8")
    return made


def watch_for(seconds: float, report: Path, every: float, recorder: Recorder, clock: Sandglass) -> None:
    with pytest.raises(Over):
        keep_watch([report], every, "verdict", recorder.hands(), clock)


def test_it_looks_at_once_and_then_at_its_interval_and_says_nothing(tmp_path: Path) -> None:
    clock, report = Sandglass(22 * DAY), written(tmp_path, "a")
    recorder = Recorder(clock)
    watch_for(22 * DAY, report, 7 * DAY, recorder, clock)
    assert [round(when / DAY, 1) for when in recorder.searched] == [0, 7, 14, 21]
    assert (recorder.told, recorder.complaints) == ([], [])
    # Begun anew before the next search is due, it waits for that one; with the clock set back it looks at once.
    clock = Sandglass(DAY)
    later = Recorder(clock)
    clock.now += 22 * DAY
    watch_for(DAY, report, 7 * DAY, later, clock)
    assert later.searched == []
    clock = Sandglass(HOUR)
    later = Recorder(clock)
    watch_for(HOUR, report, 7 * DAY, later, clock)
    assert len(later.searched) == 1


def test_a_failure_is_told_once_and_tried_again_ever_more_seldom_until_it_is_over(tmp_path: Path) -> None:
    clock, report = Sandglass(9 * DAY), written(tmp_path, "a")

    def search(_: Path) -> None:
        if clock.now < 1_000_000.0 + 2 * DAY:
            raise NetworkRefused("cannot reach arXiv")

    recorder = Recorder(clock, search)
    watch_for(9 * DAY, report, 7 * DAY, recorder, clock)
    hours = [round(when / HOUR, 2) for when in recorder.searched]
    assert hours[:5] == [0, 0.25, 0.75, 1.75, 3.75]
    assert (recorder.complaints, len(hours)) == (["cannot reach arXiv"], 9)
    assert read_watched(report).failures == 0


def test_a_disk_without_space_does_not_end_the_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, report = Sandglass(2 * HOUR), written(tmp_path, "a")
    recorder = Recorder(clock)

    def full(*_: object) -> None:
        raise OutputFailed("no space is left")

    monkeypatch.setattr("litsynth.store.write_watched", full)
    watch_for(2 * HOUR, report, DAY, recorder, clock)
    assert (recorder.complaints, len(recorder.searched)) == (["no space is left"], 0)


def test_news_is_told_once_even_if_it_could_not_be_told_at_first(tmp_path: Path) -> None:
    clock, report = Sandglass(DAY), written(tmp_path, "a")
    made: list[Path] = []

    def search(_: Path) -> None:
        if not made:
            made.append(written(tmp_path, "b", run_digest(report)))

    recorder = Recorder(clock, search)
    recorder.deaf = True
    assert not look(report, "verdict", recorder.hands(), clock)
    assert (recorder.told, recorder.complaints) == ([], ["no mail today"])
    recorder.deaf = False
    assert look(report, "verdict", recorder.hands(), clock)
    assert look(report, "verdict", recorder.hands(), clock)
    assert (recorder.told, recorder.complaints) == (made, ["no mail today"])


def test_news_of_a_search_that_was_killed_is_told_the_next_time(tmp_path: Path) -> None:
    clock, report = Sandglass(DAY), written(tmp_path, "a")

    def killed(_: Path) -> None:
        written(tmp_path, "b", run_digest(report))
        raise KeyboardInterrupt

    recorder = Recorder(clock, killed)
    with pytest.raises(KeyboardInterrupt):
        look(report, "verdict", recorder.hands(), clock)
    recorder = Recorder(clock)
    assert look(report, "verdict", recorder.hands(), clock)
    assert recorder.told == [newest(report)]
    assert newest(report).name == "b"


def test_what_is_worth_telling() -> None:
    def tells(new: object, *levels: str) -> None:
        changes = changes_between(REPORT, new)  # type: ignore[arg-type]
        assert [on for on in ("verdict", "claim", "any") if worth_telling(changes, on)] == list(levels)  # type: ignore[arg-type]

    fewer = replace(REPORT, claims=REPORT.claims[1:], verdicts=REPORT.verdicts[1:])
    tells(GRAVE, "verdict", "claim", "any")
    tells(fewer, "verdict", "claim", "any")
    tells(
        replace(REPORT, papers=(replace(REPORT.papers[0], withdrawn=True), *REPORT.papers[1:])),
        "verdict",
        "claim",
        "any",
    )
    assert worth_telling(changes_between(fewer, REPORT), "claim")
    assert not worth_telling(changes_between(fewer, REPORT), "verdict")
    more = replace(REPORT.verdicts[1], corroborated=REPORT.verdicts[1].corroborated + 1)
    tells(replace(REPORT, verdicts=(REPORT.verdicts[0], more, *REPORT.verdicts[2:])), "any")


def test_only_one_watches_a_report(tmp_path: Path) -> None:
    report = written(tmp_path, "a")
    with watching(report), pytest.raises(OutputFailed, match="is watched by another process"), watching(report):
        pass
    with watching(report):
        pass


# The command


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, quick_models: object, capsys: pytest.CaptureFixture[str]) -> None:
    """Searches in this process, on 28 February, with fakes for the models."""

    def search(report: Path, options: list[str]) -> None:
        status = call(["reverify", str(report), "-q", "--json", "--date", "2026-02-28", *options])
        said = capsys.readouterr()
        if status not in (0, 4):
            raise SourceFailed(said.err)

    monkeypatch.setattr(litsynth.cli.watch, "_search", search)


@pytest.mark.usefixtures("in_process")
def test_once_is_quiet_until_there_is_news_and_then_again(litsynth_: Litsynth, old: Path, folder: Path) -> None:
    watch = ("watch", f"reports/{old.name}", "--once", "--on", "claim")
    assert litsynth_(*watch) == (0, "", "")
    arrive(folder)
    status, out, err = litsynth_(*watch)
    assert (status, err) == (0, "")
    assert out.startswith("litsynth: 1 new claim")
    new = newest(old)
    assert f"The new report: reports/{new.name}/report.md\n" in out
    for change in report_in(new).changes.claims:  # type: ignore[union-attr]
        assert change.claim.claim_id in out
    assert litsynth_(*watch) == (0, "", "")
    assert litsynth_("watch", f"reports/{new.name}", "--once") == (0, "", "")


@pytest.mark.usefixtures("in_process")
def test_news_goes_to_a_command_and_a_file_in_the_form_that_is_asked_for(
    litsynth_: Litsynth,
    old: Path,
    folder: Path,
) -> None:
    keep = f'{sys.executable} -c \'import sys; open("mail", "wb").write(sys.stdin.buffer.read())\''
    watch = ("watch", f"reports/{old.name}", "--once", "--on", "any", "--as", "mail", "--notify-command", keep)
    assert litsynth_(*watch, "--notify-file", "news") == (0, "", "")
    assert not (folder / "news").exists()
    arrive(folder)
    assert litsynth_(*watch, "--notify-file", "news") == (0, "", "")
    assert (folder / "mail").read_bytes() == (folder / "news").read_bytes()
    mail = email.message_from_bytes((folder / "mail").read_bytes(), policy=email.policy.default)
    assert mail["Subject"].startswith("litsynth: 1 new claim")
    assert (mail["Auto-Submitted"], mail["Date"] is not None) == ("auto-generated", True)
    assert "# What changed" in mail.get_content()


@pytest.mark.usefixtures("in_process")
def test_a_command_that_fails_is_told_and_the_news_kept_for_the_next_time(
    litsynth_: Litsynth,
    old: Path,
    folder: Path,
) -> None:
    watch = ("watch", f"reports/{old.name}", "--once", "--on", "any", "--as", "json")
    assert litsynth_(*watch) == (0, "", "")
    arrive(folder)
    status, out, err = litsynth_(*watch, "--notify-command", "exit 7")
    assert (status, out, "the notification failed with status 7" in err) == (3, "", True)
    status, out, _ = litsynth_(*watch)
    assert (status, json.loads(out)["report"]) == (0, f"reports/{newest(old).name}")


def test_a_search_is_a_process_of_its_own_and_its_failure_is_told_once(
    litsynth_: Litsynth,
    quick_models: object,
    old: Path,
    folder: Path,
) -> None:
    (folder / "corpora").rename(folder / "lost")
    watch = ("watch", f"reports/{old.name}", "--once")
    status, out, err = litsynth_(*watch)
    assert (status, out.splitlines()[0]) == (3, f"litsynth: a search failed: {old.name}")
    assert "the corpus 'mine' of this report is not in corpora" in out
    assert err.count("\n") == 1
    assert litsynth_(*watch) == (3, "", "")
    assert litsynth_(*watch, "--every", "7d") == (0, "", "")  # not due yet: it waits for a quarter of an hour


@pytest.mark.parametrize("every", ["7", "0d", "x", "7y"])
def test_an_interval_that_is_none_is_wrong_usage(litsynth_: Litsynth, folder: Path, every: str) -> None:
    status, out, err = litsynth_("watch", "reports/a", "--every", every)
    assert (status, out, "is no interval" in err) == (2, "", True)


def test_a_report_that_is_not_there_ends_it_before_it_begins(litsynth_: Litsynth, folder: Path) -> None:
    assert litsynth_("watch", "reports/none")[0] == 3
    assert list(folder.iterdir()) == []
