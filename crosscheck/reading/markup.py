"""HTML that is all article already (an entry of a feed, an e-mail, a piece within Markdown) to paragraphs."""

from __future__ import annotations

from justext.core import ParagraphMaker, html_to_dom, preprocessor
from lxml.etree import strip_elements


def paragraphs_of(html: str) -> list[str]:
    """The text of each block of a piece of HTML, in order, without scripts, styles and the page's head.

    Unlike `webpage.read` this looks for no main text: nothing but markup is left out.
    """
    if not html.strip():
        return []
    dom = preprocessor(html_to_dom(f"<div>{html}</div>".encode(), encoding="utf-8"))
    strip_elements(dom, "head", "title", with_tail=False)
    lines = (" ".join(paragraph.text.split()) for paragraph in ParagraphMaker.make_paragraphs(dom))
    return [line for line in lines if line]
