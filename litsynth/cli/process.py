"""What the system says that this process has spent since it was started: seconds, CPU seconds, memory, bytes."""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Account:
    """Seconds by the clock and of CPU, and bytes that were read from and written to files and pipes.

    Bytes are None where the system does not count them. They are those of read and write calls, so also what came out of
    the page cache; pages of files that are mapped into memory are not among them.
    """

    seconds: float
    cpu_seconds: float
    read_bytes: int | None
    written_bytes: int | None


def account() -> Account:
    """What was spent from the start of the process until now: by all of its threads, and by children that have ended."""
    return Account(_AGE + time.perf_counter() - _NOW, cpu_seconds(), _number("io", "rchar"), _number("io", "wchar"))


def cpu_seconds() -> float:
    """CPU seconds of this process since its start: all of its threads, and the children that have ended."""
    return sum(os.times()[:4])


def peak_mib() -> int | None:
    """The most memory that this process has had, in MiB; None where the system does not say.

    From the kernel's account of this program alone: getrusage's counts that of the program which started it as well.
    """
    return _mib("VmHWM")


def held_mib() -> int | None:
    """The memory that this process has now, in MiB; None where the system does not say."""
    return _mib("VmRSS")


def _mib(name: str) -> int | None:
    found = _number("status", name)
    return None if found is None else found // 1024


def _number(file: str, name: str) -> int | None:
    """The number behind a name in a file of /proc/self (proc(5))."""
    try:
        found = re.search(rf"^{name}:\s*(\d+)", (_PROC / file).read_text(encoding="ascii", errors="replace"), re.M)
    except OSError:
        return None
    return int(found[1]) if found else None


def _age() -> float:
    """Seconds since the process was started; 0 where the system does not say.

    Field 22 of /proc/self/stat is its start in clock ticks since boot; field 2 is a name that may hold anything.
    """
    try:
        fields = (_PROC / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK"))
    except (OSError, AttributeError):
        return 0.0


_NOW, _AGE = time.perf_counter(), _age()
