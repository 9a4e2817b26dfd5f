"""A URL shortener: many redirects, few new links, and a store that one must not lean on."""

from course.design.demand import HotKey, Keys, Lognormal, Zipf
from course.design.faults import ColdCache, Slow
from course.design.scenario import Scenario
from course.design.slos import Availability, Cost, Latency, Recovery, Staleness
from course.design.traffic import Constant, Ramp, Traffic

_LINKS = {"link": Keys(count=500_000, popularity=Zipf(0.9), size_bytes=500)}
_DEMAND = {"Service": Lognormal(p50_ms=1, p99_ms=6), "KeyValueStore.read": Lognormal(p50_ms=3, p99_ms=25)}
_MIX = {"redirect": 99.0, "create": 1.0}

EVENING = Scenario(
    "links-evening",
    about="An ordinary evening: a thousand redirects a second for every ten new links.",
    traffic=(Traffic(Ramp(from_per_s=600, to_per_s=1_000, end_s=60), _MIX),),
    duration_s=120,
    warm_up_s=30,
    keys=_LINKS,
    demand=_DEMAND,
    slos=(Latency("redirect", 120), Availability("redirect", 0.999), Availability("create", 0.999), Cost(3_000)),
)

SLOW_STORE = Scenario(
    "links-slow-store",
    about="The store is twenty times as slow for 40 seconds.",
    traffic=(Traffic(Constant(800), _MIX),),
    duration_s=180,
    warm_up_s=30,
    keys=_LINKS,
    demand=_DEMAND,
    faults=(Slow(at_s=60, for_s=40, target="Store", factor=20),),
    slos=(Availability("redirect", 0.9), Recovery("redirect", 20), Cost(3_000)),
)

COLD_CACHE = Scenario(
    "links-cold-cache",
    about="The caches are emptied, as by a restart, at full load.",
    traffic=(Traffic(Constant(1_300), _MIX),),
    duration_s=180,
    warm_up_s=60,
    keys=_LINKS,
    demand=_DEMAND,
    faults=(ColdCache(at_s=60),),
    slos=(Availability("redirect", 0.99), Recovery("redirect", 30), Cost(3_000)),
)

VIRAL = Scenario(
    "links-viral",
    about="One link takes a third of all redirects.",
    traffic=(Traffic(Ramp(from_per_s=500, to_per_s=1_500, begin_s=30, end_s=40), _MIX),),
    duration_s=120,
    warm_up_s=30,
    keys={"link": Keys(count=500_000, popularity=HotKey(0.33, Zipf(0.9)), size_bytes=500)},
    demand=_DEMAND,
    slos=(Latency("redirect", 150), Availability("redirect", 0.999), Staleness("links", 60), Cost(3_500)),
)
