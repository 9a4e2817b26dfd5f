"""What LESSON... and --all mean on every command line."""

import click

from course import catalogue
from course.lesson import Lesson


def chosen(names: tuple[str, ...], everything: bool) -> list[Lesson]:
    """The lessons that a command line names; a usage error when it names none."""
    if everything == bool(names):
        raise click.UsageError("name some lessons or give --all")
    return catalogue.lessons() if everything else [catalogue.find(name) for name in names]
