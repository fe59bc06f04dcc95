"""The device that a run is on, set to give the same numbers each time."""

import os

import torch

from litsynth.errors import MissingInput, UsageError


def prepare_machine(device: str, threads: int) -> torch.device:
    """Choose the device (auto: CUDA where there is one), fix the threads, and allow deterministic kernels only.

    Raises UsageError on an unknown name, MissingInput when CUDA is asked for and not there.
    """
    if device not in ("auto", "cpu", "cuda"):
        raise UsageError(f"--device {device}", "one of: auto, cpu, cuda")
    if device == "cuda" and not torch.cuda.is_available():
        raise MissingInput("no CUDA device", "--device cpu")
    # cuBLAS is deterministic only with a workspace of fixed size; must be set before its first use.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(threads)
    torch.backends.cuda.matmul.allow_tf32 = False
    return torch.device("cuda" if device != "cpu" and torch.cuda.is_available() else "cpu")
