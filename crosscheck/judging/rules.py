"""Rules that veto a verdict or turn it into another.

Each has a name, a reason for the editor, and cases that it wins and loses in `tests/judging/test_rules.py`;
any can be switched off by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crosscheck.claims.offices import office_clash
from crosscheck.claims.same_speaker import may_be_one_speaker
from crosscheck.judging.differences import LEAST_COMMON, named_apart
from crosscheck.judging.evidence import common_words, content_words, kinds_of_event, names_missing
from crosscheck.judging.quantities import QuantityComparison, compare_quantities
from crosscheck.judging.times import single_days, tells_hour
from crosscheck.pairing.copies import wording
from crosscheck.pairing.occasions import days_apart, may_share_occasion
from crosscheck.types import AssertionKind, Claim, DifferenceType, Pair, Verdict

SAME_WORDING = "same_wording"
LEAST_NAMES = 2
"""Names in common from which two undated claims are of the same people, whatever else they say."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says.

    Attributes:
        verdict: The one that stands from now on.
        reason: Why.
        settles: Whether the verdict stands whatever the probabilities say.
    """

    verdict: Verdict | None
    reason: str
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule.

    Attributes:
        name: As settings and explanations print it.
        apply: The ruling on a pair and the verdict so far; None where the rule has no say.
        differing: What a pair must differ on, should it differ, for the rule to be asked; anything if None.
    """

    name: str
    apply: Callable[[Pair, Verdict | None], Ruling | None]
    differing: DifferenceType | None = None


def _same_wording(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Word-for-word the same text is one voice: a shared agency line confirms nothing."""
    if verdict is None or wording(pair.a.text) != wording(pair.b.text):
        return None
    return Ruling(None, "the same wording: one voice, not a confirmation")


def _office_held(pair: Pair, verdict: Verdict | None) -> Ruling | None:  # noqa: ARG001 - whatever was said
    """One article that calls a person the former and the present holder of an office contradicts itself.

    Of two articles each may be right in its own time, so there the rule has no say.
    """
    clash = office_clash(pair.a, pair.b)
    if clash is None or pair.a.document != pair.b.document:
        return None
    return Ruling(Verdict.CONFLICT, f"{clash[0].person}: former or present {clash[0].title}", settles=True)


def _same_article(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """An article that says a thing twice does not confirm itself."""
    if verdict is not Verdict.AGREEMENT or pair.a.document != pair.b.document:
        return None
    return Ruling(None, "one article that says it twice")


def _other_occasion(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Reports weeks apart whose days cannot overlap speak of two occasions."""
    if verdict is None or may_share_occasion(pair.a, pair.b):
        return None
    return Ruling(None, f"not comparable: reports {days_apart(pair.a, pair.b)} days apart, on other days")


def _other_event(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Where a date is unknown, names and kinds of event must tell that two claims are of the same event.

    Two claims of one kind of event, each with a name that the other lacks, are of two events (places may
    differ: that can be the conflict). Where each names somebody else and no kind is shared, the weights
    decide. Of the rest, two kinds of event need a name in common, and anything else a kind, two names or
    `LEAST_COMMON` other words. Where both dates are known they say it better.

    On the stories kept for the judge, without their dates, 194 of 244 suggested conflicts are right; with a
    rule that struck out whenever each claim names somebody else it were 108 of 141, on dev and seeds/ 5 of 8
    and 11 of 20 instead of 10 of 13 and 12 of 21 (updates counted; measured once).
    """
    if verdict is None or pair.story is None or days_apart(pair.a, pair.b) is not None:
        return None
    reason = _not_comparable(pair.a, pair.b)
    return Ruling(None, f"not comparable: {reason}") if reason else None


def _not_comparable(a: Claim, b: Claim) -> str:
    """Why two undated claims are not of one event; empty where they can be."""
    missing = names_missing(a, b), names_missing(b, a)
    kinds_a, kinds_b = (kinds_of_event(content_words(claim.text)) for claim in (a, b))
    if all(missing) and (named_apart(a, b) or named_apart(b, a)):
        others = f"date unknown, other names ({missing[0][0]}; {missing[1][0]})"
        return others if kinds_a & kinds_b else ""
    if kinds_a & kinds_b:
        return ""
    if kinds_a and kinds_b and len(missing[0]) == len(a.mentions):
        return f"{min(kinds_a)} and {min(kinds_b)}, no name in common"
    names_common = len({mention.text for mention in a.mentions} - set(missing[0]))
    if names_common < LEAST_NAMES and len(common_words(a, b)) < LEAST_COMMON:
        return "date unknown, too little in common"
    return ""


def _little_in_common(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Two claims of articles that share one word and some names agree on nothing in particular."""
    if verdict is not Verdict.AGREEMENT or pair.story is None:
        return None
    if len(common_words(pair.a, pair.b)) >= LEAST_COMMON:
        return None
    if compare_quantities(pair.a, pair.b).comparison is QuantityComparison.MATCH:
        return None
    return Ruling(None, "too little in common to report the same")


def _figures_clash(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Claims whose figures cannot both be true do not agree, however alike they sound."""
    if verdict is not Verdict.AGREEMENT:
        return None
    if compare_quantities(pair.a, pair.b).comparison is not QuantityComparison.CLASH:
        return None
    return Ruling(None, "alike, but their figures cannot both be true")


def _same_day(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Where the day is all that may differ, one that is the same in other words makes no conflict.

    Unless an hour is told, which can be another. Of the conflicts of the judge's stories that were suggested
    out of fold, it strikes out four, all of them false, and one of seeds/ ("9 December" and "Saturday";
    measured once).
    """
    if verdict is not Verdict.CONFLICT:
        return None
    days = single_days(pair.a)
    if not days or days != single_days(pair.b) or tells_hour(pair.a) or tells_hour(pair.b):
        return None
    return Ruling(None, "the same day, in other words")


def _rival_parties(pair: Pair, verdict: Verdict | None) -> Ruling | None:
    """Two parties who contradict one another are quoted: the sources themselves need not differ.

    Not where both speakers may be one ("he", "the ministry" and "the defence ministry").
    """
    a, b = pair.a, pair.b
    if verdict is not Verdict.CONFLICT or a.voice is None or b.voice is None:
        return None
    partial = {AssertionKind.DENIAL, AssertionKind.ALLEGATION, AssertionKind.QUOTATION}
    if not {a.assertion, b.assertion} & partial or may_be_one_speaker(a.voice, b.voice):
        return None
    return Ruling(Verdict.COMPETING_ACCOUNTS, f"{a.voice} and {b.voice} contradict one another")


RULES: tuple[Rule, ...] = (
    Rule(SAME_WORDING, _same_wording),
    Rule("office_held", _office_held),
    Rule("same_article", _same_article),
    Rule("other_occasion", _other_occasion),
    Rule("other_event", _other_event),
    Rule("little_in_common", _little_in_common),
    Rule("figures_clash", _figures_clash),
    Rule("same_day", _same_day, differing=DifferenceType.DATE),
    Rule("rival_parties", _rival_parties),
)
