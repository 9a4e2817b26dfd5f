"""Watch history: every few seconds a position is written, and pages read what was watched last."""

from course.design.demand import Keys, Lognormal, Zipf
from course.design.faults import InstanceLoss
from course.design.scenario import Scenario
from course.design.slos import Availability, Cost, Latency, Loss, Recovery, Staleness
from course.design.traffic import Constant, Ramp, Traffic

_KEYS = {"history": Keys(count=5_000, popularity=Zipf(0.6), size_bytes=20_000)}
_NEEDS = {"history": "KeyValueStore"}
_DEMAND = {
    "KeyValueStore.read": Lognormal(p50_ms=2, p99_ms=20),
    "KeyValueStore.write": Lognormal(p50_ms=1, p99_ms=10),
    "KeyValueStore.replicate": Lognormal(p50_ms=100, p99_ms=2_000),
}

EVENING = Scenario(
    "history-evening",
    about="Three writes for each read, growing into the evening.",
    traffic=(Traffic(Ramp(from_per_s=400, to_per_s=1_000, end_s=90), {"watched": 3, "recent": 1}),),
    duration_s=150,
    keys=_KEYS,
    demand=_DEMAND,
    needs=_NEEDS,
    slos=(
        Latency("recent", 100),
        Availability("recent", 0.999),
        Availability("watched", 0.999),
        Staleness("history", 0.1),
        Cost(6_000),
    ),
)

LOST_NODE = Scenario(
    "history-lost-node",
    about="A node of each shard is lost for a minute.",
    traffic=(Traffic(Constant(600), {"watched": 3, "recent": 1}),),
    duration_s=180,
    keys=_KEYS,
    demand=_DEMAND,
    needs=_NEEDS,
    faults=(InstanceLoss(at_s=60, for_s=60, target="Store"),),
    slos=(
        Availability("recent", 0.995),
        Availability("watched", 0.999),
        Loss("watched", 0.0001),
        Recovery("recent", 10),
        Cost(6_000),
    ),
)
