"""A region is lost, and comes back: the others have to take its people, who have to be sent there."""

from course.design.demand import Keys, Lognormal
from course.design.faults import RegionLoss
from course.design.scenario import Scenario
from course.design.slos import Availability, Cost, Loss, Recovery
from course.design.traffic import Constant, Traffic, Users

LOST = Scenario(
    "regions-lost",
    about="One of two regions is lost for two minutes.",
    traffic=(Traffic(Constant(400), {"play": 4, "save": 1}),),
    duration_s=300,
    users=Users(regions={"us-east": 0.5, "eu-west": 0.5}),
    keys={"title": Keys(count=20_000, size_bytes=3_000), "bookmark": Keys(count=200_000, size_bytes=300)},
    demand={"Service": Lognormal(p50_ms=3, p99_ms=15)},
    faults=(RegionLoss(at_s=60, for_s=120, region="us-east"),),
    slos=(Availability("play", 0.9), Recovery("play", 120), Loss("save", 0.001), Cost(6_000)),
)
