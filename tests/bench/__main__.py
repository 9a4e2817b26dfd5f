"""`python -m tests.bench [NAME…] [--quick] [--write]`: run the benchmarks and print their tables.

Every figure that compares two things has both measured in this run. Absolute seconds are this machine's and say little elsewhere.
"""

import os
import platform
from collections.abc import Callable
from pathlib import Path

import click

from autograde import processors

from . import bridge, cluster, coach, growth, lessons, overhead, simulator, throughput
from .table import Table

BENCHMARKS: dict[str, Callable[[bool], Table]] = {
    "throughput": throughput.measure,
    "growth": growth.measure,
    "overhead": overhead.measure,
    "bridge": bridge.measure,
    "cluster": cluster.measure,
    "lessons": lessons.measure,
    "simulator": simulator.measure,
    "coach": coach.measure,
}
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
BUSY = 0.5
"""Runnable processes before the first benchmark from which the figures are taken for somebody else's, too."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--quick", is_flag=True, help="A few submissions: shows that they work, measures little.")
@click.option("--write", is_flag=True, help="Put the tables into docs/benchmarks.md, too; for a run of all of them.")
def main(names: tuple[str, ...], quick: bool, write: bool) -> None:
    """Run the benchmarks NAMES, all without one: throughput, growth, overhead, bridge, cluster, lessons, simulator, coach."""
    if write and (names or quick):
        raise click.UsageError("--write is for all benchmarks in full: docs/benchmarks.md holds figures of one run.")
    load = os.getloadavg()[0]
    if load > BUSY and not quick:
        click.echo(f"Others keep this machine busy (load {load:.1f}): figures will be worse than they are.\n", err=True)
    tables = []
    for name in names or BENCHMARKS:
        tables.append(BENCHMARKS[name](quick))
        click.echo(tables[-1].text() + "\n")
    if write:
        _write(tables, load)


def _write(tables: list[Table], load: float) -> None:
    machine = (
        f"{processors.count()} cores ({platform.machine()}), {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, load {load:.1f} before the first."
    )
    measured = "\n\n".join([machine, *(table.markdown() for table in tables)])
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}")


if __name__ == "__main__":
    main()
