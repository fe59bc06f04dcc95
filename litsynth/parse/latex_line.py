"""A line of LaTeX that is no document: a title, a name or an abstract, as reference libraries write them."""

import re

from litsynth.parse.latex_commands import PROTECTED
from litsynth.parse.latex_expand import Budget, Expander
from litsynth.parse.latex_inline import Inline
from litsynth.parse.latex_macros import Macros
from litsynth.parse.latex_marks import Marks, without_marks
from litsynth.parse.latex_tokens import tokenize

_MARKED = re.compile(r"[\\${}~]|--|``|''")
# Outside documents these are seldom meant as TeX means them: a comment, a parameter, the next column.
_BARE = re.compile(r"(?<!\\)([%#&])")


def read_line(tex: str) -> str:
    r"""What LaTeX prints, on one line; text without a mark of LaTeX stays as it is but for its spaces.

    >>> read_line(r"{\"O}ver-fitting in Z{\"u}rich: {XNLI}, 1.8\% and $91.2_{\pm 0.3}$, 50% more")
    'Över-fitting in Zürich: XNLI, 1.8% and 91.2 ± 0.3, 50% more'
    """
    if not _MARKED.search(tex):
        return " ".join(tex.split())
    marks = Marks()
    stream = Expander(tokenize(without_marks(_BARE.sub(r"\\\1", tex))), Macros(PROTECTED), Budget())
    return " ".join(marks.resolve(Inline(marks, lambda _: None).render(stream)).split())
