"""Templates that people change: found first, documented, and told of when they are faulty."""

import re
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
from conftest import Litsynth
from jinja2 import Environment, meta
from report_maker import make_report
from test_page import ATTACKS, with_text

from litsynth.cli.templates import templates_in_force
from litsynth.cli.written import renderers
from litsynth.config import ReportSettings, Settings
from litsynth.errors import MissingInput, UsageError
from litsynth.render import notes_of, papers_of, references_bib, render_markdown
from litsynth.render.lookup import Lookup
from litsynth.render.markdown import _environment as for_markdown
from litsynth.render.page import html_environment as for_pages
from litsynth.resources import templates

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "templates" / "examples" / "manuscript" / "report.md.j2"
LOOKUP = Lookup.of(make_report())


def documented() -> set[str]:
    cells = re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / "templates.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)", cell)}


def test_every_variable_filter_and_function_is_documented() -> None:
    plain = Environment()
    used: set[str] = set()
    for name, text in templates().items():
        environment = (for_markdown if name.endswith(".md.j2") else for_pages)({}, LOOKUP)
        used |= set(environment.filters) - set(plain.filters) | set(environment.globals) - set(plain.globals)
        used |= meta.find_undeclared_variables(environment.parse(text))
    used -= {"name"}  # of a loop that stands in a macro
    assert used - documented() == set()
    assert documented() - used == set()


def test_a_template_of_ones_own_stands_in_the_place_of_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "litsynth" / "templates"
    folder.mkdir(parents=True)
    (folder / "coverage.md.j2").write_text("{% include 'mine.md.j2' %}", encoding="utf-8")
    (folder / "mine.md.j2").write_text("Meine Fläche: {{ report.question | md }}", encoding="utf-8")
    (folder / "notes.txt").write_text("no template")
    said = renderers(Settings())["report.md"](make_report())
    assert "Meine Fläche: Does intermediate" in said
    assert set(templates_in_force(Settings())) == {*templates(), "mine.md.j2"}
    elsewhere = Settings(report=ReportSettings(templates=str(tmp_path / "none")))
    with pytest.raises(MissingInput, match="no folder"):
        renderers(elsewhere)
    (tmp_path / "none").mkdir()
    assert templates_in_force(elsewhere) == templates()


def test_a_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "answer.md.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"answer\.md\.j2: not UTF-8"):
        templates_in_force(Settings(report=ReportSettings(templates=str(tmp_path))))


def test_doctor_lists_them(litsynth_: Litsynth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "brief.md.j2").write_text("Short.")
    monkeypatch.setenv("LITSYNTH_REPORT_TEMPLATES", str(tmp_path))
    assert "templates of your own: brief.md.j2" in " ".join(litsynth_("doctor")[1].split())


def manuscript(report) -> str:
    return render_markdown(report, templates() | {"report.md.j2": EXAMPLE.read_text(encoding="utf-8")})


def test_the_example_cites_what_the_bibliography_holds() -> None:
    report = make_report()
    text = manuscript(report)
    held = bibtexparser.parse_string(references_bib(papers_of(report), notes_of(report))).entries_dict
    cited = set(re.findall(r"(?<!\\)@(\w+)", text.split("# Results")[1]))
    assert cited
    assert cited <= held.keys()
    assert "None" not in text.replace("None was", "")
    empty = manuscript(replace(report, answer=(), findings=(), gaps=(), reliability=()))
    assert "The evidence read gives no answer." in empty


@pytest.mark.parametrize("attack", [*ATTACKS, "see @nobody2020 and [@x]"])
def test_hostile_text_adds_no_citation_to_the_example(attack: str) -> None:
    text = manuscript(with_text(make_report(), attack)).split("# Results")[1]
    keys = set(re.findall(r"(?<!\\)@(\w+)", text))
    plain = manuscript(with_text(make_report(), "harmless")).split("# Results")[1]
    assert len(keys) == len(set(re.findall(r"(?<!\\)@(\w+)", plain)))
    assert "nobody2020" not in keys
