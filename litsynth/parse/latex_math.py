r"""Mathematics as readable text: `91.2_{\pm 0.3}` becomes `91.2 ± 0.3`, `3\times10^{-5}` becomes `3 × 10^-5`."""

import re
from collections.abc import Callable

from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_symbols import DROPPED, SYMBOLS, accented, is_math_accent
from litsynth.parse.latex_tokens import PARAGRAPH
from litsynth.parse.scripts import script_text

ENVIRONMENTS = frozenset(
    name + star
    for name in "equation align gather multline eqnarray displaymath math dmath flalign alignat IEEEeqnarray".split()
    for star in ("", "*")
)
"""Environments that are mathematics from begin to end."""

LONGEST = 240
"""Characters; a longer displayed formula reads `[formula]`, since no sentence with it could be judged."""

_NUMBERED_FUNCTIONS = frozenset(
    "log exp max min sin cos tan tanh arg argmax argmin softmax lim sup inf det dim ker deg Pr ln mod sigmoid".split()
)
_SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle limits nolimits displaystyle textstyle "
    "scriptstyle scriptscriptstyle mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm text "
    "textbf textit textrm textsf texttt mathop mathbin mathrel operatorname underline overline underbrace overbrace rm bf it "
    "cal tt sf nonumber notag mbox hbox mathds emph textsc mathnormal boldmath pmb ensuremath small hline".split()
)
_WITHOUT_SPACE = frozenset({"!", ",", "/", "-"})
_OPERATOR = re.compile(r"(?<=[\w)\]}%°|]) ?([=<>≤≥≈±×+∈→≠∼∝≫≪←⇒⊂⊆∪∩]|:=) ?(?=[\w(\[{.\-±~√|∑\\]|$)")
_TIDY = re.compile(r"\s+([,.;:)\]])|([(\[])\s+")


def math_text(stream: Expander, is_end: Callable[[str], bool], label: Callable[[str], None]) -> str:
    """Readable text of the mathematics that `stream` gives until `is_end(token)`, which is read too.

    `label` is called with each label that is set inside. Ends at a blank line as TeX does, and leaves that there.

    >>> from litsynth.parse.latex_expand import Budget, Expander
    >>> from litsynth.parse.latex_macros import Macros
    >>> from litsynth.parse.latex_tokens import tokenize
    >>> stream = Expander(tokenize(r"91.2_{\\pm 0.3}$ on"), Macros(frozenset()), Budget())
    >>> math_text(stream, lambda token: token == "$", print)
    '91.2 ± 0.3'
    """
    out: list[str] = []
    while (token := stream.read()) is not None and not is_end(token):
        if token == PARAGRAPH:
            stream.push([token])
            break
        if token == "\\label":
            label("".join(stream.argument()).strip())
        else:
            _emit(token, stream, out)
    return _tidy("".join(out))


def _inner(stream: Expander) -> str:
    return math_text(stream.inner(stream.argument()), lambda _: False, lambda _: None)


def _emit(token: str, stream: Expander, out: list[str]) -> None:
    if token in {"^", "_"}:
        before = next((piece[-1] for piece in reversed(out) if piece.strip()), "")
        out.append(script_text(token, _inner(stream), before))
    elif token[0] == "\\":
        _command(token[1:], stream, out)
    elif token in {"&", "~"}:
        out.append(" ")
    elif token not in {"{", "}", " ", "$", "$$"}:
        out.append(token.lstrip("\0"))
    elif token == " " and out and out[-1][-1:].isalpha() and len(out[-1]) > 1:
        out.append(" ")


def _command(name: str, stream: Expander, out: list[str]) -> None:
    if name in {"frac", "dfrac", "tfrac", "nicefrac", "sfrac", "cfrac"}:
        out.append(f"{_grouped(_inner(stream))}/{_grouped(_inner(stream))}")
    elif name == "sqrt":
        stream.option()
        out.append(f"√{_grouped(_inner(stream))}")
    elif name in {"binom", "tbinom", "dbinom"}:
        out.append(f"C({_inner(stream)}, {_inner(stream)})")
    elif name in {"substack", "overset", "underset", "stackrel"}:
        out.append(" ".join(_inner(stream) for _ in range(1 if name == "substack" else 2)))
    elif is_math_accent(name):
        inner = _inner(stream)
        out.append(accented(name, inner) if len(inner) == 1 else inner)
    elif name in {"begin", "end"}:
        stream.argument()
    elif name in {"tag", "hspace", "vspace", "phantom", "color", "textcolor", "ref", "eqref", "cite", "citep", "citet"}:
        stream.star()
        stream.argument()
    elif name in {"text", "textrm", "mbox", "textnormal", "textit", "textbf", "texttt", "operatorname", "mathrm"}:
        stream.star()
        out.append(_words(stream))
    elif name in _NUMBERED_FUNCTIONS:
        out.append(f" {name} " if out and out[-1][-1:].isalnum() else f"{name} ")
    elif name == "\\":
        stream.option()
        out.append(" ")
    elif name in _WITHOUT_SPACE:
        pass
    elif name in SYMBOLS:
        out.append(SYMBOLS[name])
    elif name not in _SILENT and name not in DROPPED and name.isalpha():
        out.append(name if len(name) > 1 and not stream.peek() == "{" else "")


def _words(stream: Expander) -> str:
    """Text inside mathematics, its spaces kept."""
    inner = stream.inner(stream.argument())
    out: list[str] = []
    while (token := inner.read()) is not None:
        if token == " ":
            out.append(" ")
        else:
            _emit(token, inner, out)
    return "".join(out)


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or re.fullmatch(r"[\w.√]+", text) else f"({text})"


def _tidy(text: str) -> str:
    text = _OPERATOR.sub(r" \1 ", " ".join(text.split()))
    return _TIDY.sub(lambda found: found.group(1) or found.group(2), " ".join(text.split()))
