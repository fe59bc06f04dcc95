"""What a report says of a language model that was asked to write."""

from collections import Counter

from litsynth.records import Written
from litsynth.render.words import count


def written_words(written: Written) -> str:
    """Who wrote, how many sentences, how many were kept, and why not the others; or why there are none.

    >>> from litsynth.records import DroppedSentence, WriterIdentity
    >>> one = DroppedSentence("It gains 9.9.", ("c1",), "number not in the claims")
    >>> print(written_words(Written(WriterIdentity("small", "127.0.0.1:8000", 0.0, 0), dropped=(one,))))
    small at 127.0.0.1:8000 (temperature 0, seed 0) wrote 1 sentence from the verified claims; 0 kept, 1 dropped (1 number
    not in the claims).
    """
    writer = written.writer
    other = f", which answers as {written.answered_as}" if written.answered_as not in ("", writer.model) else ""
    who = f"{writer.model}{other} at {writer.host} (temperature {writer.temperature:g}, seed {writer.seed})"
    if written.failure:
        return f"{who} gave no answer: {written.failure}."
    reasons = Counter(sentence.reason for sentence in written.dropped)
    why = ", ".join(f"{number:,} {reason}" for reason, number in sorted(reasons.items()))
    total = count(len(written.kept) + len(written.dropped), "sentence")
    dropped = f"{len(written.dropped):,} dropped{f' ({why})' if why else ''}"
    return f"{who} wrote {total} from the verified claims; {len(written.kept):,} kept, {dropped}."
