"""What all parts share: an id, a place to keep what the learner chose, and a view made only for a person."""

import abc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from course.parts import session
from course.parts.saving import MARK, VIEW

if TYPE_CHECKING:
    from course.parts.view import View


def storable(text: str, limit: int) -> str:
    """What is kept of a text that was typed: a lone surrogate fits no file."""
    return text.encode("utf-8", "replace").decode()[:limit]


class Part(abc.ABC):
    """A part of a lesson. A subclass says how it looks (`state`) and what a click does (`act`); it never draws."""

    kind: ClassVar[str]
    title: ClassVar[str]
    script: ClassVar[str]  # the JavaScript file beside this one that draws it
    styles: ClassVar[tuple[str, ...]] = ("parts.css",)
    by_clock: ClassVar[bool] = False
    """Whether what it shows changes with the lesson's clock."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.key = f"{self.kind}:{id}"
        self.session = session.here()
        self.session.show(self.key, self)
        self._view: View | None = None
        self._turn = 0
        self.attached: Sequence[memoryview] = ()

    @abc.abstractmethod
    def summary(self) -> str:
        """One line without addresses, times or paths: what a batch run shows."""

    @abc.abstractmethod
    def state(self) -> dict[str, Any]:
        """All that the script needs to draw, as JSON values."""

    @abc.abstractmethod
    def act(self, action: str, value: object) -> None:
        """Do what the learner clicked; what is unknown or out of turn does nothing."""

    def refresh(self) -> None:
        if self._view is not None:
            self._view.state = self._whole_state()

    def close(self) -> None:
        if self._view is not None:
            self._view.close()
            self._view = None

    def load(self) -> dict[str, Any]:
        return self.session.load(self.key)

    def save(self, response: dict[str, Any]) -> None:
        self.session.save(self.key, response)

    def receive(self, message: object, attached: Sequence[memoryview] = ()) -> None:
        """A message of the script: {"action": ..., "value": ...}, and the bytes attached to it, for `act` to look at."""
        if isinstance(message, dict) and isinstance(action := message.get("action"), str):
            self.attached = attached
            self.act(action, message.get("value"))
            self._turn += 1  # so that the script hears back even when nothing else has changed
            self.refresh()

    def __repr__(self) -> str:
        return self.summary()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        if not self.session.person:
            return {"text/plain": self.summary()}, {}
        if self._view is None:
            from course.parts.view import View  # ipywidgets costs half a second: only where it is seen

            self._view = View(self.script, self.styles, self._whole_state(), self.receive)
        # What the saved notebook shows when it is opened again, before the cell is run: see saving.py.
        text = f"{self.title}: run this cell to go on where you were."
        texts = {"text/markdown": f"*{text}*", "text/plain": text}
        return {**self._view.bundle(), **texts}, {VIEW: {MARK: self.key}}

    def _whole_state(self) -> dict[str, Any]:
        state = self.state()  # first: it may find out that a file cannot be read
        return {**state, "notice": self.session.notice, "turn": self._turn}
