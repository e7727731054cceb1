"""The law of the archive: what it finds depends on what is in it, never on how and when that came in."""

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import ArticleNli, fire, newsroom, told, wire_copy

from crosscheck import Document

AGENCY = Document(
    source="Northern Agency",
    published="2025-03-04T07:00:00Z",
    url="https://northern.example/halden",
    title="Fire at Halden",
    text=(
        "On Monday the fire at the Halden paper mill killed 12 people. Flames broke out in the drying room "
        "shortly after midnight and reached the paper store within minutes, the fire brigade said. Eight engines from "
        "four towns came. The governor of the district ordered the river road closed until Wednesday because of smoke."
    ),
)
EARLY = AGENCY.model_copy(update={"id": "early", "source": "Ridge Radio", "url": None}).model_copy(
    update={"published": fire("Coast Weekly", 1, 6).published}
)
LONGER = Document(
    source="Valley Post",
    published="2025-03-04T08:30:00Z",
    text=AGENCY.text + " The mill was built in 1911 and employs a third of the town.",
)
STORIES = (
    AGENCY,
    EARLY,
    LONGER,
    wire_copy(AGENCY, "Harbour Courier", 9),
    wire_copy(AGENCY, "Coast Weekly", 10, dead=14),
    wire_copy(LONGER, "Ridge Radio", 11),
    fire("Meridian Wire", 12),
    fire("Harbour Courier", 15, 9, id="courier-halden"),
    fire("Harbour Courier", 12, 13, id="courier-halden"),  # a correction of the one before
    fire("Coast Weekly", 12, 10),
    fire("Meridian Wire", 3, place="Vestby"),
    fire("Coast Weekly", 4, 12, place="Vestby", id="weekly-vestby"),
    fire("Coast Weekly", 3, 15, place="Vestby", id="weekly-vestby"),  # a correction too
    fire("Meridian Wire", 3, 6, place="Vestby"),  # of one text the earliest date counts
    fire("Meridian Wire", 3, place="Vestby").model_copy(update={"published": None}),
)
STORIES = tuple(
    story.model_copy(update={"title": story.title or f"{story.source}: blaze"}) for story in STORIES
)
SAME_HOUR = (
    fire("Meridian Wire", 12, id="wire"),
    fire("Meridian Wire", 13, id="wire"),
    fire("Meridian Wire", 15, id="wire"),
    fire("Harbour Courier", 15, 9, id="courier"),
    fire("Harbour Courier", 12, 9, id="courier"),
    fire("Coast Weekly", 12, 10, id="weekly"),
    fire("Coast Weekly", 15, 11, id="weekly"),
)


@cache
def at_once():
    with (
        tempfile.TemporaryDirectory() as folder,
        newsroom(nli=ArticleNli()).archive(Path(folder) / "a.db") as archive,
    ):
        archive.add(STORIES)
        found = told(archive)
    assert len(found) > 10
    assert any(finding[8] or finding[9] for finding in found)  # a copy with a figure of its own has a say
    return found


@st.composite
def batches(draw, stories=STORIES):
    order = draw(st.permutations(stories))
    cuts = draw(st.lists(st.integers(0, len(order)), max_size=9).map(sorted))
    return [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]


@given(batches())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_adding_in_batches_in_any_order_finds_what_adding_at_once_finds(in_batches):
    with (
        tempfile.TemporaryDirectory() as folder,
        newsroom(nli=ArticleNli()).archive(Path(folder) / "a.db") as archive,
    ):
        for batch in in_batches:
            archive.add(batch)
        assert told(archive) == at_once()


@given(batches(SAME_HOUR))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_of_corrections_of_the_same_hour_the_last_to_come_counts_however_they_are_batched(in_batches):
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for name, parts in (("cut", in_batches), ("whole", [[s for batch in in_batches for s in batch]])):
            with newsroom(nli=ArticleNli()).archive(Path(folder) / name) as archive:
                for batch in parts:
                    archive.add(batch)
                found.append(told(archive))
    assert found[0] == found[1]


@given(st.permutations(STORIES), st.sets(st.integers(0, len(STORIES) - 1), max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_added_and_removed_again_leaves_no_trace(order, away):
    removed = {STORIES[number].url or STORIES[number].id for number in away}
    kept = [story for story in STORIES if (story.url or story.id) not in removed]
    with (
        tempfile.TemporaryDirectory() as folder,
        newsroom(nli=ArticleNli()).archive(Path(folder) / "a.db") as archive,
    ):
        archive.add(order[:7])
        archive.add(order[7:])
        for record in archive.documents():
            if (record.url or record.id) in removed:
                archive.remove(record.id)
        present = told(archive)
    with (
        tempfile.TemporaryDirectory() as folder,
        newsroom(nli=ArticleNli()).archive(Path(folder) / "a.db") as archive,
    ):
        archive.add(kept)
        assert {finding[1:6] for finding in present} == {finding[1:6] for finding in told(archive)}


def test_the_archive_finds_what_a_comparison_of_its_articles_finds(archive, checker):
    archive.add(STORIES[:6])
    archive.add(STORIES[6:])
    report = checker.compare(archive.document(record.id) for record in archive.documents())
    assert {(f.id, f.verdict, f.score, f.reason, f.a, f.b) for f in report.findings} == {
        (f.id, f.verdict, f.score, f.reason, f.a, f.b) for f in archive.findings()
    }
