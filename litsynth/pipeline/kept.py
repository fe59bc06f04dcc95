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

_CODE = code_digest()
"""That of the code that runs: taken before files of it can change under it."""


def circumstances(state: str, passages: str, question: str, models: Models, settings: Settings) -> str:
    """The digest of all that verdicts on given claims depend on, and claims on them: papers, models, settings, code.

    `state` is the corpus's when its papers were read, `passages` is the digest of those that the index holds.
    """
    of_models = [models.embedder.identity, models.entailer.identity, dumps(encode(dict(models.described)))]
    of_settings = [dumps(encode(part)) for part in (settings.extract, settings.retrieve, settings.verify)]
    calibration = dumps(encode(dict(models.calibration)))
    return digest(_CODE, state, passages, question, *of_models, calibration, *of_settings)


def as_kept(
    corpus: Corpus,
    state: str,
    under: str,
    claims: Sequence[Claim],
    verify: Callable[[], tuple[tuple[Verdict, ...], dict[str, int]]],
) -> tuple[tuple[Verdict, ...], dict[str, int]]:
    """The verdicts on these claims under these circumstances, with counts: those kept, else by `verify`.

    They are kept where the corpus is still in this state, and the files of the code are those of the code that runs.
    """
    said = digest(dumps(encode(list(claims))))
    kept = corpus.weighed(under, said)
    if kept is None or [verdict.claim_id for verdict in kept.verdicts] != [claim.claim_id for claim in claims]:
        kept = Weighed(*verify())
        if corpus.state() == state and code_digest() == _CODE:
            with suppress(OutputFailed):  # a corpus that cannot be written serves a run all the same
                corpus.put_weighed(under, said, kept)
    return kept.verdicts, kept.counts
