"""`course coach`: what an interviewer would say of an answer."""

import json
import math
import sys

import click
from rich.console import Console
from rich.text import Text

from course.errors import CourseError

LIMIT_BYTES = 1_000_000
"""An hour of speech has 60,000 bytes; what is larger is no answer."""
BAR = 40  # characters
STYLES = {"S": "cyan", "T": "magenta", "A": "green", "R": "yellow", "N": "bright_black"}
NAMES = {"S": "situation", "T": "task", "A": "action", "R": "result", "N": "other"}
FIRST = 3  # findings shown in full


def _duration(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (math.isfinite(value) and value > 0):
        raise click.BadParameter(f"{value} is not a duration; give the seconds it took you, as 95.")
    return value


@click.command("coach")
@click.option("--question", default="", metavar="TEXT", help="What was asked.")
@click.option(
    "--seconds", type=float, callback=_duration, help="How long you spoke; else 150 words a minute are assumed."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(question: str, seconds: float | None, as_json: bool) -> None:
    """Read an answer from standard input and say what an interviewer would.

    The answer is read on this machine and kept nowhere: course coach < answer.txt
    """
    answer = _answer()
    from course.coach import read

    reading = read(answer, question, seconds)
    if as_json:
        click.echo(json.dumps(reading.to_json(), indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(_bar(reading.shares))
    spoken = f"{reading.seconds:.0f} s of 90" if seconds else f"about {reading.seconds:.0f} s of 90"
    console.print(Text(f"{spoken} · strength {reading.strength} of 5", style="bold"))
    for finding in reading.findings[:FIRST]:
        console.print()
        console.print(Text(finding.kind.replace("_", " "), style="bold"), Text(f"({finding.rubric})", style="dim"))
        if finding.quote:
            console.print(Text(f"  “{finding.quote}”", style="italic"))
        console.print(Text(f"  {finding.why}"))
        console.print(Text(f"  They ask: {finding.follow_up}", style="dim"))
    console.print()
    if rest := reading.findings[FIRST:]:
        console.print(Text("Then: " + ", ".join(finding.kind.replace("_", " ") for finding in rest) + "."))
    if not reading.findings:
        console.print("Nothing to stumble over.")
    for name, pieces in (("Relief", reading.signals.relief), ("Anxiety", reading.signals.anxiety)):
        for piece in pieces:
            console.print(Text(f"{name}: “{piece}”"))
    if reading.values:
        console.print("Shows: " + ", ".join(value.replace("_", " ") for value in reading.values))


def _answer() -> str:
    stream = sys.stdin.buffer
    if sys.stdin.isatty():
        click.echo("Type or paste your answer; end it with Ctrl-D on a line of its own.", err=True)
    data = stream.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise CourseError(f"The answer has more than {LIMIT_BYTES:,} bytes. Give one answer, of a few minutes at most.")
    try:
        answer = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseError("The answer is not text in UTF-8. Save it as plain text, then try again.") from error
    if "\x00" in answer:
        raise CourseError("The answer is not text: it has null bytes. Save it as plain text, then try again.")
    if not answer.strip():
        raise CourseError("There is no answer on standard input. Try: course coach < answer.txt")
    return answer


def _bar(shares: dict[str, float]) -> Text:
    bar = Text()
    for name, share in shares.items():
        if share:
            bar.append(f" {name} ".center(max(3, round(BAR * share)), "█"), style=f"{STYLES[name]}")
    bar.append("  " + ", ".join(f"{NAMES[name]} {share:.0%}" for name, share in shares.items() if share), style="dim")
    return bar
