"""Names of data sets that are words in another case."""

import pytest

from litsynth.errors import BadRecord
from litsynth.resources import shipped_names
from litsynth.results import inventory


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A translation engine of high quality.", []),
        ("On QuALITY the reader gains 2 points.", ["QuALITY"]),
        ("The squad won on SQuAD, SQUAD and HellaSWAG.", ["SQuAD", "SQuAD", "HellaSwag"]),
        ("Drones hover; HoVer has claims.", ["HoVer"]),
        ("A spider is no Spider.", ["Spider"]),
    ],
)
def test_a_word_is_no_data_set(text: str, names: list[str]) -> None:
    assert [named.entry.name for named in inventory([shipped_names()]).find(text)] == names


def test_exact_is_true_or_false() -> None:
    with pytest.raises(BadRecord, match="exact has the wrong kind of value"):
        inventory([("mine.toml", '[datasets]\n"Orange" = { exact = "yes" }')])
