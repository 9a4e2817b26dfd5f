"""Do pandas' objects cross with their dtypes, indexes and missing values?"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from autograde.errors import CodecError

from .test_codec import cross, message, sides

DAYS = pd.date_range("2024-01-01", periods=3, freq="D")
VALUES = {
    "integers": pd.Series([1, 2, 3], name="n"),
    "text": pd.Series(["a", None, "c"]),
    "missing": pd.Series([1.5, np.nan, np.inf]),
    "nullable": pd.Series([1, None, 3], dtype="Int64"),
    "booleans": pd.Series([True, None], dtype="boolean"),
    "strings": pd.Series(["a", None], dtype="string"),
    "categories": pd.Series(["a", "b", "a"], dtype=pd.CategoricalDtype(["b", "a"], ordered=True)),
    "moments": pd.Series(DAYS),
    "zoned": pd.Series(DAYS.tz_localize("Europe/Rome")),
    "spans": pd.Series(pd.to_timedelta([1, 2], unit="h")),
    "empty": pd.Series([], dtype="float64"),
    "dated": pd.Series([1, 2, 3], index=DAYS),
    "two levels": pd.Series([1, 2], index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"])),
    "frame": pd.DataFrame({"a": [1, 2], "b": ["x", "y"], 3: [1.5, None]}, index=pd.Index([5, 6], name="i")),
    "frame of nothing": pd.DataFrame(),
    "frame without rows": pd.DataFrame({"a": pd.Series([], dtype="int64")}),
    "columns twice": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "lists in it": pd.Series([[1], {"a": 2}]),
}


@pytest.mark.parametrize("name", VALUES)
def test_frames_and_series_cross(name: str):
    value = VALUES[name]
    got = cross(value)
    check: Any = pd.testing.assert_frame_equal if isinstance(value, pd.DataFrame) else pd.testing.assert_series_equal
    check(got, value)


@pytest.mark.parametrize(
    "value",
    [
        pd.Index([1, 2], name="i"),
        pd.RangeIndex(2, 9, 3),
        DAYS,
        pd.CategoricalIndex(["a", "b"]),
        pd.MultiIndex.from_product([[1, 2], ["x"]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_indexes_cross(value: Any):
    pd.testing.assert_index_equal(cross(value), value)


@pytest.mark.parametrize(
    "value", [pd.Timestamp("2024-02-29 12:00", tz="UTC"), pd.Timestamp("1900-01-01"), pd.Timedelta("1D")]
)
def test_moments_cross(value: Any):
    assert cross(value) == value
    assert type(cross(value)) is type(value)


def test_what_is_missing_is_the_same_missing():
    assert cross([pd.NA, pd.NaT]) == [pd.NA, pd.NaT] or cross(pd.NA) is pd.NA
    assert cross(pd.NaT) is pd.NaT


@pytest.mark.parametrize(
    "nodes",
    [
        [["frame", 0]],
        [["frame", 0, [1], [1], 5], ["range_index", None, 0, 1, 1]],
        [
            ["frame", 0, [1], [2], [3]],
            ["range_index", None, 0, 1, 1],
            ["range_index", None, 0, 2, 1],
            ["column", "plain", "<i8", b"\0" * 8],
        ],
        [["series", 0, None, None, None]],
        [["series", 0, None, [1], [2]], ["range_index", None, 0, 1, 1], ["column", "plain", "O", b"\0" * 8]],
        [["series", 0, None, [1], [2]], ["range_index", None, 0, 1, 1], ["column", "nosuch", 1]],
        [["series", 0, None, [1], [2]], ["range_index", None, 0, 9, 1], ["column", "plain", "<i8", b"\0" * 8]],
        [["series", 0, None, [1], [2]], ["range_index", None, 0, 1, 1], ["column", "category", b"\1" * 8, 5, True]],
        [["timestamp", "x", "ns", None]],
        [["timestamp", 1, "ns", "No/Where"]],
        [["range_index", None, 0, 1, 0]],
        [["multi_index", 1, 2]],
    ],
)
def test_nonsense_is_refused(nodes: list[Any]):
    with pytest.raises(CodecError):
        sides()[0].decode(message([0], *nodes))
