"""A small desk of invented articles with labels, for tests that need no model."""

from crosscheck.evaluation.labels import GoldPair, Place
from crosscheck.evaluation.matching import GoldBook, Voices
from crosscheck.types import Document

WIRE = (
    "Fire broke out at the Norwick paper mill shortly after four on Tuesday morning. "
    "Twelve workers were taken to hospital. "
    "The mill had been inspected in March, and the inspectors had found nothing to object to at the time. "
    "The fire brigade from Norwick and two neighbouring towns fought the flames until noon."
)
LEDGER = "Flames tore through a paper mill in Norwick. Nine workers needed hospital treatment. Nobody died."
QUIET = "The council meets on Thursday. The agenda holds the swimming pool."

DOCUMENTS = {
    document.id: document
    for document in (
        Document(id="mill/wire", source="Wire", published="2025-03-04T08:00:00Z", text=WIRE),
        Document(id="mill/echo", source="Echo", published="2025-03-04T11:00:00Z", text=WIRE),
        Document(id="mill/ledger", source="Ledger", published="2025-03-04T10:00:00Z", text=LEDGER),
        Document(id="pool/post", source="Post", published="2025-03-04T10:00:00Z", text=QUIET),
    )
}


def sentence(document: str, text: str) -> Place:
    """Where a sentence stands."""
    start = DOCUMENTS[document].text.index(text)
    return Place(document=document, start=start, end=start + len(text))


TWELVE = sentence("mill/wire", "Twelve workers were taken to hospital.")
TWELVE_COPIED = sentence("mill/echo", "Twelve workers were taken to hospital.")
NINE = sentence("mill/ledger", "Nine workers needed hospital treatment.")
INSPECTED = sentence("mill/wire", "The mill had been inspected in March")
NOBODY = sentence("mill/ledger", "Nobody died.")
POOL = sentence("pool/post", "The agenda holds the swimming pool.")

CONFLICT = GoldPair(a=TWELVE, b=NINE, relation="conflict", type="number", note="12 or 9 hurt")
TRAP = GoldPair(a=INSPECTED, b=NOBODY, relation="trap", type="other-quantity")


def voices() -> Voices:
    """Of the desk's articles."""
    return Voices(DOCUMENTS)


def book(*gold: GoldPair) -> GoldBook:
    """Of some labels, by default the conflict and the trap."""
    return GoldBook(gold or (CONFLICT, TRAP), voices())
