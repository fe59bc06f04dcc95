"""What the sources of a run offer, as far as that is known without a network, and what of it would have to be read."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litsynth.config import CorpusSettings, ExtractSettings, SearchSettings
from litsynth.errors import LitsynthError, MissingInput, NetworkRefused, SourceFailed
from litsynth.parse.pdf_runs import page_count
from litsynth.pipeline.gather import most_similar, rankable_of, ranked_by, screen
from litsynth.pipeline.intake import sought, take_in
from litsynth.pipeline.joined import join
from litsynth.pipeline.offers import Found, Offer, Offers
from litsynth.pipeline.plan.remembered import Recalled, Remembered
from litsynth.pipeline.plan.sampled import Portrait, Sample, portrait, spread, within
from litsynth.pipeline.plan.typical import FOUND
from litsynth.pipeline.progress import Silent
from litsynth.ports import Embedder, PaperSource
from litsynth.question import stems
from litsynth.reading import Reading
from litsynth.records import Paper
from litsynth.store import Corpus

# Files whose size is looked at; of more, these stand for all.
_MOST_SIZED = 300
# Titles and abstracts that are looked up among those that are embedded; of more, these stand for all.
_MOST_ABSTRACTS = 2_000
# CPU seconds for reading some of the papers, to see what that costs here.
_READING_SECONDS = 5.0
_ALONE = CorpusSettings(workers=1)
_ANY = "any question"


@dataclass(frozen=True, slots=True)
class Offered:
    """`known`: papers of the run that its corpus has. `unread`: those to be read, by kind of file, each with its size.

    `again`: those of the latter that the corpus has as another parser or file told them. `downloads`: how many must be
    fetched first. `unasked`: sources that only answer over the network. `asking`: CPU seconds that the others took.
    A run ranks every paper by title and abstract: `abstracts` are those of some of the `ranked` papers that lie here; of
    `unranked` papers only reading tells them; and the unasked sources offer about `found` more.
    """

    known: tuple[Paper, ...]
    again: frozenset[str]
    unread: Mapping[str, Sequence[tuple[Offer, float]]]
    scale: float
    downloads: int
    unasked: int
    asking: float
    abstracts: Sequence[str]
    ranked: int
    unranked: int
    found: float

    @property
    def to_read(self) -> int:
        """How many papers lie here and must be read."""
        return round(self.scale * sum(map(len, self.unread.values())))


def offered(
    question: str, sources: Sequence[PaperSource], corpus: Corpus, search: SearchSettings, embedder: Embedder
) -> Offered:
    """Ask the sources, which must not use a network; without a `question`, for any.

    Raises what the only source raises, but for the lack of a network.
    """
    start = time.process_time()
    found, unasked = _asked(question, sources, search)
    offers = screen(corpus, join(corpus, Offers(found)))[0]
    rankable = spread(rankable_of(offers), lambda paper: paper.paper_id)
    unranked = offers.keys() - {paper.paper_id for paper in rankable}
    chosen = {paper.paper_id for paper in _likely(question, rankable, search.papers, corpus, embedder)} | unranked
    known, unread = [], []
    for item, reading in sought(corpus, [offer for key, offer in offers.items() if key in chosen]):
        if reading is None:
            known.append(item.paper)
        else:
            unread.append((offers[item.paper.paper_id], reading))
    again = frozenset(corpus.ids()) & {paper.paper_id for (paper, _), _ in unread}
    some = spread(unread, lambda pair: pair[0][0].paper_id)[:_MOST_SIZED]
    kinds, absent = _sized(some)
    scale = len(unread) / len(some) if some else 1.0
    expected = max(0, search.papers - len(known) - len(unread)) if unasked else 0
    return Offered(
        known=tuple(known),
        again=again,
        unread=kinds,
        scale=scale,
        downloads=round(absent * scale) + expected,
        unasked=unasked,
        asking=time.process_time() - start,
        abstracts=[ranked_by(paper) for paper in rankable[:_MOST_ABSTRACTS]],
        ranked=len(rankable),
        unranked=sum(paper.paper_id in unranked for (paper, _), _ in unread if paper.paper_id not in again),
        found=FOUND * search.candidates * unasked,
    )


def _asked(question: str, sources: Sequence[PaperSource], search: SearchSettings) -> tuple[list[Found], int]:
    """What the sources offer, and how many could not be asked without a network."""
    found: list[Found] = []
    failed: list[Exception] = []
    unasked = 0
    for source in sources:
        try:
            found.append((source.find(question or _ANY, search.candidates)[0], source))
        except NetworkRefused:
            unasked += 1
        except (MissingInput, SourceFailed) as error:
            failed.append(error)
    if failed and len(failed) == len(sources):
        raise failed[0]
    return found, unasked


def _likely(question: str, papers: Sequence[Paper], limit: int, corpus: Corpus, embedder: Embedder) -> Sequence[Paper]:
    """At most `limit` papers: those whose titles and abstracts hold most words of the question.

    Which are nearest to it is only known where all were embedded before; and of any others few sentences bear on it.
    """
    memory, topics = Remembered(corpus, embedder.identity, ""), stems(question)
    if question and not memory.new_texts([ranked_by(paper) for paper in papers[:_MOST_ABSTRACTS]]):
        return most_similar(question, papers, Recalled(memory, embedder), limit)

    def missing(paper: Paper) -> int:
        text = ranked_by(paper).lower()
        return sum(topic not in text for topic in topics)

    return sorted(papers, key=missing)[:limit]


def _sized(some: Sequence[tuple[Offer, Reading]]) -> tuple[dict[str, Sequence[tuple[Offer, float]]], int]:
    """The papers by kind of file, each with its size, and how many must be fetched."""
    kinds: dict[str, list[tuple[Offer, float]]] = defaultdict(list)
    absent = 0
    for offer, reading in some:
        kind, size = _size(reading)
        if kind == "network":
            absent += 1
        elif kind:
            kinds[kind].append((offer, size))
    return dict(kinds), absent


def _size(reading: Reading) -> tuple[str, float]:
    """The kind of a paper's file, and its pages or bytes; no kind where it cannot be read."""
    try:
        unread = next(reading)
    except StopIteration:
        return "record", 1.0
    except NetworkRefused:
        return "network", 0.0
    except (LitsynthError, OSError):
        return "", 0.0
    finally:
        reading.close()
    if unread.name.lower().endswith(".pdf"):
        return "pdf", float(page_count(unread.data)) or 1.0
    return unread.name.rpartition(".")[2].lower(), float(len(unread.data))


def read_some(offered: Offered, scratch: Corpus, settings: ExtractSettings, memory: Remembered) -> tuple[Sample, ...]:
    """Some of the unread papers of each kind, read into a corpus that is thrown away; one sample a kind."""
    seconds = _READING_SECONDS / max(1, len(offered.unread))
    return tuple(
        Sample(
            tuple(_read(offer, size, scratch, settings, memory) for offer, size in within(sized, seconds)),
            offered.scale * sum(size for _, size in sized),
        )
        for _, sized in sorted(offered.unread.items())
    )


def _read(offer: Offer, size: float, scratch: Corpus, settings: ExtractSettings, memory: Remembered) -> Portrait:
    start = time.process_time()
    taken = list(take_in(scratch, [offer], Silent(), _ALONE))
    spent = time.process_time() - start
    if not isinstance(taken[0], Paper):
        return Portrait(size, reading=spent)
    return portrait(scratch, taken[0].paper_id, size, settings, memory, spent)
