"""When is a submission the same as before?"""

from dataclasses import replace

import pytest

from autograde.grading import Settings, Source, Submission
from autograde.job import Limits
from autograde.ledger import digest_of, digest_of_run

SOURCE = Source("ps1", {"n": b"{}"}, {"data.csv": b"1"})
ADA = Submission("ps1", "ada", {"n": b"{}"}, {"notes.txt": b"a"}, "2030-01-14 09:30:00 UTC")


@pytest.mark.parametrize(
    "other",
    [
        replace(ADA, student="bo"),
        replace(ADA, notebooks={"n": b"{} "}),
        replace(ADA, notebooks={"m": b"{}"}),
        replace(ADA, files={}),
        replace(ADA, files={"notes.txt": b"", "a": b""}),
        replace(ADA, notebooks={"n": b"{}", "notes.txt": b"a"}, files={}),
        replace(ADA, timestamp=None),
        replace(ADA, notes=("x was left out.",)),
    ],
)
def test_whatever_changes_in_a_submission_changes_its_digest(other: Submission) -> None:
    assert digest_of(other, "run") != digest_of(ADA, "run")


@pytest.mark.parametrize(
    ("source", "settings", "due"),
    [
        (replace(SOURCE, files={"data.csv": b"2"}), Settings(), "Monday"),
        (SOURCE, Settings(limits=Limits(cell_s=1)), "Monday"),
        (SOURCE, Settings(inside=True), "Monday"),
        (SOURCE, Settings(), "Tuesday"),
    ],
)
def test_whatever_changes_in_a_run_changes_its_digest(source: Source, settings: Settings, due: str) -> None:
    assert digest_of_run(source, settings, due) != digest_of_run(SOURCE, Settings(), "Monday")


def test_the_order_of_files_does_not_count() -> None:
    turned = replace(ADA, files={"b": b"", "a": b""})
    assert digest_of(turned, "run") == digest_of(replace(ADA, files={"a": b"", "b": b""}), "run")
