"""What holds for all tests."""

import pytest

LONGEST_ID = 80
FIRST = ("tests/autograde/attacks/", "tests/instructor/", "tests/test_content.py")
"""The longest, so that no core idles at the end: those that mostly wait, then those that compute."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """A megabyte of hostile text is no name for a test: reports would print it."""
    return ascii(val[:LONGEST_ID]) if isinstance(val, str | bytes) and len(val) > LONGEST_ID else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((rank for rank, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST))
    )
