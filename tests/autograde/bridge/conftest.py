"""The fixture of the bridge's tests."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .two import Student, student

Begin = Callable[..., Student]


@pytest.fixture
def theirs() -> Iterator[Begin]:
    """theirs(source, given="", instructor=""): the names of a process that has run that source; it ends with the test."""
    with contextlib.ExitStack() as stack:

        def begin(source: str, **about: Any) -> Student:
            return stack.enter_context(student(source, **about))

        yield begin
