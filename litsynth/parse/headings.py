"""What a section's heading says about its content."""

import re

from litsynth.records import SectionKind

_NUMBER = re.compile(r"^(?:(?:\d+|[A-Z])(?:\.\d+)*\.?|[IVX]+\.)\s+")
_REFERENCES = re.compile(r"(?:references?(?: cited)?|bibliography|literature cited|works cited)\W*", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:table of )?contents|list of (?:figures|tables)|acknowledge?(?:ments?)?(?: and .*)?|.* and acknowledge?ments?"
    r"|funding.*|author(?:s'|'s)? contributions?.*|contributions? statement"
    r"|(?:conflicts?|declarations?) of (?:competing )?interests?"
    r"|competing interests?|disclosures?|(?:responsible nlp |reproducibility |neurips (?:paper )?)?check-?list.*"
    r"|credit author.*|copyright.*|keywords?|index terms|ccs concepts|about the authors?",
    re.IGNORECASE,
)
_SMALL_CAPITALS = re.compile(r"(?<![^\W\d_])([A-Z]) ([A-Z]{2,})\b")
_BETWEEN = frozenset("AND OF IN ON FOR THE TO WITH FROM BY AN AS VS".split())
_SPELT = frozenset(
    "ABSTRACT INTRODUCTION BACKGROUND PRELIMINARIES METHOD METHODS METHODOLOGY MODEL APPROACH EXPERIMENTS RESULTS ANALYSIS "
    "EVALUATION DISCUSSION LIMITATIONS CONCLUSION CONCLUSIONS REFERENCES BIBLIOGRAPHY APPENDIX ACKNOWLEDGMENT "
    "ACKNOWLEDGMENTS ACKNOWLEDGEMENT ACKNOWLEDGEMENTS".split()
)
_APPENDIX = re.compile(r"(?:appendi(?:x|ces)|supplement(?:al|ary)?\b.*)(?:\W.*)?", re.IGNORECASE)


def joined_capitals(title: str) -> str:
    """A heading in small capitals, of which a PDF sets each word's first letter apart, as it is printed.

    A letter in front of a heading in capitals numbers an appendix: one that stands apart alone is joined in known words.

    >>> [joined_capitals(title) for title in ("2 R ELATED W ORK", "R EFERENCES", "B PROOFS", "A STUDY OF BERT", "A Study")]
    ['2 RELATED WORK', 'REFERENCES', 'B PROOFS', 'A STUDY OF BERT', 'A Study']
    """
    parted = ["".join(found) for found in _SMALL_CAPITALS.findall(title)]
    joined = _SMALL_CAPITALS.sub(r"\1\2", title)
    whole = [word for word in re.findall(r"[^\W\d_]{2,}", joined) if word not in parted and word not in _BETWEEN]
    return joined if not whole and (len(parted) > 1 or any(word in _SPELT for word in parted)) else title


def section_kind(title: str, appendix: bool = False) -> SectionKind:
    """The kind of a section by its title; `appendix`: it comes after the appendix began.

    >>> [section_kind(title) for title in ("1 Introduction", "Acknowledgments", "Appendix A: Data", "References")]
    ['body', 'boilerplate', 'appendix', 'references']
    >>> section_kind("R EFERENCES"), section_kind("A BSTRACT")
    ('references', 'abstract')
    """
    name = _NUMBER.sub("", joined_capitals(title.strip())).strip(" .:*")
    if re.fullmatch(r"abstract|summary of the abstract", name, re.IGNORECASE):
        return "abstract"
    if _REFERENCES.fullmatch(name):
        return "references"
    if _BOILERPLATE.fullmatch(name):
        return "boilerplate"
    return "appendix" if appendix or _APPENDIX.fullmatch(name) else "body"
