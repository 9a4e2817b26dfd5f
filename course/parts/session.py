"""The lesson that this process runs: where its answers and progress are kept, and whether a person is there.

`begin` sets it; a cell run without `begin` finds it from the notebook's name. A batch run reads what is kept but
writes nothing; without a workspace, or when the disk fails, everything is kept in memory until the kernel stops.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

from course.errors import CourseError, DamagedFile
from course.progress import CasesScore, Kind, Progress, utc_now
from course.responses import Response, Responses
from course.workspace.place import find

_NOTEBOOK = re.compile(r"\d+_([a-z0-9_]+)[/\\]\d+_([a-z0-9_]+)\.ipynb$")


class Shown(Protocol):
    """A part on the page, told when something it shows has changed, or that its cell was run again."""

    by_clock: ClassVar[bool]

    def refresh(self) -> None: ...

    def close(self) -> None: ...


class Session:
    def __init__(
        self,
        lesson: str | None,
        workspace: Path | None,
        person: bool,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.lesson = lesson
        self.workspace = workspace
        self.person = person
        self.now = now
        self._answers = Responses(workspace / "answers") if workspace and lesson else None
        self._progress = Progress(workspace / "progress.db", now) if workspace and lesson else None
        self._lesson = lesson or ""  # of both, which are None without a lesson
        self._unsaved: dict[str, Response] = {}  # what no file holds: it wins over the file until the kernel stops
        self.elapsed_s = 0.0  # as the lesson's clock last told
        self._passed: set[str] = set()
        self._parts: dict[str, Shown] = {}
        self._problems: dict[str, str] = {}  # store -> why it fails, told in the parts and once in a cell
        self._told: set[str] = set()

    def load(self, key: str) -> Response:
        """What the part of that key keeps, {} for nothing."""
        if key in self._unsaved:
            response = self._unsaved[key]
            self.save(key, response)  # the disk may have room again
            return response
        if self._answers is None:
            return {}
        try:
            return self._answers.get(self._lesson, key) or {}
        except CourseError as error:
            self._stop_keeping(error)
            return {}

    def save(self, key: str, response: Response) -> None:
        """Keep it in the workspace when a person chose it, else in memory."""
        self._unsaved[key] = response
        if self._answers is None or not self.person:
            return
        try:
            self._answers.put(self._lesson, key, response)
        except DamagedFile as error:
            self._stop_keeping(error)
        except CourseError as error:
            self._problems["answers"] = str(error)
        else:
            del self._unsaved[key]
            self._problems.pop("answers", None)

    def record(self, kind: Kind, id: str, data: Mapping[str, Any] | None = None) -> None:
        """Add an event to the workspace's progress, if a person caused it, and tell the parts about cases."""
        if self._progress is not None and self.person:
            try:
                self._progress.record(self._lesson, kind, id, data)
                self._problems.pop("progress", None)
            except CourseError as error:
                self._problems["progress"] = str(error)
        if kind == "cases" and data:
            if CasesScore(data["passed"], data["total"]).all_pass:
                self._passed.add(id)
            for part in self._parts.values():
                part.refresh()

    def passed(self, tests: Iterable[str]) -> bool:
        """Whether each of these tests cells, at least one, has passed all its cases once in this workspace."""
        wanted = set(tests)
        missing = wanted - self._passed
        if missing and self._progress is not None:
            try:
                cases = self._progress.lesson(self._lesson).cases
                self._passed |= {id for id in missing if id in cases and cases[id].all_pass}
            except CourseError as error:
                self._problems["progress"] = str(error)
        return bool(wanted) and wanted <= self._passed

    def count(self, elapsed_s: float) -> None:
        """The lesson's clock stands at so many seconds."""
        self.elapsed_s = elapsed_s
        for part in self._parts.values():
            if part.by_clock:
                part.refresh()

    def show(self, key: str, part: Shown) -> None:
        """`part` takes the place of the one that the same cell showed before."""
        if before := self._parts.get(key):
            before.close()
        self._parts[key] = part

    @property
    def notice(self) -> str:
        """Why something could not be kept, for the learner; "" when all is well."""
        if not self._problems:
            return ""
        return " ".join([*self._problems.values(), "Until then, what you do here lasts as long as the kernel runs."])

    def _stop_keeping(self, error: CourseError) -> None:
        """Of a file that cannot be read, nothing is known that could be kept beside what is added now: once it is
        mended, it shall hold what it held. A new kernel reads it again."""
        self._answers = None
        self._problems["answers"] = str(error)

    def tell_problems_once(self) -> None:
        """In the cell's output: stderr would look like a failure of the learner's, and costs points in nbgrader."""
        for store, problem in self._problems.items():
            if store not in self._told:
                print(problem)
                self._told.add(store)


_current: Session | None = None


def start(lesson: str) -> Session:
    """Make `lesson` the process's lesson; the session stays as it is when it is that already."""
    global _current
    if _current is None or _current.lesson != lesson:
        _current = Session(lesson, *_place())
        _current.record("begin", lesson)
    return _current


def current() -> Session | None:
    """The process's session; None outside a lesson's notebook."""
    if _current is None and (lesson := _lesson_of_notebook()):
        return start(lesson)
    return _current


def here() -> Session:
    """The session, or, outside a lesson, a new one kept in memory only."""
    global _current
    _current = current() or Session(None, None, is_person_there())
    return _current


def record(kind: Kind, id: str, data: Mapping[str, Any] | None = None) -> None:
    """Record an event of the current lesson; nothing without a lesson, a workspace or a person.

    A disk that fails does not fail the learner's cell: it is told once, in the cell's output.
    """
    if session := current():
        session.record(kind, id, data)
        session.tell_problems_once()


def is_person_there() -> bool:
    """Whether the running cell was started by a front end that can ask a person (Jupyter's `allow_stdin`).

    False in nbclient, nbconvert, nbgrader, nbval and plain Python. Only right while a cell runs.
    """
    if "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return bool(kernel.get_parent("shell").get("content", {}).get("allow_stdin"))


def _lesson_of_notebook() -> str | None:
    """From the notebook's path, which Jupyter's server tells its kernels: 2_coding/03_lru_cache.ipynb."""
    found = _NOTEBOOK.search(os.environ.get("JPY_SESSION_NAME", ""))
    return "/".join(found.groups()) if found else None


def _place() -> tuple[Path | None, bool]:
    """The workspace, and whether a person is there. A batch run started from a workspace's terminal, such as a build
    or a grading, is not in that workspace unless its folder is."""
    found, person = find(), is_person_there()
    if found and (person or Path.cwd().is_relative_to(found.root)):
        return found.root, person
    return None, person
