"""`course check`: prove lessons."""

import json
import sys
import time

import click

from course.commands.names import chosen


@click.command("check")
@click.argument("names", metavar="LESSON...", nargs=-1)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Every lesson, and that built and released files are what a rebuild gives.",
)
@click.option("--report", is_flag=True, help="Print each wrong answer with the cases that kill it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(names: tuple[str, ...], everything: bool, report: bool, as_json: bool) -> None:
    """Prove LESSON: the starter scores 0, the solution full, each wrong answer fails where it says.

    One line a finding, with its mend. Exits 1 when there is any.
    """
    from course import build
    from course.check import Verdict, check

    lessons = chosen(names, everything)
    findings: list[str] = []
    verdicts: list[Verdict] = []
    for lesson in lessons:
        started = time.perf_counter()
        proof = check(lesson)
        new = [str(finding) for finding in proof.findings] + build.differences([lesson])
        findings += new
        verdicts += proof.verdicts
        if not as_json:
            for line in new:
                click.echo(line)
            tried = f"{len(proof.verdicts)} wrong answers"
            click.echo(
                f"{lesson.path}: {len(new) or 'no'} findings, {tried}, {time.perf_counter() - started:.1f} s", err=True
            )
    if everything:
        stray = build.strays(lessons)
        findings += stray
        if not as_json:
            click.echo("\n".join(stray), nl=bool(stray))
    if as_json:
        table = [
            {"lesson": v.lesson, "answer": v.answer, "wrong": v.label, "killed_by": list(v.killed_by)} for v in verdicts
        ]
        click.echo(json.dumps({"findings": findings, "wrong_answers": table}, indent=2))
    elif report:
        for verdict in verdicts:
            click.echo(
                f"{verdict.lesson} | {verdict.answer} | {verdict.label} | {len(verdict.killed_by)} cases: {'; '.join(verdict.killed_by)}"
            )
    sys.exit(1 if findings else 0)
