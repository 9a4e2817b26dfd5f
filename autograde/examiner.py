"""The examiner: holds the instructor's tests and none of the student's code.

It runs the given and the test cells in a shell of its own. A name that they use and do not define is asked for in a snapshot of the
student's process, a new one for each test cell. What it does with a notebook, cell by cell, is `Examiner.run`.
"""

import contextlib
import linecache
import logging
import random
import shutil
import signal
import sys
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograde.bridge.channel import Channel
from autograde.bridge.classes import Classes
from autograde.bridge.conversation import Conversation
from autograde.bridge.questions import ExaminersQuestions
from autograde.errors import CannotCross
from autograde.job import CellResult, Job, JobResult, Status, Step
from autograde.names import Knowledge
from autograde.names_of_tests import MainModule, StudentModules, TestNames
from autograde.outputs import vetted
from autograde.patches import Patched, find_sources, read_given_files, restrict_pickle
from autograde.processes import Gone, Process, StudentProcesses
from autograde.shell import Notebook, Ran

ATTEMPTS = 4
"""To make a copy of the student's process: as it is, anew, and without its last cells."""
GRACE_S = 1.0
"""After the interrupt of a cell that took too long, before its process is killed."""


class TimeLimit(BaseException):
    """The tests of a cell themselves took too long."""


