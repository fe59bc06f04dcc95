"""A newer parser reads again what an older one read, where the bytes are kept; what did not change is not judged again."""

import json
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from arxiv_shelf import PROTOCOL
from cli_papers import ONE, TWO
from conftest import Litsynth
from fakes import BagEmbedder, RoleEntailer
from shelf_maker import document, paper, passages
from test_digest import DIGEST
from test_files_source import TEX

from litsynth.codec import digest, dumps, encode
from litsynth.config import ExtractSettings, SearchSettings, Settings
from litsynth.parse import read_document
from litsynth.parse.digest import read_digest
from litsynth.parse.plain import read_abstract
from litsynth.parse.version import PARSER
from litsynth.pipeline import Models, Silent, answer, renew
from litsynth.records import Document, Paper, Report
from litsynth.sources import ArxivSource, FolderSource
from litsynth.sources.cache import FileCache
from litsynth.split import split
from litsynth.store import Corpus, CorpusSource, open_corpus
from litsynth.store.packing import pack, unpack
from litsynth.store.rows import Outline
from litsynth.store.schema import MIGRATIONS
from litsynth.store.whole import content_of

TODAY = "2026-01-31"
QUESTION = "Does intermediate-task training improve transfer on XNLI?"
PAPER = Paper("arXiv:2001.00001", "Gains on XNLI", abstract="We gain 1.8 points.", version="v2", source="arxiv")
FILE = "2001.00001v2.tex"
SOURCE = (TEX % "Intermediate-task training improves transfer on XNLI by 1.8 points.").encode()
OLD_SENTENCE = "Did an older parser read this? Nobody wrote it?"  # no claim by its form


def of_schema_1(folder: Path, *numbers: int) -> None:
    """A corpus as litsynth wrote it before documents carried the number of their parser."""
    folder.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(folder / "corpus.db") as raw:
        raw.executescript(MIGRATIONS[0] + "; PRAGMA user_version = 1")
        for number in numbers:
            key = paper(number).paper_id
            old = {name: value for name, value in encode(document(number)).items() if name != "parser"}
            content = content_of(paper(number), document(number))
            raw.execute("INSERT INTO paper VALUES (?, 'v1', ?, ?)", (key, content, pack(paper(number))))
            raw.execute("INSERT INTO document VALUES (?, ?)", (key, zlib.compress(dumps(old).encode())))
            raw.execute("INSERT INTO passages VALUES (?, ?)", (key, pack(passages(number))))
        raw.execute("INSERT INTO model VALUES (1, 'm')")
        raw.execute("INSERT INTO judgement VALUES (1, 'p', 0.25, 0.5, 0.25, 0)")
    raw.close()


def aged(folder: Path, change: Callable[[Document], Document] = lambda read: read) -> None:
    """Make every document of a corpus one that another parser read, and read otherwise."""
    with sqlite3.connect(folder / "corpus.db") as raw:
        for key, record in raw.execute("SELECT paper_id, record FROM document").fetchall():
            old = replace(change(unpack(Document, record)), parser=PARSER - 1)
            raw.execute("UPDATE document SET parser = ?, record = ? WHERE paper_id = ?", (PARSER - 1, pack(old), key))
            told = Outline.of(key, split(old))
            row = (pack(split(old)), told.count, told.texts, told.substrate, key)
            raw.execute("UPDATE passages SET record = ?, count = ?, texts = ?, substrate = ? WHERE paper_id = ?", row)
    raw.close()


def without_files(folder: Path) -> None:
    """Take out what the documents were read from, as it never was in corpora of before."""
    with sqlite3.connect(folder / "corpus.db") as raw:
        raw.execute("DELETE FROM source")
    raw.close()


def misread(read: Document) -> Document:
    """With one sentence put in the place of its last one."""
    last = read.sentences[-1].span
    assert last.end - last.start >= len(OLD_SENTENCE)
    text = read.text[: last.start] + OLD_SENTENCE.ljust(last.end - last.start) + read.text[last.end :]
    return replace(read, text=text)


def kept(corpus: Corpus) -> ArxivSource:
    return ArxivSource(SearchSettings(), corpus.files, TODAY, offline=True)


def put(corpus: Corpus, given: Paper, read: Document) -> None:
    corpus.put_paper(given, read, split(read))


# The store


