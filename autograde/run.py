"""A run over an assignment: every submission read, graded by some worker, and recorded, in batches, by this one process."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import monotonic

from autograde import autograded_folder, intake, ledger
from autograde.course_folder import CourseFolder, invalid_assignment, invalid_student
from autograde.errors import AutogradeError, CourseFolderError, RunError, SubmissionUnreadable
from autograde.gradebook import Assignment, Gradebook
from autograde.gradebook_writer import Penalty, Result, record
from autograde.grading import Graded, Settings, Submission
from autograde.job import MIB, Limits
from autograde.lateness import penalty_of, utc
from autograde.lock import sole_run
from autograde.register import register
from autograde.registered import registered
from autograde.report import RunReport, SubmissionReport, report_of
from autograde.schedulers import Cluster
from autograde.worker import Bundle, Outcome

BATCH = 32
"""Submissions a transaction: a commit costs little then, and a killed run loses little."""
BATCH_BYTES = 64 * MIB
"""A batch of large submissions is closed sooner: it is all in memory."""
BATCH_S = 1.0
"""No result waits longer for its transaction, if there are others to wait with."""
AHEAD = 2
"""Submissions in memory for each worker: the one that it grades and the next."""
ATTEMPTS = 2
"""A submission whose worker died is given to another one, once."""
LOST = "The workers are gone. What was graded is recorded; start them again, then run again to go on."

NOTEBOOK_CELLS = 4
"""A notebook may take as long as this many of its cells at their limit."""

Ready = Callable[[Bundle], Cluster]


@dataclass(frozen=True)
class Request:
    """What to grade, and how."""

    course: CourseFolder
    assignment: str
    settings: Settings
    students: Sequence[str] = ()
    """Only these; all who submitted when empty."""
    force: bool = False
    """Whether to grade again what is unchanged."""


def settings_of(
    course: CourseFolder,
    *,
    time_limit_s: float | None = None,
    memory_mb: int | None = None,
    inside: bool = False,
    unconfined: bool = False,
) -> Settings:
    """The settings asked for; where none are, the course's limits, then ours. The time limit is a cell's."""
    limits = Limits()
    cell_s = time_limit_s or course.cell_s or limits.cell_s
    configured = course.config.EngineExporter
    memory_mb = memory_mb or configured.get("memory_mb", 0)
    memory_bytes = memory_mb * MIB if memory_mb else limits.memory_bytes
    disk_bytes = configured.get("disk_mb", 0) * MIB or limits.disk_bytes
    bounded = replace(
        limits,
        cell_s=cell_s,
        notebook_s=NOTEBOOK_CELLS * cell_s,
        memory_bytes=memory_bytes,
        disk_bytes=disk_bytes,
        file_bytes=max(limits.file_bytes, disk_bytes // 2),
    )
    return Settings(bounded, inside or bool(configured.get("inside")), unconfined)


@dataclass(frozen=True)
class Progress:
    """Told how many submissions there are, then once for each that is done."""

    total: Callable[[int], None] = lambda _count: None
    done: Callable[[SubmissionReport], None] = lambda _report: None


def run(request: Request, workers: AbstractContextManager[Ready], progress: Progress | None = None) -> RunReport:
    """Grade what `request` says. Raises AutogradeError when the run cannot start or go on; what was recorded stays."""
    started = monotonic()
    course, name = request.course, request.assignment
    if problem := invalid_assignment(name):
        raise CourseFolderError(problem)
    with ExitStack() as stack:
        stack.enter_context(sole_run(course.root))
        ready = stack.enter_context(workers)  # they start while this process reads
        source = intake.source(course.source(name), name, course.ignore)
        students = _students(request)
        gradebook = stack.enter_context(Gradebook(course.db_url))
        assignment = gradebook.assignment(name)
        if assignment is None or not assignment.notebooks:
            assignment = register(course, gradebook, name)
        gradebook.claim(assignment)
        source = registered(source, assignment, course)
        late = (assignment.duedate, course.config.AssignLatePenalties, course.config.LateSubmissionPlugin)
        bundle = Bundle(ledger.digest_of_run(source, request.settings, *late), source, request.settings)
        grading = _Run(request, gradebook, assignment, bundle, ready(bundle), penalty_of(course.config))
        grading.progress = progress or Progress()
        reports = grading.over(students)
    return RunReport(name, monotonic() - started, reports)


def _students(request: Request) -> list[str]:
    there = request.course.students(request.assignment)
    if unknown := sorted(set(request.students) - set(there)):
        raise CourseFolderError(
            f"{', '.join(unknown)} submitted no {request.assignment}: there is no {request.course.submitted(unknown[0], request.assignment)}."
        )
    if not there:
        raise CourseFolderError(
            f"Nobody submitted {request.assignment}: expected folders like {request.course.submitted('STUDENT', request.assignment)}."
        )
    return [student for student in there if student in request.students] if request.students else there


@dataclass(frozen=True)
class _Task:
    """A submission to grade, and the digest of all that its result depends on."""

    submission: Submission
    digest: str
    attempt: int = 1


@dataclass
class _Run:
    """The state of a run: what is being graded, what waits to be recorded, what is reported."""

    request: Request
    gradebook: Gradebook
    assignment: Assignment
    bundle: Bundle
    cluster: Cluster
    penalty: Penalty
    progress: Progress = field(default_factory=Progress)
    running: dict["Future[Outcome]", _Task] = field(default_factory=dict)
    finished: list[tuple[_Task, Outcome]] = field(default_factory=list)
    finished_bytes: int = 0
    """Of the files beside the notebooks."""
    last_recorded: float = field(default_factory=monotonic)
    reports: list[SubmissionReport] = field(default_factory=list)

    def over(self, students: Sequence[str]) -> list[SubmissionReport]:
        """Grade and record these students' submissions; their reports, in the same order."""
        self.progress.total(len(students))
        try:
            for task in self._tasks(students):
                while len(self.running) >= AHEAD * self.cluster.size:
                    self._collect()
                self._submit(task)
            while self.running:
                self._collect()
        finally:  # also when interrupted: what is graded is not graded again
            self._record()
        places = {student: place for place, student in enumerate(students)}
        return sorted(self.reports, key=lambda report: places[report.student])

    def _tasks(self, students: Sequence[str]) -> Iterator[_Task]:
        """What is to be graded, read one by one; what is not is reported."""
        with self.gradebook.transaction() as connection:
            before = ledger.recorded(connection, self.assignment)
        extensions = self.gradebook.extensions(self.assignment)
        enrolled = None if self.request.course.create_student else self.gradebook.students()
        for student in students:
            task = self._task(student, enrolled, extensions.get(student))
            digest, report = before.get(student, ("", {}))
            folder = self.request.course.autograded(student, self.assignment.name)
            if task is not None and digest == task.digest and folder.is_dir() and not self.request.force:
                autograded_folder.tidy(self.request.course, student, self.assignment.name)
                self._report(SubmissionReport.from_dict(report | {"status": "unchanged"}))
            elif task is not None:
                yield task

    def _task(self, student: str, enrolled: set[str] | None, extension: timedelta | None) -> _Task | None:
        course, name = self.request.course, self.assignment.name
        if problem := invalid_student(student):
            # Nothing can be recorded under such a name.
            self._report(SubmissionReport(student, "failed", message=problem))
            return None
        if enrolled is not None and student not in enrolled:
            problem = "the gradebook has no such student, and Autograde.create_student is off. `nbgrader db student add` adds one."
            self._report(SubmissionReport(student, "failed", message=problem))
            return None
        try:
            if course.is_linked(student, name):
                raise SubmissionUnreadable(
                    "The student's folder is a link, which is not followed; collect the submission again."
                )
            submission = intake.read(course.submitted(student, name), name, student, course.ignore)
        except AutogradeError as error:
            failed = Graded(name, student, error=str(error))
            self._finish(_Task(Submission(name, student, {}), ""), Outcome(failed))
            return None
        return _Task(submission, ledger.digest_of(submission, self.bundle.digest, extension))

    def _submit(self, task: _Task) -> None:
        try:
            self.running[self.cluster.submit(task.submission)] = task
        except RuntimeError as error:  # the executor is closed
            raise RunError(f"{LOST} ({error})") from error

    def _collect(self) -> None:
        """Wait for a result; try again what a dying worker dropped."""
        done, _ = wait(self.running, return_when=FIRST_COMPLETED)
        for future in done:
            task = self.running.pop(future)
            try:
                outcome = future.result()
            except RunError:  # this machine cannot grade, whatever the submission
                raise
            except CancelledError as error:
                raise RunError(LOST) from error
            except Exception as error:  # a worker's death, as each executor calls it
                if task.attempt < ATTEMPTS:
                    self._submit(_Task(task.submission, task.digest, task.attempt + 1))
                    continue
                reason = f"It could not be graded, {ATTEMPTS} times: {error or type(error).__name__}"
                outcome = Outcome(Graded(self.assignment.name, task.submission.student, error=reason))
            self._finish(task, outcome)

    def _finish(self, task: _Task, outcome: Outcome) -> None:
        self.finished.append((task, outcome))
        self.finished_bytes += sum(map(len, task.submission.files.values()))
        full = len(self.finished) >= BATCH or self.finished_bytes >= BATCH_BYTES
        if full or monotonic() - self.last_recorded >= BATCH_S:
            self._record()

    def _record(self) -> None:
        """Put the folders in place, then the points, with the ledger, in one transaction: a rerun mends what a kill leaves between."""
        batch, self.finished = self.finished, []
        self.finished_bytes, self.last_recorded = 0, monotonic()
        if not batch:
            return
        course, name = self.request.course, self.assignment.name
        for task, outcome in batch:
            if outcome.graded.error:
                autograded_folder.discard(course, outcome.graded.student, name)
            else:
                autograded_folder.replace(course, outcome.graded, task.submission, self.bundle.source)
        reports = [report_of(outcome.graded) for _, outcome in batch]
        results = [
            Result(outcome.graded, utc(time) if (time := task.submission.timestamp) else None, outcome.unanswered)
            for task, outcome in batch
        ]
        with self.gradebook.transaction() as connection:
            ids = record(connection, self.assignment, results, self.penalty)
            entries = {
                ids[report.student]: (task.digest, report.to_dict())
                for (task, _), report in zip(batch, reports, strict=True)
                if report.status == "graded"
            }
            ledger.write(connection, entries, ids.values() - entries.keys())
        for report in reports:
            self._report(report)

    def _report(self, report: SubmissionReport) -> None:
        self.reports.append(report)
        self.progress.done(report)