class Examiner:
    """Runs one notebook. `students` are the processes of the inner jail."""

    def __init__(
        self, notebook: Notebook, students: StudentProcesses, work: Path, given: Path, begins: Callable[[int], None]
    ) -> None:
        """`work`: the folder that cells run in. `given`: where the instructor's files are, for the tests alone.
        `begins` is told the index of each step before it runs."""
        self._notebook, self._students, self._work, self._given_folder, self._begins = (
            notebook,
            students,
            work,
            given,
            begins,
        )
        find_sources()
        restrict_pickle()
        self._ran: list[Step] = []
        """The student's and given cells that the student's process has behind it, for a new process to catch up."""
        self._notes: list[str] = []
        self._copies = True
        """Whether the student's process can be copied: threads do not come along."""

    def run(self, job: Job, known: Knowledge) -> JobResult:
        """Run every step in order; each costs only itself."""
        started = time.monotonic()
        self._job, self._until = job, started + job.limits.notebook_s
        self._given_modules = sorted(
            {name.split("/")[0].removesuffix(".py") for name in job.given_files if name.endswith(".py")}
        )
        self._classes = Classes(frozenset(self._given_modules))
        self._write_files({**job.files, **job.given_files}, self._work)
        self._write_files(job.given_files, self._given_folder)
        read_given_files(self._given_folder, job.given_files, self._work, self._notebook.shell.user_ns)
        self._patched = Patched()
        self._known = known
        self._names = self._enter_names()
        self._lasting: Conversation | None = None
        results: dict[int, CellResult] = {}
        room = job.limits.notebook_output_bytes
        for step in job.steps:
            if time.monotonic() >= self._until:
                results[step.index] = CellResult(step.index, "skipped", message=self._time_is_up())
                continue
            self._current = step.index
            self._begins(step.index)
            result = self._test(step) if step.role == "test" else self._student(step)
            size = sum(len(str(output)) for output in result.outputs)
            if size > room:
                result = CellResult(
                    step.index,
                    result.status,
                    (),
                    result.execution_count,
                    result.seconds,
                    result.message or "Its output was left out: the notebook's is over the limit.",
                )
            room -= min(size, room)
            results[step.index] = result
        return JobResult(results, tuple(self._notes), time.monotonic() - started)

    # -- the student's cells ---------------------------------------------------------------------------------------

    def _student(self, step: Step) -> CellResult:
        lines = step.source.lstrip("\n").splitlines(keepends=True)  # as IPython compiles it
        linecache.cache[cell_name(step)] = (len(step.source), None, lines, cell_name(step))
        result = self._in_student(step)
        if result.status in ("ok", "error", "flooded"):
            self._ran.append(step)
        if step.role == "given":
            self._given(step)
        return result

    def _in_student(self, step: Step) -> CellResult:
        deadline = self._until
        try:
            self._catch_up()
            deadline = min(time.monotonic() + self._job.limits.cell_s, self._until)
            answer = self._students.main.run(
                step.source,
                cell_name(step),
                self._job.limits.cell_output_bytes,
                step.role == "given",
                deadline,
                GRACE_S,
            )
        except Gone as gone:
            self._clear()
            late = time.monotonic() >= deadline
            message = (
                f"The cell had not finished after {self._job.limits.cell_s:g} s and did not stop."
                if late
                else f"The cell ended its process: {gone}."
            )
            return CellResult(
                step.index,
                "timeout" if late else "died",
                (_error("TimeoutError" if late else "DeadKernelError", message),),
                message=message,
            )
        self._copies = not answer.has_threads
        outputs = vetted(answer.outputs, self._job.limits.cell_output_bytes)
        if answer.interrupted:
            if self._students.are_a_crowd():  # it would take the time of all that follows
                self._clear()
            message = f"The cell had not finished after {self._job.limits.cell_s:g} s and was interrupted."
            return CellResult(step.index, "timeout", outputs, answer.count, answer.seconds, message)
        status: Status = "error" if answer.failed else "flooded" if answer.flooded else "ok"
        return CellResult(step.index, status, outputs, answer.count, answer.seconds)

    def _clear(self) -> None:
        self._students.clear()
        self._lasting = None

    def _catch_up(self, *, alone: bool = False) -> None:
        """See that there is a student's process, and that it has all cells behind it that ended. Raises Gone.

        A cell that does not end this time is left out from here on; if the process shall be `alone`, one that leaves a crowd of others, too.
        """
        current = self._current
        while self._students.begin(self._given_modules):
            for step in self._ran:
                self._begins(current)  # it is being worked on
                deadline = min(time.monotonic() + self._job.limits.cell_s, self._until)
                try:
                    self._students.main.run(
                        step.source, cell_name(step), 2**16, step.role == "given", deadline, GRACE_S
                    )
                    if alone and self._students.are_a_crowd():
                        raise Gone("it is one of a crowd")
                except Gone:
                    self._ran.remove(step)
                    self._students.clear()
                    break

    def _given(self, step: Step) -> None:
        """The same cell here: its names and classes are the instructor's own. One that needs the student's names stays there."""
        before = dict(self._names)
        with self._alarm(self._job.limits.cell_s):
            ran = self._notebook.run(step.source, cell_name(step), quiet=True)
        if isinstance(ran.error, NameError):
            for name in self._names.keys() - before.keys():
                del self._names[name]
            return
        self._classes.give({name: value for name, value in self._names.items() if before.get(name) is not value})

    # -- the tests' cells ------------------------------------------------------------------------------------------

    def _test(self, step: Step) -> CellResult:
        why_not = step.inside or self._known.not_outside.get(step.index, "")
        if not why_not:
            result = self._examine(step)
            if result.status != "refused":
                return result
            why_not = result.message
        if self._job.inside:
            self._notes.append(f"{step.grade_id}: ran inside the student's process ({why_not})")
            return self._inside(step)
        message = f"{step.grade_id} cannot run apart from the student's code: {why_not}. A person must grade it, or the course allow it to run inside."
        return CellResult(step.index, "refused", (_error("CannotCross", message),), message=message)

    def _examine(self, step: Step) -> CellResult:
        """Run a test cell here, against a snapshot."""
        self._restore_given_files()
        seed_tests(step.grade_id or "")
        copies = self._copies and step.index not in self._known.together
        try:
            # After the last step nobody needs the process as it was.
            with self._asked(copies and step is not self._job.steps[-1]) as process:
                deadline = min(time.monotonic() + self._job.limits.cell_s, self._until)
                conversation = self._conversation(process.talk(deadline, lasting=not copies), lasting=not copies)
                conversation.channel.deadline = deadline
                try:
                    with self._alarm(deadline - time.monotonic() + GRACE_S):
                        ran = self._notebook.run(step.source, cell_name(step))
                finally:
                    self._names.talk_to(None)
                    self._patched.talk_to(None)
                    self._broken = conversation.broken
                    conversation.channel.close()
        except Gone as gone:
            message = f"The student's process could not be asked: {gone}."
            return CellResult(step.index, "died", (_error("DeadKernelError", message),), message=message)
        return self._tested(step, ran, conversation.broken, deadline)

    @contextlib.contextmanager
    def _asked(self, copies: bool) -> Iterator[Process]:
        """The process that the tests talk to: a copy, or the student's process itself. Raises Gone.

        Where no copy can be made, all that the student's code has started is killed, and a new process runs the cells, less those that
        start a crowd; if that does not help, it runs them without the last one, which may have done it all the same.
        """
        with contextlib.ExitStack() as stack:
            for attempt in range(ATTEMPTS):
                try:
                    self._catch_up(alone=attempt > 0)
                    deadline = min(time.monotonic() + self._job.limits.cell_s, self._until)
                    main = self._students.main
                    process = stack.enter_context(main.snapshot(deadline) if copies else self._itself())
                    break
                except Gone:
                    self._clear()
                    if attempt == ATTEMPTS - 1 or time.monotonic() >= self._until:
                        raise
                    if attempt and self._ran:
                        self._ran.pop()
            yield process

    def _tested(self, step: Step, ran: Ran, broken: str, deadline: float) -> CellResult:
        outputs = vetted(ran.outputs, self._job.limits.cell_output_bytes)
        if isinstance(ran.error, CannotCross):
            return CellResult(step.index, "refused", message=str(ran.error))
        late = time.monotonic() >= deadline
        status: Status = "ok"
        message = ""
        if broken:
            message = f"The code under test {'had not answered when the time was up' if late else 'did not answer: ' + broken}."
        elif isinstance(ran.error, TimeLimit):
            message = "The tests had not finished when the time was up."
        if ran.error is not None or (broken and not _is_partial(outputs)):
            status = ("timeout" if late else "died") if message else "error"
        return CellResult(step.index, status, outputs, ran.execution_count, ran.seconds, message)

    @contextlib.contextmanager
    def _itself(self) -> Iterator[Process]:
        """The process that runs the student's cells, in a copy's place. If the tests leave it busy, a new one takes over."""
        yield self._students.main
        if self._broken:
            self._clear()

    def _inside(self, step: Step) -> CellResult:
        deadline = min(time.monotonic() + self._job.limits.cell_s, self._until)
        try:
            with self._students.main.snapshot(deadline) as process:
                answer = process.run(
                    step.source, cell_name(step), self._job.limits.cell_output_bytes, False, deadline, GRACE_S
                )
        except Gone as gone:
            return CellResult(step.index, "died", message=f"The cell ended its process: {gone}.")
        outputs = vetted(answer.outputs, self._job.limits.cell_output_bytes)
        return CellResult(
            step.index,
            "error" if answer.failed else "timeout" if answer.interrupted else "ok",
            outputs,
            answer.count,
            answer.seconds,
        )

    def _conversation(self, channel: Channel, *, lasting: bool) -> Conversation:
        if lasting and self._lasting is not None:
            conversation = self._lasting
            conversation.go_on(channel)
        else:
            conversation = Conversation(channel, self._classes, examiner=True)
        if lasting:
            self._lasting = conversation
        conversation.questions = ExaminersQuestions(conversation.links, self._names.means.operators)
        conversation.on_event = _on_event
        conversation.before_speaking = self._patched.tell
        self._patched.talk_to(conversation)
        self._names.talk_to(conversation)
        return conversation

    # -- around ----------------------------------------------------------------------------------------------------

    def _enter_names(self) -> TestNames:
        shell = self._notebook.shell
        names = TestNames(shell.user_ns, self._known.means, self._known.tests_bind)
        shell.user_ns = shell.examined = names
        sys.meta_path.append(StudentModules(names, self._work))
        sys.modules["__main__"] = MainModule(names)
        return names

    def _write_files(self, files: Any, folder: Path) -> None:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _restore_given_files(self) -> None:
        """The tests read the instructor's files beside the notebook, whatever the student's code made of them."""
        for name, content in self._job.given_files.items():
            path = self._work / name
            with contextlib.suppress(OSError):
                if (
                    not path.is_symlink()
                    and path.is_file()
                    and path.stat().st_size == len(content)
                    and path.read_bytes() == content
                ):
                    continue
            with contextlib.suppress(OSError):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                path.unlink(missing_ok=True)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    @contextlib.contextmanager
    def _alarm(self, seconds: float) -> Iterator[None]:
        def ring(*_: object) -> None:
            raise TimeLimit("the time limit of the cell")

        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01), 1.0)  # again, should something have swallowed it
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _time_is_up(self) -> str:
        return f"It did not run: the notebook's time of {self._job.limits.notebook_s:g} s was up."


