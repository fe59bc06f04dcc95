r"""Mathematics as readable text: `91.2_{\pm 0.3}` becomes `91.2 ± 0.3`, `3\times10^{-5}` becomes `3 × 10^-5`."""

import re
from collections.abc import Callable, Sequence

from litsynth.parse.latex_commands import DROPPED
from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_invisible import skip_padding
from litsynth.parse.latex_symbols import SYMBOLS, accented, is_math_accent
from litsynth.parse.latex_tokens import PARAGRAPH
from litsynth.parse.latex_units import COMMANDS, si_text
from litsynth.parse.scripts import character_before, script_text

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
    "scriptstyle scriptscriptstyle mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm "
    "text textbf textit textrm textsf texttt mathop mathbin mathrel operatorname underline overline underbrace "
    "overbrace rm bf it cal tt sf nonumber notag mbox hbox mathds emph textsc mathnormal boldmath pmb ensuremath "
    "small hline".split()
)
_WITHOUT_SPACE = frozenset({"!", ",", "/", "-"})
_OPERATOR = re.compile(r"(?<=[\w)\]}%°|]) ?([=<>≤≥≈±×+∈→≠∼∝≫≪←⇒⊂⊆∪∩]|:=) ?(?=[\w(\[{.\-±~√|∑\\]|$)")
_TIDY = re.compile(r"\s+([,.;:)\]])|([(\[])\s+")


def math_text(stream: Expander, is_end: Callable[[str], bool], label: Callable[[str], None], before: str = "") -> str:
    r"""Readable text of the mathematics that `stream` gives until `is_end(token)`, which is read too.

        `label` is called with each label that is set inside. Ends at a blank line as TeX does, and leaves that there.
        `before` is the character that the formula stands behind: `10$^6$` is `10^6`, and `81.4$^1$` no `81.41`.

    >>> from litsynth.parse.latex_expand import Budget, Expander
    >>> from litsynth.parse.latex_macros import Macros
    >>> from litsynth.parse.latex_tokens import tokenize
    >>> stream = Expander(tokenize(r"91.2_{\pm 0.3}$ on"), Macros(frozenset()), Budget())
    >>> math_text(stream, lambda token: token == "$", print)
    '91.2 ± 0.3'
    """
    out = [before]
    while (token := stream.read()) is not None and not is_end(token):
        if token == PARAGRAPH:
            stream.push([token])
            break
        if token == "\\label":
            label("".join(stream.argument()).strip())
        else:
            _emit(token, stream, out)
    return _tidy("".join(out[1:]))


def _ignore(_: str) -> None:
    """A label that nobody refers to."""


def _inner(stream: Expander) -> str:
    return _inner_text(stream.argument(), stream)


def _inner_text(tokens: Sequence[str], stream: Expander) -> str:
    return math_text(stream.inner(tokens), lambda _: False, _ignore)


def _script(stream: Expander) -> str:
    """The text of a script; `_\\text{avg}` needs no braces around it."""
    tokens = stream.argument()
    if len(tokens) == 1 and tokens[0][1:] in _SILENT and stream.peek() == "{":
        tokens = [*tokens, "{", *stream.argument(), "}"]
    return _inner_text(tokens, stream)


def _emit(token: str, stream: Expander, out: list[str]) -> None:
    if token in {"^", "_"}:
        before = character_before(out)
        out.append(script_text(token, _script(stream), before))
    elif token[0] == "\\":
        _command(token[1:], stream, out)
    elif token in {"&", "~"}:
        out.append(" ")
    elif token not in {"{", "}", " ", "$", "$$"}:
        out.append(token.lstrip("\0"))
    elif token == " " and out and out[-1][-1:].isalpha() and len(out[-1]) > 1:
        out.append(" ")


def _command(name: str, stream: Expander, out: list[str]) -> None:
    handler = _HANDLERS.get(name)
    if handler is not None:
        out.append(handler(stream))
    elif name in COMMANDS:
        out.append(si_text(name, stream, stream.macros.printing, lambda tokens: _inner_text(tokens, stream)))
    elif is_math_accent(name):
        inner = _inner(stream)
        out.append(accented(name, inner) if len(inner) == 1 else inner)
    elif name in _NUMBERED_FUNCTIONS:
        out.append(f" {name} " if out and out[-1][-1:].isalnum() else f"{name} ")
    elif name in SYMBOLS:
        out.append("" if name in _WITHOUT_SPACE else SYMBOLS[name])
    elif name not in _SILENT and name not in DROPPED and len(name) > 1 and name.isalpha() and stream.peek() != "{":
        out.append(name)


def _fraction(stream: Expander) -> str:
    return f"{_grouped(_inner(stream))}/{_grouped(_inner(stream))}"


def _root(stream: Expander) -> str:
    stream.option()
    return f"√{_grouped(_inner(stream))}"


def _stacked(stream: Expander) -> str:
    return f"{_inner(stream)} {_inner(stream)}"


def _silent(stream: Expander) -> str:
    """Reads past an argument that prints nothing in a formula's text."""
    stream.star()
    stream.argument()
    return ""


def _coloured(stream: Expander, in_braces: bool) -> str:
    skip_padding(stream, in_braces)
    return ""


def _begin(stream: Expander) -> str:
    if "".join(stream.argument()) == "array":
        stream.option()
        stream.argument()
    return ""


def _new_row(stream: Expander) -> str:
    stream.option()
    return " "


def _words(stream: Expander) -> str:
    """Text inside mathematics, its spaces kept."""
    stream.star()
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
    text = _OPERATOR.sub(r" \1 ", " ".join(text.split())).replace(" _", "_").replace(" ^", "^")
    return _TIDY.sub(lambda found: found.group(1) or found.group(2), " ".join(text.split()))


_HANDLERS: dict[str, Callable[[Expander], str]] = {
    **dict.fromkeys("frac dfrac tfrac nicefrac sfrac cfrac".split(), _fraction),
    **dict.fromkeys("overset underset stackrel binom tbinom dbinom".split(), _stacked),
    **dict.fromkeys("tag hspace vspace phantom ref eqref cite citep citet end".split(), _silent),
    **dict.fromkeys("text textrm mbox textnormal textit textbf texttt operatorname mathrm".split(), _words),
    "begin": _begin,
    "color": lambda stream: _coloured(stream, False),
    "textcolor": lambda stream: _coloured(stream, True),
    "sqrt": _root,
    "substack": _inner,
    "\\": _new_row,
}
