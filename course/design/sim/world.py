"""What every part of a running design shares: the clock, the draws, the regions and the books."""

from collections.abc import Callable
from math import inf
from typing import Any, TypeVar

from numpy.typing import NDArray

from course.design.components import Region
from course.design.demand import Demand
from course.design.design import Design
from course.design.faults import PacketLoss
from course.design.scenario import Scenario
from course.design.sim.ledger import FlowBook, Ledger
from course.design.sim.loop import Loop, Process, Resume
from course.design.sim.streams import Stream, Streams

URGENCY = {"critical": 0, "normal": 1, "bulk": 2}


class Place:
    """Somewhere a call can come from: a region's edge, a balancer, an instance, a node."""

    __slots__ = ("balance", "kept", "lost", "region", "zone")

    def __init__(self, region: int, zone: int = 0) -> None:
        self.region = region
        self.zone = zone
        self.lost = False
        self.balance: str | None = None
        """How it chooses among instances; None: as a client library does."""
        self.kept: dict[Any, Any] = {}
        """What its call sites keep here, each by a key of its own: pools, bulkheads, calls under way."""


class Request:
    """What a person, a message or a clock asked for. `number` is what all its draws go by."""

    __slots__ = ("_effects", "at", "book", "number", "region", "round_trip_s", "seen", "urgency", "user")

    def __init__(
        self, number: int, book: FlowBook, at: float, urgency: int, user: int, region: int, round_trip_s: float = 0.0
    ) -> None:
        self.number = number
        self.book = book
        self.at = at
        self.urgency = urgency
        self.user = user
        self.region = region
        self.round_trip_s = round_trip_s
        self._effects: dict[Any, Any] | None = None
        self.seen: dict[tuple[str, Any], float] | None = None
        """The version of each key of each store that it read or wrote last."""

    @property
    def effects(self) -> dict[Any, Any]:
        """What it has done that should be done once, by call site."""
        if self._effects is None:
            self._effects = {}
        return self._effects

    def saw(self, store: str, key: Any, version: float) -> None:
        if self.seen is None:
            self.seen = {}
        self.seen[store, key] = version


Draw = Callable[[int, int], float]
"""A draw by request number and turn."""
Visit = Callable[[Request, int, float, Place], Process]
"""A call, ready to be made: for a request; in which turn (0, or another number for each repetition); until when somebody waits
for it; from where. Gives its outcome."""


RECEIVES_BITS, DIGIT_BITS = 16, 4


def digit(depth: int) -> int:
    """Where in a turn the attempts of a call at that depth are counted, as a shift: below it, what its callers repeat. So no two
    repetitions of anything share a turn. What people or a queue repeat comes first; then for each level a retry and a hedge."""
    return RECEIVES_BITS + 2 * DIGIT_BITS * depth


class World:
    """One run of a design under a scenario."""

    def __init__(self, design: Design, scenario: Scenario, seed: int) -> None:
        self.design = design
        self.scenario = scenario
        self.loop = Loop(-scenario.warm_up_s)
        self.streams = Streams(seed)
        self.regions = design.regions or (Region(next(iter(scenario.users.regions))),)
        self.ledger = Ledger(self.loop)
        self.hop_s = 2 * scenario.network.zone_ms / 1000
        """There and back within a region."""
        self.far_s = 2 * scenario.network.region_ms / 1000
        self.lost: set[int] = set()
        """Regions that are gone."""
        self.moved: dict[int, tuple[float, list[int]]] = {}
        """Region to the share of its people that goes to others, and to which."""
        self.sick: set[int] = set()
        """Regions that people are kept from because of what they answered."""
        self.answers = [[0, 0] for _ in self.regions]
        """How many requests each region has answered, and how many of them badly or too late."""
        self.entries = [Place(region) for region in range(len(self.regions))]
        """Where a region's people come in."""
        self._partitions = [one for one in scenario.faults if isinstance(one, PacketLoss) and one.share == 1]
        self._spaces = {"user": 0}
        self._keys: dict[tuple[str, int], Stream] = {}

    def draws(self, purpose: str, demand: Demand) -> Stream:
        """Seconds of work by request number."""
        return self.streams.stream(purpose, lambda uniform: demand.quantile(uniform) / 1000)

    def keys(self, space: str, item: int = 0) -> Stream:
        """The key of that space that a request is about: the same in all flows, and unlike the keys of other spaces."""
        if (space, item) not in self._keys:
            held, first = self.scenario.keys_of(space), self._spaces.setdefault(space, len(self._spaces)) << 32
            shape = lambda uniform: held.popularity.quantile(uniform, held.count) + first  # noqa: E731
            self._keys[space, item] = self.streams.stream(f"key {space} {item}", shape)
        return self._keys[space, item]

    def zones(self, region: int, count: int) -> list[int]:
        """The zones of `count` things that are spread over a region."""
        return [one % self.regions[region].zones for one in range(count)]

    def route(self, request: Request) -> tuple[int, float]:
        """The region that takes it, and the time there and back."""
        moved = self.moved.get(request.region)
        if moved is not None:
            share, others = moved
            if others and mixed(request.user + MOVED) / 2**64 < share:
                where = mixed(request.user + WHERE) * len(others) >> 64
                return others[where], request.round_trip_s + self.far_s
        return request.region, request.round_trip_s

    def hang(self, resume: Resume, _: object) -> None:
        """Effect: never go on."""

    def heard_in_s(self, region: int, other: int) -> float:
        """How long a message takes to another region: half the way there and back, after a partition between them is over."""
        now = over = self.loop.now
        for fault in self._partitions:
            if {fault.between, fault.and_} == {self.regions[region].name, self.regions[other].name}:
                end = inf if fault.until_s is None else fault.until_s
                if fault.at_s <= now < end:
                    over = max(over, end)
        return over - now + self.far_s / 2


MOVED, CONNECTED, WHERE = 1 << 40, 1 << 41, 1 << 42
"""Added to a user's number, for a draw of its own."""


Number = TypeVar("Number", int, NDArray[Any])


def mixed(number: Number) -> Number:
    """64 bits that depend on the number and look random: SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014). Of an array of np.uint64,
    those of each."""
    number = (number + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    number = (number ^ number >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return number ^ number >> 31


def spread(key: int, parts: int) -> int:
    """Which of `parts` a key belongs to: Fibonacci hashing (D. Knuth, "The Art of Computer Programming" 3, 6.4)."""
    return ((key * 2654435769 & 0xFFFFFFFF) * parts) >> 32
