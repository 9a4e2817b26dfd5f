"""The command `autograde`. What grading needs is imported when it is used: `--help` and mistakes are answered at once."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograde.errors import AutogradeError

if TYPE_CHECKING:
    from autograde.report import RunReport, SubmissionReport
    from autograde.run import Progress

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="keeper-course", prog_name="autograde")
def main() -> None:
    """Grade nbgrader assignments fast, with student code jailed and the tests out of its reach."""


@main.command()
@click.argument("assignment")
@click.option(
    "--course-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The nbgrader course. [default: the current folder, or what its configuration names]",
)
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student; may be given again.")
@click.option("--workers", type=click.IntRange(min=1), help="Submissions at once. [default: one a processor]")
@click.option(
    "--scheduler", metavar="ADDRESS", help="A dask.distributed scheduler, whose workers grade instead of this machine."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Of a cell; a notebook may take four times that. [default: ExecutePreprocessor.timeout]",
)
@click.option("--memory", type=click.IntRange(min=1), metavar="MB", help="Of a submission's processes. [default: 1024]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--force", is_flag=True, help="Grade again what was graded and has not changed.")
@click.option(
    "--inside",
    is_flag=True,
    help="Run test cells that cannot run apart (with magics, say) in the student's process: they can be cheated.",
)
@click.option(
    "--unconfined",
    is_flag=True,
    help="Grade although this machine cannot jail student code. Only for people you trust.",
)
@click.pass_context
def run(
    ctx: click.Context,
    assignment: str,
    course_dir: Path | None,
    students: tuple[str, ...],
    workers: int | None,
    scheduler: str | None,
    time_limit: float | None,
    memory: int | None,
    as_json: bool,
    force: bool,
    inside: bool,
    unconfined: bool,
) -> None:
    """Grade all submissions of ASSIGNMENT into the gradebook and autograded/.

    Exits with 0 when every submission was graded, however low it scored; with 1 when some could not be; with 2 for a mistake
    in the command. A run that was stopped goes on where it was.
    """
    if workers and scheduler:
        raise click.UsageError(
            "--workers is for this machine; with --scheduler the cluster has its own. Leave one out."
        )
    with _errors():
        from autograde import processors, schedulers
        from autograde.course_folder import invalid_assignment, open_course
        from autograde.run import Request, settings_of
        from autograde.run import run as grade_all

        if problem := invalid_assignment(assignment):
            raise click.UsageError(problem)
        course = open_course(course_dir)
        if not course.source(assignment).is_dir():
            raise click.UsageError(
                f"There is no assignment {assignment!r} in this course: {course.source(assignment)} is no folder."
            )
        submitted = course.students(assignment)
        if unknown := sorted(set(students) - set(submitted)):
            expected = course.submitted(unknown[0], assignment)
            raise click.UsageError(f"{', '.join(unknown)} submitted no {assignment}: there is no folder {expected}.")
        settings = settings_of(course, time_limit_s=time_limit, memory_mb=memory, inside=inside, unconfined=unconfined)
        pool = schedulers.dask(scheduler) if scheduler else schedulers.local(workers or processors.count())
        with _progress() as progress:
            report = grade_all(Request(course, assignment, settings, students, force), pool, progress)
    if as_json:
        click.echo(json.dumps(report.to_dict()))
    else:
        click.echo(_summary(report))
    ctx.exit(1 if report.having("failed") else 0)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what this machine can enforce on student code, and whether the engine starts.

    Exits with 1 when submissions of others should not be graded here.
    """
    with _errors():
        from autograde.doctor import examine

        diagnosis = examine()
    click.echo(json.dumps(diagnosis.to_dict()) if as_json else diagnosis.text())
    ctx.exit(0 if diagnosis.well else 1)


@contextmanager
def _errors() -> Iterator[None]:
    """Errors of the engine are for people: a message and exit status 1, no traceback."""
    try:
        yield
    except AutogradeError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("Stopped. What was graded is recorded; run it again to go on.", err=True)
        raise SystemExit(INTERRUPTED) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar on a terminal; failures are printed as they come, on standard error either way."""
    from autograde.run import Progress

    def failure(report: "SubmissionReport") -> str:
        return f"{ascii(report.student)[1:-1]}: {report.message}" if report.status == "failed" else ""

    if not sys.stderr.isatty():
        yield Progress(done=lambda report: click.echo(line, err=True) if (line := failure(report)) else None)
        return

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)

        def advance(report: "SubmissionReport") -> None:
            if line := failure(report):
                bar.console.print(line, markup=False, highlight=False)
            bar.advance(task)

        yield Progress(lambda total: bar.update(task, total=total), advance)


def _summary(report: "RunReport") -> str:
    graded, unchanged, failed = (len(report.having(status)) for status in ("graded", "unchanged", "failed"))
    parts = [f"{graded} graded"]
    if unchanged:
        parts.append(f"{unchanged} unchanged since they were graded (--force grades them again)")
    if failed:
        parts.append(f"{failed} could not be graded")
    return f"{report.assignment}: {', '.join(parts)}, in {report.seconds:.1f} s."
