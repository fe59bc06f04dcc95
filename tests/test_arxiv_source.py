"""arXiv as a source, against a server on this machine that answers and fails as arXiv does."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from arxiv_server import ArxivServer, cut, empty, page, throttled
from arxiv_shelf import FIXTURES, error_feed, feed
from fakes import FakeTimer

from litsynth.config import SearchSettings
from litsynth.errors import MissingInput, NetworkRefused, SourceFailed, UnreadablePaper, UsageError
from litsynth.records import Paper
from litsynth.sources import ArxivSource, IdSource, queries_for
from litsynth.sources.files import FolderSource

QUESTION = "How does multilingual intermediate-task training compare with English-only training on XNLI?"
ONE_THING = "PAWS-X"  # two queries or more, each for this name alone


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ArxivServer() as server:
        yield server


def source(server: ArxivServer, files: Path, today: str = "2026-01-31", offline: bool = False) -> ArxivSource:
    settings = SearchSettings(delay_seconds=0.0, timeout_seconds=5.0, arxiv_api=server.api, arxiv_files=server.url)
    return ArxivSource(settings, files, today, offline)


def asked(server: ArxivServer, prefix: str = "/") -> list[str]:
    return [request.path for request in server.asked if request.path.startswith(prefix)]


def one(server: ArxivServer, files: Path, paper_id: str) -> Paper:
    return source(server, files).lookup([paper_id])[0][0]


# Searching


def test_a_question_becomes_papers_and_a_log_of_what_was_asked(server: ArxivServer, tmp_path: Path) -> None:
    papers, queries = source(server, tmp_path).find(QUESTION, 5)
    assert [query.text for query in queries] == list(queries_for(QUESTION))
    assert {(query.source, query.date) for query in queries} == {("arxiv", "2026-01-31")}
    assert all(query.taken == min(query.found, 5) for query in queries)
    assert queries[-1].found > queries[-1].taken == 5
    ids = [paper.paper_id for paper in papers]
    assert len(ids) == len(set(ids))
    assert ids[:2] == ["arXiv:2002.90002", "arXiv:2001.90001"]
    assert "arXiv:2008.90008" not in ids
    assert {request.user_agent for request in server.asked} == {"litsynth/0.1.0 (research literature synthesis)"}


def test_two_runs_give_the_same_papers_in_the_same_order(server: ArxivServer, tmp_path: Path) -> None:
    first = source(server, tmp_path / "a").find(QUESTION, 10)
    assert source(server, tmp_path / "b").find(QUESTION, 10) == first
    server.wrong_order = True
    assert source(server, tmp_path / "c").find(QUESTION, 10) == first


def test_what_the_api_says_of_a_paper(server: ArxivServer, tmp_path: Path) -> None:
    assert one(server, tmp_path, "2001.90001") == Paper(
        paper_id="arXiv:2001.90001",
        title="Intermediate-Task Training in English Helps Other Languages",
        authors=("Ada Brook", "Ben Cole"),
        year=2020,
        abstract="We study intermediate-task training before fine-tuning a multilingual encoder. Nine English tasks "
        "are compared on XNLI and on eight further target tasks. The best choice gains 5.0 points on average.",
        version="v2",
        url="https://arxiv.org/abs/2001.90001v2",
        venue="Proceedings of the Workshop on Transfer, pages 1--12",
        doi="10.0000/transfer.2020.1",
        categories=("cs.CL", "cs.LG"),
        updated="2020-06-09",
        source="arxiv",
    )


def test_old_ids_odd_titles_and_entities(server: ArxivServer, tmp_path: Path) -> None:
    old, zero = source(server, tmp_path).lookup(["cs/0001900", "https://arxiv.org/abs/2005.90005v1"])[0]
    assert (old.paper_id, old.year, zero.title) == ("arXiv:cs/0001900", 2000, "0")
    assert old.abstract.startswith("We count words in running text & find that $V_r < 17.5\\%$")


def test_the_form_of_2016_is_read_too(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", page((FIXTURES / "feed_2016.xml").read_bytes(), "application/atom+xml"))
    new, old = source(server, tmp_path).lookup(["1601.90001v2", "math.GT/0001901"])[0]
    assert new.title == "Counting Sentences of Unequal Length in Texts of Unequal Age"
    assert (new.version, new.year, new.updated, new.categories) == ("v2", 2016, "2016-04-02", ("cs.CL", "cs.DL"))
    assert (old.paper_id, old.title) == ("arXiv:math.GT/0001901", "")


def test_versions_and_withdrawals(server: ArxivServer, tmp_path: Path) -> None:
    papers, unknown = source(server, tmp_path).lookup(["2001.90001v1", "2001.90001", "2004.90004", "2004.90004v1"])
    assert [(paper.version, paper.withdrawn) for paper in papers] == [
        ("v1", False),
        ("v2", False),
        ("v2", True),
        ("v1", False),
    ]
    assert unknown == ()
    server.shelf.publish("2006.90006", comment="Retracted: see Table 2")
    newest = source(server, tmp_path, today="2026-02-01").lookup(["2006.90006"])[0][0]
    assert (newest.version, newest.withdrawn) == ("v4", True)


def test_many_ids_are_asked_for_in_pieces_and_unknown_ones_named(server: ArxivServer, tmp_path: Path) -> None:
    for number in range(120):
        server.shelf.publish(f"2101.{90000 + number}")
    wanted = [f"2101.{90000 + number}" for number in range(125)]
    papers, unknown = source(server, tmp_path).lookup(wanted)
    assert [paper.paper_id for paper in papers] == [f"arXiv:{bare}" for bare in wanted[:120]]
    assert list(unknown) == wanted[120:]
    assert len(server.asked) == 3


def test_two_corpora_take_turns_at_one_host(server: ArxivServer, tmp_path: Path) -> None:
    timer = FakeTimer()
    settings = SearchSettings(timeout_seconds=5.0, arxiv_api=server.api, arxiv_files=server.url)
    for name in ("one", "two"):
        paper = ArxivSource(settings, tmp_path / name, "2026-01-31", timer=timer).lookup(["2001.90001"])[0][0]
        ArxivSource(settings, tmp_path / name, "2026-01-31", timer=timer).fetch(paper)
    assert timer.slept == [3.0] * 3


def test_what_is_no_id_is_refused_before_anything_is_asked(server: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'abc' is not an arXiv id"):
        source(server, tmp_path).lookup(["2001.90001", "abc"])
    assert server.asked == []


def test_named_papers_are_a_source_of_their_own(server: ArxivServer, tmp_path: Path) -> None:
    named = IdSource(source(server, tmp_path), ["2002.90002", "cs/0001900"])
    papers, queries = named.find("", 0)
    assert [paper.paper_id for paper in papers] == ["arXiv:2002.90002", "arXiv:cs/0001900"]
    assert (queries[0].text, queries[0].found) == ("id_list=2002.90002,cs/0001900", 2)
    assert named.fetch(papers[0]).substrate == "latex"
    with pytest.raises(MissingInput, match=r"arXiv does not know 0000\.0000"):
        IdSource(source(server, tmp_path), ["0000.0000"]).find("", 0)
    half = IdSource(source(server, tmp_path), ["2002.90002", "0000.0000", "2002.90002v9"])
    offered, queries = half.find("", 0)
    assert [paper.paper_id for paper in offered] == ["arXiv:2002.90002", "arXiv:0000.0000", "arXiv:2002.90002v9"]
    assert (queries[0].found, half.fetch(offered[0]).substrate) == (1, "latex")
    for paper in offered[1:]:
        with pytest.raises(UnreadablePaper, match=f"arXiv does not know {paper.paper_id}"):
            half.fetch(paper)


def test_a_query_is_not_repeated_within_a_day(server: ArxivServer, tmp_path: Path) -> None:
    first = source(server, tmp_path).find(QUESTION, 5)
    count = len(server.asked)
    assert source(server, tmp_path).find(QUESTION, 5) == first
    assert source(server, tmp_path, offline=True).find(QUESTION, 5) == first
    assert len(server.asked) == count
    source(server, tmp_path, today="2026-02-01").find(QUESTION, 5)
    assert len(server.asked) == 2 * count


# A server that does not do what it should


def shelf_of(server: ArxivServer, count: int) -> None:
    for number in range(count):
        server.shelf.publish(f"2102.{90000 + number}", title=f"On PAWS-X, part {number}", abstract="PAWS-X again.")


def test_a_page_that_is_empty_and_should_not_be_is_asked_for_again_and_smaller(
    server: ArxivServer, tmp_path: Path
) -> None:
    shelf_of(server, 230)
    server.script("/api", lambda answer: answer, *[empty(231)] * 2)
    papers, queries = source(server, tmp_path).find(ONE_THING, 231)
    assert len(papers) == 231
    assert queries[0].taken == 230
    pages = [(request.parameters["start"], request.parameters["max_results"]) for request in server.asked[:4]]
    assert pages == [("0", "200"), ("200", "200"), ("200", "200"), ("200", "100")]


def test_an_empty_first_page_is_believed_while_another_search_is_answered(server: ArxivServer, tmp_path: Path) -> None:
    honest = len(source(server, tmp_path / "a").find(ONE_THING, 5)[0])
    server.script("/api", empty())
    assert len(source(server, tmp_path / "b").find(ONE_THING, 5)[0]) == honest == 1
    server.asked.clear()
    papers, queries = source(server, tmp_path / "c").find("flibbertigibbet", 5)
    assert (papers, {query.found for query in queries}) == ((), {0})
    nothing = [r for r in server.asked if "flibbertigibbet" in r.parameters["search_query"]]
    assert len(nothing) == 2 * len(queries)
    controls = [r for r in server.asked if r.parameters["search_query"] == "cat:cs.CL"]
    assert len(controls) == len(queries)


def test_empty_pages_for_every_search_are_a_failure_and_never_kept(server: ArxivServer, tmp_path: Path) -> None:
    honest = source(server, tmp_path / "calm").find(QUESTION, 5)
    server.script("/api", *[empty()] * 4)
    with pytest.raises(SourceFailed, match="arXiv gave empty pages, also to a search that has answers") as caught:
        source(server, tmp_path / "mine").find(QUESTION, 5)
    assert "try again in some minutes" in caught.value.remedy
    assert source(server, tmp_path / "mine").find(QUESTION, 5) == honest


def test_a_query_in_the_midst_that_is_throttled_is_not_logged_as_one_without_papers(
    server: ArxivServer, tmp_path: Path
) -> None:
    honest = source(server, tmp_path / "calm").find(QUESTION, 5)
    server.script("/api", lambda answer: answer, *[empty()] * 3)
    assert source(server, tmp_path / "patient").find(QUESTION, 5) == honest
    server.script("/api", lambda answer: answer, *[empty()] * 4)
    with pytest.raises(SourceFailed, match="arXiv gave empty pages"):
        source(server, tmp_path / "hasty").find(QUESTION, 5)


def test_ids_are_not_called_unknown_on_the_word_of_empty_pages(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", *[empty()] * 4)
    with pytest.raises(SourceFailed, match=r"arXiv gave empty pages.*: 2001\.90001"):
        source(server, tmp_path).lookup(["2001.90001"])
    assert len(source(server, tmp_path).lookup(["2001.90001"])[0]) == 1
    server.script("/api", *[empty()] * 2)
    assert source(server, tmp_path / "other").lookup(["2001.90001", "0000.00000"])[1] == ("0000.00000",)


def test_an_empty_first_page_that_counts_papers_is_a_failure(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", *[empty(7)] * 4)
    with pytest.raises(SourceFailed, match="counts 7 papers and sends an empty page after 0"):
        source(server, tmp_path).find(ONE_THING, 5)


def test_throttling_is_waited_out_and_then_reported(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", throttled(), throttled(503))
    assert len(source(server, tmp_path / "a").find(ONE_THING, 5)[0]) == 1
    server.script("/api", *[throttled()] * 5)
    with pytest.raises(SourceFailed, match="refuses requests \\(HTTP 429 Too Many Requests\\)") as caught:
        source(server, tmp_path / "b").find(ONE_THING, 5)
    assert "what has been fetched is kept" in caught.value.remedy


def test_an_error_of_the_api_is_told_in_its_own_words(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/api", page(error_feed("incorrect id format for x"), status=400))
    with pytest.raises(SourceFailed, match=r"refuses the query: incorrect id format for x \(HTTP 400\)$"):
        source(server, tmp_path).find(ONE_THING, 5)
    server.script("/api", page(error_feed("too many")))  # an error is one, whatever its status
    with pytest.raises(SourceFailed, match="refuses the query: too many"):
        source(server, tmp_path).find(ONE_THING, 5)


UNCOUNTED = feed("", "", 0, 10, 77, []).replace(b">77<", ">\u00b2<".encode())


@pytest.mark.parametrize("body", [b"<html>Rate exceeded.</html>", b"", feed("", "", 0, 10, 1, [])[:-9], UNCOUNTED])
def test_what_is_no_whole_feed_is_not_taken_for_an_answer(server: ArxivServer, tmp_path: Path, body: bytes) -> None:
    server.script("/api", page(body))
    assert len(source(server, tmp_path / "a").find(ONE_THING, 5)[0]) == 1
    server.script("/api", *[page(body)] * 5)
    with pytest.raises(SourceFailed, match="sent no feed"):
        source(server, tmp_path / "b").find(ONE_THING, 5)


def test_papers_cannot_be_asked_for_by_less_than_one(server: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        source(server, tmp_path).find(ONE_THING, 0)


# Fetching


@pytest.mark.parametrize(
    ("paper_id", "substrate", "notes"),
    [
        ("2001.90001", "latex", []),
        ("2006.90006", "latex", []),
        ("cs/0001900", "latex", []),
        ("2003.90003", "pdf", ["submitted as .pdf"]),
        ("2004.90004", "abstract", ["withdrawn (v2)"]),
        ("2004.90004v1", "latex", []),
        ("2007.90007", "abstract", ["no LaTeX source", "no PDF", "only the abstract"]),
    ],
)
def test_source_before_pdf_before_abstract_each_fetched_once(
    server: ArxivServer, tmp_path: Path, paper_id: str, substrate: str, notes: list[str]
) -> None:
    paper = one(server, tmp_path, paper_id)
    document = source(server, tmp_path).fetch(paper)
    assert (document.paper_id, document.substrate) == (paper.paper_id, substrate)
    assert all(note in " / ".join(document.warnings) for note in notes)
    assert bool(notes) == any("arXiv has" in w or "abstract was" in w for w in document.warnings)
    count = len(server.asked)
    assert source(server, tmp_path).fetch(paper) == document
    assert source(server, tmp_path, offline=True).fetch(paper) == document
    assert len(server.asked) == count


def test_the_version_that_was_found_is_the_one_that_is_read(server: ArxivServer, tmp_path: Path) -> None:
    first = source(server, tmp_path).fetch(one(server, tmp_path, "2001.90001v1"))
    second = source(server, tmp_path).fetch(one(server, tmp_path, "2001.90001"))
    assert "6.0 points" in first.text
    assert "6.0 points" not in second.text
    unnamed = source(server, tmp_path).fetch(Paper("arXiv:2001.90001", ""))
    assert unnamed.text == second.text
    assert "read in its newest version, v2" in unnamed.warnings


def test_source_that_cannot_be_read_gives_way_to_the_pdf(server: ArxivServer, tmp_path: Path) -> None:
    server.script("/src", page(b"\x1f\x8b damaged", "application/gzip"))
    document = source(server, tmp_path).fetch(one(server, tmp_path, "2001.90001"))
    assert document.substrate == "pdf"
    assert document.warnings


def test_source_that_cannot_be_read_gives_way_to_the_html_that_arxiv_made_of_it(
    server: ArxivServer, tmp_path: Path
) -> None:
    text = (
        "<p class='ltx_p'>We gain 1.8 points on fifteen languages, and 2.1 points on the average of them all.</p>" * 3
    )
    server.script("/src", page(b"\x1f\x8b damaged", "application/gzip"))
    server.script("/html", page(f"<html><article class='ltx_document'>{text}</article></html>".encode()))
    paper = one(server, tmp_path, "2001.90001")
    document = source(server, tmp_path).fetch(paper)
    assert (document.substrate, document.paper_id) == ("html", paper.paper_id)
    assert "damaged gzip data" in document.warnings[0]
    assert asked(server, "/pdf") == []
    assert source(server, tmp_path, offline=True).fetch(paper).substrate == "html"


def test_a_cut_download_leaves_nothing_that_passes_for_a_file(server: ArxivServer, tmp_path: Path) -> None:
    paper = one(server, tmp_path, "2001.90001")
    server.script("/src", *[cut] * 5)
    server.script("/pdf", *[cut] * 5)
    document = source(server, tmp_path).fetch(paper)
    assert document.substrate == "abstract"
    assert [warning.partition(" at every")[0].split(": ")[0] for warning in document.warnings[:2]] == [
        "no LaTeX source",
        "no PDF",
    ]
    left = [path.name for path in tmp_path.iterdir() if path.name != ".answers"]
    assert len(left) == 2
    assert all(name.startswith(".") and name.endswith(".part") for name in left)
    with pytest.raises(MissingInput, match="no papers in"):
        FolderSource(tmp_path).find("", 9)
    server.script("/src", cut)
    assert source(server, tmp_path).fetch(paper).substrate == "latex"


def test_a_file_that_was_changed_is_fetched_again(server: ArxivServer, tmp_path: Path) -> None:
    paper = one(server, tmp_path, "2002.90002")
    document = source(server, tmp_path).fetch(paper)
    kept = tmp_path / "2002.90002v1.tar.gz"
    kept.write_bytes(kept.read_bytes()[:-5])
    assert source(server, tmp_path).fetch(paper) == document
    assert asked(server, "/src") == ["/src/2002.90002v1"] * 2


def test_a_web_page_is_neither_source_nor_pdf(server: ArxivServer, tmp_path: Path) -> None:
    for kind in ("/src", "/pdf"):
        server.script(kind, page(b"<html>Please sign in to this hotel's network</html>"))
    paper = one(server, tmp_path, "2001.90001")
    assert source(server, tmp_path).fetch(paper).substrate == "abstract"
    assert source(server, tmp_path).fetch(paper).substrate == "latex"


def test_a_host_that_blocks_us_is_left_alone(server: ArxivServer, tmp_path: Path) -> None:
    blocked = source(server, tmp_path)
    papers = blocked.lookup(["2001.90001", "2002.90002"])[0]
    server.script("/src", page(b"<html>Forbidden</html>", status=403))
    for paper in papers:
        with pytest.raises(SourceFailed, match="HTTP 403 Forbidden"):
            blocked.fetch(paper)
    assert asked(server, "/src") == ["/src/2001.90001v2"]


def test_only_papers_of_arxiv_that_exist_are_fetched(server: ArxivServer, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePaper, match="acl:P19-1227 is not a paper of arXiv"):
        source(server, tmp_path).fetch(Paper("acl:P19-1227", "A title"))
    with pytest.raises(UnreadablePaper, match=r"does not know arXiv:0000\.0000"):
        source(server, tmp_path).fetch(Paper("arXiv:0000.0000", "A title"))


# Without a network


def test_offline_opens_no_socket_and_says_what_was_needed(
    server: ArxivServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    offline = source(server, tmp_path, offline=True)
    with pytest.raises(NetworkRefused, match=r"offline: the arXiv search .*PAWS-X.* has not been made today") as caught:
        offline.find(ONE_THING, 5)
    assert "--source" in caught.value.remedy
    with pytest.raises(NetworkRefused, match=r"offline: the LaTeX source of arXiv:2001\.90001v2"):
        offline.fetch(Paper("arXiv:2001.90001", "A title", version="v2", abstract="Something."))


def test_a_network_that_is_gone_is_one_line_and_a_way_out(tmp_path: Path) -> None:
    nowhere = SearchSettings(
        delay_seconds=0.0, arxiv_api="http://127.0.0.1:9/api/query", arxiv_files="http://127.0.0.1:9"
    )
    gone = ArxivSource(nowhere, tmp_path, "2026-01-31")
    paper = Paper("arXiv:2001.90001", "A title", version="v2", abstract="Something.")
    for ask in (lambda: gone.find(ONE_THING, 5), lambda: gone.fetch(paper)):
        with pytest.raises(NetworkRefused, match=r"^cannot reach 127\.0\.0\.1:9: .*--offline") as caught:
            ask()
        assert "\n" not in str(caught.value)


@pytest.mark.live
def test_the_real_arxiv(tmp_path: Path) -> None:
    live = ArxivSource(SearchSettings(), Path(os.environ.get("LITSYNTH_LIVE_FILES", tmp_path)), "2026-01-31")
    papers, unknown = live.lookup(["1809.05053", "2005.13013v1", "0000.0000"])
    assert [paper.paper_id for paper in papers] == ["arXiv:1809.05053", "arXiv:2005.13013"]
    assert unknown == ("0000.0000",)
    assert live.fetch(papers[0]).substrate in ("latex", "pdf")
    found, queries = live.find(QUESTION, 20)
    assert len(found) >= 20
    assert all(query.taken <= query.found for query in queries)
