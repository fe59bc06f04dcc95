"""report.md as GitHub's own parser (cmark-gfm) reads it."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cmarkgfm
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from report_maker import make_report
from report_papers import ATLAS

from litsynth.errors import BadRecord, UsageError
from litsynth.records import Coverage, Funnel, Report, ReportSentence, Verdict
from litsynth.render import render_markdown
from litsynth.render.arrange import SHOWN_PER_STANCE, strongest
from litsynth.render.escape import escape_markdown

SNAPSHOT = Path(__file__).parent / "snapshots" / "report.md"
TEMPLATES = {path.name: path.read_text() for path in (Path(__file__).parents[1] / "templates").glob("*.md.j2")}
RUN_FILES = {"evidence.jsonl", "report.json", "references.bib", "references.json", "references.ris"}

# What Markdown, GFM, Obsidian or Jinja could take for markup.
hostile = st.lists(
    st.sampled_from([*"\\`*_{}[]()<>#|$~^=&!+-.:/\"' \n1wé", "http://", "www.", "&amp;", "a@b.co", "1. ", "{{", "%%"]),
    min_size=1,
    max_size=12,
).map(lambda parts: "x" + "".join(parts))


def render(report: Report) -> str:
    return render_markdown(report, TEMPLATES)


def body(markdown: str) -> str:
    return markdown.split("\n---\n", 1)[1]


def page(markdown: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{cmarkgfm.github_flavored_markdown_to_html(markdown)}</div>")


def printed(element: html.HtmlElement) -> str:
    return one_line(element.text_content())


def one_line(text: str) -> str:
    return " ".join(text.split())


def table_of_claims(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """Its cells."""
    return tree.xpath("//h2[.='Claims']/following::table[1]//td")


def headings(tree: html.HtmlElement) -> list[str]:
    return [printed(heading) for heading in tree.xpath("//h1|//h2|//h3|//h4")]


def quotes(tree: html.HtmlElement) -> set[str]:
    return {printed(quote) for quote in tree.xpath("//blockquote")}


def shown_quotes(report: Report) -> Iterator[str]:
    for verdict in report.verdicts:
        for stance in ("supports", "refutes", "different protocol"):
            pieces = [piece for piece in verdict.evidence if piece.stance == stance]
            limit = 1 if verdict.label == "not enough evidence" else SHOWN_PER_STANCE
            yield from (piece.anchor.exact for piece in strongest(pieces, limit))


def test_snapshot() -> None:
    """Set LITSYNTH_UPDATE_SNAPSHOTS=1 to write the snapshot anew, then read its diff."""
    text = render(make_report())
    if os.environ.get("LITSYNTH_UPDATE_SNAPSHOTS") == "1":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8")


def test_claims_and_printed_quotes_are_whole() -> None:
    report = make_report()
    tree = page(body(render(report)))
    cells = {printed(cell) for cell in table_of_claims(tree)}
    bold = {printed(strong) for strong in tree.xpath("//p/strong")}
    settled = {verdict.claim_id for verdict in report.verdicts if verdict.label != "not enough evidence"}
    assert settled < {claim.claim_id for claim in report.claims}
    for claim in report.claims:
        assert one_line(claim.text) in bold
        assert (one_line(claim.text) in cells) == (claim.claim_id in settled)
        assert claim.quote == claim.text or one_line(claim.quote) in quotes(tree)
    assert {one_line(quote) for quote in shown_quotes(report)} <= quotes(tree)


def test_links_lead_somewhere_on_github_and_in_obsidian() -> None:
    """GitHub's slug of a heading and Obsidian's literal heading text are the same for every heading linked to."""
    tree = page(body(render(make_report())))
    found = headings(tree)
    assert len(found) == len(set(found))
    targets = {link for link in tree.xpath("//a/@href") if not link.startswith("https://")}
    assert {"#claim-1", "#claim-4"} <= targets
    for target in targets:
        assert target in RUN_FILES or target[1:] in found
        assert target == target.lower()


def test_nothing_is_missing_or_cut() -> None:
    text = render(make_report())
    assert not re.search(r"\bNone\b(?! among)|Undefined|\{\{|\{%", text)
    dotted = [line for line in text.splitlines() if "..." in line or "…" in line]
    assert dotted
    assert all("largest for Urdu..." in line for line in dotted)


def test_opens_by_saying_that_digests_were_read() -> None:
    report = make_report()
    assert (
        body(render(report)).lstrip().startswith("This report read 2 digests written for the bundled corpus, not the")
    )
    without = body(render(replace(report, substrates={"latex": 4})))
    assert without.lstrip().startswith("This report read 4 documents: 4 as LaTeX source.\n")


def test_front_matter_is_yaml() -> None:
    report = replace(make_report(), question='Is "a: b" # true?')
    matter = yaml.safe_load(render(report).split("---\n")[1])
    assert matter["title"] == report.question
    assert (matter["supported"], matter["refuted"], matter["not_enough_evidence"], matter["claims"]) == (1, 1, 2, 6)


def test_order_of_records_changes_nothing() -> None:
    report = make_report()
    shuffled = replace(
        report,
        claims=report.claims[::-1],
        verdicts=report.verdicts[::-1],
        papers=report.papers[::-1],
        counters=dict(reversed(report.counters.items())),
        models=dict(reversed(report.models.items())),
    )
    assert render(shuffled) == render(report)


def test_every_piece_shown_or_counted() -> None:
    text = render(make_report())
    assert "**Supports** (3 of 7 shown; all are in [evidence.jsonl](evidence.jsonl) under claim_id c01gain):" in text
    assert "**Refutes**: none among the 48 passages looked at." in text


def test_strongest_keeps_the_best_of_each_kind() -> None:
    pieces = next(verdict for verdict in make_report().verdicts if verdict.claim_id == "c01gain").evidence
    supporting = [piece for piece in pieces if piece.stance == "supports"]
    assert [piece.support_kind for piece in strongest(supporting, 3)] == ["own paper", "independent", "restated"]
    assert strongest(supporting, 5) == (*supporting[:3], *supporting[5:])
    assert strongest(supporting, 99) == tuple(supporting)


def test_how_many_pieces_are_shown_is_a_setting() -> None:
    none = render_markdown(make_report(), TEMPLATES, 0)
    assert "**Supports** (0 of 7 shown; all are in" in none
    assert "**Supports**: none among the 48" not in none.split("## Not verified")[0]
    assert " shown; all are in" not in render_markdown(make_report(), TEMPLATES, 7).split("## Not verified")[0]


def test_conflicts_tell_disagreement_from_difference() -> None:
    conflicts = render(make_report()).split("## Conflicts")[1].split("## Not verified")[0]
    disagree, differ = conflicts.split("**The protocol differs or is unknown")
    assert "[claim-3](#claim-3)" in disagree
    assert "Against [claim-1](#claim-1)" in differ


def test_that_no_claim_holds_the_whole_question_is_said() -> None:
    report = make_report()
    said = "No one supported claim holds the whole question in its words"
    assert said in render(report)
    assert said not in render(replace(report, coverage=replace(report.coverage, direct=True)))


def test_a_report_that_found_nothing() -> None:
    nothing = Report(
        "Is it so?", "2199-01-01", (), (), (), (), (), Coverage((), (), (), True), (), (), (), Funnel(*[0] * 8)
    )
    tree = page(body(render(nothing)))
    assert "This report read no document." in printed(tree)
    assert "The evidence read gives no answer." in printed(tree)
    assert "Skipped papers" in headings(tree)


@given(texts=st.tuples(hostile, hostile, hostile, hostile))
@settings(max_examples=25, deadline=None)
def test_hostile_text_prints_as_itself(texts: tuple[str, str, str, str]) -> None:
    text, quote, title, section = texts
    report = make_report()
    first, claim, *others = report.claims  # the second one is supported: it stands in the table
    changed = replace(claim, text=text, quote=quote, anchor=replace(claim.anchor, section=section))
    theme = replace(report.themes[0], title=title)
    tree = page(body(render(replace(report, claims=(first, changed, *others), themes=(theme, *report.themes[1:])))))
    assert one_line(text) in {printed(strong) for strong in tree.xpath("//p/strong")}
    assert one_line(text) in {printed(cell) for cell in table_of_claims(tree)}
    assert quote == text or one_line(quote) in quotes(tree)
    assert f"Theme 1: {one_line(title)}" in headings(tree)
    assert one_line(f"section “{section}”") in {printed(link) for link in tree.xpath("//a")}
    assert headings(tree)[-1] == "weiss2021second"


@given(text=hostile)
@settings(max_examples=100, deadline=None)
def test_escaped_text_starts_no_block(text: str) -> None:
    assert [child.tag for child in page(escape_markdown(text[1:] or "x"))] in (["p"], [])


def test_dangling_names_are_refused() -> None:
    report = make_report()
    with pytest.raises(BadRecord, match=ATLAS):
        render(replace(report, papers=tuple(paper for paper in report.papers if paper.paper_id != ATLAS)))
    with pytest.raises(BadRecord, match="claim nosuch"):
        render(replace(report, answer=(ReportSentence("So.", ("nosuch",)),)))
    with pytest.raises(BadRecord, match="verdict of claim c01gain"):
        render(replace(report, verdicts=without(report.verdicts, "c01gain")))


def without(verdicts: tuple[Verdict, ...], claim_id: str) -> tuple[Verdict, ...]:
    return tuple(verdict for verdict in verdicts if verdict.claim_id != claim_id)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ({"answer.md.j2": "{{ report.nosuch }}"}, "nosuch"),
        ({"answer.md.j2": "one\n{% if %}"}, "answer.md.j2, line 2"),
        ({"report.md.j2": '{% include "gone.md.j2" %}'}, "gone.md.j2"),
    ],
)
def test_a_faulty_template_is_named(template: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        render_markdown(make_report(), TEMPLATES | template)
