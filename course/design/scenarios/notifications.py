"""Notifications: each is sent through somebody else's provider, which has a quota and bad hours."""

from course.design.demand import Keys, Lognormal, Provider, Uniform
from course.design.faults import Errors, Hang, PoisonMessage
from course.design.scenario import Scenario
from course.design.slos import Amplification, Availability, Cost, Duplicates, Latency, Loss, Recovery
from course.design.traffic import Burst, Constant, Traffic

_NEEDS = {"provider": "Dependency"}
_KEYS = {"notification": Keys(count=200_000, popularity=Uniform(), size_bytes=2_000)}
_PROVIDERS = {"provider": Provider(quota_per_s=400, errors=0.002)}
_DEMAND = {"provider": Lognormal(p50_ms=60, p99_ms=400)}
_SLOS = (
    Availability("notify", 0.999),
    Loss("deliver", 0.0005),
    Duplicates("deliver", 0.001),
    Amplification("provider", 1.5),
    Cost(1_500),
)

CAMPAIGN = Scenario(
    "notifications-campaign",
    about="A campaign sends five times as many notifications for half a minute.",
    traffic=(Traffic(Burst(base_per_s=100, peak=5, at_s=30, for_s=30), {"notify": 1}),),
    duration_s=180,
    keys=_KEYS,
    providers=_PROVIDERS,
    demand=_DEMAND,
    needs=_NEEDS,
    slos=(Availability("notify", 0.999), Latency("notify", 200), Latency("deliver", 90_000), *_SLOS[1:3], Cost(1_500)),
)

OUTAGE = Scenario(
    "notifications-outage",
    about="The provider fails every call for a minute.",
    traffic=(Traffic(Constant(150), {"notify": 1}),),
    duration_s=240,
    keys=_KEYS,
    providers=_PROVIDERS,
    demand=_DEMAND,
    needs=_NEEDS,
    faults=(Errors(at_s=60, for_s=60, target="provider"),),
    slos=(*_SLOS, Recovery("notify", 10)),
)

HANGING = Scenario(
    "notifications-hanging",
    about="The provider takes calls and does not answer for 40 seconds; later one message fails wherever it goes.",
    traffic=(Traffic(Constant(150), {"notify": 1}),),
    duration_s=240,
    keys=_KEYS,
    providers=_PROVIDERS,
    demand=_DEMAND,
    needs=_NEEDS,
    faults=(Hang(at_s=60, for_s=40, target="provider"), PoisonMessage(at_s=140, target="Queue")),
    slos=_SLOS,
)
