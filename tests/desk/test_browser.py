"""An editor's day in a real browser; what is asserted is what is seen."""

import re

import pytest
from api.serving import serving
from archive.newsroom import FigureNli, fire, newsroom, wire_copy
from axe_playwright_python.sync_playwright import Axe
from browsing import Complaints, chromium
from playwright.sync_api import expect

from crosscheck import Crosscheck, Settings
from crosscheck.desk.app import create_app

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

DRAFT = (
    "The fire at the Halden paper mill killed 15 people on Monday.\n\n"
    "The mayor opened a new library in Moss on Sunday."
)


expect.set_options(timeout=30_000)  # a busy machine must not fail them


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def complaints():
    heard = Complaints()
    yield heard
    assert heard == []


@pytest.fixture
def page(browser, complaints):
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield complaints.listen(context.new_page())
    context.close()


@pytest.fixture
def address(file, checker):
    with serving(create_app(file, checker)) as address:
        yield address


def write(folder, *documents):
    """Articles as files of Markdown with front matter."""
    for document in documents:
        name = document.source.lower().replace(" ", "-")
        head = f"source: {document.source}\ntitle: {document.title}\npublished: {document.published.isoformat()}\n"
        (folder / f"{name}.md").write_text(f"---\n{head}---\n\n{document.text}\n", encoding="utf-8")
    return sorted(folder.glob("*.md"))


def test_the_whole_day_of_an_editor(address, page, archive, tmp_path):
    files = write(
        tmp_path, fire("Meridian Wire", 12), fire("Harbour Courier", 15, 14), fire("Coast Weekly", 12, 10)
    )
    page.goto(address)
    expect(page.locator("main")).to_contain_text("The archive holds no articles yet")
    page.get_by_role("link", name="Add articles").click()
    add(page, files)
    expect(page.locator("#addition")).to_contain_text("3 articles added; new: 2 conflicts and 1 agreement")
    page.get_by_role("link", name="To the queue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 findings")
    dismiss_and_undo_by_keyboard(page, archive)
    accept_by_keyboard_and_look_at_the_keys(page)
    check_a_draft_and_follow_a_mark(page)
    page.get_by_role("link", name="Queue").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "crosscheck-findings.csv"
    assert "killed 15 people" in download.value.path().read_text(encoding="utf-8")


def add(page, files):
    page.get_by_label("Files").set_input_files(files)
    expect(page.locator("[data-chosen]")).to_contain_text(", ".join(file.name for file in files))
    page.get_by_role("button", name="Add to the archive").click()


def dismiss_and_undo_by_keyboard(page, archive):
    page.wait_for_load_state()  # nobody is so fast as to press a key before
    first = page.locator("article.finding").first
    expect(first).to_contain_text("Conflict")
    expect(first.locator("mark").first).to_be_visible()
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("d")
    expect(first.get_by_label("Why is it no conflict?")).to_be_focused()
    page.keyboard.type("they count different things")
    page.keyboard.press("Enter")
    expect(page.locator("article.decided")).to_contain_text("Dismissed: they count different things")
    expect(page.locator("#said")).to_have_text("Dismissed: they count different things")
    expect(page.locator("article.finding").nth(1)).to_be_focused()
    assert archive.count_findings() == 2
    page.keyboard.press("z")
    expect(page.locator("article.decided")).to_have_count(0)
    expect(first).to_contain_text("killed 15 people")
    expect(first).to_be_focused()
    assert archive.count_findings() == 3


def accept_by_keyboard_and_look_at_the_keys(page):
    page.keyboard.press("a")
    expect(page.locator("article.decided")).to_contain_text("Accepted")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("not the same event")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("article.finding").first).to_be_focused()


