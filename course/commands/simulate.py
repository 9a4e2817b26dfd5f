"""`course simulate`: a design from a file, run under a scenario, with its verdict and incident review."""

import json
import sys
from pathlib import Path

import click

EXITS = {"pass": 0, "fail": 1, "too close to call": 3}


@click.command("simulate")
@click.argument("file", metavar="FILE.py", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--scenario", "name", metavar="NAME", help="One that the file defines, or one of the course's.")
@click.option(
    "--seeds", metavar="N", type=click.IntRange(1, 50), help="As many runs; without it, until the verdict is clear."
)
@click.option(
    "--load", "times", metavar="X", type=click.FloatRange(0.01, 100), default=1.0, help="X times the traffic."
)
@click.option(
    "--slice",
    "slices",
    metavar="K",
    type=click.IntRange(1, 100_000),
    default=1,
    help="A K-th of it all, for large traffic.",
)
@click.option("--list", "listing", is_flag=True, help="List the course's scenarios.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    file: Path | None, name: str | None, seeds: int | None, times: float, slices: int, listing: bool, as_json: bool
) -> None:
    """Run the `design` that FILE.py defines under a scenario, and say what broke first.

    FILE.py runs in a process of its own and may define scenarios, too. What a run measured is kept beside it, so that the next one
    says what changed. With --slice, counts and costs in the report are those of the slice. Exit status: 0 every objective is met,
    1 one is not, 3 it is too close to call.
    """
    from course.design.last_runs import LastRuns
    from course.design.loading import load
    from course.design.report import review
    from course.design.scenarios import scenario, scenarios
    from course.design.sim.scaling import scaled

    if listing:
        abouts = {one.name: one.about for one in scenarios().values()}
        click.echo(json.dumps(abouts, indent=2) if as_json else "\n".join(f"{one:<24} {abouts[one]}" for one in abouts))
        return
    if file is None:
        raise click.UsageError("Give the file that defines the design, or --list.")
    design, own = load(file)
    if name is None:
        fitting = [one.name for one in (own | scenarios()).values() if set(one.endpoints) <= set(design.endpoints)]
        raise click.UsageError(f"Give --scenario NAME. With its endpoints fit: {', '.join(fitting) or 'none'}.")
    chosen = own[name] if name in own else scenario(name)
    if times != 1:
        chosen = chosen.shifted(load=times, name=f"{name} at {times:g} times the load")
    if slices > 1:
        design, chosen = scaled(design, chosen.with_(name=f"{chosen.name}, 1/{slices} of it"), slices)
    runs = LastRuns(file)
    with click.progressbar(length=1000, label=chosen.name, file=sys.stderr) as bar:
        found = review(
            design,
            chosen,
            seeds=seeds,
            before=runs.before(chosen.name),
            progress=lambda share: bar.update(round(share * 1000) - bar.pos),
        )
    runs.keep(chosen.name, found.kept())
    click.echo(json.dumps(found.to_dict(), indent=2) if as_json else str(found))
    sys.exit(EXITS[found.verdict.outcome])
