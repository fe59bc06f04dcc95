"""A stand-in for Chromium: a script that writes a PDF as Chromium does, or fails in one of its ways."""

import sys
from pathlib import Path

CLOCK = "(D:20260131102030+00'00')"
CREATOR = rb"(Mozilla/5.0 \(X11; Linux x86_64\) AppleWebKit/537.36 \(KHTML, like Gecko\) HeadlessChrome/150.0.0.0 Safari/537.36)"

# What it is to do stands in the file `how` beside it, what to print in `made.pdf`; it says how it was called in `called`.
_SCRIPT = """#!{python}
import json, os, subprocess, sys, time
from pathlib import Path

here = Path(__file__).parent
how = (here / "how").read_text()
options = dict(one.lstrip("-").partition("=")[::2] for one in sys.argv[1:])
(here / "called").write_text(json.dumps(sys.argv[1:]))
Path(options["user-data-dir"]).mkdir()
made = (here / "made.pdf").read_bytes()
target = Path(options["print-to-pdf"])
if how == "prints":
    now = time.strftime("%Y%m%d%H%M%S").encode()
    target.write_bytes(made.replace(b"20260131102030", now))
elif how == "garbage":
    target.write_text("<html>")
elif how == "half":
    target.write_bytes(made[: len(made) // 2])
elif how == "hangs":
    child = subprocess.Popen(["sleep", "600"])
    (here / "processes").write_text(json.dumps([os.getpid(), child.pid]))
    time.sleep(600)
elif how == "fails":
    target.write_bytes(made)
    sys.stderr.write("[1:1:FATAL:zygote.cc(1)] No usable sandbox!\\nTrace\\n")
    sys.exit(5)
"""


def chromium_like(title: bytes = b"(What?)", clock: str = CLOCK, creator: bytes = CREATOR) -> bytes:
    """One empty page; `title`, `clock` and `creator` as PDF texts."""
    objects = [
        b"<</Title %s\n/Creator %s\n/Producer (Skia/PDF m150)\n/CreationDate %s\n/ModDate %s>>"
        % (title, creator, clock.encode(), clock.encode()),
        b"<</Type /Catalog\n/Pages 3 0 R>>",
        b"<</Type /Pages\n/Kids [4 0 R]\n/Count 1>>",
        b"<</Type /Page\n/Parent 3 0 R\n/MediaBox [0 0 595 842]>>",
    ]
    content, places = b"%PDF-1.4\n%\xd3\xeb\xe9\xe1", []
    for number, one in enumerate(objects, 1):
        places.append(len(content) + 1)
        content += b"\n%d 0 obj\n%s\nendobj" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content) + 1
    table = b"\nxref\n0 5\n0000000000 65535 f \n" + rows
    return content + table + b"trailer\n<</Size 5\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def fake_browser(folder: Path, how: str = "prints") -> Path:
    """The script, in a new folder; writing another word into the file `how` beside it changes what it does."""
    folder.mkdir()
    script = folder / "chromium"
    script.write_text(_SCRIPT.format(python=sys.executable))
    script.chmod(0o755)
    (folder / "how").write_text(how)
    (folder / "made.pdf").write_bytes(chromium_like())
    return script
