"""The interviewer who interrupts: a change or a question at its moment, one at a time; say what you do, then compare."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, asdict, dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any

from course.parts.markdown import to_inline_html
from course.parts.part import Part, storable
from course.parts.self_assess import rated, rating_of

ANSWER_LENGTH = 4000
LONG_S = 3600.0
"""Who answers later than that went away in between: how long it took is not told."""


@dataclass(frozen=True)
class Interruption:
    """What the interviewer says (Markdown, one line), and when: once tests cell `after` has passed all its cases in
    this workspace, or once the lesson's clock has counted `minutes`, whichever is first. What a good reaction contains
    (`good`, Markdown, one line each) is shown to whom has answered."""

    says: str
    _: KW_ONLY
    after: str | None = None
    minutes: float | None = None
    good: tuple[str, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.says, str) or not self.says.strip():
            raise ValueError(f"an interruption says something, not {self.says!r}")
        if self.after is None and self.minutes is None:
            raise ValueError(f"when? Give after=… (the id of a tests cell) or minutes=… to {self.says!r}")
        if self.after is not None and (not isinstance(self.after, str) or not self.after):
            raise ValueError(f"after is the id of a tests cell, not {self.after!r}")
        if self.minutes is not None and not _is_positive(self.minutes):
            raise ValueError(f"minutes is a number above 0, not {self.minutes!r}")
        lines = not isinstance(self.good, str) and tuple(self.good)
        if not lines or not all(isinstance(line, str) and line.strip() for line in lines):
            raise ValueError(f"good is one line or more of what a good reaction contains, not {self.good!r}")
        object.__setattr__(self, "good", lines)


def interrupter(id: str, *interruptions: Interruption) -> "Interrupter":
    """An interviewer who interrupts while the learner works, wherever on the page they are: a notice leads to this card.

    Of those whose moment has come, the first in this order speaks; the next waits until it is answered. Nothing of an
    interruption reaches the page before its moment.
    """
    return Interrupter(id, interruptions)


@dataclass
class _Heard:
    """An interruption that was spoken; `seconds` until it was answered, None before that."""

    at: str
    text: str = ""
    seconds: float | None = None
    ratings: dict[str, str] = field(default_factory=dict)


class Interrupter(Part):
    kind = "interrupter"
    title = "Interruptions"
    script = "interrupter.js"
    styles = ("parts.css", "interrupter.css")
    by_clock = True

    def __init__(self, id: str, interruptions: tuple[Interruption, ...]) -> None:
        super().__init__(id)
        if not interruptions or not all(isinstance(one, Interruption) for one in interruptions):
            raise ValueError(f'interrupter("{id}", Interruption(…), …) wants one interruption or more')
        self.interruptions = {one.says: one for one in interruptions}
        if len(self.interruptions) < len(interruptions):
            raise ValueError(f'two interruptions of interrupter("{id}") say the same')
        self.heard = _kept(self.load().get("heard"))

    def act(self, action: str, value: object) -> None:
        """Of an answer or a draft, `value` tells which interruption it is about, by its place among those spoken: what
        was sent twice, or about another one than the open one, does nothing."""
        if action == "now" and not self._open():
            self._speak(next(iter(self._unspoken()), None))
        elif action in ("draft", "say") and isinstance(value, Mapping):
            self._write(value, said=action == "say")
        elif action == "rate" and isinstance(value, Mapping):
            self._rate(value)

    def state(self) -> dict[str, Any]:
        if not self._open():
            self._speak(next((one for one in self._unspoken() if self._is_due(one)), None))
        return {
            "spoken": [self._shown(says, heard) for says, heard in self._spoken().items()],
            "of": len(self.interruptions),
            "limit": ANSWER_LENGTH,
        }

    def summary(self) -> str:
        return f"Interruptions {self.id}: {len(self._spoken())} of {len(self.interruptions)} so far."

    def _write(self, message: Mapping[str, Any], *, said: bool) -> None:
        says, text = self._open(), message.get("text")
        if not says or message.get("number") != len(self._spoken()) or not isinstance(text, str):
            return
        heard = self.heard[says]
        heard.text = storable(text, ANSWER_LENGTH)
        if said and heard.text.strip():
            heard.seconds = self._since(heard.at)
            data = {"number": len(self._spoken()), "of": len(self.interruptions), "seconds": round(heard.seconds, 1)}
            self.session.record("interrupted", self.id, data)
        self._keep()

    def _rate(self, message: Mapping[str, Any]) -> None:
        says = self._answered(message.get("number"))
        if says and (rating := rating_of(message, self.interruptions[says].good)):
            self.heard[says].ratings |= rating
            self._keep()

    def _spoken(self) -> dict[str, _Heard]:
        """In the order in which they were spoken, without those that a later edition of the lesson dropped."""
        return {says: heard for says, heard in self.heard.items() if says in self.interruptions}

    def _unspoken(self) -> list[Interruption]:
        return [one for says, one in self.interruptions.items() if says not in self.heard]

    def _open(self) -> str | None:
        """What waits for an answer."""
        return next((says for says, heard in self._spoken().items() if heard.seconds is None), None)

    def _answered(self, number: object) -> str | None:
        spoken = list(self._spoken().items())
        if not isinstance(number, int) or not 1 <= number <= len(spoken):
            return None
        says, heard = spoken[number - 1]
        return None if heard.seconds is None else says

    def _is_due(self, one: Interruption) -> bool:
        by_clock = one.minutes is not None and self.session.elapsed_s >= one.minutes * 60
        return by_clock or (one.after is not None and self.session.passed([one.after]))

    def _speak(self, one: Interruption | None) -> None:
        if one is not None:
            self.heard[one.says] = _Heard(self.session.now().isoformat(timespec="seconds"))
            self._keep()

    def _since(self, at: str) -> float:
        """Seconds; 0 for a time that is none, as a file edited by hand may hold, or that is still to come."""
        now = self.session.now()
        try:
            return max(0.0, (now - datetime.fromisoformat(at).astimezone(now.tzinfo)).total_seconds())
        except ValueError:
            return 0.0

    def _keep(self) -> None:
        self.save({"heard": {says: asdict(heard) for says, heard in self.heard.items()}})

    def _shown(self, says: str, heard: _Heard) -> dict[str, Any]:
        answered = heard.seconds is not None
        return {
            "says": to_inline_html(says),
            "text": heard.text,
            "answered": answered,
            "took": _duration(heard.seconds),
            "good": rated(self.interruptions[says].good, heard.ratings) if answered else [],
        }


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and value > 0


def _duration(seconds: float | None) -> str:
    if seconds is None or seconds > LONG_S:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _kept(raw: object) -> dict[str, _Heard]:
    """From the answers file, without what is nonsense in it."""
    heard = {}
    for says, one in raw.items() if isinstance(raw, Mapping) else ():
        if not isinstance(one, Mapping):
            continue
        at, text, seconds, ratings = (one.get(name) for name in ("at", "text", "seconds", "ratings"))
        heard[says] = _Heard(
            at if isinstance(at, str) else "",
            text if isinstance(text, str) else "",
            float(seconds) if isinstance(seconds, int | float) and (_is_positive(seconds) or seconds == 0) else None,
            dict(ratings) if isinstance(ratings, Mapping) else {},
        )
    return heard
