"""Adding articles and checking drafts: what is seen while it is done, and afterwards."""

import re

import pytest
from archive.newsroom import fire
from desk_pages import proof, seen, text_of, tree
from lxml import html

DRAFT = (
    "The fire at the Halden paper mill killed 15 people on Monday. "
    "Monday's fire at the paper mill in Halden has killed 12 people, the governor said. "
    "The mayor opened a new library in Moss on Sunday."
)


def pieces(stream):
    """The pieces of a page that a stream of events carries, and its last word."""
    events = []
    for block in filter(None, stream.split("\n\n")):
        name = re.search(r"^event: (.*)$", block, re.MULTILINE)
        if name:
            events.append((name[1], "\n".join(re.findall(r"^data: ?(.*)$", block, re.MULTILINE))))
    return [html.fromstring(f"<div>{data}</div>") for name, data in events if name == "piece"], events[-1]


def start(desk, path, data, files=None, to=None):
    """Send the form that stands on a page; answers the address that it leads to."""
    form = data | {"csrf": proof(desk.get(path))}
    answer = desk.post(to or path, data=form, files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def upload(desk, *files, addresses=""):
    return start(desk, "/add", {"addresses": addresses}, [("files", file) for file in files])


def article(text, name="report.txt"):
    return (name, text.encode(), "text/plain")


def test_a_draft_is_marked_sentence_by_sentence(desk, stories):
    address = start(desk, "/draft", {"text": DRAFT, "published": "2025-03-05"})
    arrived, (last, summary) = pieces(desk.get(f"{address}/events").text)
    assert last == "done"
    assert summary.startswith("3 claims: ")
    notes = [text_of(piece) for piece in arrived if piece.xpath(".//*[starts-with(@id, 'note-')]")]
    assert [re.search(r"Disputed|Superseded|Supported|Found nowhere", note)[0] for note in notes] == [
        "Disputed",
        "Superseded",
        "Found nowhere",
    ]
    assert "Meridian Wire" in notes[0]
    page = desk.get(address)
    for sentence in DRAFT.split(". "):
        assert sentence.rstrip(".") in re.sub(r"(?<=\.) \d+ ?(?=\w)", " ", seen(page))


def test_a_mark_leads_to_its_evidence(desk, stories):
    address = start(desk, "/draft", {"text": DRAFT, "published": "2025-03-05"})
    desk.get(f"{address}/events")
    page = tree(desk.get(address))
    mark = page.xpath("//*[@id='sentence-1']//a/@href")[0]
    witness = page.xpath(f"//*[@id='{mark[1:]}']//cite/a/@href")[0]
    path, _, anchor = witness.partition("#")
    article = tree(desk.get(path))
    assert "killed 12 people" in text_of(article.xpath(f"//*[@id='{anchor}']")[0])


def test_a_finished_check_can_be_taken_away_in_every_form(desk, stories):
    address = start(desk, "/draft", {"text": DRAFT, "title": "Mill fire"})
    desk.get(f"{address}/events")
    for form in tree(desk.get(address)).xpath("//a[@download]/@href"):
        answer = desk.get(form)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert "paper mill" in answer.text


def test_an_editor_says_which_articles_have_a_say(desk, stories):
    asked = {"text": DRAFT, "published": "2025-03-05"}
    address = start(
        desk, "/draft", asked | {"without": ["Meridian Wire", "Coast Weekly"], "since": "2025-03-01"}
    )
    _, (_, summary) = pieces(desk.get(f"{address}/events").text)
    assert "1 supported" in summary  # the toll of Harbour Courier, which the others would dispute
    assert "Only articles since 1 Mar 2025, not of Meridian Wire and Coast Weekly." in seen(desk.get(address))
    late = start(desk, "/draft", asked | {"since": "2025-03-05"})
    assert pieces(desk.get(f"{late}/events").text)[1][1].startswith("3 claims: 3 found nowhere")


def test_an_uploaded_draft_is_read_like_any_file(desk, stories):
    markdown = f"---\ntitle: Mill fire\npublished: 2025-03-05\n---\n\n{DRAFT}\n"
    file = [("file", ("draft.md", markdown.encode(), "text/markdown"))]
    address = start(desk, "/draft", {"text": ""}, file)
    assert tree(desk.get(address)).xpath("//h1")[0].text_content() == "Mill fire"


def test_an_empty_draft_and_an_unreadable_one_are_said_so(desk, stories):
    form = {"csrf": proof(desk.get("/draft"))}
    assert "Paste a draft" in seen(desk.post("/draft", data=form))
    answer = desk.post("/draft", data=form, files={"file": ("draft.pdf", b"no pdf", "application/pdf")})
    assert answer.status_code == 422
    assert "draft.pdf" in seen(answer)


def test_a_draft_without_an_archive_says_what_is_missing(desk):
    assert "The archive holds no articles yet" in seen(desk.get("/draft"))


def test_uploads_are_added_and_what_they_disagree_on_is_listed(desk, archive):
    wire = article(fire("Meridian Wire", 12).text, "meridian-wire.txt")
    courier = article(fire("Harbour Courier", 15).text, "harbour-courier.txt")
    address = upload(desk, wire, courier)
    _, (last, summary) = pieces(desk.get(f"{address}/events").text)
    assert (last, summary) == ("done", "2 articles added; new: 1 conflict")
    assert "Conflict: Same fire, Halden; people killed" in seen(desk.get(address))
    assert {d.source for d in archive.documents()} == {"meridian-wire", "harbour-courier"}


def test_the_weightiest_of_what_was_found_is_listed_first(desk, archive):
    outlets = [("Meridian Wire", 12), ("Harbour Courier", 15), ("Coast Weekly", 12)]
    reports = [
        fire(*outlet, place=place) for outlet in outlets for place in ("Halden", "Moss", "Larvik", "Skien")
    ]
    address = upload(desk, *(article(r.text, f"{r.source}-{r.title[8:]}.txt") for r in reports))
    desk.get(f"{address}/events")
    page = tree(desk.get(address))
    listed = [text_of(item) for item in page.xpath("//main//li")]
    assert len(listed) == 10
    assert listed == sorted(listed, key=lambda item: item.startswith("Agreement"))
    assert listed[0].startswith("Conflict")


def test_what_cannot_be_read_is_named_and_the_rest_is_added(desk, archive):
    good = article(fire("Meridian Wire", 12).text)
    address = upload(
        desk, good, article("", "empty.txt"), ("scan.pdf", b"%PDF-1.4 damaged", "application/pdf")
    )
    desk.get(f"{address}/events")
    page = seen(desk.get(address))
    assert "1 article added" in page
    assert "empty.txt" in page
    assert "scan.pdf" in page
    assert "/tmp" not in page
    assert len(archive.documents()) == 1


def test_two_uploads_of_one_name_are_two_articles(desk, archive):
    both = [article(fire(outlet, 12).text, "index.txt") for outlet in ("Meridian Wire", "Harbour Courier")]
    desk.get(f"{upload(desk, *both)}/events")
    assert len(archive.documents()) == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/cron.d/x.txt", "x.txt"),
        ("C:\\secret\\a.txt", "a.txt"),
        ("..txt", "upload.txt"),
        ("\u202egpj.txt", "gpj.txt"),
        ("a" * 300 + ".txt", "a" * 120 + ".txt"),
    ],
)
def test_a_name_of_a_file_leads_nowhere(desk, archive, name, kept):
    address = upload(desk, article(fire("Meridian Wire", 12).text, name))
    desk.get(f"{address}/events")
    (document,) = archive.documents()
    assert archive.document(document.id).path == kept


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "-", "ftp://x.example/a"])
def test_only_web_addresses_are_fetched(desk, archive, address):
    place = upload(desk, article(fire("Meridian Wire", 12).text), addresses=address)
    desk.get(f"{place}/events")
    assert "is no http or https address" in seen(desk.get(place))
    assert len(archive.documents()) == 1


def test_nothing_chosen_is_said_so(desk):
    answer = desk.post("/add", data={"csrf": proof(desk.get("/add"))})
    assert answer.status_code == 422
    assert "Choose files, or paste addresses" in seen(answer)


def test_an_error_of_our_own_is_in_the_log_as_the_page_says(desk, monkeypatch, caplog):
    def fail(*_, **__):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("crosscheck.desk.pages.add.read_uploads", fail)
    address = upload(desk, article(fire("Meridian Wire", 12).text))
    desk.get(f"{address}/events")
    page = seen(desk.get(address))
    assert "Nothing was added" in page
    assert "the server's log has the details" in page
    assert "ZeroDivisionError: a fault" in caplog.text


def test_a_job_that_is_not_there_is_a_page_that_says_so(desk):
    for path in ("/draft/ffff", "/add/ffff", "/draft/ffff/export/csv"):
        assert desk.get(path).status_code == 404
