"""What stages of an equal run before came to: it is not worked out again."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

from litsynth.codec import digest, dumps, encode
from litsynth.config import Settings
from litsynth.errors import OutputFailed
from litsynth.pipeline.models import Models
from litsynth.resources import code_digest
from litsynth.store import Corpus

T = TypeVar("T")

_CODE = code_digest()
"""That of the code that runs: taken before files of it can change under it."""


def by_this_code(*parts: str) -> str:
    """The digest of parts and of the code that runs."""
    return digest(_CODE, *parts)


def is_this_code() -> bool:
    """Whether the files of the code are still those of the code that runs: if not, nothing is to be kept."""
    return code_digest() == _CODE


def circumstances(state: str, question: str, models: Models, settings: Settings) -> str:
    """The digest of all that claims and verdicts depend on beside what they are made of: papers, models, settings, code.

    `state` is the corpus's when its papers were read.
    """
    of_models = [models.embedder.identity, models.entailer.identity, dumps(encode(dict(models.described)))]
    of_settings = [dumps(encode(part)) for part in (settings.extract, settings.retrieve, settings.verify)]
    calibration = dumps(encode(dict(models.calibration)))
    return by_this_code(state, question, *of_models, calibration, *of_settings)


def sources_of_claims(papers: Iterable[str], seen: Iterable[str] = ()) -> str:
    """The digest of what claims are made of: the ids of the papers, and of the claims of an earlier report."""
    return digest(dumps([sorted(papers), sorted(seen)]))


def as_kept(corpus: Corpus, state: str, under: str, kind: type[T], given: str, work: Callable[[], T]) -> T:
    """What a stage that makes a record of this `kind` comes to, `given` (a digest) this and nothing else: as kept, else by

    `work`. It is kept where the corpus is still in this state, and the files of the code are those of the code that runs.
    """
    kept = corpus.stage(kind, under, given)
    if kept is None:
        kept = work()
        if corpus.state() == state and is_this_code():
            with suppress(OutputFailed):  # a corpus that cannot be written serves a run all the same
                corpus.put_stage(under, given, kept)
    return kept
