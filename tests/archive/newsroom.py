"""A small newsroom for the archive's tests: stories by several outlets, and models that read figures only."""

import re

import numpy as np
from judging_by_hand import judge_by_hand

from crosscheck import Crosscheck, Document, Settings
from crosscheck.nli.context import in_article
from crosscheck.protocols import no_progress
from crosscheck.testing import FakeAssertions, FakeEncoder, FakeIndex

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{4,}")


class FigureNli:
    """Fits `protocols.NliModel`: of two sentences with many words in common, equal figures agree and others clash.

    Attributes:
        asked: All pairs that it was asked, in order.
    """

    def __init__(self, name="figure-nli"):
        self.name = name
        self.asked = []

    def predict(self, pairs, progress=no_progress):
        self.asked += pairs
        progress("infer", len(pairs), len(pairs))
        return np.array([self._say(*pair) for pair in pairs], dtype=np.float32).reshape(-1, 3)

    def _say(self, premise, hypothesis):
        words = [set(_WORD.findall(text.lower())) for text in (premise, hypothesis)]
        figures = [set(_NUMBER.findall(text)) for text in (premise, hypothesis)]
        if len(words[0] & words[1]) < 0.5 * min(map(len, words)) or not all(figures):
            return 0.01, 0.98, 0.01
        return (0.97, 0.02, 0.01) if figures[0] == figures[1] else (0.01, 0.02, 0.97)


class ArticleNli(FigureNli):
    """A `FigureNli` that reads a claim within its article: the words of the headline count too."""

    def passage(self, claim):
        return in_article(claim)


class CountingEncoder(FakeEncoder):
    """A `FakeEncoder` that knows what it was asked."""

    def __init__(self, name="counting-encoder"):
        super().__init__()
        self.name = name
        self.asked = []

    def encode(self, texts, progress=no_progress):
        self.asked += texts
        return super().encode(texts, progress)


def newsroom(encoder=None, nli=None, **settings):
    """A checker without trained models."""
    checker = Crosscheck(
        encoder or CountingEncoder(),
        nli or FigureNli(),
        new_index=FakeIndex,
        assertions=FakeAssertions(),
        settings=Settings(**settings),
    )
    checker.judge = judge_by_hand()
    return checker


def fire(source, dead, hour=8, *, place="Halden", **fields):
    """A report of a fire, in the outlet's own words but for the toll."""
    toll = {
        "Meridian Wire": f"The fire at the {place} paper mill killed {dead} people on Monday.",
        "Harbour Courier": f"Monday's fire at the paper mill in {place} has killed {dead} people, the governor said.",
        "Coast Weekly": f"In all {dead} people were killed on Monday by the fire at the {place} paper mill.",
    }[source]
    background = {
        "Meridian Wire": f"Flames broke out in the drying room of the {place} paper mill shortly after midnight.",
        "Harbour Courier": f"Neighbours of the {place} mill heard two blasts before the roof fell in.",
        "Coast Weekly": f"The owner of the {place} mill had been fined twice over its sprinklers.",
    }[source]
    return Document(
        source=source,
        title=f"Fire at {place}",
        published=f"2025-03-04T{hour:02}:00:00Z",
        url=f"https://{source.split()[0].lower()}.example/{place.lower()}",
        text=f"{toll} {background}",
        **fields,
    )


WIRE, COURIER, WEEKLY = (
    fire("Meridian Wire", 12),
    fire("Harbour Courier", 15, 9),
    fire("Coast Weekly", 12, 10),
)
"""Three reports on one fire, one of which gives another toll."""


def wire_copy(original, source, hour, *, dead=None):
    """The text of another outlet, run under one's own name, perhaps with a toll of one's own."""
    text = original.text if dead is None else re.sub(r"killed \d+", f"killed {dead}", original.text)
    return Document(
        source=source,
        title=original.title,
        published=f"2025-03-04T{hour:02}:00:00Z",
        url=f"https://{source.split()[0].lower()}.example/copy-{hour}",
        text=text,
    )


def told(archive):
    """What the archive finds at present: everything but when it was found."""
    return {
        (
            f.id,
            f.verdict,
            f.tier,
            f.type,
            f.score,
            f.reason,
            f.a,
            f.b,
            f.document_a.copy_of,
            f.document_b.copy_of,
        )
        for f in archive.findings(statuses=())
        if f.resolved_run is None
    }
