"""Wire copies are one voice."""

from crosscheck.claims.by_rules import extract
from crosscheck.pairing.copies import find_copies, own_claims
from crosscheck.types import Document

AGENCY = (
    "The two presidents spoke by telephone for 50 minutes on Tuesday. They discussed mines adrift in the Black "
    "Sea and the price of gas. The Turkish communications directorate said the call took place at the request "
    "of Bucharest. A joint commission of naval officers will meet in Constanta in March. Three merchant ships "
    "have struck drifting mines since February, killing two sailors."
)
OTHER = (
    "Fishermen in Constanta have not left port for nine days. The harbour master blames the mines, of which the "
    "navy has found eleven since the winter. Insurance for a trawler now costs twice what it did last year, and "
    "the market hall smells of nothing but bleach, says Elena Duca, who sells turbot when there is any."
)


def document(source, text, published):
    return Document(source=source, text=text, published=published)


def test_an_outlet_that_runs_an_agency_text_is_a_copy_of_it():
    agency = document("Meridian Wire", AGENCY, "2025-04-16T08:00:00Z")
    copy = document("Harbour Courier", "From our agency desk\n\n" + AGENCY, "2025-04-16T09:30:00Z")
    other = document("Coast Weekly", OTHER, "2025-04-16T07:00:00Z")
    assert find_copies([copy, other, agency], 0.7) == {copy.id: agency.id}


def test_a_copy_that_was_cut_is_still_a_copy():
    agency = document("Meridian Wire", AGENCY, "2025-04-16T08:00:00Z")
    copy = document("Harbour Courier", AGENCY.partition(" A joint commission")[0], "2025-04-16T09:30:00Z")
    assert find_copies([agency, copy], 0.7) == {copy.id: agency.id}


def test_copies_of_a_copy_point_at_the_original():
    agency = document("Meridian Wire", AGENCY, "2025-04-16T08:00:00Z")
    first = document("Harbour Courier", AGENCY + " More follows.", "2025-04-16T09:00:00Z")
    second = document("Coast Weekly", AGENCY + " More follows.", "2025-04-16T10:00:00Z")
    assert find_copies([second, first, agency], 0.7) == {first.id: agency.id, second.id: agency.id}


def test_a_shared_quotation_makes_no_copy():
    quote = (
        '"We came to solve things that hurt people who get up at four in the morning," the president said. '
    )
    a = document("Meridian Wire", quote + AGENCY, "2025-04-16")
    b = document("Coast Weekly", quote + OTHER, "2025-04-16")
    assert find_copies([a, b], 0.7) == {}


def test_an_edited_figure_in_a_copied_text_stays_a_claim_of_the_copy():
    agency = document("Meridian Wire", AGENCY, "2025-04-16T08:00:00Z")
    copy = document("Harbour Courier", AGENCY.replace("50 minutes", "15 minutes"), "2025-04-16T09:30:00Z")
    assert find_copies([agency, copy], 0.7) == {copy.id: agency.id}
    own = own_claims(extract(copy).claims, extract(agency).claims)
    assert [claim.text for claim in own] == [
        "The two presidents spoke by telephone for 15 minutes on Tuesday."
    ]


def test_another_currency_in_a_copied_text_stays_a_claim_of_the_copy():
    wire, copy = (Document(text=f"The fine was {amount} million.") for amount in ("$12", "€12"))
    assert own_claims(extract(copy).claims, extract(wire).claims) == list(extract(copy).claims)
