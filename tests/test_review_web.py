"""`litsynth review --web`: the pages, who may ask for them, and that nothing that was decided is lost."""

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

import pytest
from conftest import Litsynth
from lxml import html
from report_maker import make_report
from test_decisions import ACCEPT
from test_page import ATTACKS, with_text
from test_rendered import files_of
from test_review import AT, STAKE, made

from litsynth.cli.loopback import Loopback
from litsynth.cli.recorder import Recorder
from litsynth.cli.review_web import Session
from litsynth.errors import OutputFailed
from litsynth.records import MeasuredEvidence, Report
from litsynth.render.review_page import ReviewPages, Shown
from litsynth.resources import templates
from litsynth.review import review_queue
from litsynth.store import append_decisions, read_decisions, write_run

REPORT = make_report()


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.text)

    @property
    def heading(self) -> str:
        return self.page.xpath("//h1")[0].text_content()

    @property
    def problem(self) -> str:
        return self.page.xpath("//*[@role='alert']")[0].text_content()

    @property
    def why(self) -> str:
        """What stands in the field for the reason of an overrule, where its form is open."""
        return self.page.xpath("//details[@id='overrule'][@open]//input[@name='reason']/@value")[0]

    def form(self, kind: str) -> dict[str, str]:
        """The hidden fields of the form that decides in this way, or of the form that goes to `kind`."""
        for one in self.page.xpath("//form"):
            fields = {field.get("name"): field.get("value") for field in one.xpath(".//input[@type='hidden']")}
            if fields.get("kind") == kind or one.get("action").endswith(f"/{kind}"):
                return fields
        raise AssertionError(f"no form {kind}")


class Visitor:
    """A browser, or whatever else can reach the port."""

    def __init__(self, server: Loopback) -> None:
        self.server = server
        self.port = server.port
        self.root = server.root

    def ask(self, path: str, form: dict[str, str] | None = None, method: str = "", **headers: str | None) -> Answer:
        """Headers are as a browser sends them from a page of the server's own, unless given; None leaves one away."""
        at = f"127.0.0.1:{self.port}"
        sent: dict[str, str | None] = {"Host": at}
        if form is not None:
            sent |= {"Origin": f"http://{at}", "Content-Type": "application/x-www-form-urlencoded"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method or ("GET" if form is None else "POST"), path, skip_host=True)
        body = urlencode(form).encode() if form is not None else b""
        for name, value in (sent | ({"Content-Length": str(len(body))} if form is not None else {})).items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, answer.headers, text)

    def go(self, path: str = "", form: dict[str, str] | None = None) -> Answer:
        """As a browser does, redirections followed."""
        answer = self.ask(self.root + path, form)
        while answer.status == 303:
            answer = self.ask(answer.headers["Location"])
        return answer


@contextmanager
def served(report: Report, folder: Path, reviewer: str = "Ada") -> Iterator[Visitor]:
    queue = review_queue(report, reviewer)
    server = Loopback(None)
    pages = ReviewPages(report, queue, reviewer, templates(), server.root)
    session = Session(Recorder(report, folder, reviewer, lambda: AT), queue, pages)
    thread = Thread(target=server.serve, args=(pages.policy, session.answer))
    thread.start()
    try:
        yield Visitor(server)
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    with served(REPORT, tmp_path) as found:
        yield found


def test_each_form_decides_as_its_key_in_the_terminal_does(visitor: Visitor, tmp_path: Path) -> None:
    first = visitor.go()
    second = visitor.go("decide", first.form("accept"))
    assert (first.heading, second.heading) != (second.heading, first.heading)
    assert f"accepted: {first.heading}" in second.text
    third = visitor.go("decide", second.form("overrule") | {"label": "refuted", "reason": "The table\tsays  71.0."})
    setting = "setting (zero-shot, translate-train, ...)"
    fourth = visitor.go("decide", third.form("protocol") | {"field": setting, "reason": "translate-train"})
    same = visitor.go("decide", fourth.form("note") | {"reason": "Ask them."})
    assert same.heading == fourth.heading
    assert "Ask them." in same.text
    assert made(tmp_path) == [
        ("c03swahili", "accept", "conflicting", ""),
        ("c04base", "overrule", "refuted", "The table says 71.0."),
        ("c01gain", "overrule", "different protocol", "protocols differ in: setting: translate-train"),
        ("c05urdu", "note", None, "Ask them."),
    ]
    assert visitor.go("undo", same.form("undo")).heading == fourth.heading
    undone = visitor.go("undo", visitor.go().form("undo"))
    assert undone.heading == third.heading
    assert [one.kind for one in read_decisions(tmp_path).decisions][-2:] == ["undo", "undo"]
    over = visitor.go("pass")
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in over.page.xpath("//tbody/tr")]
    assert [row[3] for row in rows] == ["accepted", "overruled: refuted", "", "", "", ""]


