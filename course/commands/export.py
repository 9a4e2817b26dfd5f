"""`course export`: one archive of all that is the learner's."""

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from course.commands import options
from course.errors import WorkspaceError
from course.workspace.export import default_name, export, size_bytes
from course.workspace.place import require


@click.command("export")
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ends in .tar.gz or .zip and does not exist. Default: keeper-export-DATE.tar.gz in the current folder.",
)
@options.workspace
def command(output: Path | None, root: Path | None) -> None:
    """Put all that is yours into one archive: notebooks, stories, recordings, answers, progress.

    JupyterLab may be running; what it has not saved is not in it.
    """
    workspace = require(root)
    now = datetime.now(UTC)
    target = (output or Path(default_name(now))).absolute()
    columns = (TextColumn("Packing"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal
    ) as bar:
        task = bar.add_task("", total=size_bytes(workspace))
        done = export(workspace, target, now, lambda size_bytes: bar.advance(task, size_bytes))
    click.echo(f"{done.archive} holds {done.files} files of yours.")
    if done.notices:
        raise WorkspaceError("The archive was made, but:\n" + "\n".join(done.notices))
