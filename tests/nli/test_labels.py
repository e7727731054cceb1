"""The label order of an NLI model is read, never assumed."""

import numpy as np
import pytest
from hub_models import write_classifier

from crosscheck.errors import IncompatibleModel
from crosscheck.nli.cross_encoder import CrossEncoderNli
from crosscheck.nli.labels import label_order
from crosscheck.protocols import NliModel

PAIRS = [("the call lasted fifty minutes", "the call lasted two hours"), ("two hours", "twelve people")]


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        (["entailment", "neutral", "contradiction"], (0, 1, 2)),
        (["contradiction", "entailment", "neutral"], (1, 2, 0)),
        (["CONTRADICTION", "NEUTRAL", "ENTAILMENT"], (2, 1, 0)),
        (["c", "e", "n"], (1, 2, 0)),
    ],
)
def test_the_order_follows_the_config(labels, order):
    assert label_order(dict(enumerate(labels))) == order


@pytest.mark.parametrize(
    "labels", [["LABEL_0", "LABEL_1", "LABEL_2"], ["entailment", "not_entailment"], ["positive"], []]
)
def test_labels_that_do_not_say_what_they_are_are_refused(labels):
    with pytest.raises(IncompatibleModel, match="entailment, neutral and contradiction"):
        label_order(dict(enumerate(labels)))


def test_two_models_with_the_same_weights_and_another_label_order_agree_once_the_order_is_read(tmp_path):
    usual = CrossEncoderNli(
        str(write_classifier(tmp_path / "usual", ["entailment", "neutral", "contradiction"]))
    )
    turned = CrossEncoderNli(
        str(write_classifier(tmp_path / "turned", ["contradiction", "entailment", "neutral"]))
    )
    assert isinstance(usual, NliModel)
    expected = usual.predict(PAIRS)
    assert expected.sum(axis=1) == pytest.approx(1, abs=1e-5)
    # column 0 of the weights is "entailment" for the one and "contradiction" for the other
    assert turned.predict(PAIRS) == pytest.approx(expected[:, [1, 2, 0]], abs=1e-6)
    assert not np.allclose(expected, expected[:, [1, 2, 0]])


def test_a_two_way_model_is_refused(tmp_path):
    folder = write_classifier(tmp_path / "binary", ["entailment", "not_entailment"])
    with pytest.raises(IncompatibleModel):
        CrossEncoderNli(str(folder))
