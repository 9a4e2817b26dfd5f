"""A run: a design under a scenario with a seed becomes a Record. The same three give the same record everywhere."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from course.design.design import Design
from course.design.flows import Consumer, Endpoint, Job
from course.design.scenario import Scenario
from course.design.sim.compile import Compiler, boxes
from course.design.sim.control import autoscaling, watching
from course.design.sim.faults import Troubles
from course.design.sim.hosts import ServiceHost
from course.design.sim.ledger import TICK_S
from course.design.sim.loop import Process
from course.design.sim.messages import SourceBox
from course.design.sim.record import Record, component_record, flow_record
from course.design.sim.traffic import arrivals, jobs
from course.design.sim.warmth import warm
from course.design.sim.world import Visit, World

Progress = Callable[[float], None]


def simulate(
    design: Design, scenario: Scenario, seed: int | None = None, *, progress: Progress | None = None
) -> Record:
    """Run it to the end of the scenario, which is simulated time; `seed` None is the scenario's own.

    `progress` is called with the share that is done, once a simulated second. A KeyboardInterrupt, or whatever `progress`
    raises, ends the run and leaves nothing behind. Raises DesignError for a design that does not fit the scenario.
    """
    scenario.fit(design)
    seed = scenario.seed if seed is None else seed
    world = World(design, scenario, seed)
    made = boxes(world)
    troubles = Troubles(world)
    compiler = Compiler(world, made, troubles)
    roots: dict[str, Visit] = {flow.name: compiler.root(flow) for flow in design.flows}
    for flow in design.flows:
        match flow:
            case Endpoint():
                world.ledger.flow(flow.name)
            case Consumer():
                source = made[flow.source.name]
                assert isinstance(source, SourceBox)
                source.consume(flow, roots[flow.name], world.entries)
            case Job():
                world.loop.spawn(jobs(world, flow.name, roots[flow.name]))
    for box in made.values():
        if isinstance(box, ServiceHost) and box.service.autoscaling:
            for fleet in box.fleets:
                world.loop.spawn(autoscaling(world, fleet, box.service.autoscaling))
    if design.failover and design.failover.errors is not None:
        world.loop.spawn(watching(world, design.failover, design.failover.errors))
    troubles.schedule(made)
    world.loop.spawn(_ticking(world, progress))
    with _uncollected():
        warm(world, compiler.cached)
        world.loop.run(scenario.duration_s, arrivals(world, roots))
    world.ledger.sample(keep=True)
    return Record(
        design.name,
        scenario.name,
        seed,
        scenario.duration_s,
        {name: flow_record(book) for name, book in world.ledger.flows.items()},
        {name: component_record(book, scenario.duration_s) for name, book in world.ledger.components.items()},
        tuple(world.ledger.events),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles: nothing that a run drops on its way is in one, and to look takes a tenth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _ticking(world: World, progress: Progress | None) -> Process:
    scenario, loop, ledger = world.scenario, world.loop, world.ledger
    yield scenario.warm_up_s % TICK_S
    while True:
        second = round(loop.now)
        if second == 0:
            ledger.begin()
        elif second > 0:
            ledger.sample(keep=True)
        if progress is not None:
            progress((second + scenario.warm_up_s) / (scenario.duration_s + scenario.warm_up_s))
        yield TICK_S