def check_a_draft_and_follow_a_mark(page):
    page.get_by_role("link", name="Draft").click()
    page.get_by_label("Text").fill(DRAFT)
    page.get_by_label("Appears on").fill("2025-03-05")
    page.get_by_role("button", name="Check against the archive").click()
    expect(page.locator("#note-1")).to_contain_text("Disputed")
    expect(page.locator("#note-2")).to_contain_text("Found nowhere")
    expect(page.locator("#tally")).to_contain_text("2 claims: 1 disputed, 1 found nowhere")
    page.get_by_role("link", name="Sentence 1: disputed").click()
    expect(page.locator("#note-1")).to_be_in_viewport()
    page.locator("#note-1 cite a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/.*#at-0"))
    expect(page.locator("#at-0")).to_be_in_viewport()
    expect(page.locator("#at-0")).to_contain_text("killed 12 people")


def test_the_other_keys_decide_and_note(address, page, archive):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 14)])
    page.goto(address)
    card = page.locator("article.finding")
    for key, said in (("o", "Dismissed: not the same event"), ("u", "Marked as an update")):
        page.keyboard.press("j")
        page.keyboard.press(key)
        expect(card).to_contain_text(said)
        expect(card).to_be_focused()
        page.keyboard.press("z")
        expect(card).to_contain_text("killed 12 people")
        expect(card).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("a d u o: keys are letters while one types")
    page.get_by_role("button", name="Keep note").click()
    expect(card.locator(".note")).to_contain_text("keys are letters while one types")
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    expect(card.get_by_label("Why is it no conflict?")).to_be_hidden()
    expect(card).to_be_focused()


def test_without_scripts_an_editor_decides_notes_and_takes_back(browser, address, archive):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 14)])
    (finding,) = archive.findings()
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("summary", has_text="Dismiss").click()
    page.get_by_label("Why is it no conflict?").fill("two mills")
    page.get_by_role("button", name="Dismiss it").click()
    expect(page.locator("article.finding")).to_contain_text("Dismissed: two mills")
    page.get_by_role("button", name="Undo").click()
    assert archive.finding(finding.id).review is None
    page.locator("summary", has_text="Note").click()
    page.get_by_label("Note for colleagues").fill("asked the fire brigade")
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator("article.finding .note")).to_contain_text("asked the fire brigade")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("article.finding .note")).to_have_count(0)
    context.close()


def test_without_scripts_a_draft_page_asks_again_until_it_is_checked(browser, address, archive):
    archive.add([fire("Meridian Wire", 12)])
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/draft")
    page.get_by_label("Text").fill(DRAFT)
    page.get_by_label("Appears on").fill("2025-03-05")
    page.get_by_role("button", name="Check against the archive").click()
    expect(page.locator("#tally")).to_contain_text("2 claims: 1 disputed, 1 found nowhere")
    expect(page.locator("#note-1")).to_contain_text("Disputed")
    context.close()


def test_a_filter_is_kept_in_the_address(address, page, archive):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 14), fire("Coast Weekly", 12, 10)])
    page.goto(address)
    page.get_by_label("Verdict").select_option("agreement")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("article.finding")).to_have_count(1)
    assert "verdict=agreement" in page.url
    expect(page.get_by_label("Verdict")).to_have_value("agreement")


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["desktop", "phone without scripts"]
)
def test_an_editor_looks_at_what_was_published_on_certain_days(browser, address, archive, viewport, scripts):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 14)])
    context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address)
    if viewport is PHONE:
        page.locator("summary", has_text="Filter").click()
    first, last = page.get_by_label("Published since"), page.get_by_label("Published until")
    first.fill("2025-03-04")
    last.fill("2025-03-04")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 finding")
    expect(page.locator("article.finding")).to_contain_text("killed 15 people")
    expect(first).to_have_value("2025-03-04")
    expect(page.get_by_role("link", name="CSV")).to_have_attribute(
        "href", re.compile("published_until=2025-03-04")
    )
    last.fill("2025-03-02")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".nothing")).to_contain_text("from 4 Mar 2025 to 2 Mar 2025: exchange the two days")
    first.fill("2025-03-01")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".nothing")).to_contain_text(
        "None of the articles was published from 1 Mar 2025 to 2 Mar 2025."
    )
    expect(last).to_be_visible()
    page.get_by_role("link", name="Show all open findings").click()
    expect(page.locator("article.finding")).to_have_count(1)
    context.close()


