import pytest

from crosscheck.reading.languages import language_name, language_of

from .pages import ARTICLE, FRENCH, GERMAN, JAPANESE, SPANISH, TEXT

WITH_FOREIGN_NAMES = (
    "Zdeněk Pokorný, Ásta Kormáksdóttir and Nguyễn Văn Hùng met Władysław Szczepański in Öxarárfoss on Tuesday, "
    "and the Länsförsäkringar bank in Örnsköldsvik said that the Bundesverfassungsgericht would rule on it."
)


@pytest.mark.parametrize("text", [TEXT, ARTICLE[0]])
def test_english_news_is_english(text):
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", [WITH_FOREIGN_NAMES, ARTICLE[1], ARTICLE[3]])
def test_english_news_with_foreign_names_or_few_words_is_never_taken_for_another_language(text):
    assert language_of(text) in ("en", None)


@pytest.mark.parametrize(
    ("language", "text"), [("es", SPANISH), ("fr", FRENCH), ("de", GERMAN), ("ja", JAPANESE)]
)
def test_two_dozen_words_tell_the_language(language, text):
    assert language_of(text) == language


def test_a_language_has_a_name():
    assert language_name("pt") == "Portuguese"
    assert language_name("xx-none") == "xx-none"
