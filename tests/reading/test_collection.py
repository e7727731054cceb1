import json

import pytest

from crosscheck.reading import admit, read_all
from crosscheck.settings import ReadingSettings
from crosscheck.types import Document, Problem

from .pages import ARTICLE, SPANISH, TEXT


class Archive:
    """A user's own reader."""

    def read(self, location):
        yield Document(text=TEXT, source=location, id=location)
        yield Problem(path=location, message="page 2 is torn")


def test_all_locations_are_read_in_their_order(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
    documents, problems = read_all([tmp_path / "b.txt", str(tmp_path / "missing.txt"), tmp_path / "a.txt"])
    assert [document.source for document in documents] == ["b", "a"]
    assert [problem.path for problem in problems] == [str(tmp_path / "missing.txt")]


def test_a_users_own_reader_is_accepted():
    documents, problems = read_all(["box 7"], reader=Archive())
    assert [document.source for document in documents] == ["box 7"]
    assert problems == [Problem(path="box 7", message="page 2 is torn")]


def test_one_id_for_two_articles_is_a_problem_and_the_first_is_kept():
    first = Document(id="1", text=ARTICLE[0], source="Post", path="a.jsonl")
    second = Document(id="1", text=ARTICLE[1], source="Wire", path="b.jsonl")
    documents, (problem,) = admit([first, second])
    assert documents == [first]
    assert problem.path == "b.jsonl"
    assert "id 1 is already that of another document (a.jsonl)" in problem.message


def test_a_file_given_twice_is_read_once_without_a_word(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    documents, problems = read_all(["a.txt", tmp_path, "./a.txt"])
    assert (len(documents), problems) == (1, [])


def test_the_same_article_in_two_files_is_kept_once_and_said(tmp_path):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"source": "Post", "text": TEXT}))
    documents, (problem,) = read_all([tmp_path])
    assert len(documents) == 1
    assert problem.path == str(tmp_path / "b.json")
    assert "the same document as in" in problem.message


def test_two_outlets_with_one_text_are_two_documents():
    documents, problems = admit([Document(text=TEXT, source="Post"), Document(text=TEXT, source="Wire")])
    assert (len(documents), problems) == (2, [])


def test_an_article_in_a_language_that_the_models_do_not_know_is_named_and_left_out():
    spanish = Document(text=SPANISH, source="Diario", path="diario.txt")
    documents, (problem,) = admit([spanish, Document(text=TEXT, source="Post")])
    assert [document.source for document in documents] == ["Post"]
    assert problem.path == "diario.txt"
    assert "is in Spanish; only English can be compared" in problem.message


def test_the_known_languages_are_a_setting():
    spanish = Document(text=SPANISH, source="Diario")
    documents, problems = admit([spanish], ReadingSettings(languages=("en", "es")))
    assert (documents, problems) == ([spanish], [])


@pytest.mark.parametrize(
    "text", ["Netanyahu met Blinken in Jerusalem.", "El puerto fue cerrado.", "12", "港口关闭了。"]
)
def test_a_text_too_short_to_tell_its_language_is_accepted(text):
    documents, problems = admit([Document(text=text, source="Post")])
    assert (len(documents), problems) == (1, [])


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_document_without_text_is_a_problem(text):
    documents, (problem,) = admit([Document(text=text, source="Post", id="7")])
    assert documents == []
    assert problem == Problem(path="Post", message="document 7 has no text")
