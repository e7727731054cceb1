"""The pages, one module each."""

from crosscheck.desk.pages import queue, sign_in

PAGES = (queue.router, sign_in.router)
"""The routers of all pages."""
