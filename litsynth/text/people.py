"""Names of people, as far as they tell one person from another."""

import re


def person(name: str) -> str:
    """First initial and last name, in lower case: what two spellings of one author have in common.

    >>> person("Alexis Conneau") == person("A. Conneau"), person("NLLB Team")
    (True, 'n team')
    """
    words = re.sub(r"[^\w\s-]", " ", name).split()
    return f"{words[0][:1]} {words[-1]}".casefold() if words else name
