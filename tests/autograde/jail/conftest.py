"""Who grades: root, and an ordinary user."""

import functools
import os
import sys

import pytest

from autograde import jail

from . import inside


@functools.cache
def missing() -> tuple[jail.Mechanism, ...]:
    return jail.missing(jail.mechanisms())


@pytest.fixture(autouse=True)
def _machine() -> None:
    """Skip where this machine cannot jail."""
    lacking = missing()
    if lacking:
        pytest.skip(f"no {lacking[0].name}: {lacking[0].reason}")


@pytest.fixture(params=["as the one who runs the tests", "as an ordinary user"])
def case(request: pytest.FixtureRequest) -> inside.Case:
    as_user = request.param == "as an ordinary user"
    if as_user and os.geteuid() != 0:
        pytest.skip("the one who runs the tests is an ordinary user")
    assert sys.platform == "linux"
    return inside.Case(as_user=as_user)
