"""What the formats with markup have in common: what a reader does not see as text, and HTML to paragraphs."""

from __future__ import annotations

import re

from justext.core import ParagraphMaker, html_to_dom, preprocessor
from lxml.etree import strip_elements
from lxml.html import HtmlElement

_STRUCK_TAGS = ("del", "s", "strike")
_UNREAD_STYLE = re.compile(r"display\s*:\s*none|text-decoration[\w\s-]*:[^;]*line-through", re.IGNORECASE)
_WHOLE_PAGE = ("html", "body", "main", "article")
"""Hidden only until a script has run: all that there is to read is in them."""

_INLINE_TAGS = ("a", "abbr", "b", "cite", "em", "font", "i", "q", "small", "span", "strong", "sub", "sup")
_FOOTNOTE_MARK = re.compile(r"[\[(]?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[\])]?|[*†‡§]+")
_OPENING = ("(", "[", "“", "‘", "/")
_FRACTION_BARS = ("/", "\u2044")
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SQUARED_OR_CUBED = re.compile(
    r"(?:/s|(?:^|\W)(?:[kcmµ]?m|mi|ft|in|yd|(?:kilo|centi|milli)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?))$"
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_POWER_OF_TEN = re.compile(r"(?:^|[^\d.,])10$")


class _Paragraphs(ParagraphMaker):  # type: ignore[misc]  # jusText is untyped
    """As of jusText, which however loses the space in "<b>12</b> <i>people</i>"."""

    def characters(self, content: str) -> None:
        if content.isspace():
            self.paragraph.append_text(" ")
        else:
            super().characters(content)


def drop_unread(tree: HtmlElement) -> None:
    """Take out of a page what its source holds but it does not say: struck or hidden text, footnote marks.

    "killed <del>12</del> 15 people" says 15, and "98<sup>1</sup> people" says 98, not 981.
    """
    for element in tree.iter():
        element.text, element.tail = _storable(element.text), _storable(element.tail)
    for element in list(tree.iter(*_STRUCK_TAGS)):
        _drop(element)
    for element in tree.xpath("//*[@style]"):
        if _UNREAD_STYLE.search(element.get("style")) and element.tag not in _WHOLE_PAGE:
            _drop(element)
    for element in list(tree.iter("sup")):
        if (element.tail or "").startswith(_FRACTION_BARS):  # "3<sup>1</sup>/<sub>2</sub>"
            kept = " " + element.text_content()
        else:
            is_link = element.find(".//a") is not None
            kept = "" if is_link else raised(element.text_content(), _before(element))
        _replace(element, kept)


def _storable(text: str | None) -> str | None:
    """Text without the control characters that lxml reads from "&#1;" but does not write."""
    return _NOT_IN_XML.sub("", text) if text and _NOT_IN_XML.search(text) else text


def _replace(element: HtmlElement, text: str) -> None:
    """Put text in the place of an element; nothing also in that of a link around it alone."""
    parent = element.getparent()
    if parent is None:  # it went with one around it
        return
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()
    if parent.tag == "a" and not parent.text_content().strip():
        _drop(parent)


def raised(text: str, before: str) -> str:
    """What is kept of superscript text: nothing of a footnote mark, a power as such, else all.

    Args:
        text: What is raised.
        before: The text of the same paragraph before it. Only what touches the mark can be footnoted:
            "<sup>14</sup>C" and "by <sup>3</sup>He" are nuclides.
    """
    mark = text.strip()
    if not _FOOTNOTE_MARK.fullmatch(mark) or not before or before[-1].isspace() or before.endswith(_OPENING):
        return text
    is_power = _POWER_OF_TEN.search(before) or (mark in ("2", "3") and _SQUARED_OR_CUBED.search(before))
    return mark.translate(_POWERS) if is_power and mark.isdigit() else ""


def paragraphs_of(html: str) -> list[str]:
    """The text of each block of a piece of HTML that is all article already, in order.

    Scripts, styles, the page's head and what `drop_unread` names are left out. Unlike `webpage.read` this
    looks for no main text.
    """
    if not html.strip():
        return []
    dom = html_to_dom(f"<div>{html}</div>".encode(), encoding="utf-8")
    drop_unread(dom)  # first: the cleaner takes the styles away that hide an element
    dom = preprocessor(dom)
    strip_elements(dom, "head", "title", with_tail=False)
    lines = (" ".join(paragraph.text.split()) for paragraph in _Paragraphs.make_paragraphs(dom))
    return [line for line in lines if line]


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _before(element: HtmlElement) -> str:
    """The text nearest before an element in the same paragraph."""
    while element.tag in _INLINE_TAGS and (parent := element.getparent()) is not None:
        previous = element.getprevious()
        text: str = parent.text or "" if previous is None else _inline_text(previous) + (previous.tail or "")
        if text:
            return text
        element = parent if previous is None else previous
    return ""


def _inline_text(element: HtmlElement) -> str:
    return str(element.text_content()) if element.tag in _INLINE_TAGS else ""
