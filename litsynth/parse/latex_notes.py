"""What could not be read of a LaTeX source, as notes for its reader."""

import re

_MISSING = re.compile(r"\\(?:input|include|subfile|import\s*\{[^{}\n]*\})\s*\{([^{}\n]+)\}")
_COMMENT = re.compile(r"(?<!\\)%.*")
_NAMED = 3  # of the files that are missing


def notes_on(tex: str, unbounded: bool) -> tuple[str, ...]:
    r"""Notes on a flattened source; `unbounded`: its macros were cut off.

    >>> notes_on("\\begin{document} \\input{intro} \\input{results}", False)
    ('files that it reads were not there: intro, results',)
    """
    found: list[str] = []
    if unbounded:
        found.append("macros nested too deeply were left out")
    if not re.search(r"\\begin\s*\{document\}", tex):
        found.append(r"no \begin{document}: the whole file was read")
    missing = list(dict.fromkeys(name.strip() for name in _MISSING.findall(_COMMENT.sub("", tex))))
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        found.append(f"files that it reads were not there: {', '.join(missing[:_NAMED])}{more}")
    return tuple(found)
