"""`course status`: progress by module."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from course.commands import options
from course.commands.next import to_dict as advice_to_dict
from course.home.page import count, state
from course.status import LessonStatus, ModuleStatus, advise
from course.workspace import locate
from course.workspace.standing import standing

BAR_WIDTH = 20  # characters


@click.command("status")
@options.workspace
@options.as_json
def command(root: Path | None, as_json: bool) -> None:
    """Show your progress by module.

    A lesson is done when all visible cases of its exercises have passed, or when `course grade` gave it full points.
    """
    workspace = locate(root)
    modules = standing(workspace)
    if as_json:
        whole = {
            "workspace": str(workspace.root) if workspace else None,
            "done": sum(module.done for module in modules),
            "of": sum(len(module.lessons) for module in modules),
            "modules": [_module(module) for module in modules],
            "next": advice_to_dict(advise(modules)),
        }
        click.echo(json.dumps(whole, indent=2))
        return
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(_table(modules))
    else:
        click.echo("\n".join(_lines(modules)))
    advice = advise(modules)
    click.echo(f"Next: {advice.lesson.title} ({advice.lesson.path})" if advice.lesson else advice.why[0])
    if workspace is None:
        click.echo("There is no workspace yet: `course learn` makes it and opens JupyterLab.")


def _table(modules: Sequence[ModuleStatus]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    for module in modules:
        table.add_row(
            Text(module.title, style="bold"),
            ProgressBar(total=1, completed=module.share, width=BAR_WIDTH),
            Text(count(module), style="bold"),
        )
        for one in module.lessons:
            title = Padding(Text(one.lesson.title), (0, 0, 0, 2))
            table.add_row(title, Text(one.lesson.notebook, style="dim"), _state(one))
        table.add_row()
    return table


def _lines(modules: Sequence[ModuleStatus]) -> Iterator[str]:
    """Without a terminal: a line a module and a line a lesson, none cut short."""
    for module in modules:
        yield f"{module.title}: {count(module)}, {round(100 * module.share)} %"
        for one in module.lessons:
            yield f"  {one.lesson.path}: {_state(one)} ({one.lesson.title})"


def _state(one: LessonStatus) -> str:
    grade = one.progress.grade
    graded = f", graded {grade.score:g} of {grade.max_score:g}" if grade else ""
    return state(one) + graded


def _module(module: ModuleStatus) -> dict[str, object]:
    return {
        "module": module.module,
        "title": module.title,
        "done": module.done,
        "of": len(module.lessons),
        "share": round(module.share, 3),
        "lessons": [_lesson(one) for one in module.lessons],
    }


def _lesson(one: LessonStatus) -> dict[str, object]:
    grade = one.progress.grade
    return {
        "lesson": one.lesson.id,
        "path": one.lesson.path,
        "title": one.lesson.title,
        "minutes": one.lesson.minutes,
        "level": one.lesson.level,
        "state": one.state,
        "passed": len(one.units) - len(one.left),
        "of": len(one.units),
        "left": list(one.left),
        "hints_used": one.progress.hints_used,
        "graded": {"score": grade.score, "max_score": grade.max_score} if grade else None,
    }
