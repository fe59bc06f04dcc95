"""Two versions of one paper, side by side: which figures the newer one gives otherwise."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from arxiv_server import ArxivServer
from arxiv_shelf import PROTOCOL, Entry
from conftest import Litsynth
from living_shop import report_in
from shelf_maker import document, paper, passages

from litsynth.parse.latex import read_latex
from litsynth.records import Document, Revision, Sentence, Span
from litsynth.store import newest, open_corpus
from litsynth.synthesize import in_its_place, revisions_between

TABLE = r"""
\begin{table}\caption{Accuracy on XNLI.}\begin{tabular}{lrr} \hline
Model & sw & avg \\ \hline
mBERT & %s & 65.4 \\
XLM-R & 71.2 & %s \\ \hline
\end{tabular}\end{table}
"""
TEXT = r"""\documentclass{article}\title{Tasks}\begin{document}\section{Results}
%s
\end{document}
"""


def read(*said: str) -> Document:
    return read_latex(TEXT % "\n".join((*said, PROTOCOL)), "arXiv:2005.13013", "Tasks")


SMALL = "Intermediate training improves zero-shot transfer by {} points on XTREME over the baseline."
OLD = read(
    SMALL.format("6.1"),
    "We train every model for 3 epochs on 8 graphics cards with a batch size of 64.",
    "The best task is MNLI, which gains 1.8 points on average over the plain model.",
    "This sentence stands in the older version alone and tells of 17 of its runs.",
    TABLE % ("50.4", "79.2"),
)
NEW = read(
    SMALL.format("5.4"),
    "We train every model for 3 epochs on 8 graphics cards with a batch size of 64.",
    "The best of the tasks is MNLI, which gains 1.9 points on average over the plain model.",
    "Nothing of the kind is told here, for 12 other matters are now told of instead.",
    TABLE % ("51.4", "79.2"),
)


def test_figures_that_changed_are_paired_in_the_same_or_nearly_the_same_words() -> None:
    assert revisions_between(OLD, NEW) == (
        Revision(SMALL.format("6.1"), SMALL.format("5.4")),
        Revision(
            "The best task is MNLI, which gains 1.8 points on average over the plain model.",
            "The best of the tasks is MNLI, which gains 1.9 points on average over the plain model.",
        ),
        Revision("50.4", "51.4", "Table 1, mBERT, sw"),
    )


def test_a_version_is_no_revision_of_itself() -> None:
    assert revisions_between(OLD, OLD) == ()
    assert revisions_between(OLD, replace(OLD, sentences=(), tables=())) == ()


def test_equal_figures_in_other_words_are_none() -> None:
    told = read("The best of all tasks is MNLI, which gains 1.8 points on average over the plain model.")
    assert revisions_between(OLD, told) == ()


def test_sentences_of_the_same_words_are_paired_in_their_order() -> None:
    line = "On the {} language the model gains {} points over the older baseline."
    old = read(line.format("1st", "2.0"), line.format("2nd", "3.0"))
    new = read(line.format("1st", "2.5"), line.format("2nd", "3.5"))
    assert [(one.before, one.now) for one in revisions_between(old, new)] == [
        (line.format("1st", "2.0"), line.format("1st", "2.5")),
        (line.format("2nd", "3.0"), line.format("2nd", "3.5")),
    ]


def test_cells_that_headers_do_not_tell_apart_are_left_out() -> None:
    twice = TABLE.replace("XLM-R", "mBERT")
    assert revisions_between(read(twice % ("50.4", "79.2")), read(twice % ("51.4", "70.2"))) == ()


def test_few_sentences_are_compared_word_by_word_however_long_a_paper_is(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, compared = random.Random(0), []

    def counted(*arguments: Any, **more: Any) -> Any:
        compared.append(arguments)
        return SequenceMatcher(*arguments, **more)

    monkeypatch.setattr("litsynth.synthesize.revisions.SequenceMatcher", counted)
    words = ["".join(chance.choices("abcdefgh", k=6)) for _ in range(4000)]
    lines = [" ".join(chance.choices(words, k=18)) + " gains {} points." for _ in range(600)]
    before, now = [one.format(f"{at}.1") for at, one in enumerate(lines)], [f"Also {one.format(7.7)}" for one in lines]
    old, new = (replace(OLD, text="\n".join(said), sentences=tuple(spans(said)), tables=()) for said in (before, now))
    assert len(revisions_between(old, new)) == len(lines)
    assert len(compared) <= 5 * len(lines)


def spans(said: list[str]) -> Iterator[Sentence]:
    at = 0
    for line in said:
        yield Sentence(Span(at, at + len(line)), 0)
        at += len(line) + 1


def test_what_stands_in_the_place_of_a_quote_is_found_in_part_of_a_sentence_too() -> None:
    found = revisions_between(OLD, NEW)
    assert in_its_place("improves zero-shot transfer by 6.1 points", found) == SMALL.format("5.4")
    assert in_its_place("50.4", found) == ""
    assert in_its_place("by 7.1 points", found) == ""


def test_versions_stay_beside_each_other_whatever_their_order(tmp_path: Path) -> None:
    texts = {
        version: f"Paper 1 gains {figure} points on XNLI. It loses none."
        for version, figure in (("v1", "1.8"), ("v2", "1.1"), ("v10", "1.2"))
    }
    with open_corpus(tmp_path / "mine") as corpus:
        for version, text in texts.items():
            corpus.put_paper(paper(1, version), document(1, text), passages(1, text))
        key = paper(1).paper_id
        assert corpus.other_versions(key) == ("v1", "v2")
        assert {version: corpus.document_of(key, version).text for version in texts} == texts  # type: ignore[union-attr]
        assert corpus.document_of(key, "v3") is None
        assert corpus.document_of("arXiv:1", "v1") is None
        corpus.put_paper(paper(1, "v1"), document(1, texts["v1"]), passages(1, texts["v1"]))
        assert corpus.other_versions(key) == ("v2", "v10")
        before = corpus.digest()
        corpus.put_paper(paper(1, "v1"), document(1, texts["v1"]), passages(1, texts["v1"]))
        assert (corpus.other_versions(key), corpus.digest()) == (("v2", "v10"), before)
        corpus.remove(key)
        assert corpus.document_of(key, "v2") is None
        corpus.restore(key)
        assert corpus.other_versions(key) == ("v2", "v10")


def test_a_version_that_cannot_be_read_is_as_if_it_were_not_there(folder: Path, litsynth_: Litsynth) -> None:
    key = paper(1).paper_id
    with open_corpus(folder / "corpora" / "mine") as corpus:
        for version in ("v1", "v2"):
            corpus.put_paper(paper(1, version), document(1), passages(1))
    with closing(sqlite3.connect(folder / "corpora" / "mine" / "corpus.db")) as database:
        database.execute("UPDATE other_version SET document = x'00'")
        database.commit()
    status, out, err = litsynth_("corpus", "versions", "mine", key)
    assert (status, out) == (0, f"{key}: v2\n")
    again = f"litsynth corpus add mine {key}v1, and then {key}, reads it again"
    assert err == f"note: {key}v1 is kept, but cannot be read ({again})\n"
    assert again in litsynth_("corpus", "check", "mine")[1]
    with open_corpus(folder / "corpora" / "mine") as corpus:
        corpus.put_paper(paper(1, "v1"), document(1), passages(1))
        corpus.put_paper(paper(1, "v2"), document(1), passages(1))
    assert litsynth_("corpus", "check", "mine")[0] == 0


def first_report(litsynth_: Litsynth, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> Entry:
    """Writes reports/a from a running arXiv; what that has of a paper which the report cites."""
    question = "Does intermediate-task training improve cross-lingual transfer in many languages?"
    monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", arxiv.api)
    monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", arxiv.url)
    assert litsynth_("run", question, "--date", "2026-01-31", "--out", "reports/a", "-q")[0] in (0, 4)
    entry = arxiv.shelf.entry("2002.90002")
    assert entry is not None
    return entry


@pytest.mark.usefixtures("quick_models")
def test_reverify_goes_on_where_the_version_of_before_cannot_be_read(
    litsynth_: Litsynth, folder: Path, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with arxiv:
        entry = first_report(litsynth_, arxiv, monkeypatch)
        arxiv.shelf.publish("2002.90002", body=entry["body"])
        assert litsynth_("corpus", "add", "arxiv", "2002.90002")[0] == 0
        with closing(sqlite3.connect(folder / "corpora" / "arxiv" / "corpus.db")) as database:
            assert database.execute("UPDATE other_version SET document = x'00'").rowcount == 1
            database.commit()
        assert litsynth_("reverify", "reports/a", "--date", "2026-02-28")[0] in (0, 4)
    changes = report_in(newest(folder / "reports" / "a")).changes
    assert changes is not None
    (told,) = (change for change in changes.papers if change.paper.paper_id == "arXiv:2002.90002")
    assert (told.kind, told.revisions) == ("version", ())


@pytest.fixture
def arxiv(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ArxivServer:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0.01")
    monkeypatch.setenv("LITSYNTH_EXTRACT_RELEVANCE_THRESHOLD", "0.05")
    return ArxivServer()


@pytest.mark.usefixtures("quick_models")
def test_reverify_and_corpus_versions_tell_the_figures_that_a_new_version_changed(
    litsynth_: Litsynth, folder: Path, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with arxiv:
        entry = first_report(litsynth_, arxiv, monkeypatch)
        body = entry["body"]
        figure = next(word for word in body.split() if word.replace(".", "").isdigit() and "." in word)
        arxiv.shelf.publish("2002.90002", body=body.replace(figure, "77.7", 1))
        assert litsynth_("reverify", "reports/a", "--date", "2026-02-28")[0] in (0, 4)
    changes = report_in(newest(folder / "reports" / "a")).changes
    assert changes is not None
    (told,) = (change for change in changes.papers if change.paper.paper_id == "arXiv:2002.90002")
    assert (told.kind, told.paper.version) == ("version", f"v{entry['version'] + 1}")
    (revision,) = told.revisions
    assert figure in revision.before
    assert "77.7" in revision.now
    for name in ("report.md", "report.html"):
        text = (newest(folder / "reports" / "a") / name).read_text(encoding="utf-8")
        assert "1 figure changed" in text
    status, out, _ = litsynth_("corpus", "versions", "arxiv", "2002.90002")
    assert (status, out.splitlines()[1:]) == (
        0,
        [f"{told.before} to {told.paper.version}: 1 figure changed", f"  {revision.before} -> {revision.now}"],
    )
    assert litsynth_("corpus", "versions", "arxiv", "2002.90002", "--json")[1].count("\n") == 1
    assert litsynth_("corpus", "versions", "arxiv", "1901.00001")[0] == 3
    assert litsynth_("corpus", "check", "arxiv")[0] == 0


@pytest.mark.parametrize(
    ("named", "counts", "beside"),
    [
        (("v1", "v2"), "v2", "v1"),
        (("v2", "v1"), "v1", "v2"),
        (("v2", "v1", ""), "v2", "v1"),
        (("", "v1"), "v1", "v2"),
    ],
)
def test_versions_that_are_named_together_are_put_one_after_the_other(
    litsynth_: Litsynth,
    arxiv: ArxivServer,
    monkeypatch: pytest.MonkeyPatch,
    named: tuple[str, ...],
    counts: str,
    beside: str,
) -> None:
    ids = [f"2001.90001{version}" for version in named]
    with arxiv:
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_API", arxiv.api)
        monkeypatch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", arxiv.url)
        for said in ("1 paper added", "0 papers added"):
            status, out, _ = litsynth_("corpus", "add", "mine", *ids, "2002.90002")
            assert (status, out.partition(" to ")[0]) == (0, said.replace("1 paper", "2 papers"))
            found = litsynth_("corpus", "versions", "mine", "2001.90001")[1].splitlines()[0]
            assert found == f"arXiv:2001.90001: {counts}, beside it {beside}"
        litsynth_("corpus", "remove", "mine", "2002.90002")
        assert litsynth_("corpus", "add", "mine", "2001.90001v9", *ids)[0] == 4
        assert litsynth_("corpus", "check", "mine")[0] == 0