def test_a_corpus_of_the_older_schema_keeps_everything_and_counts_as_read_by_an_older_parser(tmp_path: Path) -> None:
    of_schema_1(tmp_path, 1, 2)
    for _ in range(2):
        with open_corpus(tmp_path, create=False) as corpus:
            assert corpus.papers() == (paper(1), paper(2)) == corpus.outdated()
            assert corpus.document(paper(1).paper_id) == document(1)
            assert tuple(corpus.passages()) == passages(1) + passages(2)
            assert corpus.judgements("m", ["p"])["p"].neutral == 0.5
            assert corpus.removed() == ()
    with open_corpus(tmp_path) as corpus:
        corpus.remove(paper(1).paper_id)
        put(corpus, paper(2), replace(document(2), parser=PARSER))
        assert (corpus.ids(), corpus.removed(), corpus.outdated()) == (
            (paper(2).paper_id,),
            (paper(1).paper_id,),
            (),
        )


def test_every_reader_says_which_parser_it_is() -> None:
    read = [
        read_document(SOURCE, "a.tex", "x"),
        read_document(ONE.encode(), "a.md", "x"),
        read_abstract(PAPER),
        read_digest(json.dumps(DIGEST).encode(), "a.json")[1],
    ]
    assert {one.parser for one in read} == {PARSER}


