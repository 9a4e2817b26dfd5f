"""`course grade`: the learner's own notebook, with every case."""

import json
from itertools import zip_longest
from pathlib import Path

import click

from course import catalogue
from course.commands import options
from course.errors import GradingError
from course.grade import Grade, TestsGrade


@click.command("grade")
@click.argument("name", metavar="LESSON")
@options.workspace
@options.as_json
def command(name: str, root: Path | None, as_json: bool) -> None:
    """Grade your notebook of LESSON as it is saved, hidden cases included.

    It is run from the top, in a folder of its own; your notebook is not changed. Any score exits 0.
    """
    from rich.console import Console

    from course.grade import grade
    from course.progress import Progress
    from course.workspace.place import require

    workspace = require(root)
    if not catalogue.SOURCE.is_dir():
        raise GradingError(
            "This installation has no lesson sources, and with them no hidden cases to grade with. "
            "Use a clone of the repository; your work stays where it is."
        )
    lesson = catalogue.find(name, catalogue.SOURCE)
    notebook = workspace.root / f"{lesson.path}.ipynb"
    try:
        content = notebook.read_bytes()
    except FileNotFoundError:
        raise GradingError(
            f"You have not opened {lesson.path} yet: {notebook} is not there. `course learn` puts it there."
        ) from None
    except OSError as error:
        raise GradingError(f"{notebook} cannot be read: {error.strerror}.") from error
    with Console(stderr=True).status(f"Grading {lesson.path} ..."):
        graded = grade(lesson, content)
    if as_json:
        click.echo(json.dumps(graded.to_dict(), indent=2))
    else:
        _show(graded)
    Progress(workspace.progress).record(
        lesson.id, "graded", lesson.id, {"score": graded.score, "max_score": graded.max_score}
    )


def _show(graded: Grade) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Tests")
    table.add_column("Points", justify="right")
    table.add_column("Cases")
    for tests in graded.tests:
        table.add_row(Text(tests.id), _points(tests.score, tests.max_score), _cases(tests))
    for written in graded.written:
        note = "read by a person; assess yourself" if written.answered else "not answered yet"
        table.add_row(Text(written.id), f"- of {written.max_score:g}", note)
    console.print(table)
    for tests in graded.tests:
        _explain(tests)
    if graded.errors:
        click.echo("\nCells that fail when the notebook is run from the top:")
        for error in graded.errors:
            click.echo(f"  {error}")
    click.echo(f"\nTotal: {_points(graded.score, graded.max_score)} points")


def _points(score: float, max_score: float) -> str:
    return f"{score:g} of {max_score:g}"


def _cases(tests: TestsGrade) -> str:
    if not tests.cases:
        return "did not run"
    return f"{tests.passed} of {len(tests.cases)} pass"


def _explain(tests: TestsGrade) -> None:
    failing = [case for case in tests.cases if not case.passed]
    if not failing and not tests.problem:
        return
    click.echo(f"\n{tests.id}")
    if tests.problem:
        click.echo(f"  {tests.problem}")
    for case, following in zip_longest(failing, failing[1:]):
        click.echo(f"  FAIL  {case.label}{' (hidden)' if case.hidden else ''}")
        # Said once for all that fail alike, as everything does before the answer is written.
        if following is None or following.message != case.message:
            for line in case.message.split("\n"):
                click.echo(f"        {line}")
