"""`litsynth run --dry-run`: what a run would ask, read, load and write, found out without a socket and without a write."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from litsynth.cli.emit import emit
from litsynth.cli.files import is_path
from litsynth.cli.session import corpus_name, made_corpora, refuse_unknown, refuse_unknown_sources
from litsynth.cli.written import renderers
from litsynth.config import Settings
from litsynth.question import read_question
from litsynth.resources import bundled_corpora
from litsynth.sources import DATABASES, ArxivSource, FolderSource, database, host_of
from litsynth.store import glance, is_corpus, place_of_run, refuse_unwritable


@dataclass(frozen=True, slots=True)
class Asked:
    """One source: the queries that it would be asked, each for at most `most` papers; or the papers that are at hand.

    `papers` is None where only the source knows.
    """

    source: str
    queries: tuple[str, ...]
    most: int
    papers: int | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What `run` was called with."""

    question: str
    sources: tuple[str, ...]
    settings: Settings
    today: str
    offline: bool
    out: Path | None

    def tell(self, json: bool) -> int:
        """Print what the run would do; the exit status. Raises what the run would raise before it asks anybody."""
        from litsynth.models.choose import models_ahead

        question = read_question(self.question).text
        name = corpus_name(self.settings, self.offline)
        glance(Path(self.settings.corpus.folder) / name)  # refuses what is no corpus
        asked = tuple(self._asked(question, name))
        writer = self.settings.writer
        folder = place_of_run(self.out, Path(self.settings.report.folder), question, self.today)
        about = {"question": question, "date": self.today}
        refuse_unwritable(self.out, Path(self.settings.report.folder), renderers(self.settings), about, look_only=True)
        value = {
            "question": question,
            "date": self.today,
            "offline": self.offline,
            "sources": [asdict(one) for one in asked],
            "claims_from": self.settings.search.papers,
            "snowball": self.settings.search.snowball,
            "corpus": str(Path(self.settings.corpus.folder) / name),
            "corpus_there": name in made_corpora(self.settings),
            "writer": f"{writer.model} at {host_of(writer)}" if writer.endpoint else "",
            "models": models_ahead(self.settings.models, self.offline),
            "folder": str(folder),
            "folder_there": folder.exists(),
        }
        if json:
            emit([value])
        else:
            typer.echo("\n".join(_lines(value, asked)))
        return 0

    def _asked(self, question: str, name: str) -> Iterator[Asked]:
        refuse_unknown_sources(self.settings, list(self.sources))
        if not self.sources and (name != "arxiv" or self.offline):
            refuse_unknown(self.settings, name)
        files = Path(self.settings.corpus.folder) / name
        for given in self.sources or (name,):
            queries = self._queries(given, question, files)
            papers = None if queries else len(self._at_hand(given, name))
            yield Asked(given, queries, self.settings.search.candidates if queries else 0, papers)

    def _queries(self, given: str, question: str, files: Path) -> tuple[str, ...]:
        search = self.settings.search
        if given == "arxiv" and (self.sources or not self.offline):
            return ArxivSource(search, files, self.today, self.offline).queries(question)
        if given in DATABASES:
            return database(given, self.settings.databases, search, files, self.today, self.offline).queries(question)
        return ()

    def _at_hand(self, given: str, name: str) -> frozenset[str]:
        """The ids of the papers that a file, a folder or a corpus offers; a person took none of them out."""
        path = Path(given)
        if is_path(given) and not is_corpus(path):
            return _read_in(path, deep=True)
        folder = path if is_path(given) else Path(self.settings.corpus.folder) / given
        digests = bundled_corpora().get(given) or (folder if any(folder.glob("*.json")) else None)
        kept, removed = glance(folder)
        ours = glance(Path(self.settings.corpus.folder) / name)[1]
        return (kept | (_read_in(digests, deep=False) if digests else frozenset())) - removed - ours


def _read_in(path: Path, deep: bool) -> frozenset[str]:
    return frozenset(paper.paper_id for paper in FolderSource(path, deep=deep).find("", 0)[0])


def _lines(value: Mapping[str, object], asked: tuple[Asked, ...]) -> Iterator[str]:
    yield f"question: {value['question']}"
    for one in asked:
        if one.papers is None:
            kept = f" (offline: only what was answered on {value['date']})" if value["offline"] else ""
            yield f"ask {one.source}: {len(one.queries)} queries, at most {one.most} papers each{kept}"
            yield from (f"  {query}" for query in one.queries)
        else:
            yield f"read {one.source}: {one.papers} papers on this machine"
    if value["snowball"]:
        yield f"follow: what the best {value['snowball']} cite and what cites them"
    known = [one.papers for one in asked if one.papers is not None]
    unknown = sum(len(one.queries) * one.most for one in asked)
    most = f"at most {sum(known) + unknown}, before duplicates" if unknown else f"{sum(known)}"
    yield f"papers: {most}; claims from the {value['claims_from']} nearest to the question"
    yield f"keep in: {value['corpus']} ({'there' if value['corpus_there'] else 'would be made'})"
    models = value["models"]
    assert isinstance(models, dict)
    yield from (f"{role}: {model}" for role, model in models.items())
    if value["writer"]:
        yield f"ask to write: {value['writer']}"
    yield f"write: {value['folder']} ({_folder(bool(value['folder_there']))})"


def _folder(there: bool) -> str:
    return "there: an equal run leaves it as it is, another gets a number" if there else "new"
