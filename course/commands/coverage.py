"""`course coverage`: which rows of the syllabus the lessons cover."""

import json

import click

from course import catalogue, syllabus


@click.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: row id to the lessons that cover it.")
def command(as_json: bool) -> None:
    """Print which rows of docs/syllabus.md are covered, by which lessons, and which are not yet."""
    covered: dict[str, list[str]] = {row: [] for row in syllabus.rows()}
    for lesson in catalogue.lessons():
        for row in lesson.covers:
            covered.setdefault(row, []).append(lesson.id)
    if as_json:
        click.echo(json.dumps(covered, indent=2))
        return
    rows = syllabus.rows()
    for category in dict.fromkeys(row.category for row in rows.values()):
        ids = [row.id for row in rows.values() if row.category == category]
        done = [id for id in ids if covered[id]]
        click.echo(f"{category}: {len(done)} of {len(ids)} covered")
        for id in done:
            click.echo(f"  {id}  {', '.join(covered[id])}")
        if missing := [id for id in ids if not covered[id]]:
            click.echo(f"  not yet: {', '.join(missing)}")
