"""Options that several commands share."""

from pathlib import Path

import click

workspace = click.option(
    "--workspace",
    "root",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=True),
    help="Your workspace. Default: the one the current folder is in, else workspace/ in the repository.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
