"""Pages from templates. Every text of an archive is untrusted; see `report.html` for the same walls."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from fastapi import Request
from jinja2 import Environment
from starlette.responses import HTMLResponse

from crosscheck.desk import wording as words
from crosscheck.desk.csrf import FIELD, HEADER
from crosscheck.judging.findings import order_findings
from crosscheck.report import wording
from crosscheck.report.links import web_link
from crosscheck.report.quotes import excerpt
from crosscheck.report.templating import template_environment

QUOTE_LENGTH = 600
"""Characters from which a quote is shown as an excerpt, with the whole of it folded below."""

NAVIGATION = (
    ("/", "Queue"),
    ("/draft", "Draft"),
    ("/stories", "Stories"),
    ("/articles", "Articles"),
    ("/sources", "Sources"),
    ("/add", "Add"),
)


def page(request: Request, template: str, *, status: int = HTTPStatus.OK, **values: object) -> HTMLResponse:
    """A page, or a piece of one.

    Args:
        request: That it answers.
        template: Name of the template, without its ending.
        status: HTTP status.
        values: For the template.
    """
    return HTMLResponse(render(request, template, **values), status_code=status)


def render(request: Request, template: str, **values: object) -> str:
    """The markup of a page, or of a piece of one."""
    return (
        environment()
        .get_template(f"{template}.html.j2")
        .render(
            path=request.url.path,
            csrf_proof=request.app.state.csrf_proof,
            has_token=request.app.state.desk.token is not None,
            **values,
        )
    )


def wants_piece(request: Request) -> bool:
    """Whether htmx asks, which puts a piece into a page that is already there."""
    return request.headers.get("hx-request") == "true"


@cache
def environment() -> Environment:
    """The template engine: escapes every value and drops control characters from it."""
    made = template_environment("crosscheck.desk")
    made.globals.update(
        wording=wording,
        words=words,
        web_link=web_link,
        excerpt=excerpt,
        ordered=order_findings,
        quote_length=QUOTE_LENGTH,
        navigation=NAVIGATION,
        csrf_field=FIELD,
        csrf_header=HEADER,
    )
    return made
