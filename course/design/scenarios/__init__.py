"""The scenarios that come with the course, by name. A module here may define several; each Scenario in it is found."""

import importlib
import pkgutil
from functools import cache

from course.design.scenario import Scenario
from course.design.values import near
from course.errors import DesignError


@cache
def scenarios() -> dict[str, Scenario]:
    """Every shipped scenario by its name, in the order of the modules."""
    found: dict[str, Scenario] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        for value in vars(importlib.import_module(f"{__name__}.{module}")).values():
            if isinstance(value, Scenario):
                found[value.name] = value
    return found


def scenario(name: str) -> Scenario:
    """The shipped scenario of that name. Raises DesignError, which says what there is."""
    known = scenarios()
    if name not in known:
        raise DesignError(f"No scenario is called `{name}`.{near(name, known)}")
    return known[name]
