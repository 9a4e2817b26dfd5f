"""Does a saved notebook keep a part's text but not its widget, and leave everything else as it is?"""

import copy
from typing import Any

import pytest

from course.parts.saving import MARK, STATE, VIEW, forget_views


def output(mark: bool) -> dict[str, Any]:
    metadata = {VIEW: {MARK: "hints:lru_core"}} if mark else {}
    return {"output_type": "execute_result", "data": {VIEW: {"model_id": "1"}, "text/plain": "x"}, "metadata": metadata}


def notebook(*outputs: dict[str, Any]) -> dict[str, Any]:
    cells = [{"cell_type": "markdown", "source": ""}, {"cell_type": "code", "source": "x", "outputs": list(outputs)}]
    return {"type": "notebook", "content": {"cells": cells}}


def test_a_parts_widget_is_forgotten_and_its_text_kept() -> None:
    model = notebook(output(mark=True))
    forget_views(model, path="a.ipynb", contents_manager=None)
    assert model["content"]["cells"][1]["outputs"][0] == {**output(mark=False), "data": {"text/plain": "x"}}


def test_a_parts_state_is_forgotten_and_that_of_the_learners_widgets_kept() -> None:
    models = {
        "1": {"state": {"_anywidget_id": "course.parts.view.View", "state": {"answer": "private"}}},
        "2": {"state": {"_anywidget_id": "theirs.Widget"}},
        "3": {"state": {"value": 3}},
        "4": {},
    }
    model = notebook()
    model["content"]["metadata"] = {"widgets": {STATE: {"version_major": 2, "state": models}}}
    forget_views(model)
    assert set(models) == {"2", "3", "4"}


@pytest.mark.parametrize(
    "model",
    [
        notebook(output(mark=False), {"output_type": "stream", "name": "stdout", "text": "x"}),
        {"type": "file", "content": "text"},
        {"type": "directory"},
        {"type": "notebook"},
        {"type": "notebook", "content": {}},
    ],
)
def test_everything_else_is_left(model: dict[str, Any]) -> None:
    before = copy.deepcopy(model)
    forget_views(model)
    assert model == before
