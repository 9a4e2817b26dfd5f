"""The gradebook on a real PostgreSQL."""

from collections.abc import Iterator

import pytest

from autograde.course_folder import open_course
from autograde.errors import RunError
from autograde.gradebook import Gradebook
from course.backend import postgres
from course.errors import ServiceUnavailable

from . import snapshot
from .conftest import Course, Submit


@pytest.fixture
def url(small: Course) -> Iterator[str]:
    """An empty database, which the course's configuration names."""
    try:
        server = postgres.server()
    except ServiceUnavailable as error:
        pytest.skip(str(error))
    with postgres.database() as database:
        url = f"postgresql+psycopg://postgres@/{database.name}?host={server.folder}&port=5432"
        small.configure(f"c.CourseDirectory.db_url = {url!r}\nc.CourseDirectory.course_id = 'course101'")
        yield url


def test_what_is_written_to_postgresql_is_what_is_written_to_sqlite(small: Course, submit: Submit, url: str) -> None:
    submit("ada", at="2030-01-14 09:30:00 UTC")
    submit("bo", words="It adds.")
    first = small.grade("small", plain=True)
    assert [submission["status"] for submission in first["submissions"]] == ["graded", "graded"]
    assert small.grade("small", plain=True)["submissions"][0]["status"] == "unchanged"
    submit("ada", "def double(x):\n    return x")
    small.grade("small", "--force", plain=True)
    on_postgresql = snapshot.gradebook(url)
    small.configure("c.CourseDirectory.db_url = ''")
    small.grade("small", "--force", plain=True)
    on_sqlite = snapshot.gradebook(small.url)
    assert on_postgresql == on_sqlite


def test_nbgrader_reads_it(small: Course, submit: Submit, url: str) -> None:
    submit("ada")
    small.grade("small", plain=True)
    small.nbgrader("export", "--to", "grades.csv")
    assert ",ada," in (small.root / "grades.csv").read_text()


def test_a_second_run_from_another_machine_is_refused(small: Course, submit: Submit, url: str) -> None:
    submit("ada")
    small.grade("small", plain=True)
    course = open_course(small.root)
    with Gradebook(course.db_url) as ours, Gradebook(course.db_url) as theirs:
        assignment = ours.assignment("small")
        assert assignment is not None
        ours.claim(assignment)
        with pytest.raises(RunError, match="being graded by another run"):
            theirs.claim(assignment)
