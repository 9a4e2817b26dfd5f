"""A scenario: the traffic, faults and objectives that a design is run under. A value; designs know nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from course.design.calls import Component
from course.design.demand import Demand, Keys, Provider, demand_of
from course.design.faults import Fault, TargetFault
from course.design.plain import from_plain, to_plain
from course.design.slos import Objective, Staleness
from course.design.traffic import Network, Times, Traffic, Users
from course.design.values import Value, near, number
from course.errors import DesignError

if TYPE_CHECKING:
    from course.design.design import Design

VERSION = 1
KINDS = ("Cache", "Store")
"""Whose staleness may be asked of all components of the kind together, however many a design has."""


@dataclass(frozen=True, kw_only=True)
class Scenario(Value):
    """What happens to a design for `duration_s`, after `warm_up_s` of the same traffic that counts for nothing.

    `demand` maps a component's name or kind, with an operation or without ("links.read", "links", "SQLStore.read",
    "SQLStore"), to the work it takes; `keys` maps key spaces to what they hold; `providers` maps dependencies to how they
    behave. `needs` maps names of components that a design must have to their kind. Same design, scenario and seed: same run.
    """

    name: str = field(kw_only=False)
    about: str = "-"
    traffic: tuple[Traffic, ...] = ()
    duration_s: float = number(300, least=1, most=86_400)
    warm_up_s: float = number(30, most=3_600)
    seed: int = number(1, most=2**53)
    keys: Mapping[str, Keys] = field(default_factory=dict)
    demand: Mapping[str, Demand] = field(default_factory=dict)
    providers: Mapping[str, Provider] = field(default_factory=dict)
    users: Users = Users()  # noqa: RUF009  # frozen
    network: Network = Network()  # noqa: RUF009  # frozen
    faults: tuple[Fault, ...] = ()
    slos: tuple[Objective, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        if not self.traffic:
            raise DesignError(f'{self.title} has no traffic; give traffic=[Traffic(Constant(100), {{"endpoint": 1}})].')
        for fault in self.faults:
            if fault.at_s >= self.duration_s:
                raise DesignError(
                    f"{self.title}: {fault.text} at {fault.at_s:g} s, after its end at {self.duration_s:g} s."
                )

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The endpoints that its traffic asks for."""
        return tuple(dict.fromkeys(name for stream in self.traffic for name in stream.mix))

    def rate(self, endpoint: str, second: float) -> float:
        """Requests a second for that endpoint at that time, without surges."""
        return sum(stream.rate.at(second) * stream.share(endpoint) for stream in self.traffic)

    def demand_for(self, component: Component, operation: str) -> Demand:
        """How long one such operation takes."""
        return demand_of(self.demand, component, operation)

    def keys_of(self, space: str) -> Keys:
        """What that key space holds; "user" is the people themselves."""
        if space == "user" and space not in self.keys:
            return Keys(count=min(self.users.count, 2_000_000), popularity=self.users.popularity)
        return self.keys.get(space, Keys())

    def shifted(
        self,
        *,
        seed: int | None = None,
        load: float = 1.0,
        later_s: float = 0.0,
        faults: Sequence[Fault] | None = None,
        name: str | None = None,
    ) -> "Scenario":
        """A variant, for hidden cases say: another seed, `load` times the traffic, its faults so much later, or other ones."""
        moved = tuple(one.with_(at_s=one.at_s + later_s) for one in self.faults) if faults is None else tuple(faults)
        traffic = self.traffic if load == 1 else tuple(one.with_(rate=Times(one.rate, load)) for one in self.traffic)
        return self.with_(
            name=name or self.name, seed=self.seed if seed is None else seed, traffic=traffic, faults=moved
        )

    def fit(self, design: "Design") -> None:
        """Raise DesignError unless the design has what the scenario asks of it."""
        for endpoint in self.endpoints:
            if endpoint not in design.endpoints:
                raise DesignError(
                    f"{self.title} sends traffic to `{endpoint}`, and {design.title} has no such endpoint."
                    f'{near(endpoint, design.endpoints)} Add Endpoint("{endpoint}", …).'
                )
        for name, kind in self.needs.items():
            if name not in design.components:
                raise DesignError(
                    f"{self.title} is about a {kind} called `{name}`, and {design.title} has none."
                    f'{near(name, design.components)} Add {kind}("{name}").'
                )
            if type(design.components[name]).__name__ != kind:
                raise DesignError(
                    f"{self.title} needs `{name}` to be a {kind}; here it is a {type(design.components[name]).__name__}."
                )
        regions = [region.name for region in design.regions]
        for fault in self.faults:
            named = getattr(fault, "region", None)
            if named is not None and regions and named not in regions:
                raise DesignError(
                    f"In {self.title} {fault.text}, and {design.title} runs in {', '.join(f'`{one}`' for one in regions)}. Call its "
                    f"regions as the scenario does: {', '.join(f'`{one}`' for one in self.users.regions)}."
                )
        flows = {flow.name: flow for flow in design.flows}
        for slo in self.slos:
            flow, component = getattr(slo, "flow", None), getattr(slo, "component", None)
            if flow is not None and flow not in flows:
                raise DesignError(
                    f"{self.title} asks for {slo.text}, and {design.title} has no flow `{flow}`.{near(flow, flows)}"
                )
            any_of_it = isinstance(slo, Staleness) and component in KINDS
            if component is not None and not any_of_it and component not in design.components:
                raise DesignError(
                    f"{self.title} asks for {slo.text}, and {design.title} has no component `{component}`."
                    f"{near(component, design.components)}"
                )

    def targets(self, fault: Fault, design: "Design") -> tuple[str, ...]:
        """The components that a fault is about, by name or kind ("Store" is both kinds); none when the design has no such."""
        return matching(fault.target, design) if isinstance(fault, TargetFault) else ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, with a version."""
        return {"version": VERSION, "scenario": to_plain(self)}

    @classmethod
    def from_dict(cls, plain: object) -> "Scenario":
        """The scenario that `to_dict` made this of. Raises DesignError for anything else."""
        if type(plain) is not dict or set(plain) != {"version", "scenario"}:
            raise DesignError("This is no scenario: expected an object with version and scenario.")
        if plain["version"] != VERSION:
            raise DesignError(
                f"The scenario is of version {plain['version']!r:.20}, and this course reads {VERSION}; update Keeper."
            )
        return from_plain(cls, plain["scenario"], "scenario")


def matching(target: str, design: "Design") -> tuple[str, ...]:
    """The components of that name, or of that kind ("Store" is both kinds); none when the design has no such."""
    if target in design.components:
        return (target,)
    kinds = {name: [kind.__name__ for kind in type(one).__mro__] for name, one in design.components.items()}
    return tuple(name for name in kinds if target in kinds[name])