def test_whoever_comes_back_goes_on_at_the_first_open_claim(visitor: Visitor, tmp_path: Path) -> None:
    skipped = visitor.go()
    second = visitor.go(f"claim/{STAKE[1]}")
    visitor.go("decide", second.form("accept"))
    assert visitor.go().heading == skipped.heading
    with served(REPORT, tmp_path) as again:
        assert again.go().heading == skipped.heading
    append_decisions(tmp_path, [replace(ACCEPT, reviewer="Ben")])
    assert "Ben" in visitor.go(f"claim/{ACCEPT.claim_id}").text, "others may decide meanwhile"


def test_what_cannot_be_decided_says_why_and_keeps_what_was_typed(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor.go()
    for form, why in (
        (page.form("overrule") | {"label": "refuted", "reason": " "}, "reason"),
        (page.form("overrule") | {"reason": "so"}, "label"),
        (page.form("overrule") | {"label": "conflicting", "reason": "so"}, "accept it"),
        (page.form("note") | {"reason": ""}, "reason"),
        (page.form("protocol") | {"field": "colour"}, "reason"),
    ):
        answer = visitor.ask(visitor.root + "decide", form)
        assert answer.status == 422
        assert why in answer.problem

    def full(folder: Path) -> None:
        raise OutputFailed("decisions.jsonl: No space left on device; nothing was added to it", "free some")

    monkeypatch.setattr("litsynth.cli.recorder.hold_decisions", full)
    typed = {"label": "refuted", "reason": "Written at length"}
    answer = visitor.ask(visitor.root + "decide", page.form("overrule") | typed)
    assert answer.status == 500
    assert "No space left" in answer.problem
    assert answer.why == "Written at length"
    assert answer.page.xpath("//input[@value='refuted']/@checked")
    assert made(tmp_path) == []


def test_two_tabs_neither_write_over_one_another_nor_say_a_thing_twice(visitor: Visitor, tmp_path: Path) -> None:
    here, there = visitor.go(), visitor.go()
    visitor.go("decide", here.form("accept"))
    visitor.go("decide", here.form("accept"))  # pressed twice
    assert len(made(tmp_path)) == 1
    late = visitor.ask(visitor.root + "decide", there.form("overrule") | {"label": "refuted", "reason": "No."})
    assert late.status == 409
    assert "Accepted" in late.text
    assert late.why == "No."
    assert visitor.go("decide", late.form("overrule") | {"label": "refuted", "reason": "No."}).status == 200
    assert [one[1] for one in made(tmp_path)] == ["accept", "overrule"]
    assert visitor.ask(visitor.root + "undo", late.form("undo")).status == 409, "the accept is not what came last"
    last = visitor.go("pass").form("undo")
    assert visitor.go("undo", last).status == 200
    assert visitor.ask(visitor.root + "undo", last).status == 409, "pressed twice"
    assert [one[1] for one in made(tmp_path)] == ["accept", "overrule", "undo"]


STRANGERS: tuple[tuple[dict[str, str | None], int], ...] = (
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": None}, 403),
    ({"Origin": "http://127.0.0.1:1"}, 403),
    ({"Sec_Fetch_Site": "cross-site"}, 403),
    ({"Sec_Fetch_Site": "same-site"}, 403),
    ({"Host": "evil.example"}, 421),
    ({"Host": None}, 421),
    ({"Content_Type": "text/plain"}, 400),
)


@pytest.mark.parametrize(("headers", "status"), STRANGERS)
def test_other_pages_can_decide_nothing(
    visitor: Visitor, tmp_path: Path, headers: dict[str, str | None], status: int
) -> None:
    form = visitor.go().form("accept")
    assert visitor.ask(visitor.root + "decide", form, **headers).status == status
    rebound = f"evil.example:{visitor.port}"
    assert visitor.ask(visitor.root + "decide", form, Host=rebound, Origin=f"http://{rebound}").status == 421
    assert made(tmp_path) == []
    assert visitor.go("decide", form).status == 200, "the same form is good from a page of its own"


def test_nobody_without_the_token_sees_or_does_anything(visitor: Visitor, tmp_path: Path) -> None:
    form = visitor.go().form("accept")
    for path in ("/", "/favicon.ico", "//", "/x/pass", f"/{visitor.root[1:-2]}/pass", "/%00", "/open/", "/open/x"):
        answer = visitor.ask(path)
        assert answer.status == 403, path
        assert REPORT.question not in answer.text
    assert visitor.ask("/x/decide", form).status == 403
    assert visitor.ask(visitor.root).status == 303
    assert visitor.ask(visitor.root, Host=f"evil.example:{visitor.port}").status == 421
    assert visitor.ask(visitor.root + "decide").status == 404, "looking decides nothing"
    assert visitor.ask(visitor.root + "nowhere").status == 404
    assert visitor.ask(visitor.root + "claim/nobody").status == 404
    assert visitor.ask(visitor.root, method="OPTIONS").status == 501
    assert visitor.ask(visitor.root + "decide", form | {"reason": "x" * 70_000}).status == 413
    assert visitor.ask(visitor.root + "decide", form | dict.fromkeys(map(str, range(30)), "")).status == 400
    assert made(tmp_path) == []
    other = Loopback(None)
    other.server_close()
    assert other.token != visitor.server.token


def test_the_address_for_the_browsers_command_line_opens_once(visitor: Visitor) -> None:
    path = urlsplit(visitor.server.address_once).path
    assert visitor.root not in path
    assert visitor.ask(path).headers["Location"] == visitor.root
    assert visitor.ask(path).status == 403


def test_every_answer_forbids_frames_scripts_of_others_and_reading_from_elsewhere(visitor: Visitor) -> None:
    page = visitor.go()
    for answer in (page, visitor.ask("/"), visitor.ask(visitor.root), visitor.ask("/", method="BREW")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    loaded = page.page.xpath("//@src | //link/@href | //form/@action")
    assert {urlsplit(one).netloc for one in loaded} == {""}


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_is_inert(attack: str, tmp_path: Path) -> None:
    plain = ReviewPages(REPORT, STAKE, "Ada", templates(), "/t/")
    report = with_text(REPORT, attack)
    with served(report, tmp_path, f"Ada {attack[:60]}") as visitor:
        page = visitor.go()
        page = visitor.go("decide", page.form("note") | {"reason": attack or "x"})
        wrong = visitor.ask(visitor.root + "decide", page.form("overrule") | {"label": attack, "reason": attack})
        for answer in (page, wrong, visitor.go("pass")):
            assert len(answer.page.xpath("//script")) == len(answer.page.xpath("//style")) == 1
            assert answer.page.xpath("//script")[0].text == plain._fixed["script"]
            assert not answer.page.xpath("//img | //iframe | //object | //embed | //base | //meta[@http-equiv]")
            assert not answer.page.xpath("//@*[starts-with(name(), 'on')]")
            assert not [one for one in answer.page.xpath("//@href") if re.match(r"\s*(javascript|data:(?!,$))", one)]
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", answer.text)


CODE = "import sys\nfrom litsynth.cli.main import call\nsys.exit(call(sys.argv[1:]))"


def test_a_process_that_is_killed_loses_nothing_and_the_next_one_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    report = write_run(Path("run"), tmp_path, "q", "2199-03-14", files_of(REPORT))
    command = [sys.executable, "-c", CODE, "review", "run", "--reviewer", "Ada", "--web", "--no-browser"]
    for place in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            address = urlsplit(process.stdout.readline().strip())
            assert address.hostname == "127.0.0.1"
            server = Loopback(None)  # only for its shape: the port and the root are those of the process
            server.server_close()
            visitor = Visitor(server)
            visitor.port, visitor.root = address.port or 0, address.path
            visitor.go("decide", visitor.go().form("accept"))
            if place == 0:
                process.send_signal(signal.SIGKILL)
                continue
            assert "has ended" in visitor.go("finish", {}).text
            said, _ = process.communicate(timeout=60)
            assert process.returncode == 0
    assert [one[0] for one in made(report)] == STAKE[:2]
    assert "1 accepted; Ada has judged 2 of 6 claims" in said
    assert (report / "report.md").read_text().count("by reviewer Ada") >= 2


def test_options_that_belong_to_the_web_and_a_port_that_is_taken(
    litsynth_: Litsynth, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(Path("run"), folder, "q", "2199-03-14", files_of(REPORT))
    for options, status, said in (
        (("--port", "8123"), 2, "--port is for --web"),
        (("--no-browser",), 2, "--no-browser is for --web"),
        (("--web", "--agreement"), 2, "exclude each other"),
        (("--web", "--port", "99999"), 2, "--port"),
    ):
        got, _, err = litsynth_("review", "run", "--reviewer", "Ada", *options)
        assert (got, said in err) == (status, True), err
    taken = Loopback(None)
    got, _, err = litsynth_("review", "run", "--reviewer", "Ada", "--web", "--port", str(taken.port))
    taken.server_close()
    assert got == 3
    assert "Address already in use" in err


def test_what_was_measured_here_stands_beside_the_passages() -> None:
    difference = (6.1, 5.0, 7.2)
    names = ("c06cost", "run-1", "one", "close", "ab12", "all", "english", "gain", ("de", "fr"))
    result = MeasuredEvidence(*names, 3, *difference, "supports", True, 0.9, "")
    verdicts = [replace(one, measured=(result,)) if one.claim_id == "c06cost" else one for one in REPORT.verdicts]
    pages = ReviewPages(replace(REPORT, verdicts=tuple(verdicts)), ["c06cost"], "Ada", templates(), "/r/")
    evidence = html.document_fromstring(pages.claim("c06cost", (), Shown())).xpath(
        "//section[@aria-labelledby='evidence-name']"
    )[0]
    assert [one.text for one in evidence.xpath("./h3")] == ["Measured here"]
    assert "supports: all minus english: +6.1 [+5.0, +7.2] points" in evidence.text_content()
