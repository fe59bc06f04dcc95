"""Which file of an archive the paper begins with."""

import json
import re

from litsynth.parse.archive_inputs import CLASS, inputs_of

README = "00readme"
"""How arXiv's own list of an archive's files begins, in lower case; it may name the main file."""

_MAIN_NAMES = ("main", "ms", "paper", "acl", "emnlp", "naacl", "article", "root", "arxiv")
_NO_PAPERS = (".bbl", ".bib", ".sty", ".cls", ".def", ".json", ".xxx")
_DOCUMENT = re.compile(r"\\begin\s*\{document\}")
_TOP_LEVEL = re.compile(r"^(\S+)[ \t]+toplevelfile\b", re.MULTILINE)


def main_file(files: dict[str, str]) -> str | None:
    """The file that makes the paper: named by arXiv, or with a document in it, not read by another, of a usual name, long."""
    named = next((path for path in _top_level(files) if path in files), None)
    if named is not None:
        return named
    sources = [path for path in sorted(files) if not path.lower().endswith(_NO_PAPERS)]
    documents = [path for path in sources if _DOCUMENT.search(files[path])]
    documents.extend(path for path in sources if path not in documents and CLASS.search(files[path]))
    if not documents:
        documents = [path for path in sources if "\\section" in files[path]]
    if not documents:
        documents = [path for path in sources if path.lower().endswith((".tex", ".ltx", ".latex"))]
    read = {path for text in files.values() for path in inputs_of(text, files)}

    def rank(path: str) -> tuple[bool, bool, int, int]:
        stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
        usual = next((place for place, name in enumerate(_MAIN_NAMES) if stem.startswith(name)), len(_MAIN_NAMES))
        standalone = bool(re.search(r"\\documentclass[^{]*\{(?:standalone|beamer|letter)", files[path]))
        standalone = standalone or not _DOCUMENT.search(_with_inputs(path, files))
        has_references = path.rsplit(".", 1)[0] + ".bbl" in files
        return (standalone or path in read, not has_references, usual, -len(files[path]))

    return min(documents, key=rank, default=None)


def _with_inputs(path: str, files: dict[str, str]) -> str:
    """A file and those that it names, without those that these name in turn."""
    return "\n".join([files[path], *(files[other] for other in inputs_of(files[path], files))])


def _top_level(files: dict[str, str]) -> list[str]:
    """The main files that arXiv's own list names, if it is there: `00README.json`, before 2025 `00README.XXX`.

    >>> _top_level({"00README.XXX": "old.tex ignore\\nnew.tex toplevelfile"})
    ['new.tex']
    """
    lists = {path.lower(): text for path, text in files.items() if path.lower().startswith(README)}
    try:
        sources = json.loads(lists.get(f"{README}.json", "{}"))["sources"]
        named = [source["filename"] for source in sources if source.get("usage") == "toplevel"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        named = []
    return [name for name in named if isinstance(name, str)] or _TOP_LEVEL.findall(lists.get(f"{README}.xxx", ""))
