"""What a run will have to do: read, embed, judge. What its corpus remembers is subtracted."""

from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.config import Settings
from litsynth.extract import role_pairs
from litsynth.pipeline.claims import ASKED_PER_CLAIM, most_relevant, own_claims
from litsynth.pipeline.gather import most_similar
from litsynth.pipeline.kept import circumstances, sources_of_claims
from litsynth.pipeline.models import Models
from litsynth.pipeline.plan.amounts import Amount, about, exactly
from litsynth.pipeline.plan.offered import Offered, read_some
from litsynth.pipeline.plan.remembered import Recalled, Remembered
from litsynth.pipeline.plan.sampled import Sample, portrait, spread, total, within
from litsynth.pipeline.plan.typical import (
    ABSTRACT,
    DIMENSIONS,
    FETCHED,
    LOOKS,
    PREMISE,
    ROLE_WORDS,
    WORDS_BYTES,
)
from litsynth.records import Candidate, Extracted
from litsynth.retrieve.dense import HALVED_FROM
from litsynth.store import Corpus
from litsynth.store.first_pass_file import FIRST_PASS_FILE
from litsynth.store.index_file import INDEX_FILE
from litsynth.store.lexical_file import LEAST_TEXTS, LEXICAL_FILE

_LOOKING_SECONDS = 1.5
# Candidates that are embedded to see how many are near the question, where that is not remembered.
_EMBEDDED = 64
_PAIRS_AT_HAND = 24


@dataclass(frozen=True, slots=True)
class Work:
    """Amounts of a run. `reading`, `opening`, `finding` and `tables` are CPU seconds, measured on some of its papers.

    `to_weigh`: the claims whose verdicts are not kept from an equal run; `tables` are those of theirs.
    `document_bytes`: of the documents that are read closely, as they are kept. `index_bytes`: by how much the files of the
    indexes grow. `papers`: all whose records are read.
    `texts_at_hand` and `pairs_at_hand` are some of what would be asked of the models.
    """

    reading: Amount
    opening: Amount
    finding: Amount
    tables: Amount
    passages: Amount
    texts: Amount
    characters: Amount
    pairs: Amount
    pair_characters: Amount
    claims: Amount
    to_weigh: Amount
    stored_bytes: Amount
    document_bytes: Amount
    index_bytes: Amount
    papers: Amount
    texts_at_hand: tuple[str, ...]
    pairs_at_hand: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """How many sentences are asked about, of how many characters, how many claims come of it, and what part is new."""

    sentences: Amount
    characters: float
    claims: Amount
    new: float
    examples: tuple[str, ...]


def survey(
    question: str, offered: Offered, corpus: Corpus, scratch: Corpus, models: Models, settings: Settings
) -> Work:
    """What a run on these papers will do; with an empty `question` any question. `scratch` is an empty corpus to read into.

    Nothing is written to `corpus`; some of the unread papers are read, and some of their sentences embedded.
    """
    memory = Remembered(corpus, models.embedder.identity, models.entailer.identity)
    new = (*read_some(offered, scratch, settings.extract, memory), Sample((FETCHED,), float(offered.downloads)))
    shelf, own = _shelves(offered, corpus, settings, memory)
    every, of_claims = (shelf, *new), (own, *new)
    papers = max(1, len(offered.known) + offered.to_read + offered.downloads)
    chosen = min(1.0, settings.search.papers / papers)
    passages, new_passages = total(every, lambda one: one.passages), total(every, lambda one: one.new_passages)
    candidates = total(of_claims, lambda one: one.candidates) * chosen
    asked = _asked(question, [item for one in of_claims for item in _found(one)], candidates, models, memory, settings)
    fresh = _fresh(question, asked, passages, new_passages, memory)
    unkept = 1.0 if fresh else _unkept(corpus, offered, question, models, settings, memory)
    opened = unkept or min(1.0, asked.claims.value / max(1.0, papers * chosen))  # those that claims were taken from
    texts = [text for sample in every for one in sample.portraits for text in one.texts]
    new_texts, characters = _to_embed(every, of_claims, chosen, _abstracts(offered, memory), asked)
    pairs, pair_characters = _to_judge(asked, _looks(asked.claims, passages, settings) * fresh, texts)
    return Work(
        reading=total(new, lambda one: one.reading),
        opening=total(every, lambda one: one.opening) * unkept,
        finding=total(of_claims, lambda one: one.finding) * (chosen * unkept),
        tables=total(of_claims, lambda one: one.tables) * (chosen * unkept),
        passages=passages * unkept,
        texts=new_texts,
        characters=characters,
        pairs=pairs,
        pair_characters=pair_characters,
        claims=asked.claims,
        to_weigh=asked.claims * unkept,
        stored_bytes=total(new, lambda one: one.stored_bytes),
        document_bytes=total(of_claims, lambda one: one.stored_bytes) * (chosen * opened),
        index_bytes=_index_growth(corpus, passages, new_passages),
        papers=exactly(max(offered.ranked, len(corpus.ids()))) + about(offered.found, 2.0),
        texts_at_hand=(*texts, *offered.abstracts),
        pairs_at_hand=_pairs(texts, asked.examples),
    )


