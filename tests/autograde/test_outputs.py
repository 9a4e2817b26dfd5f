"""Are outputs from a process that nobody trusts made into outputs that a notebook may hold?"""

import json
import math
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.outputs import MAX_MIME_TYPES, MAX_OUTPUTS, vetted

LIMIT = 10_000
STREAM = {"output_type": "stream", "name": "stdout", "text": "hello\n"}
ERROR = {"output_type": "error", "ename": "E", "evalue": "why", "traceback": ["a", "b"]}
SHOWN = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}
RESULT = {
    "output_type": "execute_result",
    "data": {"application/json": {"a": [1]}},
    "metadata": {},
    "execution_count": 3,
}


def valid(outputs: tuple[dict[str, Any], ...]) -> bool:
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.from_dict(output) for output in outputs])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    json.dumps(outputs).encode()
    return True


def test_honest_outputs_pass_unchanged():
    assert vetted([STREAM, ERROR, SHOWN, RESULT], LIMIT) == (STREAM, ERROR, SHOWN, RESULT)


@pytest.mark.parametrize("outputs", [None, 5, "text", {}, {"a": 1}, [None], [[]], ["x"], [{}], [{"output_type": "x"}], [{"output_type": []}]])  # fmt: skip
def test_what_is_no_output_is_left_out(outputs: object):
    assert vetted(outputs, LIMIT) == ()


@pytest.mark.parametrize(
    ("output", "clean"),
    [
        ({"output_type": "stream"}, {"output_type": "stream", "name": "stdout", "text": ""}),
        (STREAM | {"name": "evil", "text": ["x"], "more": 1}, STREAM | {"text": ""}),
        (STREAM | {"text": "\ud800"}, STREAM | {"text": "?"}),
        (ERROR | {"traceback": "text", "evalue": 5}, ERROR | {"traceback": [], "evalue": ""}),
        (ERROR | {"traceback": [1, "a"]}, ERROR | {"traceback": ["", "a"]}),
        (SHOWN | {"data": [1]}, SHOWN | {"data": {}}),
        (SHOWN | {"data": {1: "x", "a/b": "y"}, "transient": {}}, SHOWN | {"data": {"a/b": "y"}}),
        (SHOWN | {"data": {"a/b": math.inf, "c/d": b"x", "e/f": "\udfff"}}, SHOWN | {"data": {"e/f": "?"}}),
        (SHOWN | {"data": {"text/plain": 5, "text/html": ["x"]}}, SHOWN | {"data": {}}),
        (RESULT | {"execution_count": True}, RESULT | {"execution_count": None}),
        (RESULT | {"execution_count": "3"}, RESULT | {"execution_count": None}),
        (RESULT | {"execution_count": -1}, RESULT | {"execution_count": None}),
    ],
)
def test_what_is_wrong_in_an_output_is_left_out(output: dict[str, Any], clean: dict[str, Any]):
    assert vetted([output], LIMIT) == (clean,)
    assert valid(vetted([output], LIMIT))


def test_there_are_at_most_so_many():
    assert len(vetted([STREAM] * (2 * MAX_OUTPUTS), 10**9)) == MAX_OUTPUTS
    (shown,) = vetted([SHOWN | {"data": {f"a/{n}": "x" for n in range(100)}}], LIMIT)
    assert len(shown["data"]) == MAX_MIME_TYPES


def test_what_is_beyond_the_limit_is_left_out():
    large = STREAM | {"text": "x" * 3 * LIMIT}
    assert vetted([STREAM, large, STREAM], LIMIT) == (STREAM,)


def test_a_value_that_nests_deeply_is_left_out():
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    assert vetted([SHOWN | {"data": {"a/b+json": nested, "c/d": "x"}}], LIMIT) == (SHOWN | {"data": {"c/d": "x"}},)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=4),
    max_leaves=12,
)
kinds = st.sampled_from(["stream", "error", "display_data", "execute_result", "update_display_data"])
fields = st.sampled_from(["name", "text", "ename", "evalue", "traceback", "data", "metadata", "execution_count"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(lambda kind, rest: rest | {"output_type": kind}, kinds, st.dictionaries(fields, anything)) | anything
    )
)
def test_anything_becomes_outputs_of_a_valid_notebook(outputs: list[Any]):
    assert valid(vetted(outputs, LIMIT))
