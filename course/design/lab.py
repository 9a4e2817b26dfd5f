"""The lab as one works with it in a notebook: `run(design, scenario)` shows how far it is and gives the review."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from course.design.report import Before, Review, review
from course.design.scenarios import scenario as named_scenario

if TYPE_CHECKING:
    from course.design.design import Design
    from course.design.scenario import Scenario

BETWEEN_UPDATES_S = 0.2


def run(design: "Design", scenario: "Scenario | str", *, seeds: int | None = None) -> Review:
    """Run a design under a scenario, or under the one of that name, and give its review.

    Seeds as `judge` takes them. In a notebook the review compares with the last run under that scenario, in this workspace.
    Stopping the cell stops the run and keeps nothing of it. Raises DesignError when the design lacks what the scenario asks for.
    """
    from course.parts import session

    chosen = named_scenario(scenario) if isinstance(scenario, str) else scenario
    here = session.here()
    key = f"design_lab:{chosen.name}"
    with _bar(here.person) as progress:
        found = review(design, chosen, seeds=seeds, before=Before.from_dict(here.load(key)), progress=progress)
    here.save(key, found.kept())
    return found


@contextmanager
def _bar(person: bool) -> Iterator[Callable[[float], None] | None]:
    """A bar in the cell's output while it runs, for a person."""
    if not person:
        yield None
        return
    from IPython.display import HTML, display

    shown = display(HTML(_progress(0)), display_id=True)
    last = 0.0

    def update(share: float) -> None:
        nonlocal last
        if time.monotonic() - last > BETWEEN_UPDATES_S:
            last = time.monotonic()
            shown.update(HTML(_progress(share)))

    try:
        yield update
    finally:
        shown.update(HTML(""))


def _progress(share: float) -> str:
    return f'<progress aria-label="simulating" max="1" value="{share:.3f}" style="width:20em"></progress> {share:.0%}'
