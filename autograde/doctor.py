"""What this machine can do for grading: the jail's mechanisms, and whether the engine starts."""

from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

from autograde import jail
from autograde.errors import AutogradeError


@dataclass(frozen=True)
class Diagnosis:
    """What was found. `engine` is "" when the engine started, which took `engine_s`."""

    mechanisms: tuple[jail.Mechanism, ...]
    missing: tuple[jail.Mechanism, ...]
    engine: str
    engine_s: float

    @property
    def well(self) -> bool:
        return not self.missing and not self.engine

    def to_dict(self) -> dict[str, Any]:
        return {
            "well": self.well,
            "mechanisms": [asdict(mechanism) for mechanism in self.mechanisms],
            "missing": [mechanism.name for mechanism in self.missing],
            "engine": {"starts": not self.engine, "message": self.engine, "seconds": round(self.engine_s, 3)},
        }

    def text(self) -> str:
        """For people: a line a mechanism, with what to do about those that are missing."""
        lines = []
        for mechanism in self.mechanisms:
            if mechanism.works:
                lines.append(f"works    {mechanism.name}")
            else:
                lines.append(f"MISSING  {mechanism.name}: {mechanism.reason} {mechanism.remedy}")
        started = f"starts in {self.engine_s:.1f} s" if not self.engine else f"does not start: {self.engine}"
        verdict = "Submissions can be graded here." if self.well else "Don't grade submissions of others here."
        return "\n".join([*lines, f"The engine {started}.", verdict])


def examine() -> Diagnosis:
    """Probe the machine, and start an engine."""
    from autograde.engine import Engine

    found = jail.mechanisms()
    missing = jail.missing(found)
    started, problem = monotonic(), ""
    try:
        with Engine((), unconfined=bool(missing)):
            pass
    except AutogradeError as error:
        problem = str(error)
    return Diagnosis(found, missing, problem, monotonic() - started)
