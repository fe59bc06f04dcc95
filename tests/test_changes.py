"""What changed between two reports."""

import json
import re
from dataclasses import replace

import cmarkgfm
from lxml import html
from report_maker import make_report
from typer.testing import CliRunner

from litsynth.cli.diff import app
from litsynth.codec import decode
from litsynth.pipeline.follow import follow
from litsynth.records import Decision, Report
from litsynth.render import (
    changes_markdown,
    changes_value,
    papers_of,
    references_bib,
    render_markdown,
    report_json,
)
from litsynth.render.changed import outcome
from litsynth.resources import templates
from litsynth.review import verdict_digest
from litsynth.synthesize import changes_between

REPORT = make_report()
PAPERS = {paper.paper_id: paper for paper in REPORT.papers}


def verdict_of(label, report=REPORT):
    return next(verdict for verdict in report.verdicts if verdict.label == label)


def with_verdict(old, new):
    return replace(REPORT, verdicts=tuple(new if verdict is old else verdict for verdict in REPORT.verdicts))


def test_a_report_does_not_differ_from_itself():
    changes = changes_between(REPORT, REPORT)
    assert (changes.claims, changes.papers, changes.made_with) == ((), (), ())
    assert changes.same == len(REPORT.claims)
    assert not changes.conclusions
    assert "no verdict, support count or confidence changed" in changes_markdown(changes, PAPERS, templates())


def test_a_verdict_that_changed_comes_first_and_with_the_evidence_that_caused_it():
    new = verdict_of("supported")
    piece = new.evidence[0]
    old = replace(new, label="not enough evidence", evidence=new.evidence[1:], traced=0)
    moved = replace(verdict_of("refuted"), confidence=verdict_of("refuted").confidence - 0.06)
    before = replace(with_verdict(new, old), version="before")
    after = with_verdict(verdict_of("refuted"), moved)
    changes = changes_between(before, after)
    assert [change.kind for change in changes.claims] == ["verdict", "confidence"]
    assert (changes.claims[0].gained, changes.claims[0].lost) == ((piece,), ())
    assert changes.conclusions
    text = changes_markdown(changes, PAPERS, templates())
    assert "1 verdict that changed and 1 claim with another confidence" in text
    assert text.index("**Not enough evidence**") < text.index("**Supported**") < text.index("New evidence:")
    assert "- litsynth: before / " in text, "a change of the program may be the cause, so it is told"


def test_a_piece_that_turned_round_is_lost_on_one_side_and_gained_on_the_other():
    old = verdict_of("supported")
    turned = replace(old.evidence[0], stance="different protocol")
    new = replace(old, label="different protocol", evidence=(turned, *old.evidence[1:]))
    change = changes_between(REPORT, with_verdict(old, new)).claims[0]
    assert (change.gained, change.lost) == ((turned,), (old.evidence[0],))


def test_small_moves_of_confidence_are_no_change_and_counts_are():
    old = verdict_of("supported")
    assert not changes_between(REPORT, with_verdict(old, replace(old, confidence=old.confidence - 0.04))).claims
    more = with_verdict(old, replace(old, corroborated=old.corroborated + 1))
    assert [change.kind for change in changes_between(REPORT, more).claims] == ["support"]
    assert not changes_between(REPORT, more).conclusions


def test_claims_and_papers_come_go_and_are_withdrawn():
    claim = REPORT.claims[0]
    less = replace(
        REPORT,
        claims=REPORT.claims[1:],
        verdicts=tuple(verdict for verdict in REPORT.verdicts if verdict.claim_id != claim.claim_id),
        papers=(
            replace(REPORT.papers[0], withdrawn=True),
            replace(REPORT.papers[1], version="v9"),
            *REPORT.papers[2:-1],
        ),
    )
    gone, new = changes_between(REPORT, less), changes_between(less, REPORT)
    assert [change.kind for change in gone.claims] == ["gone"]
    assert [change.kind for change in new.claims] == ["new"]
    kinds = {change.kind: change.paper.paper_id for change in gone.papers}
    assert kinds == {
        "withdrawn": REPORT.papers[0].paper_id,
        "version": REPORT.papers[1].paper_id,
        "gone": REPORT.papers[-1].paper_id,
    }
    value = changes_value(gone)
    assert (value["claims"][0]["new"], value["claims"][0]["old"]["label"]) == (None, gone.claims[0].old.label)
    assert changes_markdown(gone, PAPERS, templates()).count("Withdrawn since") == 1


