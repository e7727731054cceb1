"""What the package shows, and what importing it costs."""

import subprocess
import sys

import pytest

import crosscheck

HEAVY = ("torch", "faiss", "openvino", "numpy", "pydantic", "rich", "trafilatura")


def loaded_after(code: str) -> set[str]:
    """The heavy modules that a fresh interpreter has loaded after some code."""
    probe = f"{code}\nimport sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(eval(done.stdout.splitlines()[-1]))


def test_every_public_name_can_be_imported_and_is_listed():
    for name in crosscheck.__all__:
        assert getattr(crosscheck, name).__name__ == name
    assert crosscheck.__all__ == sorted(crosscheck.__all__)
    assert set(dir(crosscheck)) == {*crosscheck.__all__, "__version__"}


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import crosscheck") == set()


def test_the_facade_loads_no_model_before_it_is_used():
    assert not loaded_after("from crosscheck import Crosscheck, Document; Crosscheck()") & {
        "torch",
        "faiss",
        "openvino",
    }


def test_help_loads_nothing_heavy():
    code = "import sys; sys.argv = ['crosscheck', '--help']\nfrom crosscheck.cli import main\ntry: main()\nexcept SystemExit: pass"
    assert loaded_after(code) == set()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Nonsense"):
        crosscheck.Nonsense  # noqa: B018
