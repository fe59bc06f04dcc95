"""What is not measured when a run is planned: medians of runs and papers that were (docs/costs.md has them)."""

from typing import Final

from litsynth.pipeline.plan.sampled import Portrait

FETCHED: Final = Portrait(
    size=1.0,
    passages=160,
    new_passages=160,
    new_characters=160 * 320,
    candidates=43,
    new_candidates=43,
    candidate_characters=43 * 150,
    stored_bytes=45_000,
    opening=0.05,
    finding=0.06,
    tables=0.05,
    reading=0.12,
)
"""A paper that has yet to be fetched: the median of 1,086 LaTeX papers, candidates of 144."""
FETCHED_BYTES: Final = 1_500_000
"""What is downloaded of it: sources with figures and PDFs are of this order."""
FETCHED_REQUESTS: Final = 1.2
"""Its source, and for some papers arXiv's HTML or PDF after that."""
QUERIES: Final = 4.5
"""Three to six for each database."""
ABSTRACT: Final = 1_200
"""Characters of title and abstract, by which papers are ranked."""
FOUND: Final = 1.5
"""Papers that a search finds, as a multiple of those taken of one query: most are found by several (an assumption)."""
RANKING: Final = 0.00005
"""CPU seconds for ranking a paper whose vector is known: reading its record, looking the vector up."""
ROLE_WORDS: Final = 38
"""Characters of the hypotheses about a sentence's role."""
LOOKS: Final = 1.02
"""Pairs judged of a claim for each passage that is retrieved: some are looked at sentence by sentence, some not at all."""
PREMISE: Final = 1.15
"""How much longer the passages are that are retrieved than those of the corpus."""
DIMENSIONS: Final = 384
"""Of a vector of the embedder."""
VECTOR_BYTES: Final = 2_000
"""A vector of so many float32 in the corpus, with its key and index."""
JUDGEMENT_BYTES: Final = 160
MEMORY_PER_PAPER: Final = 1_000
"""Bytes, at the peak, of a paper that is offered: its id and its other names."""
MEMORY_BUILDING: Final = 3_000
"""Bytes, at the peak, of a passage whose index is made: its words are counted, its vector is at hand."""
MEMORY_MAPPED: Final = 2_000
"""Bytes, at the peak, of a passage in indexes that are read from their files: pages that queries have looked at."""
MEMORY_PER_CHARACTER: Final = 180
"""Bytes that the models work in, for each character of what they are asked at once."""
AT_ONCE: Final = 512
"""Texts or pairs that the models are asked at once."""
MEMORY_WRITING: Final = 40_000_000
"""Bytes that writing a report adds to a process that has only looked at what it knew: 30 to 56 MiB in three runs."""
UNPACKED: Final = 25
"""How much larger a document is in memory than in the corpus."""
WORDS_BYTES: Final = 590
"""Bytes of a passage in passages.bm25: the larger of two such files of 426,530 passages."""
REPORT_BYTES: Final = 150_000
"""The folder of a report without claims."""
REPORT_CLAIM_BYTES: Final = 12_000
"""What a claim adds to it, in all formats together: 7,000 where nothing bears on it to 21,000."""
WEIGHING: Final = 0.045
"""CPU seconds for each claim: retrieval, evidence weighed, findings."""
TELLING: Final = 0.25
"""The part of it that is spent on claims of an equal run, whose verdicts are kept: findings (0.7 s of CPU for 60 claims)."""
TRACING: Final = 1.8
"""CPU seconds for making tables ready and tracing claims to them, over those for the former alone."""
WRITING: Final = 1.6
"""CPU seconds for the files of a report."""
INDEXING: Final = 0.00005
"""CPU seconds for each passage: the lexical index, and what remembered vectors cost."""
STARTING: Final = 3.0
"""CPU seconds until the models are loaded, where these three were measured: what a core does elsewhere follows from it."""
