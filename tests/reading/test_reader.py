import io
import json
import os
import subprocess
import sys
from random import Random

import pytest

from crosscheck.protocols import Reader
from crosscheck.reading import DocumentReader
from crosscheck.reading.formats import ENDINGS

from .conftest import read
from .pages import TEXT, page
from .test_feeds import ATOM
from .test_mail import mail
from .test_pdf import typeset
from .test_word import saved, typed

MEBIBYTE = 1024 * 1024


def test_the_reader_fits_the_protocol():
    assert isinstance(DocumentReader(), Reader)


def test_importing_the_room_loads_no_format_library():
    heavy = "trafilatura", "pypdf", "docx", "feedparser", "httpx", "py3langid", "charset_normalizer"
    code = f"import sys, crosscheck.reading; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_folder_is_read_with_its_folders_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.md", "c.JSONL"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps({"text": TEXT}) if "JSONL" in name else TEXT)
    documents, problems = read(tmp_path)
    assert problems == []
    assert [os.path.relpath(document.path, tmp_path) for document in documents] == [
        "a/1.md",
        "a/2.txt",
        "b.txt",
        "c.JSONL",
    ]


def test_what_is_no_article_in_a_folder_is_left_out_without_a_word(tmp_path):
    (tmp_path / ".git").mkdir()
    for name in (
        ".git/config.txt",
        ".DS_Store",
        "README.md",
        "LICENSE",
        "LICENSE.txt",
        "CHANGELOG.md",
        "a.txt",
    ):
        (tmp_path / name).write_text(TEXT)
    documents, problems = read(tmp_path)
    assert [document.source for document in documents] == ["a"]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("scan.jpg", "OCR"),
        ("old.doc", "save it as .docx"),
        ("table.xlsx", "save it as .csv"),
        ("notes", ".txt"),
        ("x.tex", ".txt"),
    ],
)
def test_a_file_of_an_unknown_format_is_a_problem_that_says_what_to_do(tmp_path, name, remedy):
    (tmp_path / name).write_text(TEXT)
    (tmp_path / "z.txt").write_text(TEXT)
    for location in (tmp_path, tmp_path / name):
        documents, (problem,) = read(location)
        assert problem.path == str(tmp_path / name)
        assert remedy in problem.message
        assert len(documents) == (location == tmp_path)


def test_a_link_in_a_circle_does_not_trap_the_reader(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    documents, problems = read(tmp_path)
    assert (len(documents), problems) == (1, [])


def test_a_pipe_that_nobody_writes_to_does_not_hold_up_the_folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    os.mkfifo(tmp_path / "b.txt")
    documents, problems = read(tmp_path)
    assert (len(documents), problems) == (1, [])


def test_a_missing_path_is_a_problem(tmp_path):
    documents, (problem,) = read(tmp_path / "missing.txt")
    assert documents == []
    assert problem.path == str(tmp_path / "missing.txt")
    assert "no such file" in problem.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    _, (problem,) = read(tmp_path)
    assert "no permission" in problem.message


def test_a_path_that_cannot_exist_is_a_problem():
    for path in ("a\x00b.txt", "x" * 5000 + ".txt"):
        documents, problems = read(path)
        assert (documents, len(problems)) == ([], 1)


def test_a_name_that_is_no_unicode_can_be_reported(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text(TEXT)
    (document,), _ = read(tmp_path)
    assert document.source == "caf\ufffd"
    document.model_dump_json()


def test_two_hundred_megabytes_of_zeros_are_refused_without_reading_them(tmp_path):
    for ending in ENDINGS.keys() - {".jsonl", ".ndjson"}:
        with (tmp_path / f"zeros{ending}").open("wb") as file:
            file.truncate(200 * MEBIBYTE)
    documents, problems = read(tmp_path)
    assert documents == []
    assert len(problems) == len(ENDINGS) - 2
    assert all("is 200 MiB large, the limit is 32 MiB" in problem.message for problem in problems)


def test_zeros_named_jsonl_are_refused_within_the_limit_of_a_record(tmp_path):
    with (tmp_path / "zeros.jsonl").open("wb") as file:
        file.truncate(200 * MEBIBYTE)
    documents, problems = read(tmp_path)
    assert (documents, len(problems)) == ([], 1)


JUNK = [
    b"",
    b"\x00",
    Random(7).randbytes(3000),
    b"\xff\xfe",
    b"<",
    b"{",
    b"[]",
    b"[[[",
    b"---\n:",
    b'"',
    b"\n\n",
    b"text",
]


@pytest.mark.parametrize("ending", sorted(ENDINGS))
@pytest.mark.parametrize("junk", JUNK)
def test_no_junk_in_any_format_raises_or_passes_in_silence(inbox, ending, junk):
    documents, problems = inbox(f"junk{ending}", junk)
    assert documents or problems
    assert all("Error" not in problem.message for problem in problems)


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_an_empty_file_is_a_problem_in_any_format(inbox, ending):
    documents, (problem,) = inbox(f"empty{ending}", b"")
    assert documents == []
    assert "is empty" in problem.message or "holds no documents" in problem.message


def test_a_folder_without_articles_is_a_problem(tmp_path):
    (tmp_path / "README.md").write_text(TEXT)
    (tmp_path / "empty").mkdir()
    documents, (problem,) = read(tmp_path)
    assert documents == []
    assert "holds no documents" in problem.message


STDIN = {
    "text": TEXT.encode(),
    "UTF-16 text": TEXT.encode("utf-16"),
    "Markdown": f"---\ntitle: T\n---\n{TEXT}".encode(),
    "page": page().encode(),
    "UTF-16 page": page().encode("utf-16"),
    "page with a comment": b"<!-- saved -->\n" + page().encode(),
    "one record": json.dumps({"text": TEXT}).encode(),
    "a list of records": json.dumps([{"text": TEXT}], indent=1).encode(),
    "an object of records": json.dumps({"documents": [{"text": TEXT}]}, indent=1).encode(),
    "JSON lines": b"".join(json.dumps({"text": TEXT, "id": i}).encode() + b"\n" for i in "ab"),
    "PDF": typeset(TEXT.split("\n\n")),
    "Word": saved(typed()),
    "mail": mail(plain=TEXT).as_bytes(),
    "feed": ATOM,
}


@pytest.mark.parametrize("kind", STDIN)
def test_the_format_of_standard_input_is_told_from_its_bytes(monkeypatch, kind):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STDIN[kind])))
    documents, problems = read("-")
    assert problems == []
    assert documents[0].text == TEXT
    assert documents[0].path == ("https://post.example/1" if kind == "feed" else "-")


def test_text_that_begins_with_a_bracket_is_text(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[Kelmouth] The harbour was closed.")))
    (document,), _ = read("-")
    assert (document.text, document.source) == ("[Kelmouth] The harbour was closed.", "stdin")


def test_standard_input_is_read_up_to_the_limit_only(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 5000)))
    documents, (problem,) = read("-", max_bytes=1000)
    assert documents == []
    assert problem.path == "-"
    assert "the limit is" in problem.message


def test_a_pipe_is_read_like_standard_input():
    program = "from crosscheck.reading import read_all; print(read_all(['/dev/stdin'])[0][0].text)"
    found = subprocess.run(
        [sys.executable, "-c", program], input=page(), capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == TEXT