def _to_judge(asked: _Asked, looks: Amount, texts: Sequence[str]) -> tuple[Amount, Amount]:
    """Pairs and their characters: of sentences with the words for their roles, of claims with what is looked at."""
    premise = PREMISE * sum(map(len, texts)) / len(texts) if texts else 300.0
    sentence, roles = asked.characters, len(role_pairs("")) * asked.new
    characters = asked.sentences * (roles * (sentence + ROLE_WORDS)) + looks * (premise + sentence)
    return asked.sentences * roles + looks, characters


def _to_embed(
    every: Sequence[Sample], of_claims: Sequence[Sample], chosen: float, abstracts: tuple[Amount, Amount], asked: _Asked
) -> tuple[Amount, Amount]:
    """Texts and characters: passages, candidates of the `chosen` part of papers, abstracts, claims."""
    texts = total(every, lambda one: one.new_passages) + total(of_claims, lambda one: one.new_candidates) * chosen
    characters = total(every, lambda one: one.new_characters)
    characters += total(of_claims, lambda one: one.candidate_characters) * chosen
    claims = asked.claims * asked.new
    return texts + abstracts[0] + claims, characters + abstracts[1] + claims * asked.characters


def _abstracts(offered: Offered, memory: Remembered) -> tuple[Amount, Amount]:
    """Titles and abstracts that are not embedded yet, by which all papers are ranked, and their characters."""
    new, looked = memory.new_texts(offered.abstracts), max(1, len(offered.abstracts))
    here = exactly(offered.ranked / looked) if looked >= offered.ranked else about(offered.ranked / looked, 1.1)
    told = exactly(offered.unranked) + about(offered.found, 2.0)
    return here * len(new) + told, here * sum(map(len, new)) + told * float(ABSTRACT)


def _index_growth(corpus: Corpus, passages: Amount, new: Amount) -> Amount:
    """Bytes by which the files of the indexes grow; those of the same passages stay as they are."""
    names = (INDEX_FILE, FIRST_PASS_FILE, LEXICAL_FILE)
    files = [path for name in names if (path := corpus.folder / name).is_file()]
    large = passages.value >= HALVED_FROM
    if files and not new.value:
        of_before = large and not (corpus.folder / FIRST_PASS_FILE).is_file()
        return passages * float(DIMENSIONS) if of_before else Amount()
    vector = DIMENSIONS * (2 + 1 if large else 4)
    whole = passages * float(vector + (WORDS_BYTES if passages.value >= LEAST_TEXTS else 0))
    there = sum(path.stat().st_size for path in files)
    return Amount(*(max(0.0, each - there) for each in (whole.value, whole.low, whole.high)))