def cell_name(step: Step) -> str:
    return f"<cell {step.index}>" if step.role != "test" else f"<tests {step.index}>"


def seed_tests(grade_id: str) -> None:
    """Random tests are the same for every student and every run; hypothesis's, too."""
    number = zlib.crc32(grade_id.encode())
    random.seed(number)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(number)
    if "hypothesis.core" in sys.modules:
        sys.modules["hypothesis.core"].global_force_seed = number  # type: ignore[attr-defined]


def _is_partial(outputs: tuple[Any, ...]) -> bool:
    return bool(outputs) and outputs[-1]["output_type"] == "execute_result"


def _error(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def _on_event(kind: str, values: list[Any]) -> None:
    if kind == "printed":
        for stream, text in zip(values[::2], values[1::2], strict=False):
            if type(text) is str:
                (sys.stderr if stream == "stderr" else sys.stdout).write(text)
    elif kind == "logged" and len(values) == 5:
        name, level, text, function, line = values
        if all(type(part) is str for part in (name, text, function)) and type(level) is int and type(line) is int:
            logger = logging.getLogger(name)
            if logger.isEnabledFor(level) and logger.hasHandlers():
                logger.handle(logger.makeRecord(name, level, "", line, text, (), None, function))
    elif kind == "warned" and len(values) == 4:
        text, category, file, line = values
        if (
            type(text) is str
            and type(file) is str
            and type(line) is int
            and isinstance(category, type)
            and issubclass(category, Warning)
        ):
            warnings.warn_explicit(text, category, file, line)
