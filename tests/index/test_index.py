"""Every index gives the same neighbours."""

import numpy as np
import pytest

from crosscheck.index.faiss import FaissIndex
from crosscheck.protocols import Index
from crosscheck.testing import FakeIndex


@pytest.fixture(params=[FaissIndex, FakeIndex])
def new_index(request):
    return request.param


def unit(rows):
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_nearest_come_first_with_their_cosines(new_index):
    index = new_index(2)
    assert isinstance(index, Index)
    index.add(unit([[1, 0], [0, 1]]))
    index.add(unit([[1, 1]]))
    cosines, numbers = index.search(unit([[1, 0.2]]), 3)
    assert numbers.tolist() == [[0, 2, 1]]
    assert cosines[0] == pytest.approx([0.9806, 0.8321, 0.1961], abs=1e-3)


def test_missing_neighbours_are_minus_one(new_index):
    index = new_index(2)
    index.add(unit([[1, 0]]))
    cosines, numbers = index.search(unit([[0, 1]]), 3)
    assert numbers.tolist() == [[0, -1, -1]]
    assert cosines[0].tolist() == [0, -1, -1]
