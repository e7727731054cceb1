"""Stories as tables, timelines, articles, sources: what the archive holds, seen from each side."""

import pytest
from archive.newsroom import fire
from desk_pages import cards, seen, text_of, tree

from crosscheck import Document, Verdict
from crosscheck.archive import Decision
from crosscheck.desk.matrix import facts_of


@pytest.fixture
def conflict(stories):
    return stories.findings(verdicts=[Verdict.CONFLICT])[0]


def rows(answer):
    return [[text_of(cell) for cell in row.xpath("./th|./td")] for row in tree(answer).xpath("//main//tr")]


def test_a_story_is_a_table_of_facts_and_outlets(desk, conflict):
    head, toll, *_ = rows(desk.get(f"/stories/{conflict.a.document}"))
    assert head == ["Fact", "Meridian Wire", "Coast Weekly", "Harbour Courier"]
    assert "“12” against “15”" in toll[0]
    assert toll[0].startswith("Conflict")
    assert [cell[0] for cell in toll[1:]] == ["A", "A", "B"]


def test_two_outlets_that_clash_tell_two_versions_even_where_a_third_agrees_with_both(stories):
    found = stories.findings()
    agreed = next(f for f in found if f.verdict is Verdict.AGREEMENT)
    one, other = (f for f in found if f.verdict is Verdict.CONFLICT)
    (fact,) = facts_of([one, agreed, other.model_copy(update={"verdict": Verdict.AGREEMENT})])
    assert fact.versions == 2
    clash = {one.document_a.source, one.document_b.source}
    assert {fact.cells[source].version for source in clash} == {"A", "B"}


def test_an_outlet_that_says_nothing_of_a_fact_is_shown_as_silent(desk, archive):
    texts = {
        "Meridian Wire": "The fire at the Halden paper mill killed 12 people on Monday. Rescuers brought 7 workers down from the roof of the Halden paper mill.",
        "Harbour Courier": "Monday's fire at the paper mill in Halden has killed 12 people, the governor said. From the roof of the paper mill in Halden rescuers brought down 7 workers.",
        "Coast Weekly": "Down from the roof of the paper mill came 7 workers whom rescuers brought to safety in Halden.",
    }
    archive.add([Document(text=t, source=s, published="2025-03-04") for s, t in texts.items()])
    head, *facts = rows(desk.get(f"/stories/{archive.documents()[0].id}"))
    (of_toll,) = [dict(zip(head, fact, strict=True)) for fact in facts if "killed" in " ".join(fact)]
    assert "does not say" in of_toll["Coast Weekly"]
    assert "killed 12 people" in of_toll["Meridian Wire"]


def test_two_fires_are_two_stories(desk, archive):
    for place in ("Halden", "Moss"):
        archive.add([fire("Meridian Wire", 12, place=place), fire("Harbour Courier", 15, 9, place=place)])
    answer = desk.get("/stories")
    assert "2 stories" in seen(answer)
    assert {text_of(h) for h in tree(answer).xpath("//main//h2")} == {"Fire at Halden", "Fire at Moss"}


def test_a_dismissed_finding_ties_no_story(desk, archive):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 9)])
    (finding,) = archive.findings()
    archive.review(finding.id, Decision.OTHER_EVENT)
    assert "No two articles speak of the same facts. Looked at: 2 articles" in seen(desk.get("/stories"))


def test_a_copy_leads_to_the_story_of_its_original(desk, stories, conflict):
    copy = stories.documents(source="Valley Echo")[0]
    assert rows(desk.get(f"/stories/{copy.id}")) == rows(desk.get(f"/stories/{conflict.a.document}"))


def test_a_timeline_lists_reports_in_order_with_what_each_is_to_those_before(desk, stories):
    both = {"Meridian Wire", "Harbour Courier"}
    conflicts = stories.findings(verdicts=[Verdict.CONFLICT])
    clash = next(f for f in conflicts if {f.document_a.source, f.document_b.source} == both)
    steps = tree(desk.get(f"/timeline/{clash.id}")).xpath("//main//ol/li")
    assert [text_of(step.xpath("./p[@class='says']")[0]) for step in steps] == [
        "Meridian Wire reports it first",
        "Coast Weekly says the same",
        "Harbour Courier says otherwise than Meridian Wire, according to the governor",
    ]
    assert [step.xpath(".//mark/text()") for step in (steps[0], steps[2])] == [["12"], ["15"]]


