"""HTML pages: the article of a page, and what the page says of it."""

from __future__ import annotations

from copy import deepcopy
from urllib.parse import urlsplit

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document as Extracted

from crosscheck.errors import EmptyInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.decoding import decode
from crosscheck.reading.markup import drop_unread
from crosscheck.reading.page_date import Page, declared_charset, publication_time, settle_numeric_dates

_NO_ARTICLE = "no article was found in the page; if it needs a login or JavaScript, save the text as a file"


def read(data: bytes, origin: Origin) -> Article:
    """The main text of an HTML page, with title, outlet, author, address and publication time.

    Raises:
        EmptyInput: There is no article in the page.
        UnreadableInput: The bytes are no text.
    """
    text, loss = decode(data, origin.charset or declared_charset(data))
    tree = load_html(text)
    if tree is None:
        raise EmptyInput(_NO_ARTICLE)
    drop_unread(tree)
    settle_numeric_dates(tree)
    extracted = bare_extraction(
        deepcopy(tree),  # it empties the tree that it is given
        url=origin.url,
        include_comments=False,
        with_metadata=True,
        # the first date, only where the page states it: one guessed from other numbers is worse than none
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(extracted, Extracted) or not extracted.text:
        raise EmptyInput(_NO_ARTICLE)
    return Article(
        text=extracted.text,
        title=extracted.title,
        source=_outlet(extracted),
        published=publication_time(tree, Page(url=extracted.url, title=extracted.title), extracted.date),
        url=extracted.url,
        author=extracted.author.replace("; ", ", ") if extracted.author else None,
        losses=(loss,) if loss else (),
    )


def _outlet(extracted: Extracted) -> str | None:
    """The name of the site, where it is more than the address, which trafilatura falls back on."""
    name: str | None = extracted.sitename
    address = urlsplit(extracted.url or "").netloc
    return None if name in (None, address, address.removeprefix("www.")) else name