def test_the_command_takes_folders_or_files_and_fails_on_changes_when_told_to(tmp_path):
    old = verdict_of("supported")
    other = with_verdict(old, replace(old, label="conflicting"))
    for name, report in (("old", REPORT), ("new", other)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(report_json(report), encoding="utf-8")
    (tmp_path / "new" / "report.md").write_text("# A report", encoding="utf-8")
    call = [str(tmp_path / "old"), str(tmp_path / "new" / "report.md")]
    result = CliRunner().invoke(app, [*call, "--json", "--fail-on", "changed"], standalone_mode=False)
    assert result.return_value == 5
    assert json.loads(result.stdout)["claims"][0]["claim_id"] == old.claim_id
    assert CliRunner().invoke(app, [call[0], call[0], "--fail-on", "changed"], standalone_mode=False).return_value == 0
    mistyped = CliRunner().invoke(app, [call[0], str(tmp_path / "new" / "reprot.md")], standalone_mode=False)
    assert "no report at" in str(mistyped.exception)
    missing = CliRunner().invoke(app, [call[0], str(tmp_path / "none")], standalone_mode=False)
    assert "give the folder of a run" in str(missing.exception)
    (tmp_path / "old" / "report.json").write_text('{"question": 1}', encoding="utf-8")
    damaged = CliRunner().invoke(app, call, standalone_mode=False)
    assert "make the report again" in str(damaged.exception)


# In the report that goes on from another one


def going_on(**now):
    """The report as it is now, going on from an earlier one with another verdict, and without its first claim and paper."""
    first, other = REPORT.claims[0].claim_id, verdict_of("supported")
    before = with_verdict(other, replace(other, label="conflicting", traced=0))
    old = replace(
        before,
        claims=before.claims[1:],
        verdicts=tuple(verdict for verdict in before.verdicts if verdict.claim_id != first),
        papers=(replace(REPORT.papers[0], withdrawn=False), GONE, *REPORT.papers[1:]),
        date="2199-01-01",
        read={"a": "v1", "b": "v1"},
    )
    new = replace(
        REPORT, read={"a": "v2", "b": "v1", "c": "v1"}, settings={"search": {"candidates": 200, "papers": 40}}
    )
    return follow(old, replace(new, **now), {}, {}, lambda *_: None)


GONE = replace(REPORT.papers[1], paper_id="arXiv:2101.09999", title="A Paper Nobody Cites Now")


def test_a_report_that_goes_on_from_another_opens_with_what_changed():
    report = going_on(papers=(replace(REPORT.papers[0], withdrawn=True), *REPORT.papers[1:]))
    text = render_markdown(report, templates())
    assert text.index("# Does") < text.index("## What changed") < text.index("## Answer")
    opening = text[text.index("## What changed") : text.index("## Answer")]
    assert "from that of 2199-01-01. **Verdicts changed**: 1 verdict that changed and 1 new claim; 4 claims" in opening
    assert "| 2199-01-01 | 66 | 5 |  |  |  | First search |" in opening
    assert "| 2199-03-14 | 66 | 5 | 1 | 1 | 1 | Verdicts changed: 1 verdict that changed and 1 new claim |" in opening
    assert "at most 200 papers for each query" in opening
    assert "confidence moves by 5 points or more" in opening
    assert "No longer cited: [" in opening
    assert "; on it rest [claim-" in opening
    assert opening.index("**Conflicting**") < opening.index("**Supported**")
    # What the changes name is in the references, under the same keys in every format.
    tree = html.fromstring(cmarkgfm.github_flavored_markdown_to_html(text))
    found = [" ".join(heading.text_content().split()) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
    assert len(found) == len(set(found))
    links = {link for link in tree.xpath("//a/@href") if link.startswith("#")}
    assert {link[1:] for link in links} <= set(found)
    keys = set(re.findall(r"@\w+\{(\w+),", references_bib(papers_of(report), {})))
    assert set(found) >= keys
    assert len(keys) == len(report.papers) + 1


def test_a_report_that_goes_on_is_read_back_as_it_was():
    report = going_on()
    assert decode(Report, json.loads(report_json(report))) == report


def test_a_second_update_adds_a_row_and_forgets_none():
    report = going_on()
    later = follow(report, replace(report, date="2199-05-05", changes=None, history=()), {}, {}, lambda *_: None)
    assert [update.date for update in later.history] == ["2199-01-01", "2199-03-14", "2199-05-05"]
    assert outcome(later.history[-1]) == "Verdicts stand"
    text = render_markdown(later, templates())
    assert "**Its verdicts stand**: no claim, support count or confidence changed; 6 claims as before." in text


def test_decisions_made_on_other_evidence_are_named_with_their_reviewers():
    verdict = verdict_of("refuted")
    decision = Decision(
        verdict.claim_id, "accept", "refuted", "", "ada", "2199-02-01T00:00:00Z", verdict_digest(verdict)
    )
    stale = replace(decision, claim_id=verdict_of("supported").claim_id, label="supported", reviewer="ben", verdict="0")
    gone = replace(stale, claim_id="c99", reviewer="cem")
    text = render_markdown(going_on(decisions=(decision, stale, gone)), templates())
    named = text.split("### Decisions to look at again")[1].split("\n#")[0]
    assert ("ada" in named, "ben" in named) == (False, True)
    assert "claim_id c99, no longer in this report: made on other evidence by cem" in named


def test_a_setting_that_may_change_a_result_is_named_and_one_of_the_machine_is_not():
    def made(claims, threads):
        return replace(REPORT, settings={"extract": {"claims": claims}, "models": {"threads": threads}})

    assert changes_between(made(60, 1), made(40, 8)).made_with == ("extract.claims: 60 / 40",)


def test_a_figure_under_another_protocol_is_told_though_it_counts_for_neither_side():
    old = verdict_of("supported")
    figure = replace(old.evidence[0], stance="different protocol", why="61.3% against 76.2%; recipe unknown")
    new = replace(old, evidence=(*old.evidence, figure))
    changes = changes_between(REPORT, with_verdict(old, new))
    (change,) = changes.claims
    assert (change.kind, change.gained, change.lost) == ("evidence", (figure,), ())
    assert not changes.conclusions
    text = changes_markdown(changes, PAPERS, templates())
    assert "1 claim with other evidence" in text
    assert "New evidence:" in text
