"""Where the names of a test cell come from: the tests' own first, then the student's, asked for in their process."""

import builtins
import contextlib
import importlib
import importlib.abc
import sys
import types
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from autograde.bridge import mirror
from autograde.bridge.conversation import Conversation
from autograde.names import Meaning


class TestNames(dict[str, Any]):
    """The globals of the tests."""

    __test__ = False

    def __init__(self, own: dict[str, Any], means: Meaning, tests_bind: frozenset[str]) -> None:
        """`means`: of names in the instructor's other cells. `tests_bind`: what the test cells bind or import themselves."""
        super().__init__(own)
        self.means, self.tests_bind = means, tests_bind
        self.conversation: Conversation | None = None
        self._found: dict[str, Any] = {}

    def talk_to(self, conversation: Conversation | None) -> None:
        """From here on ask this one; nobody if None."""
        self.conversation = conversation
        self._found.clear()
        for name in [name for name, module in sys.modules.items() if isinstance(module, StudentModule)]:
            del sys.modules[name]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and self._theirs(name) is not None)

    def __missing__(self, name: str) -> Any:
        found = self._theirs(name)
        if found is None:
            raise KeyError(name)
        return found[0]

    def __setitem__(self, name: str, value: Any) -> None:
        """Tests that give an answer another meaning (a stub for the function it should call) do so for the student's code, too.

        Only names that the instructor's answers bind: no other value of the tests is ever handed over by its name.
        """
        if self.conversation is not None and name in self.means.bound and not name.startswith("__"):
            self.rebind(name, value)
            if mirror.handle_at(value, self.conversation) is not None:
                self.pop(name, None)
                return
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if self.conversation is not None and name in self.means.bound and self._theirs(name) is not None:
            self.unbind(name)
            self.pop(name, None)
        else:
            super().__delitem__(name)

    def own(self, name: str) -> bool:
        """Whether the tests have bound the name themselves."""
        return super().__contains__(name)

    def _theirs(self, name: str) -> tuple[Any] | None:
        if self.conversation is None or name.startswith("__"):
            return None
        if name not in self.means.bound and (hasattr(builtins, name) or name in self.tests_bind):
            return None  # a student's own `len`, or `pytest`, is no concern of the tests
        if name in self._found:
            return (self._found[name],)
        try:
            value = self.conversation.ask("name", name).values[0]
        except NameError:
            return None
        imported = self._imported(name)
        if imported is not None:
            return imported
        if callable(value):
            self._found[name] = value
        return (value,)

    def _imported(self, name: str) -> tuple[Any] | None:
        """What the instructor's notebook imports under this name: it means that here, whatever the student's name means."""
        known = self.means.imports.get(name)
        if known is None or name in self.means.bound:
            return None
        with contextlib.suppress(Exception):
            found = importlib.import_module(known[0])
            return (getattr(found, known[1]) if known[1] else found,)
        return None

    def rebind(self, name: str, value: object) -> None:
        """Give a student's name another value in their process, as patch("__main__.name") does."""
        if self.conversation is not None:
            self._found.pop(name, None)
            self.conversation.ask("bind", name, values=(value,))

    def unbind(self, name: str) -> None:
        if self.conversation is not None:
            self._found.pop(name, None)
            self.conversation.ask("unbind", name)


class MainModule(types.ModuleType):
    """`__main__` as the tests see it: their names and the student's."""

    def __init__(self, names: TestNames) -> None:
        super().__init__("__main__")
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_taken", set())

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_names")[name]
        except KeyError:
            raise AttributeError(f"module '__main__' has no attribute {name!r}") from None

    def __setattr__(self, name: str, value: object) -> None:
        names: TestNames = object.__getattribute__(self, "_names")
        taken: set[str] = object.__getattribute__(self, "_taken")
        if name in taken or (not names.own(name) and name in names):
            taken.discard(name)
            names.rebind(name, value)
        else:
            names[name] = value

    def __delattr__(self, name: str) -> None:
        names: TestNames = object.__getattribute__(self, "_names")
        if names.own(name):
            del names[name]
        elif name in names:
            object.__getattribute__(self, "_taken").add(name)
            names.unbind(name)

    def __dir__(self) -> list[str]:
        return list(object.__getattribute__(self, "_names"))


class StudentModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets tests import a module that the student wrote: it is imported in the student's process, and asked for there."""

    def __init__(self, names: TestNames, work: Path) -> None:
        self._names, self._work = names, work

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        written = (self._work / f"{name}.py", self._work / name / "__init__.py")
        if "." in name or self._names.conversation is None or not any(file.is_file() for file in written):
            return None
        return ModuleSpec(name, self)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        assert self._names.conversation
        return StudentModule(spec.name, self._names.conversation.ask("module", spec.name).values[0])

    def exec_module(self, module: types.ModuleType) -> None:
        """It was run where it belongs."""


class StudentModule(types.ModuleType):
    """A module of the student's, for one test cell."""

    def __init__(self, name: str, theirs: Any) -> None:
        super().__init__(name)
        self.__dict__["_theirs"] = theirs

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__dict__["_theirs"], name)
