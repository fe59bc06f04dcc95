"""`litsynth explain`."""

from typing import Annotated

import typer

from litsynth.cli.completing import ReportGiven, corpora
from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.templates import templates_in_force
from litsynth.cli.terminal import Bars, Quiet, Verbose

app = typer.Typer(add_completion=False)

Instead = Annotated[str | None, typer.Option(help="The corpus, where it is not the report's.", autocompletion=corpora)]


@app.command()
def explain(
    report: ReportGiven,
    claim: Annotated[str, typer.Argument(help="Its heading (claim-3), or its claim_id or the beginning of that.")],
    corpus: Instead = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    verifier: Annotated[str | None, typer.Option(help="auto, embedded, xlm-r, a hub id or a path.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, not Markdown.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print everything behind one verdict: passages with ranks, probabilities, numbers, protocol, calibration.

    The claim is retrieved for and judged again, with the report's settings, on the corpus as it is now; where that
    gives another verdict than the report has, the page says so under Verdict.

    Example: litsynth explain reports/mine claim-3
    """
    from litsynth.cli.as_before import corpus_as, models_as, settings_as
    from litsynth.cli.reports import claim_named, read_report
    from litsynth.cli.session import load_models, measured_in, open_named, refuse_unknown
    from litsynth.pipeline import explain as explain_claim
    from litsynth.render import explanation_markdown, explanation_value

    if offline:
        refuse_sockets()
    told = read_report(report)
    chosen, reported = claim_named(told, claim, report)
    settings = settings_as(told, report, verifier, device, corpus)
    name = corpus_as(told, report, corpus, settings)
    refuse_unknown(settings, name)
    with open_named(settings, name) as store, Bars(quiet, verbose) as bars:
        bars.stage("loading models", 0)
        models = load_models(models_as(told, settings.models), offline)
        found = explain_claim(chosen, reported, store, models, settings, bars, measured_in(settings, name))
        if json:
            emit([explanation_value(found)])
        else:
            typer.echo(explanation_markdown(found, store.by_id(), templates_in_force(settings)), nl=False)
    return 0
