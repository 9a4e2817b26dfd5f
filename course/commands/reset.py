"""`course reset LESSON`: a fresh copy of a lesson; the learner's own is kept."""

from datetime import UTC, datetime
from pathlib import Path

import click

from course import catalogue
from course.commands import options
from course.workspace.place import require
from course.workspace.reset import reset
from course.workspace.serving import is_served


@click.command("reset")
@click.argument("lesson")
@options.workspace
def command(lesson: str, root: Path | None) -> None:
    """Put a fresh copy of LESSON in place of yours, which goes to backups/ with the date.

    What you chose and wrote in its widgets, and your progress, stay.
    """
    workspace = require(root)
    path = catalogue.find(lesson).path
    done = reset(workspace, path, catalogue.RELEASE, datetime.now(UTC))
    click.echo(f"{path}.ipynb is as new.")
    if done.backup:
        click.echo(f"Yours was kept as {done.backup.relative_to(workspace.root)}")
    click.echo("Your answers in its widgets and your progress were kept too.")
    if is_served(workspace):
        click.echo("If it is open in JupyterLab: File, Reload Notebook from Disk.")
