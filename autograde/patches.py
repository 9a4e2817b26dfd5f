"""What is different in the examiner's modules: what tests patch is patched in the student's process, too, while it lasts; source is found
in the submitted cells; pickle reads no code."""

import builtins
import functools
import inspect
import io
import linecache
import os
import pickle
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from autograde.bridge import links, mirror
from autograde.bridge.conversation import Conversation
from autograde.bridge.tracebacks import is_cell
from autograde.errors import CannotCross

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


def find_sources() -> None:
    """Let inspect.getsource find the text of a student's function: in the cells as they were submitted, where the function says it begins."""
    original = inspect.findsource

    def findsource(item: Any) -> tuple[list[str], int]:
        if not isinstance(type(item), mirror.MirrorMeta) or not issubclass(type(item), mirror.Ref):
            return original(item)
        file, line = mirror.talk_of(item).place(mirror.handle_of(item))
        lines = linecache.getlines(file) if type(file) is str and is_cell(file) else []
        if type(line) is not int or not 0 < line <= len(lines):
            raise OSError("could not get source code")
        return lines, line - 1

    inspect.findsource = findsource  # type: ignore[assignment]


class ExpectedOnly(pickle.Unpickler):
    """pickle for the tests: bytes of the student's must not name what runs here."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("autograde.bridge.conversation", "unpickled") or module in (
            "collections",
            "datetime",
            "decimal",
            "fractions",
        ):
            return super().find_class(module, name)
        if module == "builtins" and name in links.PLAIN_TYPES:
            return super().find_class(module, name)
        raise CannotCross(f"the tests unpickle {module}.{name}, and bytes of the submission must not run here")


def read_given_files(folder: Path, files: Iterable[str], work: Path, names: dict[str, Any]) -> None:
    """Let open() read the instructor's files beside the notebook in `folder`, where the student's code cannot write while the tests read."""
    own = {str(work / name): str(folder / name) for name in files}
    original = io.open

    @functools.wraps(original)
    def opened(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if isinstance(file, (str, os.PathLike)) and not set(mode) & set("wax+"):
            path = os.path.normpath(work / os.fspath(file)) if isinstance(os.fspath(file), str) else ""
            file = own.get(path, file)
        return original(file, mode, *arguments, **named)

    if own:
        builtins.open = io.open = opened
        names["open"] = opened  # IPython has put the other there


def restrict_pickle() -> None:
    pickle.Unpickler = ExpectedOnly  # type: ignore[misc]
    pickle.load = lambda file, **named: ExpectedOnly(file, **named).load()
    pickle.loads = lambda data, /, **named: ExpectedOnly(io.BytesIO(data), **named).load()


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
        self._raw = dict(os.environ._data)  # type: ignore[attr-defined]
        random.seed = self._forwarded("random", random.seed)
        if "numpy" in sys.modules:
            numpy_random = sys.modules["numpy"].random
            numpy_random.seed = self._forwarded("numpy.random", numpy_random.seed)

    def talk_to(self, conversation: Conversation | None) -> None:
        """From here on tell this one; a new snapshot has nothing patched."""
        self.conversation = conversation
        self._told.clear()
        self._raw = dict(os.environ._data)  # type: ignore[attr-defined]

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

        if os.environ._data != self._raw:  # type: ignore[attr-defined]
            self._raw = dict(os.environ._data)  # type: ignore[attr-defined]
            self._say("environment", dict(os.environ))

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
