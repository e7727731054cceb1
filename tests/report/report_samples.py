"""A report as an editor gets it, and one whose texts attack the page, the terminal and the spreadsheet."""

from __future__ import annotations

from datetime import UTC, date, datetime

from crosscheck.types import (
    Coverage,
    DifferenceType,
    DocumentSummary,
    Finding,
    Models,
    Problem,
    Report,
    Run,
    Side,
    Tier,
    Verdict,
)

RUN = Run(
    crosscheck="0.1.0",
    models=Models(encoder="crosscheck-encoder 1", nli="crosscheck-nli 1"),
    settings={"pairing": {"neighbours": 4}},
)

WIRE = DocumentSummary(
    id="wire",
    source="Meridian Wire",
    title="Halvorsen and Okonjo speak by phone for 50 minutes",
    published=datetime(2024, 10, 22, 18, 40, tzinfo=UTC),
    url="https://meridian-wire.example/2024/10/22/halvorsen-okonjo-call",
    author="Ingrid Solheim",
    sentences=24,
    claims=15,
)
LEDGER = DocumentSummary(
    id="ledger",
    source="The Northern Ledger",
    title="Leaders agree to keep the strait open after two-hour call",
    published=datetime(2024, 10, 22, 21, 5, tzinfo=UTC),
    url="https://www.northern-ledger.example/politics/strait-call",
    author="Tomas Brandt and Leila Haddad",
    sentences=41,
    claims=23,
)
POST = DocumentSummary(
    id="post",
    source="Harbour Post",
    title="Halvorsen, Okonjo speak by phone",
    published=datetime(2024, 10, 22, 19, 2, tzinfo=UTC),
    url="https://harbour-post.example/wire/88121",
    sentences=23,
    claims=15,
    copy_of="wire",
)
RADIO = DocumentSummary(
    id="radio",
    source="Capital Radio News",
    title="What we know about the ferry collision",
    published=date(2024, 10, 23),
    url="https://capitalradio.example/ferry",
    sentences=29,
    claims=17,
)
DRAFT = DocumentSummary(id="draft", source="draft.md", sentences=26, claims=12)


def side(document: str, start: int, text: str, *differs: str, speaker: str | None = None) -> Side:
    """A quote that begins at `start` of its document and whose words `differs` are marked."""
    places = [start + text.index(words) for words in differs]
    spans = tuple((place, place + len(words)) for place, words in zip(places, differs, strict=True))
    return Side(
        document=document, start=start, end=start + len(text), text=text, speaker=speaker, spans=spans
    )


DURATION = Finding(
    id="9f2c61d07b1e4a35",
    verdict=Verdict.CONFLICT,
    type=DifferenceType.NUMBER,
    tier=Tier.CONFIRMED,
    score=0.93,
    reason="same call of Halvorsen and Okonjo on 22 October; length: 50 minutes against two hours",
    a=side(
        "wire",
        212,
        "The call between Prime Minister Halvorsen and President Okonjo lasted 50 minutes, the premier's "
        "office said in a read-out on Tuesday evening.",
        "50 minutes",
        speaker="the prime minister's office",
    ),
    b=side(
        "ledger",
        95,
        "The two leaders spoke for nearly two hours on Tuesday, longer than any of their previous "
        "conversations.",
        "nearly two hours",
    ),
)
STATEMENT = Finding(
    id="2b8d0f4471a96ce0",
    verdict=Verdict.CONFLICT,
    type=DifferenceType.NEGATION,
    tier=Tier.SUGGESTED,
    score=0.61,
    reason="same call on 22 October; a joint statement: none against one",
    a=side("wire", 1204, "No joint statement was issued after the call.", "No joint statement was issued"),
    b=side(
        "draft",
        640,
        "In a joint statement released after the call, both governments pledged to keep the strait open to "
        "merchant shipping.",
        "In a joint statement released",
    ),
)
ACCOUNTS = Finding(
    id="c05e9a7730d4f182",
    verdict=Verdict.COMPETING_ACCOUNTS,
    type=DifferenceType.NUMBER,
    tier=Tier.CONFIRMED,
    score=0.88,
    reason="ferry collision of 21 October; aboard: 212 (operator), more than 300 (port union)",
    a=side(
        "ledger", 2210, "The operator said 212 people were aboard the ferry.", "212", speaker="the operator"
    ),
    b=side(
        "radio",
        480,
        "More than 300 passengers and crew were on board, according to the port workers' union.",
        "More than 300",
        speaker="the port workers' union",
    ),
)
TOLL = Finding(
    id="77e1b3c9d25a0f48",
    verdict=Verdict.UPDATE,
    type=DifferenceType.NUMBER,
    tier=Tier.CONFIRMED,
    score=0.97,
    reason="ferry collision of 21 October; injured: 14 on Tuesday evening, 19 on Wednesday",
    a=side("radio", 102, "Nineteen people are now known to have been injured.", "Nineteen people"),
    b=side("ledger", 1988, "At least 14 people were hurt when the vessels collided.", "At least 14 people"),
)
MINISTERS = Finding(
    id="e4a8116c90bd2f73",
    verdict=Verdict.AGREEMENT,
    type=None,
    tier=Tier.CONFIRMED,
    score=0.9,
    reason="both report that the foreign ministers will meet in Geneva in November",
    a=side("wire", 1500, "Their foreign ministers are to meet in Geneva next month."),
    b=side("ledger", 1320, "The two foreign ministers will hold talks in Geneva in November."),
)
STRAIT = Finding(
    id="5d3f7ac2e1b08946",
    verdict=Verdict.AGREEMENT,
    type=DifferenceType.OUTCOME,
    tier=Tier.SUGGESTED,
    score=0.7,
    reason="both report that the strait stays open to merchant ships",
    a=side("ledger", 310, "Both sides undertook to keep the strait open."),
    b=side("draft", 900, "The strait will stay open to merchant traffic, the two capitals agreed."),
)


