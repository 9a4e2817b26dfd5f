"""When a submission came, and what the course takes off for coming late."""

import warnings
from datetime import datetime, timedelta, tzinfo

from traitlets import Unicode
from traitlets.config import Config, Configurable

from autograde.errors import CourseFolderError
from autograde.gradebook_writer import Penalty


class LateSubmissionPlugin(Configurable):
    """nbgrader's own rule, from `c.LateSubmissionPlugin`: nothing is taken off, or everything."""

    penalty_method = Unicode("none").tag(config=True)


def penalty_of(config: Config) -> Penalty:
    """The rule of `c.AssignLatePenalties.plugin_class`. Raises CourseFolderError when it cannot be used."""
    if "plugin_class" in config.AssignLatePenalties:
        return _plugin_of(config)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        method = LateSubmissionPlugin(config=config).penalty_method
    if method not in ("none", "zero"):
        raise CourseFolderError(f"LateSubmissionPlugin.penalty_method is {method!r}; expected 'none' or 'zero'.")
    return lambda _student, score, _seconds: score if method == "zero" else None


def _plugin_of(config: Config) -> Penalty:
    """A course's own plugin: only here is nbgrader needed."""
    try:
        from nbgrader.preprocessors import AssignLatePenalties

        step = AssignLatePenalties(config=config)
        step.init_plugin()
    except Exception as error:  # the plugin is a program of the course: anything can be raised
        name = config.AssignLatePenalties.plugin_class
        raise CourseFolderError(f"AssignLatePenalties.plugin_class {name!r} cannot be used: {error}") from error

    def penalty(student: str, score: float, seconds: float) -> float | None:
        try:
            points = step.plugin_inst.late_submission_penalty(student, score, seconds)
            return None if points is None else float(points)
        except Exception as error:
            raise CourseFolderError(
                f"The late penalty of {student} cannot be had: {type(step.plugin_inst).__name__} raised {type(error).__name__}: {error}"
            ) from error

    return penalty


def utc(timestamp: str) -> datetime:
    """The time in a timestamp.txt, in UTC and without a zone, exactly as nbgrader.utils.parse_utc reads it."""
    date, _, zone = timestamp.rpartition(" ") if timestamp.count(" ") == 2 else (timestamp, "", "")
    try:
        time = datetime.fromisoformat(date)
    except ValueError:
        time = _parsed(date)
    if zone and zone != "UTC":
        time = time.replace(tzinfo=_zone(zone))
    offset = time.utcoffset()
    return time if offset is None else (time - offset).replace(tzinfo=None)


def _parsed(date: str) -> datetime:
    from dateutil.parser import parse  # type: ignore[import-untyped]

    time: datetime = parse(date)
    return time


def _zone(zone: str) -> tzinfo | None:
    from dateutil.tz import gettz, tzoffset  # type: ignore[import-untyped]

    try:
        found: tzinfo | None = tzoffset(None, timedelta(seconds=int(zone)))
    except ValueError:
        found = gettz(zone)
    return found
