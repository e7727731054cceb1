"""The pages, one module each."""

from crosscheck.desk.pages import add, articles, draft, exports, overview, queue, recompute, sign_in

PAGES = tuple(
    module.router for module in (queue, draft, articles, overview, add, recompute, exports, sign_in)
)
"""The routers of all pages."""
