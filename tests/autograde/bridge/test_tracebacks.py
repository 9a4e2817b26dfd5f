"""Do frames of cells, and only those, stand in the traceback of an exception that came over?"""

import traceback
from typing import Any

import pytest

from autograde.bridge.tracebacks import MAX_FRAMES, MAX_NAME, Tracebacks

from .conftest import Begin


def shown(frames: Any) -> list[tuple[str, int, str]]:
    error = Tracebacks().with_frames(ValueError(), frames)
    return [
        (frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in traceback.walk_tb(error.__traceback__)
    ]


def test_the_way_through_the_students_code_is_shown(theirs: Begin):
    student = theirs("def outer():\n    inner()\ndef inner():\n    raise ValueError('here')\n")
    with pytest.raises(ValueError, match="here") as caught:
        student.outer()
    frames = [(frame.name, frame.lineno) for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert frames[-2:] == [("outer", 2), ("inner", 4)]
    assert caught.value.__traceback__ is not None


def test_frames_of_cells_are_taken_and_others_left_out():
    cell = ("<cell 3>", 7, "f")
    assert shown((cell, ("/etc/passwd", 1, "g"), ("<cell 4>", 2, "<module>"))) == [cell, ("<cell 4>", 2, "<module>")]


@pytest.mark.parametrize(
    "frames",
    [None, 5, [], "text", ((),), (("<cell 1>", 0, "f"),), (("<cell 1>", 10**9, "f"),), (("<cell 1>", "1", "f"),), ((1, 1, 1),), ((["<cell 1>"], 1, "f"),), (("<cell 1>", 1, None),), (None,)],
)  # fmt: skip
def test_frames_that_are_none_are_left_out(frames: object):
    assert shown(frames) == []


def test_frames_and_names_are_bounded():
    assert len(shown((("<cell 1>", 1, "f"),) * 1000)) == MAX_FRAMES
    ((_, _, name),) = shown((("<cell 1>", 1, "f" * 10_000),))
    assert len(name) == MAX_NAME