HOSTILE = {
    "script": '<script>alert(1)</script><img src=x onerror=alert(2)> "><svg/onload=alert(3)>',
    "template": "{{ 7 * 7 }} {% raw %} ${alert(4)} <!-- --> ]]>",
    "rtl": "\u05d4\u05e9\u05e8 \u202e\u2066 \u0627\u0644\u0648\u0632\u064a\u0631 \u200f",
    "odd": "Z\u0300\u0301\u0302\u0303algo \U0001f9e8 \u2028 \x00\x1b[31m \ufeff",
    "long": "w" * 4000 + " " + "word " * 1200,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_harms_nothing(address, page, archive, kind):
    text = HOSTILE[kind]
    documents = [
        report.model_copy(
            update={
                "text": report.text.replace("on Monday.", f"on Monday, said {text}."),
                "title": text[:500],
                "author": text[:500],
                "url": f"javascript:alert('{report.source}')",
            }
        )
        for report in (fire("Meridian Wire", 12), fire("Harbour Courier", 15))
    ]
    archive.add(documents)
    found = archive.findings()
    assert found, "the hostile reports must meet"
    paths = [
        "/",
        "/articles",
        f"/articles/{found[0].a.document}",
        f"/stories/{found[0].a.document}",
        "/stories",
    ]
    for path in [*paths, f"/timeline/{found[0].id}", f"/findings/{found[0].id}", "/sources"]:
        page.goto(f"{address}{path}")
        assert page.locator("main script, main img, main svg, main [onerror], main [onload]").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    page.goto(f"{address}/draft")
    page.get_by_label("Text").fill(documents[0].text.replace("\x00", ""))
    page.get_by_role("button", name="Check against the archive").click()
    expect(page.locator("#tally")).to_contain_text("claim")
    expect(page.locator(".pending")).to_have_count(0)


@pytest.fixture
def busy(archive):
    """A finding of each kind that pages show, some of them decided."""
    wire = fire("Meridian Wire", 12)
    archive.add(
        [
            wire,
            fire("Harbour Courier", 15, 14),
            fire("Coast Weekly", 12, 10),
            wire_copy(wire, "Valley Echo", 9),
        ]
    )
    first, second, _ = archive.findings()
    archive.review(second.id, None, note="asked the fire brigade")
    return first


PAGES = ["/", "/draft", "/stories", "/articles", "/sources", "/add", "/?type=place", "/nowhere"]


def serious(page):
    """What axe has to say of a page that would bar somebody from it."""
    violations = Axe().run(page).response["violations"]
    return [
        (page.url, v["id"], v["nodes"][0]["html"])
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_bars_anyone(browser, address, busy, scheme):
    context = browser.new_context(color_scheme=scheme, viewport=DESKTOP)
    page = context.new_page()
    details = [
        f"/findings/{busy.id}",
        f"/timeline/{busy.id}",
        f"/stories/{busy.a.document}",
        f"/articles/{busy.a.document}",
    ]
    found = []
    for path in [*PAGES, *details]:
        page.goto(f"{address}{path}")
        found += serious(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_bars_anyone_from_the_work(browser, address, busy, tmp_path, scheme):
    context = browser.new_context(color_scheme=scheme, viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    found = []
    page.goto(address)
    for keys in ("j", "d", "Escape", "n"):
        page.keyboard.press(keys)
    found += serious(page)
    page.keyboard.type("asked the fire brigade")
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator("#said")).to_have_text("Note kept")
    page.keyboard.press("o")
    expect(page.locator("article.decided")).to_contain_text("Dismissed: not the same event")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found += serious(page)
    page.goto(f"{address}/?status=dismissed")
    expect(page.locator("article.finding")).to_contain_text("asked the fire brigade")
    found += serious(page)
    page.goto(f"{address}/draft")
    page.locator("summary", has_text="Which articles have a say").click()
    found += serious(page)
    page.get_by_label("Text").fill(DRAFT)
    page.get_by_label("Appears on").fill("2025-03-05")
    page.get_by_role("button", name="Check against the archive").click()
    expect(page.locator("#tally")).to_contain_text("2 claims")
    page.locator("#note-1 summary").click()
    found += serious(page)
    page.goto(f"{address}/add")
    empty = tmp_path / "empty.txt"
    empty.touch()
    add(
        page,
        [
            empty,
            *write(tmp_path, fire("Meridian Wire", 12, place="Moss"), fire("Coast Weekly", 15, place="Moss")),
        ],
    )
    expect(page.locator("#addition")).to_contain_text("2 articles added; new: ")
    expect(page.locator("#addition")).to_contain_text("empty.txt")
    found += serious(page)
    context.close()
    assert found == []


def test_an_archive_of_other_models_is_computed_anew_from_the_desk(file, page, archive):
    archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 14)])
    with serving(create_app(file, newsroom(nli=FigureNli("figure-nli-2")))) as address:
        page.goto(f"{address}/draft")
        page.get_by_role("link", name="How long does that take?").click()
        expect(page.locator("#recomputation")).to_contain_text("This desk has another NLI model")
        expect(page.locator("#recomputation")).to_contain_text("measured on a few claims")
        assert serious(page) == []
        page.get_by_role("button", name="Compute anew").click()
        expect(page.locator("#recomputation")).to_contain_text("all findings stay as they were")
        assert serious(page) == []
        page.goto(f"{address}/add")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".notice")).to_have_count(0)
        page.goto("about:blank")


