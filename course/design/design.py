"""A design: its flows and regions, and through them every component. A value: it compares, diffs, serialises, draws and costs."""

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course.design.calls import Component, Step, Together
from course.design.components import Region
from course.design.flows import Consumer, Endpoint, Flow, Job, brief, spelled
from course.design.plain import from_plain, to_plain
from course.design.policies import RegionalFailover
from course.design.values import LIST_LENGTH, Value, fields, near
from course.errors import DesignError

if TYPE_CHECKING:
    from course.design.prices import Bill
    from course.design.remarks import Remark
    from course.design.scenario import Scenario

VERSION = 1
CALLS_AT_MOST = 10_000
"""Calls that one request may become when every retry is used; a design beyond it could not be run."""


@dataclass(frozen=True)
class Design(Value):
    """A system: `Design("short links", Endpoint(…), Endpoint(…), regions=[Region("us-east")])`.

    It runs in each of its `regions`, with all its components in each; without any, in one region. With `propagate_deadlines`
    a callee stops working on what its caller has given up on. Raises DesignError for what cannot be; what is only risky stands
    in `remarks`.
    """

    name: str
    flows: tuple[Flow, ...] = ()
    regions: tuple[Region, ...] = ()
    failover: RegionalFailover | None = None
    propagate_deadlines: bool = False

    def __init__(
        self,
        name: str,
        *flows: Flow,
        regions: "tuple[Region, ...] | list[Region]" = (),
        failover: RegionalFailover | None = None,
        propagate_deadlines: bool = False,
    ) -> None:
        own = {"name": name, "flows": flows, "regions": regions, "failover": failover}
        for field, value in {**own, "propagate_deadlines": propagate_deadlines}.items():
            object.__setattr__(self, field, value)
        self.__post_init__()

    def check(self) -> None:
        if not self.flows:
            raise DesignError(f"{self.title} has no flow, so nothing would ever happen; give it an Endpoint.")
        for what, names in (("flow", self.flows), ("region", self.regions)):
            twice = [name for name, count in Counter(one.name for one in names).items() if count > 1]
            if twice:
                raise DesignError(f"{self.title}: two {what}s are called `{twice[0]}`; rename one.")
        if self.failover and len(self.regions) < 2:
            raise DesignError(
                f"{self.title} fails over between regions but has {len(self.regions) or 'no'} region"
                f"{'' if self.regions else 's'}; give regions=[Region(…), Region(…)]."
            )
        _ = self.components
        for flow in self.flows:
            if (most := amplification(flow.root)) > CALLS_AT_MOST:
                raise DesignError(
                    f"`{flow.name}` may become {most:,} calls when its retries are used at every level, which multiply; retry at "
                    "one level, the one nearest to what fails."
                )

    # -- Looking at it -------------------------------------------------------------------------------------------------

    @property
    def components(self) -> dict[str, Component]:
        """Every component by name, in the order of the flows. Raises DesignError for two of one name that differ."""
        found: dict[str, Component] = {}
        for component in self._mentioned():
            other = found.setdefault(component.name, component)
            if type(other) is not type(component):
                raise DesignError(
                    f"{self.title}: a {type(other).__name__} and a {type(component).__name__} are both called "
                    f"`{component.name}`; rename one."
                )
            if other != component:
                differ = [
                    field.name
                    for field, _ in fields(type(other))
                    if getattr(other, field.name) != getattr(component, field.name)
                ]
                raise DesignError(
                    f"{self.title}: two components are called `{component.name}` and differ in {', '.join(differ)}. Make it once, "
                    f"{component.name} = {type(component).__name__}(…), and use that."
                )
        return found

    def _mentioned(self) -> Iterator[Component]:
        for flow in self.flows:
            yield flow.begun_by
            for call in flow.calls:
                yield call.target

    @property
    def endpoints(self) -> dict[str, Endpoint]:
        return {flow.name: flow for flow in self.flows if isinstance(flow, Endpoint)}

    @property
    def consumers(self) -> dict[str, Consumer]:
        return {flow.name: flow for flow in self.flows if isinstance(flow, Consumer)}

    @property
    def jobs(self) -> dict[str, Job]:
        return {flow.name: flow for flow in self.flows if isinstance(flow, Job)}

    def __getitem__(self, name: str) -> Component:
        """The component of that name. Raises DesignError."""
        if name not in self.components:
            raise DesignError(f"{self.title} has no component `{name}`.{near(name, self.components)}")
        return self.components[name]

    @property
    def remarks(self) -> "tuple[Remark, ...]":
        """What is risky about it, to be read before it is run."""
        from course.design.remarks import remarks  # which looks at designs

        return remarks(self)

    def outline(self) -> str:
        """Its components, then its flows call by call, as text."""
        lines = [f"{self.name}"]
        lines += [f"  {spelled(component)}" for component in self.components.values()]
        lines += [f"  {brief(region)}" for region in self.regions]
        lines += [f"  {brief(self.failover)}"] if self.failover else []
        lines += ["  propagates deadlines"] if self.propagate_deadlines else []
        return "\n".join([*lines, *(line for flow in self.flows for line in flow.outline())])

    def bill(self, scenario: "Scenario | None" = None) -> "Bill":
        """What it costs a month by the course's price table: as it stands, or at a scenario's mean traffic."""
        from course.design.prices import bill

        return bill(self, scenario)

    def draw(self) -> str:
        """Its drawing, as SVG."""
        from course.design.draw import draw

        return draw(self)

    def _repr_html_(self) -> str | None:
        from course.design.show import design_page
        from course.parts.session import is_person_there

        return design_page(self) if is_person_there() else None

    def __repr__(self) -> str:
        return f"<Design {self.name!r}: {len(self.components)} components, {len(self.flows)} flows>"

    __str__ = outline

    # -- As a value ----------------------------------------------------------------------------------------------------

    def diff(self, other: "Design") -> list[str]:
        """What makes `other` of this design, a line each; none when they are equal."""
        lines = []
        for name, component in self.components.items():
            if name not in other.components:
                lines.append(f"− {spelled(component)}")
            elif (changed := other.components[name]) != component:
                lines += [f"{name}: {line}" for line in _changes(component, changed)]
        lines += [f"+ {spelled(one)}" for name, one in other.components.items() if name not in self.components]
        before, after = ([line for flow in one.flows for line in _located(flow)] for one in (self, other))
        for line in difflib.ndiff(before, after):
            if line[0] in "+-":
                lines.append(f"{'+' if line[0] == '+' else '−'} {line[2:]}")
        alike = {"name", "flows"}
        lines += [
            f"{field.name}: {brief(getattr(self, field.name))} → {brief(getattr(other, field.name))}"
            for field, _ in fields(Design)
            if field.name not in alike and getattr(self, field.name) != getattr(other, field.name)
        ]
        return lines

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, with a version."""
        return {
            "version": VERSION,
            "components": [to_plain(one) for one in self.components.values()],
            "design": to_plain(self, named=Component),
        }

    @classmethod
    def from_dict(cls, plain: object) -> "Design":
        """The design that `to_dict` made this of. Raises DesignError for anything else: it may come from anybody."""
        if type(plain) is not dict or set(plain) != {"version", "components", "design"}:
            raise DesignError(
                "This is no design: expected an object with version, components and design, as Design.to_dict gives it."
            )
        if plain["version"] != VERSION:
            raise DesignError(
                f"The design is of version {plain['version']!r:.20}, and this course reads {VERSION}. Update Keeper, or run the cell "
                "that makes the design again."
            )
        listed = plain["components"]
        if type(listed) is not list or len(listed) > LIST_LENGTH:
            raise DesignError(f"components: expected a list of at most {LIST_LENGTH:,}.")
        known: dict[str, Value] = {}
        for at, one in enumerate(listed):
            component = from_plain(Component, one, f"components[{at}]")
            if component.name in known:
                raise DesignError(f"components[{at}]: `{component.name}` is there twice.")
            known[component.name] = component
        return from_plain(cls, plain["design"], "design", known)


def amplification(step: Step) -> int:
    """The most calls that one such step can become: attempts and hedges multiply from level to level."""
    inner = sum(amplification(one) for one in step.steps)
    if isinstance(step, Together):
        return inner
    times = (step.retry.attempts if step.retry else 1) * (2 if step.hedge else 1)
    return times * (1 + inner) + sum(amplification(one) for one in (step.fallback.steps if step.fallback else ()))


def _located(flow: Flow) -> list[str]:
    """The outline of a flow with its name before each line, so that a difference says where it is."""
    title, *lines = flow.outline()
    return [title, *(f"{flow.name}: {line.strip()}" for line in lines)]


def _changes(before: Value, after: Value) -> Iterator[str]:
    if type(before) is not type(after):
        yield f"{type(before).__name__} → {type(after).__name__}"
        return
    for field, _ in fields(type(before)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield f"{field.name} {brief(old)} → {brief(new)}"
