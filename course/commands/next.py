"""`course next`: the lesson to do next, and why."""

import json
from pathlib import Path

import click

from course.commands import options
from course.home.page import facts
from course.status import Advice, advise
from course.workspace import locate
from course.workspace.standing import standing


@click.command("next")
@options.workspace
@options.as_json
def command(root: Path | None, as_json: bool) -> None:
    """Say which lesson to do next, and why: what is begun first, then the order of the course."""
    workspace = locate(root)
    advice = advise(standing(workspace))
    if as_json:
        click.echo(json.dumps(to_dict(advice), indent=2))
        return
    if advice.lesson:
        click.echo(f"{advice.lesson.title} ({advice.lesson.path}, {facts(advice.lesson)})")
    for sentence in advice.why:
        click.echo(sentence)
    if workspace is None:
        click.echo("There is no workspace yet: `course learn` makes it and opens JupyterLab.")


def to_dict(advice: Advice) -> dict[str, object]:
    lesson = advice.lesson
    named = (
        {"lesson": lesson.id, "path": lesson.path, "title": lesson.title, "minutes": lesson.minutes}
        if lesson
        else {"lesson": None}
    )
    return {**named, "why": list(advice.why)}
