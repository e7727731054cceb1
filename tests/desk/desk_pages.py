"""Pages as a reader sees them: their text, without markup."""

import re

from lxml import html


def tree(answer):
    return html.fromstring(answer.text)


def text_of(node):
    return re.sub(r"\s+", " ", node.text_content()).strip()


def seen(answer):
    """Everything that a page says in its main part."""
    return text_of(tree(answer).xpath("//main")[0])


def cards(answer):
    return [text_of(card) for card in tree(answer).xpath("//article[contains(@class, 'finding')]")]


def proof(answer):
    """What a form of a page sends along to prove that it was filled in here."""
    return tree(answer).xpath("//input[@name='csrf']/@value")[0]
