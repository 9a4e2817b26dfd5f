"""Clocks: one for the lesson, which may be ignored, and one for rehearsing aloud."""

from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from course.parts import session
from course.parts.part import Part

# The script saves a running clock every 15 s, in a tab in the background every minute. One that was saved longer ago than this was left behind: it comes back
# paused, so that a night's sleep does not count as interview time.
LEFT_BEHIND = timedelta(minutes=3)


def begin(lesson: str, minutes: int) -> "Clock":
    """Make `lesson` ("coding/lru_cache") the current one, record that it began, and show an ignorable clock."""
    session.start(lesson)
    return LessonClock(lesson, target_s=minutes * 60)


def timer(id: str, seconds: int) -> "Clock":
    """A clock of `seconds` for saying something aloud."""
    return Clock(id, target_s=seconds)


class Clock(Part):
    kind = "timer"
    title = "Clock"
    script = "clock.js"

    def __init__(self, id: str, target_s: int) -> None:
        super().__init__(id)
        self.target_s = target_s
        kept = self.load()
        self.elapsed_s, self.running = _elapsed(kept.get("elapsed_s")), kept.get("running") is True
        if self.running:
            away = self.session.now() - _saved_at(kept.get("saved_at"), self.session.now())
            if timedelta(0) <= away <= LEFT_BEHIND:
                self.elapsed_s += away.total_seconds()
            else:
                self.running = False

    def act(self, action: str, value: object) -> None:
        """The script counts; "run", "pause" and "reset" tell how many seconds it has counted."""
        if action not in ("run", "pause", "reset"):
            return
        self.elapsed_s = _elapsed(value)
        self.running = action == "run"
        saved_at = self.session.now().isoformat(timespec="seconds")
        self.save({"elapsed_s": self.elapsed_s, "running": self.running, "saved_at": saved_at})

    def state(self) -> dict[str, Any]:
        return {
            "look": self.kind,
            "target_s": self.target_s,
            "elapsed_s": self.elapsed_s,
            "running": self.running,
        }

    def summary(self) -> str:
        return f"Timer {self.id}: {self.target_s} seconds."


class LessonClock(Clock):
    """Of what it counts the session is told, and so the parts that go by it."""

    kind = "begin"

    def __init__(self, id: str, target_s: int) -> None:
        super().__init__(id, target_s)
        self.session.count(self.elapsed_s)

    def act(self, action: str, value: object) -> None:
        super().act(action, value)
        self.session.count(self.elapsed_s)

    def summary(self) -> str:
        return f"Lesson {self.id}: about {self.target_s // 60} minutes."


def _elapsed(value: object) -> float:
    """Seconds; 0 for what is no number of seconds, as a file edited by hand may hold."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return 0.0
    return max(0.0, float(value))


def _saved_at(value: object, now: datetime) -> datetime:
    """When the clock was saved, long ago if the file does not say."""
    try:
        return datetime.fromisoformat(str(value)).astimezone(now.tzinfo)
    except ValueError:
        return now - 2 * LEFT_BEHIND
