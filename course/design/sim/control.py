"""What acts on a running design by itself, later than it should: autoscaling, staged rollout, regional failover."""

from collections.abc import Callable
from functools import partial

from course.design.faults import BadDeploy
from course.design.policies import Autoscaling, RegionalFailover
from course.design.sim.hosts import Fleet, Instance, ServiceHost
from course.design.sim.loop import Process
from course.design.sim.outcome import SERVED
from course.design.sim.world import World


def autoscaling(world: World, fleet: Fleet, policy: Autoscaling) -> Process:
    """Kubernetes' rule on the CPU of the last period: ceil(instances x utilisation / target), within a tenth of it left alone."""
    name = fleet.service.name
    coming = 0
    busy_before = fleet.gauges()["busy_s"]
    low_since: float | None = None

    def arrive(count: int, _: object) -> None:
        nonlocal coming
        coming -= count
        fleet.grow(count)
        world.ledger.event(name, "scaling", f"{name}: {count} more serve, {len(fleet.instances)} now", "autoscaling")

    while True:
        yield policy.every_s
        gauges = fleet.gauges()
        busy_s, busy_before = gauges["busy_s"] - busy_before, gauges["busy_s"]
        count = len(fleet.instances)
        if not count:
            continue
        utilisation = busy_s / (policy.every_s * gauges["servers"])
        ratio = utilisation / policy.target
        wanted = count if abs(ratio - 1) <= 0.1 else -int(-count * ratio // 1)
        wanted = max(policy.least, min(policy.most, wanted))
        if wanted >= count:
            low_since = None
        if wanted > count + coming:
            more = wanted - count - coming
            coming += more
            world.ledger.event(name, "scaling", f"{name}: {more} more instances asked for", f"CPU at {utilisation:.0%}")
            world.loop.at(world.loop.now + policy.lag_s, partial(arrive, more))
        elif wanted < count:
            low_since = world.loop.now if low_since is None else low_since
            if world.loop.now - low_since >= policy.down_after_s:
                fleet.shrink(count - wanted)
                world.ledger.event(name, "scaling", f"{name}: {count - wanted} fewer", f"CPU at {utilisation:.0%}")
                low_since = None


def rollout(world: World, host: ServiceHost, deploy: BadDeploy) -> Process:
    """A bad version reaches instances in stages, or all at once without a policy; it is rolled back when it is seen to be worse
    than the old one, or repaired at the end of the fault."""
    name, policy = host.service.name, host.service.rollout
    ledger = world.ledger
    instances = [instance for fleet in host.fleets for instance in fleet.instances]
    end = world.loop.now + (deploy.for_s if deploy.for_s is not None else float("inf"))
    new: list[Instance] = []
    for stage in policy.stages if policy else (1.0,):
        count = max(1, round(stage * len(instances)))
        for instance in instances[len(new) : count]:
            instance.run(deploy.errors, deploy.factor)
            new.append(instance)
        if stage == 1:
            _deployed(host, deploy.errors, deploy.factor)
        text = f"{name}: the new version is on {len(new)} of {len(instances)} instances"
        ledger.event(name, "rollout", text, deploy.text)
        if policy is None:
            break
        before = {id(one): (one.answered, one.failed, one.latency_s) for one in instances}
        yield min(policy.bake_s, max(0.0, end - world.loop.now))
        if world.loop.now >= end:
            break
        old = [one for one in instances if one not in new]
        (new_errors, new_s), (old_errors, old_s) = (_since(group, before) for group in (new, old))
        if new_errors - old_errors > policy.abort_errors or (old and old_s and new_s > policy.abort_latency * old_s):
            why = f"{new_errors:.1%} errors against {old_errors:.1%}, {new_s * 1000:.0f} ms against {old_s * 1000:.0f}"
            _take_back(host, new)
            ledger.event(name, "rollout", f"{name}: the new version is rolled back", why)
            return SERVED
    if end < float("inf"):
        yield max(0.0, end - world.loop.now)
        _take_back(host, new)
        ledger.event(name, "repair", f"{name}: the version is repaired")
    return SERVED


def _deployed(host: ServiceHost, errors: float, slow: float) -> None:
    for fleet in host.fleets:
        fleet.errors, fleet.slow = errors, slow


def _take_back(host: ServiceHost, new: list[Instance]) -> None:
    _deployed(host, 0.0, 1.0)
    for instance in {*new, *(instance for fleet in host.fleets for instance in fleet.instances)}:
        instance.run(0.0, 1.0)


def _since(group: list[Instance], before: dict[int, tuple[int, int, float]]) -> tuple[float, float]:
    """The share of errors and the mean latency of a group since then."""
    answered = sum(one.answered - before[id(one)][0] for one in group)
    failed = sum(one.failed - before[id(one)][1] for one in group)
    latency_s = sum(one.latency_s - before[id(one)][2] for one in group)
    return (failed / answered, latency_s / answered) if answered else (0.0, 0.0)


def failing_over(world: World, policy: RegionalFailover, region: int, lost: bool) -> Process:
    """A region was lost, or is back: some time later its people go elsewhere, or come home."""
    name = world.regions[region].name
    yield policy.detect_s
    if (region in world.lost) != lost:
        return SERVED
    world.sick.discard(region)
    text = f"{name}'s traffic is moved to the other regions" if lost else f"{name}'s traffic comes home"
    world.ledger.event(name, "failover", text, f"{name} lost" if lost else f"{name} is back")
    return (yield from _moving(world, policy, region, float(lost), lambda: (region in world.lost) == lost))


def watching(world: World, policy: RegionalFailover, errors: float) -> Process:
    """Every second: a region that answers badly is left while another does not, and people come home when the few who stayed
    there are answered again. What is lost is none of its business."""
    period = max(1, round(policy.detect_s))
    seen = [[tuple(one)] for one in world.answers]
    while True:
        yield 1.0
        for region, column in enumerate(seen):
            column.append(tuple(world.answers[region]))
            del column[: -1 - period]
        bad = [_bad(column) if len(column) > period else None for column in seen]
        for region, share in enumerate(bad):
            if region in world.lost or share is None:
                continue
            well = any(
                other != region and other not in world.lost and (bad[other] or 0.0) <= errors
                for other in range(len(bad))
            )
            name, was_sick = world.regions[region].name, region in world.sick
            if not was_sick and share > errors and well:
                world.sick.add(region)
                text = f"{name}'s traffic is moved to the other regions, but for one in {STAYING:.0f}"
                to = 1 - 1 / STAYING
            elif was_sick and share <= errors / 2 and world.moved.get(region, (0.0, []))[0] >= 1 - 1 / STAYING:
                world.sick.discard(region)
                text = f"{name}'s traffic comes home"
                to = 0.0
            else:
                continue
            world.ledger.event(name, "failover", text, f"{name} fails {share:.0%} of its requests")

            def still(region: int = region, sick: bool = not was_sick) -> bool:
                return region not in world.lost and (region in world.sick) == sick

            world.loop.spawn(_moving(world, policy, region, to, still))


STAYING = 20.0
"""One in so many stays in a region that is only sick."""


def _bad(column: list[tuple[int, ...]]) -> float | None:
    """The share of bad answers since the column's first line; None without any answer."""
    asked = column[-1][0] - column[0][0]
    return (column[-1][1] - column[0][1]) / asked if asked else None


def _moving(world: World, policy: RegionalFailover, region: int, to: float, still: Callable[[], bool]) -> Process:
    """From the share of its people that is elsewhere now to another, in twenty steps, as long as that is still wanted."""
    others = [one for one in range(len(world.regions)) if one != region and one not in world.lost | world.sick]
    begin, where = world.moved.get(region, (0.0, others))
    for step in range(1, 21):
        yield policy.shift_s / 20
        if not still():
            return SERVED
        world.moved[region] = (begin + (to - begin) * step / 20, others if to else where)
    return SERVED
