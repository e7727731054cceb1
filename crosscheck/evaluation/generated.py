"""Articles without end: invented events, each reported by several outlets, for measuring an archive.

Their wording is that of templates, so they say nothing of how good findings are; of events, names, figures
and dates there are as many as a large archive has.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from crosscheck.claims.sentences import split_sentences
from crosscheck.types import Document

FIRST_DAY = datetime(2023, 1, 2, 5, tzinfo=UTC)
EVENTS_A_DAY = 1  # few, so that most articles are far apart; a newsroom follows fifteen and more
REPORTS = (3, 6)  # of one event
FACTS = 4  # that a report tells, of five
CONFLICTING = 0.12  # share of reports with another figure
LATEST_HOURS = 40  # after the event
_MATERIAL = Path(__file__).with_name("generated.toml")


def generated_articles(count: int, seed: int = 1, events_a_day: int = EVENTS_A_DAY) -> list[Document]:
    """The first articles of an invented world, in order of publication within each event.

    Args:
        count: How many.
        seed: Of the world; the same seed gives the same articles, and fewer are the first of more.
        events_a_day: How many events happen each day; the more, the more articles can tell the same story.
    """
    return list(islice(_articles(random.Random(seed), events_a_day), count))  # noqa: S311 - no secrets


def generated_draft(articles: list[Document], sentences: int = 2 * FACTS) -> Document:
    """A draft that tells the event of an article in the middle from what outlets wrote of it.

    Args:
        articles: In order; those from the middle on are drawn on.
        sentences: How many; where one event fills fewer, those after it are told too.
    """
    middle = len(articles) // 2
    told = articles[middle : middle - (-sentences // FACTS)]
    text = " ".join(article.text for article in told)
    end = list(split_sentences(text))[:sentences][-1][1]
    return Document(source="Our desk", title=told[0].title, published=told[-1].published, text=text[:end])


def _articles(chance: random.Random, events_a_day: int) -> Iterator[Document]:
    material = _material()
    number = 0
    while True:
        happened = FIRST_DAY + timedelta(days=number // events_a_day, hours=chance.randrange(12))
        number += 1
        yield from _reports(material, number, happened, chance)


def _reports(
    material: dict[str, Any], event: int, happened: datetime, chance: random.Random
) -> Iterator[Document]:
    kind = chance.choice(material["kinds"])
    known = {
        "place": chance.choice(material["places"]),
        "region": f"the {chance.choice(material['places'])} district",
        "person": _person(material, chance),
        "other": _person(material, chance),
        "body": chance.choice(material["bodies"]),
        "day": f"{happened:%A}",
        **{name: chance.randint(*between) for name, between in kind["figures"].items()},
    }
    outlets = chance.sample(material["outlets"], chance.randint(*REPORTS))
    for outlet in outlets:
        told = dict(known)
        if chance.random() < CONFLICTING:
            told["a"] = known["a"] + chance.randint(1, max(2, known["a"] // 3))
        facts = sorted(chance.sample(range(len(kind["facts"])), FACTS))
        sentences = [chance.choice(kind["facts"][fact]).format(**told) for fact in facts]
        endings = chance.choices(material["endings"], k=FACTS)
        sentences = [f"{s[:-1]}{ending}." for s, ending in zip(sentences, endings, strict=True)]
        yield Document(
            source=outlet,
            title=chance.choice(kind["title"]).format(**told),
            published=happened + timedelta(minutes=chance.randrange(30, LATEST_HOURS * 60)),
            url=f"https://{outlet.lower().replace(' ', '-')}.example/{event}",
            text=" ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences),
        )


def _person(material: dict[str, Any], chance: random.Random) -> str:
    return f"{chance.choice(material['first_names'])} {chance.choice(material['last_names'])}"


@cache
def _material() -> dict[str, Any]:
    return tomllib.loads(_MATERIAL.read_text(encoding="utf-8"))
