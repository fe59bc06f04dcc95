"""`litsynth bench`."""

import json as json_module
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from litsynth.cli.emit import emit
from litsynth.cli.terminal import Bars, Quiet
from litsynth.errors import BadRecord, MissingInput, UsageError

app = typer.Typer(add_completion=False)

_USUAL = ("verifier", "embedder", "search", "reading", "start")
_GROUPS = (*_USUAL, "scaling", "job", "growth")
_ALL = "all"

Groups = Annotated[list[str], typer.Argument(metavar="[GROUP]...", help=f"Of {', '.join(_GROUPS)}; or {_ALL}.")]
Trained = Annotated[Path | None, typer.Option(help="A folder of `litsynth train` (default: the shipped one).")]
Remembered = Annotated[
    Path | None, typer.Option(help="A folder that keeps what was said of every passage: a job cut off goes on.")
]
Lines = Annotated[
    Path | None, typer.Option(help="A file with a paper a line, for the group growth (default: the bundled digests).")
]
Sizes = Annotated[str, typer.Option(help="Papers of the runs of the group growth, rising.")]
FailOn = Annotated[
    Literal["slower"] | None, typer.Option(help="slower: exit with 5 where a ratio fell beyond the spread.")
]
Device = Annotated[Literal["cpu", "cuda"], typer.Option(help="Where the groups verifier and embedder run.")]
Compare = Annotated[
    Path | None,
    typer.Option(
        help="What got slower? The JSON of an earlier run, or two commits of this repository, which take turns.",
        metavar="OLD.json|OLD..NEW",
    ),
]


@app.command()
def bench(
    groups: Groups = [],  # noqa: B006 - typer copies it
    data: Annotated[Path | None, typer.Option(help="A folder of labelled data (default: the bundled corpus).")] = None,
    papers: Annotated[Path | None, typer.Option(help="A folder of PDFs, for the group reading.")] = None,
    verifier: Trained = None,
    pairs: Annotated[int, typer.Option(help="Pairs judged, texts embedded in each turn.", min=16)] = 96,
    rounds: Annotated[int, typer.Option(help="Turns of each contestant.", min=1)] = 3,
    threads: Annotated[int, typer.Option(help="Threads of every contestant (0: all cores).", min=0)] = 0,
    device: Device = "cpu",
    pipeline: Annotated[bool, typer.Option(help="Measure the transformers pipeline too.")] = False,
    claims: Annotated[int, typer.Option(help="Claims of the group job.", min=1)] = 200,
    exhaustive: Annotated[int, typer.Option(help="Claims of it also held against every passage.", min=0)] = 8,
    memory: Remembered = None,
    lines: Lines = None,
    sizes: Sizes = "10,20,40",
    out: Annotated[Path | None, typer.Option(help="Where the JSON is written.")] = None,
    compare: Compare = None,
    margin: Annotated[float, typer.Option(help="Of two commits: the share from which on it counts.", min=0)] = 0.05,
    fail_on: FailOn = None,
    json: Annotated[bool, typer.Option("--json", help="Print the JSON, not a table.")] = False,
    quiet: Quiet = False,
) -> int:
    """Measure the speed of litsynth beside others' tools in the same run, same work and same weights, as ratios.

    Every contestant takes a turn in every round; ratios are medians over rounds. By default not scaling, job and
    growth; `all` takes these, too, and the transformers pipeline.

    Example: litsynth bench all --data data --papers papers --out new.json --compare old.json
    """
    from litsynth.cli.bench_between import commits_in, compared
    from litsynth.cli.benching import Asked, measured
    from litsynth.cli.evaluate import refuse_unwritable

    names, commits = _named(groups), commits_in(compare)
    refuse_unwritable(out)
    before = _earlier(compare) if compare and not commits else None
    on = (pairs, rounds, threads, device, pipeline or _ALL in groups, claims, exhaustive)
    asked = Asked(names, data, papers, verifier, *on, memory, lines, sizes)
    with Bars(quiet) as bars:
        report = compared(*commits, asked, margin, bars) if commits else measured(asked, bars)
    return _told(report, before, out, fail_on, json)


def _named(groups: list[str]) -> tuple[str, ...]:
    if unknown := [name for name in groups if name not in (*_GROUPS, _ALL)]:
        raise UsageError(f"no group {unknown[0]!r}", f"one of: {', '.join((*_GROUPS, _ALL))}")
    return _GROUPS if _ALL in groups else tuple(dict.fromkeys(groups)) or _USUAL


def _told(
    report: dict[str, Any], before: dict[str, Any] | None, out: Path | None, fail_on: str | None, json: bool
) -> int:
    from litsynth.benchmarks.bench import changes
    from litsynth.benchmarks.bench_table import bench_table, changes_table, commits_table

    report |= {"changes": changes(before, report)} if before is not None else {}
    if out is not None:
        out.write_text(json_module.dumps(report, indent=2) + "\n", encoding="utf-8")
    if json:
        emit([report])
    elif "groups" not in report:
        typer.echo(commits_table(report))
    else:
        typer.echo(bench_table(report))
        if before is not None:
            typer.echo("\n" + changes_table(report["changes"]))
    slower = any(one["change"] == "slower" for one in report.get("changes", ()))
    return 5 if fail_on and slower else 0


def _earlier(path: Path) -> dict[str, Any]:
    try:
        found = json_module.loads(path.read_bytes())
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror}", "give the JSON of an earlier bench") from error
    except ValueError as error:
        raise BadRecord(f"{path}: not JSON: {error}", "give the JSON of an earlier bench") from error
    if not isinstance(found, dict) or not isinstance(found.get("groups"), dict):
        raise BadRecord(f"{path} is not what litsynth bench --out writes", "give the JSON of an earlier bench")
    return found