def build_editors_report() -> Report:
    """Five documents, one a wire copy, and findings of every verdict."""
    return Report(
        run=RUN,
        documents=(WIRE, LEDGER, POST, RADIO, DRAFT),
        single_source=(
            side("radio", 700, "The harbour was closed to large vessels for six hours."),
            side("wire", 1710, "Okonjo's office declined to comment on the read-out."),
            side("wire", 820, "The call was arranged by the Swiss embassy, two diplomats said."),
            side("wire", 1820, "It was the third conversation of the two since August."),
            side("wire", 2011, "Halvorsen travels to the northern provinces on Thursday."),
            side("draft", 1400, "Insurance rates for ships in the strait have doubled since September."),
        ),
        coverage=Coverage(documents=5, sentences=143, claims=82, pairs=214, single_source_claims=6),
        problems=(
            Problem(path="inbox/scan-1022.pdf", message="no text in it; run it through OCR first"),
            Problem(path="inbox/feed.jsonl", line=812, message="broken JSON: expected ',' after column 40"),
        ),
    ).with_findings((TOLL, DURATION, ACCOUNTS, MINISTERS, STRAIT, STATEMENT))


SCRIPT = "<script>alert('owned')</script>"
MARKUP = "[bold red]not markup[/bold red] :warning:"
ANSI = "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07click\x1b]8;;\x07 \x9b2J\x00"
RIGHT_TO_LEFT = "قال المتحدث إن المكالمة استمرت"
OVERRIDE = "\u202e21\u202c"
FORMULA = '=HYPERLINK("https://evil.example","open")'
LONG = "word " * 1990 + "the toll was 48 " + "tail " * 8


def build_hostile_report() -> Report:
    """Every free text of a report holds something that must stay text."""
    attacker = DocumentSummary(
        id='"><img src=x onerror=alert(1)>',
        source=f"{SCRIPT} {MARKUP}",
        title=f"{{{{ 7 * 7 }}}} {ANSI} </title></style>",
        url="javascript:alert(document.cookie)",
        author=FORMULA,
        sentences=1,
        claims=1,
    )
    tabloid = DocumentSummary(
        id="tabloid", source=FORMULA, url="https://ok.example/a?b=1&c=(2)", sentences=1, claims=1
    )
    copy = DocumentSummary(id="copy", source=f"{ANSI}<b>", sentences=1, claims=1, copy_of="tabloid")
    first = f"{SCRIPT} {MARKUP} {ANSI} {RIGHT_TO_LEFT} {OVERRIDE} **bold** [link](javascript:alert(1)) `code`"
    finding = Finding(
        id="0000000000000001",
        verdict=Verdict.CONFLICT,
        type=DifferenceType.NUMBER,
        tier=Tier.SUGGESTED,
        score=0.5,
        reason=f"{SCRIPT} {MARKUP} {ANSI} # not a heading",
        a=side(attacker.id, 40, first, SCRIPT, "**bold**", speaker=f"{SCRIPT}{MARKUP}{ANSI}"),
        b=side("tabloid", 0, LONG, "48"),
    )
    return Report(
        run=Run(crosscheck="0.1.0", models=Models(encoder=SCRIPT, nli=MARKUP)),
        documents=(attacker, tabloid, copy),
        single_source=(side(attacker.id, 900, FORMULA), side("tabloid", 12_000, f"1. {SCRIPT}{ANSI}")),
        coverage=Coverage(documents=3, sentences=3, claims=3, pairs=1, single_source_claims=2),
        problems=(Problem(path=f"{SCRIPT}.txt", message=f"{MARKUP} {ANSI}"),),
    ).with_findings((finding,))


def build_report_without_findings() -> Report:
    """Two articles that were compared without result."""
    coverage = Coverage(documents=2, sentences=65, claims=38, pairs=57, single_source_claims=0)
    return Report(run=RUN, documents=(WIRE, LEDGER), coverage=coverage)


def build_report_of_nothing() -> Report:
    """No document could be read."""
    coverage = Coverage(documents=0, sentences=0, claims=0, pairs=0, single_source_claims=0)
    return Report(run=RUN, coverage=coverage, problems=(Problem(path="missing.txt", message="no such file"),))
