"""The JSON Schema of report.json: what is written fits it, what does not fit is not read."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth
from jsonschema import Draft202012Validator
from report_maker import make_report

from litsynth.codec import decode, encode
from litsynth.errors import BadRecord
from litsynth.records import Report
from litsynth.schema import schema_of

SCHEMA = schema_of(Report, "urn:litsynth:report:1")
VALIDATOR = Draft202012Validator(SCHEMA)
EXAMPLES = sorted((Path(__file__).parents[1] / "reports" / "examples").glob("*/report.json"))


def as_written() -> Any:
    return json.loads(json.dumps(encode(make_report())))


def test_the_schema_is_one_and_is_printed(litsynth_: Litsynth) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    status, out, _ = litsynth_("config", "--schema")
    assert status == 0
    assert json.loads(out) == SCHEMA


def test_reports_fit_it() -> None:
    assert EXAMPLES
    for value in (as_written(), *(json.loads(path.read_bytes()) for path in EXAMPLES)):
        assert list(VALIDATOR.iter_errors(value)) == []


def damaged() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for what in ("a field that is not there", "a field too many", "a wrong word", "a number for a text"):
        found[what] = as_written()
    del found["a field that is not there"]["claims"][0]["quote"]
    found["a field too many"]["papers"][0]["colour"] = "red"
    found["a wrong word"]["verdicts"][0]["label"] = "true"
    found["a number for a text"]["funnel"]["read"] = "many"
    return found


@pytest.mark.parametrize("what", damaged())
def test_what_does_not_fit_is_not_read_either(what: str) -> None:
    value = damaged()[what]
    assert list(VALIDATOR.iter_errors(value))
    with pytest.raises(BadRecord):
        decode(Report, deepcopy(value))


def test_a_type_without_a_schema_is_refused() -> None:
    with pytest.raises(TypeError, match="no schema for"):
        schema_of(set, "x")
