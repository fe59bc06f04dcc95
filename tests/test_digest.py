"""Reading a digest: spans, primaries and sources, and one clear error for each way to break a file."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.errors import BadRecord
from litsynth.parse.digest import read_digest

DIGEST: dict[str, Any] = {
    "id": "arXiv:2101.00001",
    "version": "v2",
    "title": "Bread and Transfer",
    "authors": ["Ann Müller", "Bo Li"],
    "year": 2021,
    "venue": "",
    "doi": "",
    "url": "https://arxiv.org/abs/2101.00001",
    "categories": ["cs.CL"],
    "kind": "digest",
    "aliases": ["acl:2021.acl-long.1"],
    "sections": [
        {
            "title": "Abstract",
            "statements": [
                {
                    "text": "LoafNet reaches 70.1% on CrumbBank.",
                    "source": "arXiv:2101.00001v2, abstract",
                    "primary": "",
                },
                {
                    "text": "CrustNet is listed with 69.0%.",
                    "source": "arXiv:2101.00001v2, Table 1",
                    "primary": "acl:P19-1001",
                },
            ],
        },
        {
            "title": "Results",
            "statements": [{"text": "Rye is hardest.", "source": "arXiv:2101.00001v2, Table 1", "primary": ""}],
        },
    ],
    "tables": [
        {
            "label": "Table 1",
            "caption": "CrumbBank test accuracy (%)",
            "source": "arXiv:2101.00001v2, Table 1",
            "stub_columns": 2,
            "columns": ["System", "Setting", "rye", "avg"],
            "rows": [["LoafNet", "zero-shot", "60.2", "70.1"], ["CrustNet", "zero-shot", "-", "69.0"]],
            "primaries": ["", "acl:P19-1001"],
        }
    ],
}


def _read(digest: dict[str, Any]) -> Any:
    return read_digest(json.dumps(digest).encode(), "bread.json")


def _broken(*path: Any, value: Any) -> dict[str, Any]:
    copy = deepcopy(DIGEST)
    place: Any = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copy


def test_paper_carries_the_bibliography_and_no_abstract_of_its_own() -> None:
    paper, document = _read(DIGEST)
    assert (paper.paper_id, paper.version, paper.year, paper.source) == ("arXiv:2101.00001", "v2", 2021, "digest")
    assert paper.authors == ("Ann Müller", "Bo Li")
    assert paper.abstract == ""
    assert (document.substrate, document.title) == ("digest", "Bread and Transfer")


def test_sentences_slice_back_and_keep_source_and_primary() -> None:
    _, document = _read(DIGEST)
    read = [(s.span.of(document.text), s.section, s.source, s.primary) for s in document.sentences]
    assert read == [
        ("LoafNet reaches 70.1% on CrumbBank.", 0, "arXiv:2101.00001v2, abstract", ""),
        ("CrustNet is listed with 69.0%.", 0, "arXiv:2101.00001v2, Table 1", "acl:P19-1001"),
        ("Rye is hardest.", 1, "arXiv:2101.00001v2, Table 1", ""),
    ]


def test_sections_hold_their_statements_but_not_their_heading() -> None:
    _, document = _read(DIGEST)
    assert [(part.title, part.kind) for part in document.sections] == [
        ("Abstract", "abstract"),
        ("Results", "body"),
        ("Tables", "body"),
    ]
    assert document.sections[0].span.of(document.text) == (
        "LoafNet reaches 70.1% on CrumbBank. CrustNet is listed with 69.0%."
    )


def test_table_lies_in_the_text_row_by_row() -> None:
    _, document = _read(DIGEST)
    (table,) = document.tables
    assert document.text.rstrip().endswith(
        "CrumbBank test accuracy (%)\n"
        "System | Setting | rye | avg\n"
        "LoafNet | zero-shot | 60.2 | 70.1\n"
        "CrustNet | zero-shot | - | 69.0"
    )
    cells = {(cell.row, cell.column): cell.span.of(document.text) for cell in table.cells}
    assert (cells[0, 2], cells[1, 0], cells[2, 3]) == ("rye", "LoafNet", "69.0")
    assert (table.header_rows, table.stub_columns, table.source) == (1, 2, "arXiv:2101.00001v2, Table 1")
    assert document.sections[table.section].title == "Tables"


def test_primaries_are_indexed_by_the_row_of_the_cell() -> None:
    _, document = _read(DIGEST)
    assert document.tables[0].primaries == ("arXiv:2101.00001", "arXiv:2101.00001", "acl:P19-1001")


def test_own_id_as_primary_is_the_paper_itself() -> None:
    _, document = _read(_broken("sections", 0, "statements", 0, "primary", value="arXiv:2101.00001"))
    assert document.sentences[0].primary == ""


def test_same_bytes_give_equal_documents_and_one_changed_byte_another_sha256() -> None:
    assert _read(DIGEST) == _read(DIGEST)
    assert _read(DIGEST)[1].sha256 != _read(_broken("venue", value="ACL"))[1].sha256


@pytest.mark.parametrize(
    ("digest", "says"),
    [
        (_broken("surprise", value="x"), "a digest has no key 'surprise'"),
        (_broken("kind", value="paper"), "kind"),
        (_broken("year", value="2021"), 'year is a whole number, not "2021"'),
        (_broken("year", value=True), "year is a whole number, not true"),
        (_broken("title", value=None), "title is a text, not null"),
        (_broken("sections", 1, value={"title": "Results"}), "each of sections lacks key 'statements'"),
        (_broken("aliases", value=["1911.02116"]), "1911.02116"),
        (_broken("authors", value="Ann Lee"), 'authors is a list, not "Ann Lee"'),
        (_broken("sections", value={}), "sections is a list, not an object"),
        (_broken("sections", 0, "statements", value="One."), "statements is a list"),
        (_broken("tables", 0, "rows", 0, value="four"), 'each of rows is a list, not "four"'),
        (_broken("venue", value="\ud800"), "surrogates not allowed"),
        (_broken("sections", 0, "statements", 0, "source", value=" "), "names no source"),
        (_broken("sections", 0, "statements", 0, "text", value="two\nlines"), "one line"),
        (_broken("sections", 0, "statements", 0, "primary", value="Huang 2019"), "Huang 2019"),
        (_broken("tables", 0, "rows", 1, value=["CrustNet", "69.0"]), "row 2 has 2 cells"),
        (_broken("tables", 0, "rows", 1, 3, value=69.0), "69.0"),
        (_broken("tables", 0, "primaries", value=[""]), "1 primaries for 2 rows"),
        (_broken("tables", 0, "stub_columns", value=4), "4 stub columns"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(digest: dict[str, Any], says: str) -> None:
    with pytest.raises(BadRecord, match=says) as caught:
        _read(digest)
    assert caught.value.message.startswith("bread.json: ")


def test_a_missing_key_is_named() -> None:
    digest = {key: value for key, value in DIGEST.items() if key != "venue"}
    with pytest.raises(BadRecord, match="a digest lacks key 'venue'"):
        _read(digest)


def test_what_is_not_json_is_a_bad_record() -> None:
    with pytest.raises(BadRecord, match=r"bread\.json: not JSON"):
        read_digest(b"{", "bread.json")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*DIGEST, "text", "source", "rows", "label"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_json_that_is_no_digest_is_a_bad_record_whatever_it_is(value: Any) -> None:
    with pytest.raises(BadRecord, match=r"^bread\.json: ") as caught:
        _read(value)
    assert "Error" not in str(caught.value)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in _places(part, (*path, key)))]


@given(st.sampled_from(_places(DIGEST)[1:]), ANYTHING)
def test_a_digest_with_anything_in_any_place_is_read_or_is_a_bad_record(path: tuple[Any, ...], value: Any) -> None:
    try:
        _, document = _read(_broken(*path, value=value))
    except BadRecord as error:
        assert error.message.startswith("bread.json: ")  # noqa: PT017 - most are errors, not all
    else:
        document.text.encode("utf-8")
        for sentence in document.sentences:
            assert sentence.span.of(document.text) in document.text


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b"3",
        b"null",
        b'"text"',
        b"",
        b"\xff",
        b"[" * 100_000,
        b'{"id":' * 100_000,
        b'{"id":' + b"[" * 900 + b"]" * 900 + b"}",
    ],
)
def test_bytes_that_are_no_digest_are_a_bad_record(data: bytes) -> None:
    with pytest.raises(BadRecord, match=r"^bread\.json: "):
        read_digest(data, "bread.json")
