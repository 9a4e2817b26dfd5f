"""What tests patch in modules that both processes have: done in the student's process, too, while it lasts."""

import random
import sys
from collections.abc import Callable
from typing import Any

from autograde.bridge.conversation import Conversation

WATCHED = (
    ("builtins", "input"),
    ("builtins", "print"),
    ("builtins", "open"),
    ("getpass", "getpass"),
    ("time", "sleep"),
    ("time", "time"),
    ("time", "monotonic"),
    ("time", "perf_counter"),
    ("random", "random"),
    ("random", "randint"),
    ("random", "choice"),
    ("os", "getenv"),
)
"""What tests replace (unittest.mock.patch, monkeypatch) so that a function under test sees a replacement."""


class Patched:
    """Compares the watched names with what they were, before each question, and tells the difference."""

    def __init__(self) -> None:
        self.conversation: Conversation | None = None
        self._original: dict[tuple[str, str], Any] = {}
        for module, name in WATCHED:
            if module in sys.modules:
                self._original[module, name] = getattr(sys.modules[module], name)
        self._places = [
            (sys.modules[module].__dict__, name, key, value)
            for key, value in self._original.items()
            for module, name in [key]
        ]
        self._told: set[tuple[str, str]] = set()
        random.seed = self._forwarded("random", random.seed)
        if "numpy" in sys.modules:
            numpy_random = sys.modules["numpy"].random
            numpy_random.seed = self._forwarded("numpy.random", numpy_random.seed)

    def talk_to(self, conversation: Conversation | None) -> None:
        """From here on tell this one; a new snapshot has nothing patched."""
        self.conversation = conversation
        self._told.clear()

    def tell(self) -> None:
        """What the tests have patched since, or no longer patch."""
        for names, name, key, original in self._places:
            now = names[name]
            if now is not original:
                if key not in self._told:
                    self._told.add(key)
                    self._say("patched", *key, True, now)
            elif self._told and key in self._told:
                self._told.discard(key)
                self._say("patched", *key, False, None)

    def _say(self, kind: str, *values: object) -> None:
        if self.conversation is not None:
            self.conversation.tell(kind, *values)

    def _forwarded(self, module: str, seed: Callable[..., Any]) -> Callable[..., Any]:
        def forwarded(*arguments: Any, **named: Any) -> None:
            seed(*arguments, **named)
            values = (*arguments, *named.values())
            if len(values) == 1 and isinstance(values[0], (int, str, float, bytes)):
                self._say("seed", module, values[0])

        return forwarded
