"""How long a report takes to be written: `python tests/render_times.py`; user CPU seconds, made-up records.

Every claim of `report_maker` again and again, under other names and of other papers, each with its evidence.
"""

import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice

from report_maker import make_report

from litsynth.cli.written import renderers
from litsynth.config import Settings
from litsynth.records import Evidence, Finding, Report, Verdict
from litsynth.render import figure_files

SIZES = ((16, 60), (500, 2_000))
TURNS = 3


def report_of(papers: int, claims: int) -> Report:
    """A report that cites `papers` papers and holds `claims` claims, two to a finding."""
    seed = make_report()
    verdicts = {one.claim_id: one for one in seed.verdicts}
    cited = tuple(
        replace(one, paper_id=f"arXiv:2199.{number:05}", title=f"{one.title} {number}", url="", doi="")
        for number, one in enumerate(islice(cycle(seed.papers), papers))
    )
    found = tuple(
        replace(one, claim_id=f"c{number}", anchor=replace(one.anchor, paper_id=cited[number % papers].paper_id))
        for number, one in enumerate(islice(cycle(seed.claims), claims))
    )
    found = tuple(replace(one, paper_id=one.anchor.paper_id, primary="", also_at=()) for one in found)
    judged = tuple(
        _judged(verdicts[old.claim_id], new.claim_id, cited[(number * 7) % papers].paper_id)
        for number, (old, new) in enumerate(zip(islice(cycle(seed.claims), claims), found, strict=True))
    )
    findings = tuple(_finding(seed.findings[0], number) for number in range(claims // 2))
    themes = tuple(
        replace(seed.themes[0], title=f"Theme {at}", claim_ids=tuple(one.claim_id for one in found[at::10]))
        for at in range(10)
    )
    answer = tuple(replace(one, claim_ids=("c0",) if one.claim_ids else ()) for one in seed.answer)
    return replace(
        seed,
        papers=cited,
        claims=found,
        verdicts=judged,
        findings=findings,
        themes=themes,
        answer=answer,
        conflicts=(),
        gaps=(),
    )


def _judged(verdict: Verdict, claim_id: str, paper_id: str) -> Verdict:
    def piece(one: Evidence) -> Evidence:
        passage = replace(one.passage, paper_id=paper_id, primary="")
        return replace(one, claim_id=claim_id, passage=passage, anchor=replace(one.anchor, paper_id=paper_id))

    return replace(verdict, claim_id=claim_id, evidence=tuple(map(piece, verdict.evidence)))


def _finding(finding: Finding, number: int) -> Finding:
    one, two = f"c{2 * number}", f"c{2 * number + 1}"
    figures = tuple(replace(figure, claim_id=one) for figure in finding.figures)
    differences = tuple(replace(each, claim_id=one, other_id=two) for each in finding.differences)
    words = replace(finding, finding_id=f"f{number}", title=f"{finding.title} {number}", against=None)
    return replace(
        words, supported=(one,), disputed=(two,), elsewhere=(), unconfirmed=(), figures=figures, differences=differences
    )


def user_seconds(job: Callable[[], object], turns: int = TURNS) -> float:
    """The least of some turns."""
    spent = []
    for _ in range(turns):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        job()
        spent.append(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before)
    return min(spent)


def main() -> None:
    """One line for each file and size."""
    user_seconds(lambda: figure_files(report_of(2, 6)), turns=1)  # loads matplotlib
    for papers, claims in SIZES:
        report = report_of(papers, claims)
        pieces = sum(len(one.evidence) for one in report.verdicts)
        sys.stdout.write(
            f"{papers} papers, {claims:,} claims, {pieces:,} pieces of evidence, {len(report.findings):,} findings\n"
        )
        # First and once: what is drawn is remembered, and stands in report.html too.
        sys.stdout.write(f"  {'figures':18} {user_seconds(lambda: figure_files(report), turns=1):7.2f} s\n")  # noqa: B023
        for name, render in renderers(Settings()).items():
            size = len(render(report).encode())
            sys.stdout.write(f"  {name:18} {user_seconds(lambda: render(report)):7.2f} s {size / 1e6:7.2f} MB\n")  # noqa: B023


if __name__ == "__main__":
    main()
