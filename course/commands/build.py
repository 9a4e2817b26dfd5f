"""`course build`: turn lessons into notebooks."""

import sys

import click

from course import catalogue


@click.command("build")
@click.argument("names", metavar="[LESSON...]", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a rebuild would change anything.")
def command(names: tuple[str, ...], only_check: bool) -> None:
    """Execute LESSON (default: all) into source/*.ipynb and generate release/ with nbgrader."""
    from course import build

    lessons = [catalogue.find(name) for name in names] or catalogue.lessons()
    if only_check:
        found = build.differences(lessons) + ([] if names else build.strays(lessons))
        for line in found:
            click.echo(line)
        sys.exit(1 if found else 0)
    changed = build.build(lessons)
    for path in changed:
        click.echo(f"wrote {path.relative_to(catalogue.ROOT)}")
    if not changed:
        click.echo("nothing to do: every notebook is what its lesson gives")
