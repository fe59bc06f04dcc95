import pytest

from litsynth.cli.settings import from_environment, from_toml
from litsynth.config import _RANGES, Settings, settle
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
        ({"search": 3}, "search is a section, not a value"),
        ({"search": {"papers": "many"}}, "search.papers: 'many' is not a whole number"),
        ({"search": {"papers": 1.5}}, "1.5 is not a whole number"),
        ({"search": {"papers": float("inf")}}, "inf is not a whole number"),
        ({"search": {"papers": 10**400}}, "is not a whole number"),
        ({"search": {"papers": 0}}, "search.papers: 0 is out of range (give 1 or more)"),
        ({"search": {"delay_seconds": -1}}, "-1.0 is out of range (give 0 or more)"),
        ({"search": {"delay_seconds": "inf"}}, "inf is out of range"),
        ({"verify": {"support": 60}}, "60.0 is out of range (give from 0 to 1)"),
        ({"verify": {"support": "nan"}}, "nan is out of range"),
        ({"verify": {"support": True}}, "True is not a number"),
        ({"models": {"verifier": 3}}, "3 is not a text"),
    ],
)
def test_what_is_not_a_setting_is_named_with_its_place(tables, message):
    with pytest.raises(UsageError, match="here: ") as error:
        settle([("here", tables)])
    assert message in str(error.value)


def test_environment_values_become_the_kind_of_their_default():
    settings = settle([("environment", from_environment({"LITSYNTH_VERIFY_SUPPORT": "0.7", "LITSYNTH_DEBUG": "1"}))])
    assert settings.verify.support == 0.7


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("LITSYNTH_SERCH_PAPERS", "did you mean LITSYNTH_SEARCH_PAPERS?"),
        ("LITSYNTH_SEARCH_PAPER", "did you mean LITSYNTH_SEARCH_PAPERS?"),
        ("LITSYNTH_PAPERS", "Else unset it"),
        ("LITSYNTH_SEARCH", "Else unset it"),
        ("LITSYNTH_OFFLINE", "its form is LITSYNTH_<SECTION>_<KEY>"),
        ("LITSYNTH_", "its form is LITSYNTH_<SECTION>_<KEY>"),
    ],
)
def test_a_variable_that_names_no_setting_is_named(name, meant):
    with pytest.raises(UsageError, match=f"environment: {name} is no setting") as error:
        from_environment({"LITSYNTH_SEARCH_CANDIDATES": "9", name: "3"})
    assert meant in str(error.value)


def test_documented_variables_that_are_no_settings_and_those_of_others_are_left_alone():
    others = ("LITSYNTH_DATA", "LITSYNTH_DEBUG", "LITSYNTH_LIVE_FILES", "LITSYNTH_UPDATE_SNAPSHOTS", "LITSYNTHETIC_X")
    assert from_environment(dict.fromkeys(others, "1")) == {}


def test_every_range_is_of_a_setting_and_holds_its_default():
    default = Settings()
    for name, (least, most) in _RANGES.items():
        section, key = name.split(".")
        assert least <= getattr(getattr(default, section), key) <= most


def test_a_broken_settings_file_is_named():
    with pytest.raises(UsageError, match=r"litsynth\.toml: not valid TOML"):
        from_toml("a = ", "litsynth.toml")
