"""The pages, one module each."""

from crosscheck.desk.pages import add, articles, draft, exports, overview, queue, sign_in

PAGES = tuple(module.router for module in (queue, draft, articles, overview, add, exports, sign_in))
"""The routers of all pages."""
