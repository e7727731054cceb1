"""Which sentences make a claim that can be checked, and what the others are.

First version: the shape of the line and the word lists of `data/checkworthiness.toml`, in favour of the
claim where in doubt. `python eval/checkworthiness.py` counts the claims lost and the other lines caught.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscheck.claims.datelines import dateline_end
from crosscheck.claims.wordlists import CLOSING_QUOTES, DASHES, any_of, load_words, whole_words
from crosscheck.reading.boilerplate import is_boilerplate, makes_statement
from crosscheck.types import Sentence, SentenceKind, Span

CUES_WITHOUT_NAME, CUES_WITH_NAME = 3, 4
"""Cues that make commentary of a sentence that names nobody, and of one that names somebody. Two would lose
"Critics say the law bans peaceful protest"; three "Haaretz, citing the Prime Minister's Office, reported the
exchange and its context within broader regional issues"."""

LONGEST_HEADING = 16
"""Words."""

SHORTEST_STATEMENT = 6
"""Words of a line without a full stop that is a statement though it holds no figure."""

LONGEST_CREDIT = 14
"""Words."""

LONGEST_SCRAP = 4
"""Words of what is no statement though it shares its line: "(Radio Turkwel)", "P. Aasheim"."""

_TITLE_CASE = 0.7
"""Share of capitalised words among those of four letters and more that makes title case."""

_WORDS = load_words("checkworthiness")
_CALENDAR = load_words("segmentation")

