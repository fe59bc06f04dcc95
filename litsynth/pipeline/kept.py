"""Verdicts of an equal run before: what retrieving and weighing would come to again is not worked out again."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from litsynth.codec import digest, dumps, encode
from litsynth.config import Settings
from litsynth.errors import OutputFailed
from litsynth.pipeline.models import Models
from litsynth.records import Claim, Verdict, Weighed
from litsynth.resources import code_digest
from litsynth.store import Corpus


def circumstances(corpus: Corpus, models: Models, settings: Settings) -> str:
    """The digest of all that verdicts on given claims depend on: papers, models, calibration, settings, code."""
    of_models = [models.embedder.identity, models.entailer.identity, dumps(encode(dict(models.described)))]
    of_settings = [dumps(encode(part)) for part in (settings.retrieve, settings.verify)]
    calibration = dumps(encode(dict(models.calibration)))
    return digest(code_digest(), corpus.digest(), corpus.records_digest(), *of_models, calibration, *of_settings)


def as_kept(
    corpus: Corpus,
    under: str,
    claims: Sequence[Claim],
    verify: Callable[[], tuple[tuple[Verdict, ...], dict[str, int]]],
) -> tuple[tuple[Verdict, ...], dict[str, int]]:
    """The verdicts on these claims under these circumstances, and their counts: those that are kept, else by `verify`."""
    said = digest(dumps(encode(list(claims))))
    kept = corpus.weighed(under, said)
    if kept is None:
        kept = Weighed(*verify())
        with suppress(OutputFailed):  # a corpus that cannot be written serves a run all the same
            corpus.put_weighed(under, said, kept)
    return kept.verdicts, kept.counts