def _shelves(offered: Offered, corpus: Corpus, settings: Settings, memory: Remembered) -> tuple[Sample, Sample]:
    """All that stays in the corpus as it is, whose passages are searched; and of it the papers of the run."""
    held = [paper_id for paper_id in corpus.ids() if paper_id not in offered.again]
    of_run = sorted(paper.paper_id for paper in offered.known)
    shelf = _known(corpus, held, settings, memory)
    return shelf, shelf if of_run == held else _known(corpus, of_run, settings, memory)


def _known(corpus: Corpus, ids: Sequence[str], settings: Settings, memory: Remembered) -> Sample:
    sizes = corpus.sizes()
    looked = tuple(
        portrait(corpus, paper_id, sizes[paper_id], settings.extract, memory)
        for paper_id in within(spread(ids, str), _LOOKING_SECONDS)
    )
    return Sample(looked, float(sum(sizes[paper_id] for paper_id in ids)))


def _found(sample: Sample) -> list[Candidate]:
    return [item for one in sample.portraits for item in one.found]


def _asked(
    question: str,
    found: Sequence[Candidate],
    candidates: Amount,
    models: Models,
    memory: Remembered,
    settings: Settings,
) -> _Asked:
    most = ASKED_PER_CLAIM * settings.extract.claims
    known = memory.vectors([item.text for item in found])
    some = [item for item in found if item.text in known] or spread(found, lambda item: item.text)[:_EMBEDDED]
    if not some:
        share, near = 1.0, list[Candidate]()
    elif question:
        vectors = Recalled(memory, models.embedder).embed([item.text for item in some])
        near = own_claims(most_relevant(question, some, vectors, models.embedder, settings.extract), settings.extract)
        share = len(near) / len(some)
    else:
        share, near = 1.0, some
    count = candidates * share if len(some) == len(found) else candidates * about(share, 1.3)
    sentences = Amount(*(min(float(most), each) for each in (count.value, count.low, count.high)))
    # Of the sentences near enough only the nearest are asked about.
    asked = near[: max(1, round(len(near) * sentences.value / count.value))] if count.value else []
    pairs = [pair for item in asked for pair in role_pairs(item.text)]
    new_share = len(memory.new_pairs(pairs)) / len(set(pairs)) if pairs else 1.0
    characters = sum(len(item.text) for item in asked) / len(asked) if asked else 170.0
    claims = Amount(
        *(min(float(settings.extract.claims), each) for each in (sentences.value, sentences.low, sentences.high))
    )
    return _Asked(sentences, characters, claims, new_share, tuple(item.text for item in asked))


def _fresh(question: str, asked: _Asked, passages: Amount, new: Amount, memory: Remembered) -> float:
    """The part of the pairs of claims and passages that is new: with a question that was asked before, as passages are."""
    if not question or asked.new > 0.5 or memory.new_texts([question]):
        return 1.0
    return max(asked.new, min(1.0, new.value / max(passages.value, 1.0)))


def _unkept(
    corpus: Corpus, offered: Offered, question: str, models: Models, settings: Settings, memory: Remembered
) -> float:
    """0 where claims and verdicts of an equal run are kept, else 1."""
    papers = [paper for known in offered.known if (paper := corpus.paper(known.paper_id))]
    if len(papers) > settings.search.papers:
        papers = list(most_similar(question, papers, Recalled(memory, models.embedder), settings.search.papers))
    under = circumstances(corpus.state(), question, models, settings)
    given = sources_of_claims(paper.paper_id for paper in papers)
    return float(corpus.stage(Extracted, under, given) is None)


def _looks(claims: Amount, passages: Amount, settings: Settings) -> Amount:
    depth = min(float(settings.retrieve.depth), passages.value)
    return claims * about(depth * LOOKS, 1.2)


def _pairs(texts: Sequence[str], claims: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs as a run asks them: half about roles, half about passages."""
    roles = [pair for claim in claims for pair in role_pairs(claim)]
    passages = list(zip(texts, [*claims, *claims], strict=False))
    half = _PAIRS_AT_HAND // 2
    return (*spread(roles, "".join)[:half], *spread(passages, "".join)[:half])