_SENTENCE_END = re.compile(rf"[.!?;\u2026][)\]{CLOSING_QUOTES}]*\Z")
_QUESTION_END = re.compile(rf"\?[!?]*[)\]{CLOSING_QUOTES}]*\Z")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_FIGURE = re.compile(rf"\d|{whole_words(_WORDS['numbers'])}", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[^\W\d_a-z]\w+")

_LABEL = re.compile(rf"[(\[]?{any_of(_WORDS['credit_labels'])}\s?:|[(\[]?©", re.IGNORECASE)
_CREDIT = re.compile(rf"\W*{any_of(_WORDS['credit_openings'])}\b", re.IGNORECASE)
_SOURCE = re.compile(rf"[(\[]?{any_of(_WORDS['source_labels'])}\s?:", re.IGNORECASE)
_SIGNATURE = re.compile(rf"[{DASHES}]+\s*(?=[^\W\d_a-z])")
_LIST_MARK = re.compile(r"[-*\u2022\u2023\u25aa\u25e6\u00b7]\s+(?=\w)")
_VERB = re.compile(rf"{whole_words(_WORDS['verbs'])}|\w{{3}}ed\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(rf"{any_of(_WORDS['heading_questions'])}\b", re.IGNORECASE)

_MONTH_DAY = rf"{any_of(_CALENDAR['months'])}\.?\s\d{{1,2}}|\d{{1,2}}\s{any_of(_CALENDAR['months'])}\.?"
_WEEKDAY = any_of(_CALENDAR["weekdays"])
_DAY = rf"(?:(?:{_WEEKDAY},?\s)?(?:{_MONTH_DAY})(?:,?\s\d{{4}})?|\d{{1,4}}(?:[./-]\d{{1,4}}){{2}})"
_NOTICE = re.compile(
    rf"\W*(?:{any_of(_WORDS['notice_labels'])}(?:,?\s(?:on\s|of\s)?\(?{_DAY}\)?)?(?:\s?:|\s[{DASHES}])"
    rf"|(?P<amended>{any_of(_WORDS['notice_subjects'])}\s(?:was|were|is|has|have)\s(?:\w+\s){{0,3}}?"
    rf"{any_of(_WORDS['notice_verbs'])}\b"
    rf"|we\s(?:have\s)?(?:\w+\s)?{any_of(_WORDS['notice_verbs'])}\s(?:this|our)\s{any_of(_WORDS['articles'])}\b))",
    re.IGNORECASE,
)
_WITHDRAWS = re.compile(whole_words(_WORDS["withdraws"]), re.IGNORECASE)
_WITHDRAWN_VERSION = re.compile(
    rf"\b{any_of(_WORDS['withdrawn_versions'])}\sversions?\sof\s(?:this|our)\s{any_of(_WORDS['articles'])}\b",
    re.IGNORECASE,
)

_STOCK_PHRASE = re.compile(whole_words(_WORDS["stock_phrases"]), re.IGNORECASE)
_VOICE = re.compile(rf"(?:\w+, )?{any_of(_WORDS['voices'])}\b", re.IGNORECASE)
_MODAL = re.compile(whole_words(_WORDS["modals"]), re.IGNORECASE)
_VAGUE_WORD = re.compile(whole_words(_WORDS["vague_words"]), re.IGNORECASE)
_FIGURE_OR_QUOTATION = re.compile(
    rf"[\d\"\u201c\u201d\u201e\u00ab]|{whole_words(_WORDS['numbers'] + _WORDS['days'])}", re.IGNORECASE
)
_CALENDAR_NAME = re.compile(whole_words(_CALENDAR["weekdays"] + _CALENDAR["months"]))


def classify_sentences(text: str, spans: Sequence[Span]) -> list[Sentence]:
    """Say of each sentence whether it makes a claim.

    What a correction notice takes back is none, in its first sentence or in the others of its paragraph; what
    it puts right is.

    Args:
        text: Kept text of a document.
        spans: Its sentences, as `split_sentences` gives them.

    Returns:
        One `Sentence` a span, in the order of the spans.
    """
    sentences = []
    in_notice = False
    for index, (start, end) in enumerate(spans):
        previous = spans[index - 1][1] if index else 0
        following = spans[index + 1][0] if index + 1 < len(spans) else len(text)
        begins = _parted(text, previous, start)
        in_notice = bool(_NOTICE.match(text, start, end)) or (in_notice and not begins)
        alone = begins and _parted(text, end, following)
        withdrawn = in_notice and _WITHDRAWS.search(text, start, end)
        kind = SentenceKind.BOILERPLATE if withdrawn else classify(text[start:end], alone=alone)
        sentences.append(Sentence(start=start, end=end, text=text[start:end], kind=kind))
    return sentences


def _parted(text: str, end: int, start: int) -> bool:
    """Whether a line ends, or the text does, between two sentences."""
    return end == 0 or start == len(text) or len(f"{text[end:start]}.".splitlines()) > 1


def classify(sentence: str, *, alone: bool = False) -> SentenceKind:
    """Say what a sentence is.

    Args:
        sentence: The sentence without white space around it.
        alone: Whether it has its line to itself, as headings have.
    """
    if is_boilerplate(sentence) or _is_withdrawal(sentence):
        return SentenceKind.BOILERPLATE
    mark = _LIST_MARK.match(sentence) if alone else None
    return classify(sentence[mark.end() :], alone=True) if mark else _kind_of_words(sentence, alone=alone)


def _kind_of_words(sentence: str, *, alone: bool) -> SentenceKind:
    if _is_fragment(sentence):
        return SentenceKind.FRAGMENT
    if _QUESTION_END.search(sentence):
        return SentenceKind.QUESTION
    if not _SENTENCE_END.search(sentence):
        if alone and not sentence.startswith("(") and _is_heading(sentence):
            return SentenceKind.HEADING
        if len(sentence.split()) <= LONGEST_SCRAP and not _VERB.search(sentence):
            return SentenceKind.FRAGMENT
    return SentenceKind.COMMENTARY if _is_commentary(sentence) else SentenceKind.CLAIM


def _is_withdrawal(sentence: str) -> bool:
    """Whether it tells only that, or what, was corrected: "An earlier version of this article said that ...".

    "Correction: nine people died, not eleven" tells what is right.
    """
    notice = _NOTICE.match(sentence)
    return bool(
        _WITHDRAWN_VERSION.search(sentence) or (notice and (notice["amended"] or _WITHDRAWS.search(sentence)))
    )


def _is_fragment(sentence: str) -> bool:
    """Whether it is a dateline, a byline or other credit, a caption, a signature, or no words at all."""
    if not _WORD.search(sentence) or dateline_end(sentence) == len(sentence) or _LABEL.match(sentence):
        return True
    source = _SOURCE.match(sentence)
    if source:
        return not (_VERB.search(sentence, source.end()) or makes_statement(sentence))
    lead = _CREDIT.match(sentence) or _SIGNATURE.match(sentence)
    if not lead or len(sentence.split()) > LONGEST_CREDIT or _VERB.search(sentence, lead.end()):
        return False
    if makes_statement(sentence):
        return False
    is_sentence = _SENTENCE_END.search(sentence) and not sentence.startswith("(")
    return not is_sentence or len(lead[0].split()) > 1  # "By noon nothing stood." is no byline


def _is_heading(line: str) -> bool:
    """Whether a line is short, does not end as a sentence does, and states nothing."""
    words = line.split()
    if _SENTENCE_END.search(line) or len(words) > LONGEST_HEADING:
        return False
    if line.endswith(":") or _is_title_case(line) or _QUESTION_WORD.match(line):
        return True
    states = _VERB.search(line) and (len(words) >= SHORTEST_STATEMENT or _FIGURE.search(line))
    return not states


def _is_title_case(line: str) -> bool:
    long_words: list[str] = _LONG_WORD.findall(line)
    return sum(word[0].isupper() for word in long_words) >= _TITLE_CASE * max(1, len(long_words))


def _is_commentary(sentence: str) -> bool:
    """Whether nothing ties it to the world and the cues of vague commentary add up."""
    if _FIGURE_OR_QUOTATION.search(sentence) or _CALENDAR_NAME.search(sentence):
        return False
    cues = (
        3 * len(_distinct(_STOCK_PHRASE, sentence))
        + 2 * bool(_VOICE.match(sentence))
        + bool(_MODAL.search(sentence))
        + len(_distinct(_VAGUE_WORD, sentence))
    )
    return cues >= (CUES_WITH_NAME if _NAME.search(sentence) else CUES_WITHOUT_NAME)


def _distinct(pattern: re.Pattern[str], sentence: str) -> set[str]:
    return {found.lower() for found in pattern.findall(sentence)}
