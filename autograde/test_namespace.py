"""Where the names of a test cell come from: the tests' own first, then the student's, asked for in their process."""

import builtins
import contextlib
import importlib
import types
from typing import Any

from autograde.bridge import mirror
from autograde.bridge.conversation import Conversation
from autograde.names import Meaning


class TestNames(dict[str, Any]):
    """The globals of the tests."""

    __test__ = False

    def __init__(self, own: dict[str, Any], means: Meaning) -> None:
        super().__init__(own)
        self.means = means
        self.conversation: Conversation | None = None
        self._found: dict[str, Any] = {}

    def talk_to(self, conversation: Conversation | None) -> None:
        """From here on ask this one; nobody if None."""
        self.conversation = conversation
        self._found.clear()

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
        if hasattr(builtins, name) and name not in self.means.bound:
            return None  # a student's own `len` is no concern of the tests
        if name in self._found:
            return (self._found[name],)
        try:
            module, qualified, value = self.conversation.ask("name", name).values[0]
        except NameError:
            return None
        imported = self._imported(name, module, qualified)
        if imported is not None:
            return imported
        if callable(value):
            self._found[name] = value
        return (value,)

    def _imported(self, name: str, module: object, qualified: object) -> tuple[Any] | None:
        """What the instructor's notebook imports under this name, if the student's means the same; never by the student's word alone."""
        known = self.means.imports.get(name)
        if known is None or type(module) is not str or type(qualified) is not str:
            return None
        with contextlib.suppress(Exception):
            found = importlib.import_module(known[0])
            if not known[1]:
                return (found,) if found.__name__ == module and not qualified else None
            value = getattr(found, known[1])
            is_same = (getattr(value, "__module__", None), getattr(value, "__qualname__", None)) == (module, qualified)
            if is_same or (isinstance(value, types.ModuleType) and value.__name__ == module and not qualified):
                return (value,)
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
