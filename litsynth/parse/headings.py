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
_APPENDIX = re.compile(r"(?:appendi(?:x|ces)|supplement(?:al|ary)?\b.*)(?:\W.*)?", re.IGNORECASE)


def section_kind(title: str, appendix: bool = False) -> SectionKind:
    """The kind of a section by its title; `appendix`: it comes after the appendix began.

    >>> [section_kind(title) for title in ("1 Introduction", "Acknowledgments", "Appendix A: Data", "References")]
    ['body', 'boilerplate', 'appendix', 'references']
    """
    name = _NUMBER.sub("", title.strip()).strip(" .:*")
    if re.fullmatch(r"abstract|summary of the abstract", name, re.IGNORECASE):
        return "abstract"
    if _REFERENCES.fullmatch(name):
        return "references"
    if _BOILERPLATE.fullmatch(name):
        return "boilerplate"
    return "appendix" if appendix or _APPENDIX.fullmatch(name) else "body"
