"""Version numbers and sizes that belong to the name in front of them: GPT 3.5, SQuAD 1.1, WMT 14, Llama 2 70B."""

import re

from litsynth.quantities.numerals import Numeral

_NAMES = (
    r"Chat-?GPT|GPT|LLaMA|Llama|Gemini|Gemma|Claude|Mistral|Qwen|PaLM|Phi|OPT|BLOOMZ?|Falcon|Pythia|Vicuna|Alpaca|DeepSeek|"
    r"m?BERT|XLM(?:-R)?|m?T5|UD|Universal\sDependencies|Python|PyTorch|TensorFlow|CUDA|WMT|IWSLT|CoNLL|SemEval|Europarl|"
    r"OntoNotes|ACE|SQuAD|CNN|ROUGE|BLEU|FLORES|NIST|TREC|CLEF|ISO|Treebank|TAC|KBP|Word2Vec|GLUE|MultiWOZ|WordNet|"
    r"Wikipedia|AMR|MUC|News|DUC|IBM\sModel|CC|Multi30|v|v\.|vers\."
)
_NAMED = re.compile(rf"(?<![\w-])(?:(?:{_NAMES})[\s~\u00a0-]?['’]?(?:\d(?:\.\d)?[\s-])?|F[\s-]?)$")
_ANY_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*[A-Za-z]|[a-z]+[A-Z]\w*)\s$")
_NOT_MEASURED = re.compile(r"(?:\s*(?:,|and|/|or)\s*\d{1,2}\.\d)?(?!\s?\\?%|\s(?:points?|F1|EM|accuracy|BLEU)\b)")
_SAYS = re.compile(
    r"\s(?:is|was|has|reach(?:es|ed)|achieve[sd]|outperform(?:s|ed)|improve[sd]|beats|surpass(?:es|ed)|exceed(?:s|ed)|obtain(?:s|ed))\b"
)
_VERSIONS_BELOW = 10
_REACH = 32


def versioned(text: str, numeral: Numeral) -> bool:
    """Whether the number is a version, a year or a size behind a name that has them, any name's `1.0`, or ends a subject.

    >>> from litsynth.quantities.numerals import digit_numerals
    >>> [versioned(t, next(digit_numerals(t))) for t in ("SQuAD 1.1", "SQuAD 81.2", "Apache 2.0", "Swahili 2.3", "Foo 2 is")]
    [True, False, True, False, True]
    """
    if numeral.kind == "word":
        return False
    left = text[max(0, numeral.start - _REACH) : numeral.start]
    named = _NAMED.search(left) is not None
    behind_name = _ANY_NAME.search(left) is not None
    if numeral.value < _VERSIONS_BELOW and behind_name and _SAYS.match(text, numeral.end):
        return True
    if numeral.kind != "decimal":
        return named
    one_digit = text[numeral.end - 2 : numeral.end - 1] == "." and numeral.value < _VERSIONS_BELOW
    release = text[numeral.end - 1 : numeral.end] == "0" and behind_name
    return one_digit and (named or release) and _NOT_MEASURED.match(text, numeral.end) is not None
