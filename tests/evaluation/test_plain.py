"""The plain recipe runs the same weights through sentence-transformers and torch."""

import numpy as np
import pytest

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.evaluation.plain import PlainRecipe, rebuild_bundled
from crosscheck.nli.bundled import CarefulNli
from crosscheck.runtime.logits import softmax
from crosscheck.settings import RuntimeSettings
from crosscheck.types import Document, Verdict

TOLL = "Twelve people died in the fire at the paper mill in Norwick on Tuesday."
OTHER_TOLL = "Fifteen people died in the fire at the paper mill in Norwick on Tuesday."
REWORDED = "According to the brigade, the blaze cost fewer lives than first feared."


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    return PlainRecipe(*rebuild_bundled(tmp_path_factory.mktemp("plain")), threads=2)


def test_the_weights_are_ours(recipe):
    texts, pairs = [TOLL, OTHER_TOLL, REWORDED], [(TOLL, OTHER_TOLL), (REWORDED, TOLL)]
    exact = RuntimeSettings(full_precision=True)
    assert np.allclose(recipe.encoder.encode(texts), BundledEncoder(exact).encode(texts), atol=1e-3)
    uncalibrated = softmax(CarefulNli(exact).logits(pairs))
    assert np.allclose(recipe.nli.predict(pairs), uncalibrated, atol=1e-3)


def test_it_alarms_at_similar_sentences_of_two_documents_only(recipe):
    documents = [
        Document(id="mill/wire", source="Wire", text=f"{TOLL} {OTHER_TOLL}"),
        Document(id="mill/ledger", source="Ledger", text=OTHER_TOLL),
    ]
    found = recipe.examine(documents)
    assert len(found.sentences) == 3
    sides = {(judged.a.document, judged.b.document) for judged in found.judged}
    assert sides == {("mill/wire", "mill/ledger")}
    assert Verdict.CONFLICT in {judged.verdict for judged in found.judged}


def test_it_never_looks_at_a_conflict_in_other_words(recipe):
    documents = [
        Document(id="mill/wire", source="Wire", text=TOLL),
        Document(id="mill/ledger", source="Ledger", text=REWORDED),
    ]
    assert recipe.examine(documents).judged == ()
