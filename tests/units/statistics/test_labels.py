"""Labels become positions; one that is missing is never a group of its own."""

import numpy as np
import pandas as pd
import pytest

from dampak.statistics.labels import positions_of


@pytest.mark.parametrize(
    "labels",
    [["b", "a", "b"], [2, 1, 2], pd.Series(["b", "a", "b"], dtype="string"), [True, False, True]],
)
def test_labels_of_any_kind_become_positions_in_their_order(labels):
    assert positions_of(labels, name="groups", length=3).tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    "labels",
    [
        ["a", None, "b"],
        [1.0, np.nan, 2.0],
        np.array(["2031-01", "NaT", "2031-02"], dtype="datetime64[M]"),
        np.array(["a", np.nan, "b"], dtype=object),
        pd.Series(["a", None, "b"], dtype="string"),
        pd.Series([1, None, 2], dtype="Int64"),
    ],
)
def test_a_missing_label_is_refused_and_found(labels):
    with pytest.raises(ValueError, match=r"groups holds 1 missing .* \(first: position 1\)"):
        positions_of(labels, name="groups", length=3)


def test_text_and_numbers_cannot_be_put_in_order():
    with pytest.raises(ValueError, match="groups mixes text with numbers"):
        positions_of(np.array(["a", 1], dtype=object), name="groups", length=2)
