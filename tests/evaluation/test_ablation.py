"""Every rule can be switched off, and what it is worth is measured on the same stories."""

from crosscheck.evaluation.ablation import MEASURED, ablate, variants
from crosscheck.judging.rules import RULES
from crosscheck.settings import Settings


def test_every_rule_is_switched_off_once():
    switched = [variant.settings.judging.disabled_rules for variant in variants(Settings())]
    assert {frozenset({rule.name}) for rule in RULES} <= set(switched)


def test_every_variant_differs_from_the_full_chain():
    settings = Settings()
    assert all(variant.settings != settings for variant in variants(settings))


def test_fewer_neighbours_cost_less(checker, benchmark):
    full, worths = ablate(checker, benchmark)
    assert [figure.key for figure in full.figures] == list(MEASURED)
    one_neighbour = next(worth for worth in worths if worth.variant.startswith("neighbours: 1 "))
    assert one_neighbour.changes["pairing.cost"].value < 0
    assert one_neighbour.changes["pairing.recall"].value <= 0