def test_the_number_of_the_parser_is_no_part_of_a_corpus_digest(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        digests = set()
        for number in (0, PARSER):
            put(corpus, paper(1), replace(document(1), parser=number))
            digests.add(corpus.digest())
    assert len(digests) == 1


# Reading again


def test_kept_bytes_are_read_again_and_unchanged_text_keeps_its_ids(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        FileCache(corpus.files).put(FILE, SOURCE)
        put(corpus, PAPER, kept(corpus).fetch(PAPER))
        right = corpus.document(PAPER.paper_id)
        ids = {passage.passage_id for passage in corpus.passages()}
    aged(tmp_path, misread)
    with open_corpus(tmp_path) as corpus:
        before = {passage.passage_id for passage in corpus.passages()}
        assert OLD_SENTENCE in corpus.document(PAPER.paper_id).text
        renew(corpus, kept(corpus), Silent())
        assert (corpus.document(PAPER.paper_id), corpus.outdated()) == (right, ())
        assert {passage.passage_id for passage in corpus.passages()} == ids
        assert before & ids  # the passages that the change did not touch


def test_what_came_out_as_before_is_not_judged_again(tmp_path: Path) -> None:
    def ask(entailer: RoleEntailer) -> Report:
        settings = Settings(extract=ExtractSettings(relevance_threshold=0.05))
        models = Models(BagEmbedder(), entailer, {}, {"statement": "None was made."})
        with open_corpus(tmp_path) as corpus:
            renew(corpus, kept(corpus), Silent())
            assert corpus.outdated() == ()
            return answer(
                QUESTION, [CorpusSource(corpus, "mine", TODAY)], corpus, models, settings, TODAY, Silent()
            ).report

    with open_corpus(tmp_path) as corpus:
        FileCache(corpus.files).put(FILE, SOURCE)
        put(corpus, PAPER, kept(corpus).fetch(PAPER))
    first, second = RoleEntailer(), RoleEntailer()
    report = ask(first)
    aged(tmp_path)
    assert ask(second) == report
    assert (first.asked > 0, second.asked) == (True, 0)


@pytest.mark.parametrize("there", ["nothing", "other bytes", "damaged"])
def test_without_its_bytes_a_paper_stays_as_it_was_read(tmp_path: Path, there: str) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, PAPER, read_document(SOURCE, FILE, PAPER.paper_id))
        if there != "nothing":
            FileCache(corpus.files).put(FILE, SOURCE.replace(b"1.8", b"2.8"))
        if there == "damaged":
            (corpus.files / FILE).write_bytes(b"half")
    aged(tmp_path, misread)
    with open_corpus(tmp_path) as corpus:
        renew(corpus, kept(corpus), Silent())
        assert OLD_SENTENCE in corpus.document(PAPER.paper_id).text
        assert corpus.outdated() == (PAPER,)


def test_of_which_only_the_abstract_was_read_is_read_whole_when_a_parser_learns_to(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        FileCache(corpus.files).put(FILE, SOURCE)
        put(corpus, PAPER, read_abstract(PAPER))
    aged(tmp_path)
    with open_corpus(tmp_path) as corpus:
        renew(corpus, kept(corpus), Silent())
        assert corpus.document(PAPER.paper_id).substrate == "latex"


def test_a_file_of_ones_own_is_read_again_from_that_file_and_not_from_a_download(tmp_path: Path) -> None:
    mine = tmp_path / "papers"
    mine.mkdir()
    (mine / FILE).write_bytes(SOURCE.replace(b"1.8", b"5.4"))
    source = FolderSource(mine)
    (own,) = source.find("", 0)[0]
    with open_corpus(tmp_path / "corpus") as corpus:
        FileCache(corpus.files).put(FILE, SOURCE)
        put(corpus, own, source.fetch(own))
    aged(tmp_path / "corpus", misread)
    settings = Settings(extract=ExtractSettings(relevance_threshold=0.05))
    models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None was made."})
    with open_corpus(tmp_path / "corpus") as corpus:
        renew(corpus, kept(corpus), Silent())
        assert corpus.outdated() == (own,)
        # A run over the corpus itself has nothing better; one over the file has.
        for given, left in ((CorpusSource(corpus, "mine", TODAY), 1), (FolderSource(mine), 0)):
            answer(QUESTION, [given], corpus, models, settings, TODAY, Silent())
            assert len(corpus.outdated()) == left
        assert "5.4" in corpus.document(own.paper_id).text
        assert OLD_SENTENCE not in corpus.document(own.paper_id).text


def test_a_source_that_can_no_longer_read_a_paper_leaves_what_was_read(tmp_path: Path) -> None:
    mine = tmp_path / "papers"
    mine.mkdir()
    (mine / "a.md").write_text(TWO)

    class Broken(FolderSource):
        def fetch(self, paper: Paper) -> Document:
            (mine / "a.md").unlink()
            return super().fetch(paper)

    with open_corpus(tmp_path / "corpus") as corpus:
        source = FolderSource(mine)
        (own,) = source.find("", 0)[0]
        put(corpus, own, source.fetch(own))
    aged(tmp_path / "corpus")
    models = Models(BagEmbedder(), RoleEntailer(), {}, {"statement": "None was made."})
    with open_corpus(tmp_path / "corpus") as corpus:
        report = answer(QUESTION, [Broken(mine)], corpus, models, Settings(), TODAY, Silent()).report
    assert (report.funnel.read, report.skipped) == (1, ())


@pytest.mark.usefixtures("quick_models")
def test_commands_say_what_stands_as_another_parser_read_it(litsynth_: Litsynth, papers: Path, folder: Path) -> None:
    litsynth_("corpus", "add", "mine", "papers")
    aged(folder / "corpora" / "mine")
    without_files(folder / "corpora" / "mine")
    run = ("run", QUESTION, "--corpus", "mine", "--offline")
    for command in (("corpus", "show", "mine"), ("search", "gains", "--corpus", "mine"), run):
        status, _, err = litsynth_(*command)
        assert (status, err.count("\n")) == (0, 1)
        assert err.startswith("note: read by another version of the parser, and their files are not kept: file:")
        assert err.endswith("(litsynth corpus add mine FILES reads them again)\n")
        assert litsynth_(*command, "-q")[2] == ""
    assert litsynth_("corpus", "add", "mine", "papers")[:2] == (0, "0 papers added to mine, 3 in all, 0 skipped\n")
    assert litsynth_("corpus", "show", "mine")[2] == ""


# The number itself

READINGS = {11: "1fecdbd53756f087"}
LATEX = r"""\documentclass{article}\title{Gains}\author{A. Lee \and B. Roe}\begin{document}\maketitle
\begin{abstract}It rises by $1.8\%$~\cite{x}. \citet{lee19} agree. It is slow.\end{abstract}
\section{Results}
Accuracy on XNLI rises from 73.6 to 75.4 on average, see Table~\ref{t}. PROTOCOL
\begin{table}\caption{Accuracy on XNLI}\label{t}\begin{tabular}{lrr}Model & en & avg \\ \hline
XLM-R & 89.1 & \textbf{80.9} \\ mBERT \cite{x} & 82.1 & 66.3 \\ \end{tabular}\end{table}
\begin{thebibliography}{1}\bibitem{x} B. Cole. 2019. Transfer. Proceedings of XYZ.\end{thebibliography}
\end{document}
"""
MARKDOWN = """# Gains

## Abstract

It rises by 1.8 points. It is slow.

| Model | Average |
|---|---|
| XLM-R | 80.9 |
"""


def test_a_changed_reading_raises_the_number_of_the_parser() -> None:
    """When this fails, raise PARSER in litsynth/parse/version.py, and write the new number and digest above.

    (The digest alone changes when only the shape of a record did.)
    """
    read = [
        read_document(LATEX.replace("PROTOCOL", PROTOCOL).encode(), "a.tex", "x"),
        read_document(MARKDOWN.encode(), "a.md", "x"),
        read_abstract(PAPER),
        read_digest(json.dumps(DIGEST).encode(), "a.json")[1],
    ]
    assert [len(one.tables) > 0 for one in read] == [True, True, False, True]
    values = [encode(replace(one, parser=0)) for one in read] + [encode(split(one)) for one in read]
    assert {PARSER: digest(dumps(values))} == READINGS
