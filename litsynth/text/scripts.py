"""Which script a text is in."""

import re

# Letters with accents, phonetic letters, raised ones, those of formulas, ligatures, full-width letters.
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u02ff\u1d00-\u1eff\u2071-\u209c\u2100-\u218f\ufb00-\ufb06\uff21-\uff5a\U0001d400-\U0001d7ff"
_OTHER = re.compile(rf"[^\W\d_{_LATIN}]")
_LETTER = re.compile(r"[^\W\d_]")
# A Greek letter by itself is a symbol of a formula, not a word.
_SYMBOL = re.compile(r"(?<![^\W\d_])[\u0370-\u03ff](?![^\W\d_])")
# Ideographs say in one letter what takes five in Latin script, so a few of them among names of systems are the sentence.
_MOST = 0.25


def in_latin_script(text: str) -> bool:
    """Whether at most a quarter of a text's letters are in another script; true where it has no letter.

    >>> in_latin_script("Die Genauigkeit α steigt auf 80,9%."), in_latin_script("XLM-R 在 XNLI 上的准确率是 80.9%。")
    (True, False)
    """
    if text.isascii():
        return True
    words = _SYMBOL.sub(" ", text)
    return len(_OTHER.findall(words)) <= _MOST * len(_LETTER.findall(words))
