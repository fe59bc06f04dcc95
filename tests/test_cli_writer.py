"""`--writer` on the command line: what a report says with it, without it, and when it fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, Sentences, status
from conftest import Litsynth
from living_shop import QUESTION, SLUG, arrive, report_in
from report_maker import make_report
from test_page import ATTACKS, with_text
from test_render_markdown import body, page, printed, render

pytestmark = pytest.mark.usefixtures("quick_models", "papers")
INVENTED = "Intermediate-task training improves XLM-R on XNLI by 99.9 points."


def says(data: dict[str, Any]) -> Sentences:
    """Its first claim as it stands, a number of its own, and an id of its own."""
    first = data["findings"][0]["claims"][0]
    hedged = first["text"] if first["certainty"] == "plain" else f"It is reported that {first['text']}"
    return [(hedged, [first["id"]]), (INVENTED, [first["id"]]), (hedged, ["claim-1"])]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(says) as made:
        yield made


def run(litsynth_: Litsynth, *more: str, out: str = "made") -> tuple[int, str, str]:
    return litsynth_(
        "run", QUESTION, "--source", "papers", "--corpus", "c", "--date", "2026-01-31", "--out", out, *more
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "run.log.json"
    }


def test_a_report_gains_a_section_and_nothing_else_moves(
    litsynth_: Litsynth, folder: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "s3cret-key")
    monkeypatch.setenv("LITSYNTH_WRITER_KEY_VARIABLE", "MY_KEY")
    status_, _, err = run(litsynth_, "--writer", server.url, "--writer-model", "tiny")
    assert status_ == 0
    assert f"writer: tiny, which answers as tiny-1 at {server.host} (temperature 0, seed 0) wrote 3 sentences" in err
    assert "1 kept, 2 dropped (1 no known claim cited, 1 number not in the claims)" in err
    assert server.keys == ["Bearer s3cret-key"]
    run(litsynth_, "-q", out="plain")
    with_it, without = report_in(folder / "made"), report_in(folder / "plain")
    assert (with_it.answer, with_it.verdicts, with_it.settings_digest) == (
        without.answer,
        without.verdicts,
        without.settings_digest,
    )
    assert without.written is None
    made, plain = files(folder / "made"), files(folder / "plain")
    assert {name for name in made if made[name] != plain[name]} == {
        "report.md",
        "report.html",
        "report.json",
        "run.json",
    }
    assert b'"written"' not in plain["report.json"]
    for name in ("report.md", "report.html"):
        text = made[name].decode()
        assert "In a model's words" in text
        assert ("99.9 points." in text) == ("99.9 points." in plain[name].decode())
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"s3cret-key" not in everything
    assert json.loads(made["run.json"])["writer"]["host"] == server.host


def test_the_same_run_gives_the_same_bytes_and_asks_nobody(
    litsynth_: Litsynth, folder: Path, server: ChatServer
) -> None:
    run(litsynth_, "--writer", server.url, "--writer-model", "tiny", "-q")
    server.faults = [status(500)] * 9
    assert run(litsynth_, "--writer", server.url, "--writer-model", "tiny", "-q", out="again")[0] == 0
    assert files(folder / "made") == files(folder / "again")
    assert len(server.asked) == 1


def test_it_is_given_the_verified_claims_and_nothing_else(
    litsynth_: Litsynth, folder: Path, server: ChatServer
) -> None:
    run(litsynth_, "--writer", server.url, "--writer-model", "tiny", "-q")
    report = report_in(folder / "made")
    data = json.loads(server.asked[0]["messages"][1]["content"][len("<data>") : -len("</data>")])
    told = {one["id"]: one["text"] for finding in data["findings"] for one in finding["claims"]}
    fit = {one.claim_id for one in report.verdicts if one.label in ("supported", "conflicting")}
    assert told == {claim.claim_id: claim.text for claim in report.claims if claim.claim_id in fit}
    assert set(data) == {"question", "findings"}


def test_a_writer_that_fails_is_told_of_in_the_report(
    litsynth_: Litsynth, folder: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("litsynth.sources.chat._DELAY", 0.001)
    server.faults = [status(500)] * 3
    status_, out, err = run(litsynth_, "--writer", server.url, "--writer-model", "tiny")
    assert (status_, "made/report.md" in out) == (4, True)
    said = f"tiny at {server.host} (temperature 0, seed 0) gave no answer: {server.host} answered HTTP 500."
    assert f"writer: {said}\n" in err
    text = (folder / "made" / "report.md").read_text()
    assert said in printed(page(body(text)))
    assert report_in(folder / "made").answer


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_offline_refuses_it_in_one_line(more: tuple[str, ...], litsynth_: Litsynth, server: ChatServer) -> None:
    made = run(litsynth_, "--writer", server.url, "--writer-model", "tiny", "--offline", *more)
    assert (made[0], made[1], made[2].count("\n")) == (3, "", 1)
    assert f"--offline forbids asking the writer at {server.host}" in made[2]
    assert not server.asked


@pytest.mark.parametrize(
    ("more", "variables", "status_", "said"),
    [
        (("--writer", "http://h/v1"), {}, 2, "--writer-model NAME"),
        (("--writer", "h"), {"MODEL": "m"}, 2, "its form is https://host/v1"),
        (
            ("--writer", "http://h/v1"),
            {"MODEL": "m", "KEY_VARIABLE": "NOWHERE"},
            3,
            "no key for the writer in the variable",
        ),
        (("--writer", "http://h/v1"), {"MODEL": "m", "KEY_VARIABLE": "sk-123"}, 2, "is no name of a variable"),
    ],
)
def test_what_is_missing_is_one_line_before_anything_is_done(
    more: tuple[str, ...],
    variables: dict[str, str],
    status_: int,
    said: str,
    litsynth_: Litsynth,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"LITSYNTH_WRITER_{name}", value)
    found, out, err = run(litsynth_, *more)
    assert (found, out, err.count("\n"), said in err) == (status_, "", 1, True), err
    assert "sk-123" not in err
    assert not (folder / "made").exists()


def test_a_dry_run_names_it_and_asks_nobody(litsynth_: Litsynth, server: ChatServer) -> None:
    found, out, _ = run(litsynth_, "--writer", server.url, "--writer-model", "tiny", "--dry-run")
    assert (found, f"ask to write: tiny at {server.host}\n" in out) == (0, True)
    assert not server.asked


@pytest.mark.parametrize("named", [True, False])
def test_reverify_asks_it_only_where_it_is_named(
    named: bool, litsynth_: Litsynth, old: Path, folder: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITSYNTH_WRITER_ENDPOINT", server.url)
    monkeypatch.setenv("LITSYNTH_WRITER_MODEL", "tiny")
    arrive(folder)
    more = ("--writer", server.url) if named else ()
    assert litsynth_("reverify", f"reports/{old.name}", "-q", "--date", "2026-02-28", *more)[0] == 0
    report = report_in(old.with_name(f"{SLUG}-2026-02-28"))
    assert (len(server.asked), report.written is not None) == (int(named), named)
    # Nothing changed since: nothing would be written, so nobody is asked.
    assert litsynth_("reverify", f"reports/{old.name}", "-q", "--date", "2026-03-28", *more)[0] == 0
    assert len(server.asked) == int(named)


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_its_words_is_text(attack: str) -> None:
    trees = [page(body(render(with_text(make_report(), text)))) for text in (attack, "harmless")]
    lists = [tree.xpath('//h3[.="In a model\'s words"]/following-sibling::ul[1]')[0] for tree in trees]
    assert [element.tag for element in lists[0].iter()] == [element.tag for element in lists[1].iter()]
