"""A page of rows with an optional part, and devices that fetch ahead of people."""

from course.design.demand import Keys, Lognormal, Zipf
from course.design.faults import Hang, Slow, Surge
from course.design.scenario import Scenario
from course.design.slos import Availability, Cost, Degraded, Latency, Recovery
from course.design.traffic import Constant, Traffic

_NEEDS = {"ratings": "Service"}
_KEYS = {"row": Keys(count=50_000, popularity=Zipf(0.8), size_bytes=4_000)}
_DEMAND = {"Service": Lognormal(p50_ms=2, p99_ms=10), "ratings": Lognormal(p50_ms=3, p99_ms=20)}

SLOW_PART = Scenario(
    "page-slow-part",
    about="Ratings, which a page can do without, are fifty times as slow for a minute.",
    traffic=(Traffic(Constant(300), {"page": 1}),),
    duration_s=180,
    keys=_KEYS,
    demand=_DEMAND,
    needs=_NEEDS,
    faults=(Slow(at_s=60, for_s=60, target="ratings", factor=50),),
    slos=(Availability("page", 0.999), Latency("page", 400), Degraded("page", 0.5), Recovery("page", 10), Cost(2_500)),
)

HUNG_PART = SLOW_PART.with_(
    name="page-hung-part",
    about="Ratings take calls and never answer, for a minute.",
    faults=(Hang(at_s=60, for_s=60, target="ratings"),),
)

PREFETCH = Scenario(
    "page-prefetch",
    about="Devices fetch twelve times as much ahead for a minute; who is looking at a page should not notice.",
    traffic=(Traffic(Constant(200), {"page": 1}), Traffic(Constant(100), {"prefetch": 1})),
    duration_s=180,
    keys=_KEYS,
    demand=_DEMAND,
    needs=_NEEDS,
    faults=(Surge(at_s=60, for_s=60, endpoint="prefetch", factor=12),),
    slos=(Availability("page", 0.994), Latency("page", 500), Recovery("page", 10), Cost(2_200)),
)
