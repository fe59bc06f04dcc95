import pytest

from litsynth.config import Settings, from_environment, from_toml, settle
from litsynth.errors import UsageError


def test_later_layers_win_and_keep_what_they_do_not_name():
    settings = settle([("file", {"search": {"papers": 5, "candidates": 9}}), ("flags", {"search": {"papers": 7}})])
    assert (settings.search.papers, settings.search.candidates) == (7, 9)
    assert settings.verify == Settings().verify


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"serch": {}}, "unknown section 'serch'"),
        ({"search": {"paper": 1}}, "unknown key search.paper"),
        ({"search": {"papers": "many"}}, "'many' is not a int"),
        ({"search": {"papers": 1.5}}, "1.5 is not a int"),
        ({"search": {"papers": -1}}, "-1 is negative"),
        ({"models": {"verifier": 3}}, "3 is not a str"),
    ],
)
def test_what_is_not_a_setting_is_named_with_its_place(tables, message):
    with pytest.raises(UsageError, match="here: ") as error:
        settle([("here", tables)])
    assert message in str(error.value)


def test_environment_values_become_the_kind_of_their_default():
    settings = settle([("environment", from_environment({"LITSYNTH_VERIFY_SUPPORT": "0.7", "LITSYNTH_DEBUG": "1"}))])
    assert settings.verify.support == 0.7


def test_a_broken_settings_file_is_named():
    with pytest.raises(UsageError, match=r"litsynth\.toml: not valid TOML"):
        from_toml("a = ", "litsynth.toml")
