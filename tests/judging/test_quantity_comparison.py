"""Only the same thing counted, in the same unit, is compared; as intervals."""

import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.quantities import (
    QuantityComparison,
    compare_quantities,
    differ_in_figure_alone,
)


def comparison(a, b):
    return compare_quantities(sentence_claim(a), sentence_claim(b)).comparison


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The call lasted nearly 50 minutes.", "The call lasted 48 minutes."),
        ("They talked for two and a half hours.", "They talked for 150 minutes."),
        ("The deal is worth $1.2bn.", "The deal is worth $1.23 billion."),
        ("At least 12 people were killed.", "15 people were killed."),
        ("Some 340 residents were moved out.", "338 residents were moved out."),
        ("A third of voters stayed at home.", "33 per cent of voters stayed at home."),
        ("They talked for 50 minutes, after 20 minutes in March.", "They talked for 50 minutes."),
    ],
)
def test_figures_that_can_both_be_true_match(a, b):
    assert comparison(a, b) is QuantityComparison.MATCH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The call lasted about 50 minutes.", "The call lasted two hours."),
        ("12 people were killed.", "15 people were killed."),
        ("Some 340 residents were moved out.", "Some 800 residents were moved out."),
        ("The deal is worth $1.2bn.", "The deal is worth $1.4bn."),
    ],
)
def test_figures_that_cannot_both_be_true_clash(a, b):
    assert comparison(a, b) is QuantityComparison.CLASH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("12 people were killed.", "15 people were injured."),
        ("The call lasted 50 minutes.", "Trade was worth 50 million dollars."),
        ("The sergeant, aged 24, died.", "The dead man was 61."),
        ("The bridge was built in 1998.", "12 bridges were closed."),
    ],
)
def test_other_things_counted_are_not_compared(a, b):
    assert comparison(a, b) is QuantityComparison.NONE


def test_the_clash_names_the_figures_that_are_closest():
    compared = compare_quantities(
        sentence_claim("They talked for 50 minutes and ate for three hours."),
        sentence_claim("They talked for two hours."),
    )
    assert compared.a.text == "three hours"
    assert compared.b.text == "two hours"


@pytest.mark.parametrize(
    ("a", "b", "alone"),
    [
        ("The call lasted 50 minutes.", "The call lasted two hours.", True),
        ("Five people died and 12 were hurt.", "Five people died and 15 were hurt.", True),
        ("Sales rose 5% to $3 million.", "Sales rose 8% to $3 million.", True),
        ("The call lasted 50 minutes.", "The call lasted 50 kilometres.", False),
        ("The call lasted 50 minutes.", "The second call lasted two hours.", False),
        ("The call lasted nearly 50 minutes.", "The call lasted 48 minutes.", False),
        ("Five people were killed.", "Seven people were injured.", False),
        ("The call lasted 50 minutes.", "The call lasted 50 minutes.", False),
        ("The talks failed.", "The talks failed.", False),
    ],
)
def test_the_same_words_with_another_figure_differ_in_that_alone(a, b, alone):
    first, second = sentence_claim(a), sentence_claim(b)
    assert differ_in_figure_alone(first, second) is differ_in_figure_alone(second, first) is alone


def test_the_closest_of_several_figures_that_agree_is_given():
    a = sentence_claim("At least 12 people were killed, and later 38 people were killed.")
    found = compare_quantities(a, sentence_claim("Some 38 people were killed."))
    assert found.comparison is QuantityComparison.MATCH
    assert found.a is not None
    assert found.a.text == "38"


def test_a_sign_of_numbers_in_the_text_is_no_figure():
    a, b = sentence_claim("# people were killed."), sentence_claim("12 people were killed.")
    assert not differ_in_figure_alone(a, b)
    assert not differ_in_figure_alone(b, a)
