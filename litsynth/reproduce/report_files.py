"""The report on runs as a folder: report.md, report.html, and the figures that both show."""

from collections.abc import Mapping

from markupsafe import Markup

from litsynth.render.draw_measured import Difference, Level, Panel, differences, levels
from litsynth.render.filling import environment_of, filled
from litsynth.render.marked import printable
from litsynth.render.page import policy_hash
from litsynth.render.vector import plain_svg
from litsynth.reproduce.report import Told, alarms_of, capital, markdown, missing_of, selection_rows


def _captions(metric: str) -> dict[str, str]:
    return {
        "contrasts": f"Contrasts of the claims, better minus worse, in points of {metric}; the table of claims lists them all",
        "accuracy": f"{capital(metric)} of each arm by language beside the published row; the tables of each arm list all values",
    }


def report_files(told: Told, template_source: Mapping[str, str]) -> dict[str, str | bytes]:
    """Every file by its name in the folder. Raises UsageError when a template is missing or faulty."""
    drawn = _drawn(told)
    captions = _captions(told.measured.run.experiment.metric)
    paths = {f"figures/{stem}.svg": captions[stem] for stem in drawn}
    files: dict[str, str | bytes] = {"report.md": markdown(told, paths)}
    vectors = {stem: plain_svg(svg, stem, captions[stem], f"{captions[stem]}.") for stem, (svg, _) in drawn.items()}
    files["report.html"] = _page(told, vectors, template_source)
    for stem, (_, png) in drawn.items():
        files |= {f"figures/{stem}.svg": vectors[stem], f"figures/{stem}.png": png}
    return files


def _drawn(told: Told) -> dict[str, tuple[bytes, bytes]]:
    """By stem the figure as SVG and as PNG, where there is something to draw."""
    rows, panels = _rows(told), _panels(told)
    experiment = told.measured.run.experiment
    chance, metric = 100 * experiment.chance, experiment.metric
    found = {}
    if rows:
        found["contrasts"] = differences(rows, metric, "svg"), differences(rows, metric, "png")
    if panels:
        found["accuracy"] = (
            levels(panels, chance, capital(metric), "svg"),
            levels(panels, chance, capital(metric), "png"),
        )
    return found


def _rows(told: Told) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            f"{one.claim.better} - {one.claim.worse}",
            one.headline.value,
            one.headline.low,
            one.headline.high,
            one.by_seed,
            one.claim.margin,
        )
        for one in told.claims
    )


def _panels(told: Told) -> tuple[Panel, ...]:
    return tuple(
        Panel(
            summary.arm.name,
            tuple(
                Level(one.language, one.interval.value, one.interval.low, one.interval.high, one.published)
                for one in summary.scores
            ),
        )
        for summary in told.arms
    )


def _page(told: Told, vectors: Mapping[str, str], template_source: Mapping[str, str]) -> str:
    environment = environment_of(template_source, autoescape=True)
    style = filled(environment, "report.css.j2", {}).strip()
    context = {
        "experiment": told.measured.run.experiment,
        "arms": told.arms,
        "claims": told.claims,
        "alarms": alarms_of(told.measured),
        "selections": selection_rows(told.measured),
        "missing": missing_of(told),
        "checksums": told.measured.run.checksums,
        "svg": {stem: Markup(text) for stem, text in vectors.items()},
        "captions": _captions(told.measured.run.experiment.metric),
        "metric": capital(told.measured.run.experiment.metric),
        "style": Markup(style),
        "style_hash": policy_hash(style),
    }
    return printable(filled(environment, "experiment.html.j2", context)).strip() + "\n"
