"""`course mutate`: whether a lesson's cases notice small faults in its solutions."""

import json
import sys

import click

from course.commands.names import chosen


@click.command("mutate")
@click.argument("names", metavar="LESSON...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every lesson; takes long.")
@click.option("--write", is_flag=True, help="Put the figures into docs/mutation.md, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(names: tuple[str, ...], everything: bool, write: bool, as_json: bool) -> None:
    """Change the solutions of LESSON a little, each change by itself, and say which changes no case notices.

    One that behaves as the solution does belongs into tests/mutants/, with the reason. Exits 1 when any is without.
    """
    from course.mutation import REASONS, record, survivors

    found = []
    for lesson in chosen(names, everything):
        with click.progressbar(length=1, label=lesson.path, file=sys.stderr) as bar:

            def progress(done: int, of: int, bar: "click._termui_impl.ProgressBar[int]" = bar) -> None:
                bar.length = of
                bar.update(done - bar.pos)

            came = survivors(lesson, progress)
        found.append(came)
        if write:
            record(came)
        if not as_json:
            click.echo(
                f"{lesson.path}: {came.tried} mutants, {came.tried - len(came.alive)} killed, "
                f"{len(came.alive) - len(came.unexplained)} behave as the solution does, {len(came.unexplained)} unexplained "
                f"({came.killed_share:.1%} of those that matter killed)"
            )
            for name in came.unexplained:
                click.echo(f"  survives: {name}")
    if as_json:
        click.echo(json.dumps([vars(came) for came in found], indent=2))
    elif any(came.unexplained for came in found):
        click.echo(f"Next: a case that notices each, or its reason in {REASONS.relative_to(REASONS.parents[1])}/.")
    sys.exit(1 if any(came.unexplained for came in found) else 0)