def test_pages_fit_a_phone_and_move_only_for_those_who_want_it(browser, address, busy):
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    for path in [
        *PAGES,
        f"/stories/{busy.a.document}",
        f"/articles/{busy.a.document}",
        f"/timeline/{busy.id}",
    ]:
        page.goto(f"{address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert serious(page) == []
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.querySelector('.finding')).transitionDuration") == "0s"
    context.close()


def test_a_desk_with_a_token_is_entered_through_its_door(page, file, checker):
    from crosscheck.desk.settings import DeskSettings  # noqa: PLC0415 - of this test alone

    with serving(create_app(file, checker, DeskSettings(token="correct horse"))) as address:
        page.goto(address)
        page.get_by_label("Token").fill("correct horse")
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("main")).to_contain_text("The archive holds no articles yet")
        page.wait_for_load_state()
        page.goto("about:blank")


def test_with_the_bundled_models_real_reports_reach_the_queue_and_a_draft(page, tmp_path, seeds):
    """The chain as it ships: two outlets of one occasion, of which one says that there was a joint statement."""
    checker = Crosscheck(settings=Settings(runtime={"threads": 1}))
    file = tmp_path / "newsroom.db"
    folder = seeds / "5-blinken-october"
    with serving(create_app(file, checker)) as address:
        page.goto(f"{address}/add")
        page.get_by_label("Files").set_input_files(
            [folder / "meridian-wire.md", folder / "failaka-gazette.md"]
        )
        page.get_by_role("button", name="Add to the archive").click()
        page.set_default_timeout(180_000)
        expect(page.locator("#addition")).to_contain_text("2 articles added; new: ", timeout=180_000)
        page.get_by_role("link", name="To the queue").click()
        joint = page.locator("article.conflict").filter(has_text="put out a joint statement").first
        expect(joint).to_contain_text("without a joint statement")
        page.goto(f"{address}/draft")
        page.get_by_label("Text").fill(
            "Antony Blinken and Benjamin Netanyahu met in Jerusalem on Tuesday. The meeting lasted about two and a half hours."
        )
        page.get_by_label("Appears on").fill("2024-10-23")
        page.get_by_role("button", name="Check against the archive").click()
        expect(page.locator("#tally")).to_contain_text("2 claims: ", timeout=60_000)
        expect(page.locator("#note-2")).to_contain_text("Supported")
        expect(page.locator("#note-2 cite").first).to_be_visible()
        page.goto("about:blank")
