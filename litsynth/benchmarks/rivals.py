"""What the speed of the models is compared with: others' code, with the same weights.

These are the only parts of the benchmarks that load deep-learning libraries, and only when they are called.
"""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litsynth.models.nli import MAX_TOKENS
from litsynth.models.packaged import local_weights
from litsynth.ports import Vectors

# The peak is read from the kernel's account of this program alone: that of getrusage counts its parent's as well.
_TIMED = """
import json, re, time
start = time.perf_counter()
{code}
seconds = round(time.perf_counter() - start, 2)
try:
    peak = int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read()).group(1)) // 1024
except OSError:
    peak = None
print(json.dumps({{"seconds": seconds, "peak_mib": peak}}))
"""
_OURS = """
from pathlib import Path
from litsynth.models.embedded import load_embedded
load_embedded(Path({folder!r})).judge([{pair!r}])
"""
_THEIRS = """
from sentence_transformers import CrossEncoder
CrossEncoder({saved!r}, device="cpu", local_files_only=True).predict([{pair!r}])
"""


def save_checkpoint(folder: Path, saved: Path) -> None:
    """The embedded verifier in `folder` as a checkpoint of transformers in `saved`, where it is not there yet."""
    from litsynth.models.embedded_torch import save_classifier  # noqa: PLC0415 - torch takes seconds

    if not (saved / "config.json").is_file():
        save_classifier(folder, saved)


def cross_encoder(
    folder: Path, saved: Path, threads: int = 0, device: str = "cpu"
) -> Callable[[list[tuple[str, str]], int], object]:
    """`CrossEncoder.predict` of sentence-transformers for the embedded verifier in `folder`, given pairs and a batch size.

    Its checkpoint is written to `saved`.
    """
    import torch  # noqa: PLC0415
    from sentence_transformers import CrossEncoder  # noqa: PLC0415

    from litsynth.models.transformer import quiet  # noqa: PLC0415

    quiet()
    save_checkpoint(folder, saved)
    if threads:
        torch.set_num_threads(threads)
    model = CrossEncoder(str(saved), device=device, max_length=MAX_TOKENS, local_files_only=True)
    return lambda pairs, size: model.predict(pairs, batch_size=size, show_progress_bar=False)


def text_pipeline(saved: Path, device: str = "cpu") -> Callable[[list[tuple[str, str]], int], object]:
    """The text-classification pipeline of transformers for the checkpoint in `saved`."""
    from transformers import pipeline  # noqa: PLC0415

    from litsynth.models.transformer import quiet  # noqa: PLC0415

    quiet()
    classify: Any = pipeline("text-classification", model=str(saved), device=device, top_k=None)
    return lambda pairs, size: classify(
        [{"text": premise, "text_pair": claim} for premise, claim in pairs],
        batch_size=size,
        truncation="only_first",
        max_length=MAX_TOKENS,
    )


def sentence_encoder(name: str, threads: int = 0, device: str = "cpu") -> Callable[[list[str], int], object]:
    """`SentenceTransformer.encode` for a packaged model, given texts and a batch size."""
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    from litsynth.models.transformer import quiet  # noqa: PLC0415

    quiet()
    if threads:
        torch.set_num_threads(threads)
    model = SentenceTransformer(local_weights(name), device=device, local_files_only=True)
    return lambda texts, size: model.encode(texts, batch_size=size, show_progress_bar=False)


def semantic_search(vectors: Vectors, depth: int) -> Callable[[Vectors], object]:
    """`util.semantic_search` of sentence-transformers over `vectors`, given those of queries."""
    import torch  # noqa: PLC0415
    from sentence_transformers import util  # noqa: PLC0415

    held = torch.from_numpy(vectors)
    return lambda queries: util.semantic_search(torch.from_numpy(queries), held, top_k=depth)


def plain_text(data: bytes) -> str:
    """The text of a PDF by a plain loop over its pages with pypdf."""
    from pypdf import PdfReader  # noqa: PLC0415

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def first_answer(folder: Path, saved: Path, pair: tuple[str, str]) -> dict[str, Any]:
    """Seconds from the first import to the first verdict, and peak memory in MiB, of a process of ours and of theirs."""
    codes = {
        "litsynth int8": _OURS.format(folder=str(folder), pair=pair),
        "CrossEncoder": _THEIRS.format(saved=str(saved), pair=pair),
    }
    return {name: _process(_TIMED.format(code=code)) for name, code in codes.items()}


def _process(code: str) -> Any:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
