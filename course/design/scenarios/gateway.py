"""An API gateway: playback matters most, browsing can be refused, telemetry can wait."""

from course.design.demand import Lognormal
from course.design.faults import BadDeploy, Surge
from course.design.scenario import Scenario
from course.design.slos import Availability, Cost, ErrorBudget, Latency, Recovery
from course.design.traffic import Constant, Traffic

_MIX = {"play": 10.0, "browse": 60.0, "telemetry": 30.0}
_DEMAND = {"Service": Lognormal(p50_ms=3, p99_ms=15)}

SURGE = Scenario(
    "gateway-surge",
    about="Everything is asked for three times as often for 40 seconds.",
    traffic=(Traffic(Constant(600), _MIX),),
    duration_s=150,
    demand=_DEMAND,
    faults=(Surge(at_s=50, for_s=40, factor=3),),
    slos=(Availability("play", 0.999), Latency("play", 500), Recovery("browse", 15), Cost(2_500)),
)

BAD_DEPLOY = Scenario(
    "gateway-bad-deploy",
    about="A version that fails a third of its calls is deployed, and repaired only after two minutes.",
    traffic=(Traffic(Constant(500), _MIX),),
    duration_s=240,
    demand=_DEMAND,
    faults=(BadDeploy(at_s=40, for_s=120, target="Service", errors=0.33),),
    slos=(Availability("play", 0.99), ErrorBudget("play", 0.999, 0.02), Cost(2_500)),
)
