"""A statement about a day to come is a forecast, whatever its verb."""

import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.types import AssertionKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The board reconvenes on March 20.", AssertionKind.FORECAST),
        ("The presidents agreed to meet again in Guayaquil in November.", AssertionKind.FORECAST),
        ("The public gets its say next Monday at a hearing downtown.", AssertionKind.FORECAST),
        ("The board met on March 10.", AssertionKind.STATEMENT),
        ("The union has called a strike for March 25.", AssertionKind.STATEMENT),
        ("The council passed a balanced 2026 budget on Monday.", AssertionKind.STATEMENT),
        ("The fire on March 12 killed nine people.", AssertionKind.STATEMENT),
        ("She said she worries about the libraries on Sunday.", AssertionKind.OPINION),
        ("The board has convened a congress, to be held in Riga on March 29.", AssertionKind.STATEMENT),
        ("Nine nurses are off sick, and their results are due tomorrow.", AssertionKind.STATEMENT),
        ("The ministers spoke by phone and will meet on Friday.", AssertionKind.STATEMENT),
        ("The swap had been due on March 20 and was put off.", AssertionKind.STATEMENT),
        ("Pinter called for a second ballot on March 20.", AssertionKind.STATEMENT),
    ],
)
def test_a_day_to_come_makes_a_statement_a_forecast(text, kind):
    assert sentence_claim(text, "2025-03-13").assertion is kind


def test_without_a_day_of_publication_nothing_is_known_to_lie_ahead():
    assert sentence_claim("The board reconvenes on March 20.").assertion is AssertionKind.STATEMENT
