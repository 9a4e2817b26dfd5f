"""One answer being rehearsed: its text as it grows, what the coach read, and the follow-ups so far. Plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, Self

from course.practice.follow_ups import Conversation, Reply, follow

if TYPE_CHECKING:
    from course.coach import Reading

VERSION = 1
TEXT_LENGTH = 20_000  # characters; ten minutes of speech have about half of it

Stage = Literal["answer", "read", "asked", "over"]


@dataclass(frozen=True)
class Rehearsal:
    """`draft` is in the text box; `answer` is what the coach read, "" before; `take` names the take that was it."""

    question: str
    draft: str = ""
    take: str = ""
    answer: str = ""
    seconds: float | None = None
    following: bool = False
    replies: tuple[Reply, ...] = ()
    stopped: bool = False
    recorded: bool = False
    """In the story bank's history."""

    @property
    def reading(self) -> "Reading | None":
        return _read(self.answer, self.question, self.seconds) if self.answer else None

    @property
    def conversation(self) -> Conversation | None:
        if not self.following or (reading := self.reading) is None:
            return None
        return follow(self.answer, reading, self.replies, lambda reply, asked: _read(reply, asked, None))

    @property
    def stage(self) -> Stage:
        if not self.answer:
            return "answer"
        if (conversation := self.conversation) is None:
            return "read"
        return "over" if self.stopped or conversation.question is None else "asked"

    def written(self, text: str) -> Self:
        return replace(self, draft=_bounded(text))

    def read(self, text: str, seconds: float | None) -> Self:
        """Give the text to the coach, with the seconds it took to say, if they were measured."""
        text = _bounded(text)
        return replace(
            self,
            draft=text,
            answer=text.strip(),
            seconds=seconds,
            following=False,
            replies=(),
            stopped=False,
            recorded=False,
        )

    def followed(self) -> Self:
        return replace(self, following=True, draft="") if self.stage == "read" else self

    def replied(self, text: str, took_s: float) -> Self:
        """An empty reply is one, too: nothing came."""
        if self.stage != "asked":
            return self
        return replace(self, replies=(*self.replies, Reply(_bounded(text), took_s)), draft="")

    def ended(self) -> Self:
        return replace(self, stopped=True) if self.stage == "asked" else self

    def again(self) -> Self:
        return type(self)(self.question)

    def to_dict(self) -> dict[str, Any]:
        kept = asdict(self)
        del kept["question"]
        return {"version": VERSION, **kept, "replies": [asdict(reply) for reply in self.replies]}

    @classmethod
    def from_dict(cls, question: str, raw: Mapping[str, Any]) -> Self:
        """What cannot be understood counts as not there: the takes are not in it."""
        if raw.get("version") != VERSION:
            return cls(question)
        replies = raw.get("replies")
        return cls(
            question,
            draft=_text(raw.get("draft")),
            take=_text(raw.get("take")),
            answer=_text(raw.get("answer")),
            seconds=_seconds(raw.get("seconds")),
            following=raw.get("following") is True,
            replies=tuple(
                Reply(_text(one.get("text")), _seconds(one.get("took_s")) or 0.0)
                for one in (replies if isinstance(replies, list) else [])
                if isinstance(one, dict)
            ),
            stopped=raw.get("stopped") is True,
            recorded=raw.get("recorded") is True,
        )


@lru_cache(maxsize=64)
def _read(answer: str, question: str, seconds: float | None) -> "Reading":
    """Cached: a part draws itself anew at each second of a take."""
    from course.coach import read

    return read(answer, question, seconds)


def _bounded(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:TEXT_LENGTH]  # a lone surrogate fits no file


def _text(value: object) -> str:
    return _bounded(value) if isinstance(value, str) else ""


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value <= 0:
        return None
    return float(value)
