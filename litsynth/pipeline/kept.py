"""What stages of an equal run before came to: it is not worked out again."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from litsynth.codec import digest, dumps, encode
from litsynth.config import Settings
from litsynth.errors import OutputFailed
from litsynth.pipeline.models import Models
from litsynth.resources import code_digest
from litsynth.store import Corpus

T = TypeVar("T")

CODE = code_digest()
"""That of the code that runs: taken before files of it can change under it."""


def circumstances(state: str, question: str, models: Models, settings: Settings) -> str:
    """The digest of all that claims and verdicts depend on beside what they are made of: papers, models, settings, code.

    `state` is the corpus's when its papers were read.
    """
    of_models = [models.embedder.identity, models.entailer.identity, dumps(encode(dict(models.described)))]
    of_settings = [dumps(encode(part)) for part in (settings.extract, settings.retrieve, settings.verify)]
    calibration = dumps(encode(dict(models.calibration)))
    return digest(CODE, state, question, *of_models, calibration, *of_settings)


def as_kept(corpus: Corpus, state: str, under: str, kind: type[T], given: object, work: Callable[[], T]) -> T:
    """What a stage that makes a record of this `kind` comes to, `given` this and nothing else: as kept, else by `work`.

    It is kept where the corpus is still in this state, and the files of the code are those of the code that runs.
    """
    digested = digest(dumps(encode(given)))
    kept = corpus.stage(kind, under, digested)
    if kept is None:
        kept = work()
        if corpus.state() == state and code_digest() == CODE:
            with suppress(OutputFailed):  # a corpus that cannot be written serves a run all the same
                corpus.put_stage(under, digested, kept)
    return kept