def test_an_article_shows_its_claims_with_what_others_say_of_them(desk, stories):
    wire = stories.documents(source="Meridian Wire")[0]
    page = tree(desk.get(f"/articles/{wire.id}"))
    marked = page.xpath("//*[@id='at-0']")[0]
    assert "killed 12 people" in text_of(marked)
    assert "conflict" in marked.get("class")
    note = text_of(page.xpath("//*[@id='note-1']")[0])
    assert "Harbour Courier" in note
    assert "killed 15 people" in note
    assert text_of(page.xpath("//p[@class='text']//*[@class='alone']")[0]).startswith("Flames broke out")
    assert "Underlined with dots: 1 claim that no other outlet reports or disputes" in text_of(page)
    verdicts = [
        note.get("class") for note in page.xpath("//*[@id='note-1']//div[contains(@class, 'evidence')]")
    ]
    assert verdicts == ["evidence conflict", "evidence agreement"]


def test_a_corrected_article_keeps_its_earlier_version_and_says_so(desk, archive):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 9)])
    archive.add([fire("Meridian Wire", 15)])
    wire = archive.documents(source="Meridian Wire")[0]
    assert "killed 15 people" in seen(desk.get(f"/articles/{wire.id}"))
    earlier = desk.get(f"/articles/{wire.id}?version=1")
    assert "killed 12 people" in seen(earlier)
    assert "corrected since" in seen(earlier)
    assert "no longer holds" in seen(earlier)
    assert desk.get(f"/articles/{wire.id}?version=3").status_code == 404


def test_articles_are_listed_and_filtered(desk, stories):
    assert len(tree(desk.get("/articles")).xpath("//main//h2")) == 5
    assert len(tree(desk.get("/articles?source=Coast+Weekly")).xpath("//main//h2")) == 1
    assert len(tree(desk.get("/articles?text=sprinklers")).xpath("//main//h2")) == 1
    assert "The archive holds articles of 5 sources" in seen(desk.get("/articles?text=earthquake"))


def test_sources_are_counted(desk, stories):
    table = {row[0]: row[1:] for row in rows(desk.get("/sources"))}
    assert table["Source"][:5] == ["Articles", "Claims", "Alone", "Agreed", "Contradicted"]
    assert table["Meridian Wire"][:5] == ["1", "2", "1", "1", "1"]


@pytest.mark.parametrize("path", ["/stories", "/articles", "/sources"])
def test_every_page_of_an_empty_archive_says_where_to_begin(desk, path):
    answer = desk.get(path)
    assert "The archive holds no articles yet" in seen(answer)
    assert tree(answer).xpath("//main//a[@href='/add']")


@pytest.mark.parametrize("path", ["/stories/ffff", "/articles/ffff", "/timeline/ffff", "/articles/a/b"])
def test_what_is_not_there_is_a_page_that_says_so(desk, stories, path):
    answer = desk.get(path)
    assert answer.status_code == 404
    assert "The archive has no" in seen(answer)


def test_a_document_whose_id_holds_a_slash_has_its_page(desk, archive):
    archive.add([fire("Meridian Wire", 12, id="2025/03/fire?x#y"), fire("Harbour Courier", 15, 9)])
    (link,) = tree(desk.get("/articles?source=Meridian+Wire")).xpath("//main//h2/a/@href")
    assert "killed 12 people" in seen(desk.get(link))
    (story,) = tree(desk.get("/")).xpath("//article//p[@class='ways']/a[2]/@href")
    assert "“12” against “15”" in seen(desk.get(story))


def test_the_palette_is_that_of_the_reports():
    import re  # noqa: PLC0415 - of this test alone
    from importlib import resources  # noqa: PLC0415 - as above

    def palette(package, path):
        style = resources.files(package).joinpath(path).read_text(encoding="utf-8")
        return re.findall(r"(--[a-z]+): (#[0-9a-f]+);", style.split("* { box-sizing")[0])

    assert palette("crosscheck.desk", "static/desk.css") == palette(
        "crosscheck.report", "templates/report.css"
    )


def test_cards_link_to_the_timeline_and_the_story(desk, conflict):
    assert all("Timeline of this fact" in card for card in cards(desk.get("/")))
