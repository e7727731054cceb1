"""`crosscheck models`: what is bundled."""

from __future__ import annotations

import click


@click.command()
def models() -> None:
    """List the bundled models: revision, licence, size."""
    from crosscheck.models import FOLDER, KINDS, bundled  # noqa: PLC0415 - loaded after --help has answered

    for kind in KINDS:
        model = bundled(kind)
        size = sum(graph.stat().st_size for graph in model.folder.glob("*.onnx")) / 1e6
        click.echo(
            f"{kind:12} {model.identity}  {model.licence}  {size:.0f} MB  up to {model.max_tokens} tokens"
        )
    click.echo(f"data, figures and limits: {FOLDER / 'README.md'}")
