"""`course doctor`: what is missing on this machine, and how to get it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from course import doctor
from course.commands import options
from course.workspace import default_root, find


@click.command("doctor")
@options.workspace
@options.as_json
def command(root: Path | None, as_json: bool) -> None:
    """Say what is missing on this machine and how to get it.

    Exits 1 when something is missing without which the course does not work.
    """
    found = find()
    workspace = (root or (found.root if found else default_root())).absolute()
    with Console(stderr=True).status("Looking around ..."):
        findings = [check(workspace) for check in doctor.CHECKS]
    failed = any(finding.needed and not finding.ok for finding in findings)
    if as_json:
        click.echo(json.dumps({"ok": not failed, "checks": [asdict(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            _print(finding)
        if not failed:
            click.echo("All that the course needs is here.")
    sys.exit(1 if failed else 0)


def _print(finding: doctor.Finding) -> None:
    word, colour = ("ok", "green") if finding.ok else ("MISSING", "red") if finding.needed else ("without", "yellow")
    click.echo(f"{click.style(f'{word:<8}', fg=colour)} {finding.name:<14} {finding.found}")
    if not finding.ok:
        click.echo(f"{'':<24}{finding.mend}")
