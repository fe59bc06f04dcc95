"""What `corpus versions` says: the versions of a paper, and the figures that they give otherwise."""

from collections.abc import Mapping

import typer

from litsynth.cli.emit import emit
from litsynth.cli.terminal import say
from litsynth.codec import encode
from litsynth.records import Paper, Revision
from litsynth.render.marked import printable
from litsynth.render.words import count
from litsynth.store import Corpus
from litsynth.synthesize import revisions_between


def revisions_in(store: Corpus, paper: Paper) -> dict[str, tuple[Revision, ...]]:
    """By version of those that are kept beside the one that counts; a line for each that cannot be read."""
    counts, key = store.document(paper.paper_id), paper.paper_id
    found = {}
    for version in store.other_versions(key):
        document = store.document_of(key, version)
        if document is None:
            again = f"litsynth corpus add {store.folder.name} {key}{version}, and then {key}, reads it again"
            say(f"note: {key}{version} is kept, but cannot be read ({again})")
        else:
            found[version] = revisions_between(document, counts)
    return found


def tell_versions(paper: Paper, found: Mapping[str, tuple[Revision, ...]], json: bool) -> None:
    """As lines, or as JSON lines, one for each figure."""
    if json:
        emit([{"version": other, **encode(one)} for other, revisions in found.items() for one in revisions])
        return
    beside = "".join(f", beside it {other}" for other in found)
    typer.echo(printable(f"{paper.paper_id}: {paper.version or 'no version named'}{beside}"))
    for other, revisions in found.items():
        typer.echo(f"{other} to {paper.version}: {count(len(revisions), 'figure')} changed")
        for one in revisions:
            typer.echo(printable(f"  {one.cell + ': ' if one.cell else ''}{one.before} -> {one.now}"))
