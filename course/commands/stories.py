"""`course stories`: what the bank covers, or the stories for a question."""

import json
from pathlib import Path

import click

from course.commands import options
from course.workspace.place import require


@click.command("stories")
@click.argument("question", nargs=-1)
@options.workspace
@options.as_json
def command(question: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Show what your stories cover, or, given a QUESTION, which of them answer it best.

    They are the Markdown files in stories/ of your workspace. Exits 1 when one of them cannot be read.
    """
    from course.stories import Bank, coverage, search

    bank = Bank(require(root))
    read = bank.read()
    history, unread = bank.read_rehearsals()
    problems = [*read.problems, *unread, *(f"stories/{one.id}.md: {it}" for one in read.items for it in one.remarks)]
    if asked := " ".join(question):
        found = search(read.items, asked)
        matches = [{"id": one.story.id, "title": one.story.title, "why": one.why} for one in found.matches]
        probes = [{"row": probe.row, "what": probe.what} for probe in found.probes]
        whole: dict[str, object] = {"question": asked, "probes": probes, "matches": matches}
        lines = [f"{number}. {one['title']}\n   {one['why']}" for number, one in enumerate(matches, 1)]
        lines = lines or ["No story found. Put the question in other words, or write the story."]
    else:
        covered = coverage(read.items, history, bank.now().date())
        whole = covered.to_dict()
        lines = list(covered.findings)
        lines += ["\n  ".join([one.title, *one.notes]) for one in covered.stories]
    if as_json:
        click.echo(json.dumps({**whole, "problems": problems}, indent=2))
    else:
        click.echo("\n".join(lines))
        for problem in problems:
            click.echo(problem, err=True)
    if read.problems or unread:
        raise SystemExit(1)
