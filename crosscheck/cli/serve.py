"""`crosscheck serve` and `crosscheck review`: the review desk and the API over an archive."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crosscheck.desk.settings import DeskSettings


@click.command(short_help="Serve the review desk and the HTTP API over an archive.")
@click.option(
    "--archive",
    "archive_file",
    metavar="FILE",
    required=True,
    envvar="CROSSCHECK_ARCHIVE_FILE",
    show_envvar=True,
    help="Made where it does not exist.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; others need a token."
)
@click.option(
    "--port", default=8600, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option(
    "--token",
    envvar="CROSSCHECK_TOKEN",
    show_envvar=True,
    help="What visitors must know; better in the environment, where other users do not see it.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the desk in a browser.")
def serve(archive_file: str, host: str, port: int, token: str | None, *, open_browser: bool) -> None:
    """Serve the review desk and the HTTP API over the archive FILE, on this machine only by default."""
    import uvicorn  # noqa: PLC0415 - loaded after --help has answered

    from crosscheck.checker import Crosscheck  # noqa: PLC0415 - as above
    from crosscheck.desk.app import create_app  # noqa: PLC0415 - as above
    from crosscheck.desk.listening import listen  # noqa: PLC0415 - as above

    settings = _settings(host, port, token)
    with listen(settings) as socket:
        app = create_app(archive_file, Crosscheck(), settings)
        address = _address(settings, socket.getsockname()[1])
        click.echo(f"The review desk is at {address}; stop it with Ctrl+C.", err=True)
        if open_browser:
            click.launch(address)
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=5)
        with suppress(KeyboardInterrupt):  # which uvicorn raises once more after it has closed
            uvicorn.Server(config).run(sockets=[socket])


def _settings(host: str, port: int, token: str | None) -> DeskSettings:
    from pydantic import ValidationError  # noqa: PLC0415 - loaded after --help has answered

    from crosscheck.desk.settings import DeskSettings  # noqa: PLC0415 - as above

    try:
        return DeskSettings(host=host, port=port, token=token or None)
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise click.UsageError(message) from error


def _address(settings: DeskSettings, port: int) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}/"
