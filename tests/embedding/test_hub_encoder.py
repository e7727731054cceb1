"""Any sentence-transformers encoder by path."""

import numpy as np
import pytest
from hub_models import write_encoder

from crosscheck.embedding.sentence_transformers import SentenceTransformerEncoder
from crosscheck.errors import ModelNotFound
from crosscheck.protocols import Encoder

TEXTS = ["the call lasted fifty minutes", "two hours", "twelve people were killed"]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return SentenceTransformerEncoder(str(write_encoder(tmp_path_factory.mktemp("encoder"))))


def test_a_hub_encoder_fits_the_protocol(encoder):
    assert isinstance(encoder, Encoder)
    assert encoder.dimension == 16


def test_vectors_come_in_the_order_of_the_texts_and_have_unit_length(encoder):
    vectors = encoder.encode(TEXTS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for number, text in enumerate(TEXTS):
        assert encoder.encode([text])[0] == pytest.approx(vectors[number], abs=1e-5)


def test_an_unknown_encoder_is_named_in_the_error(tmp_path):
    with pytest.raises(ModelNotFound, match="nowhere"):
        SentenceTransformerEncoder(str(tmp_path / "nowhere"))
