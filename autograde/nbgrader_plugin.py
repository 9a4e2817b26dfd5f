"""Plain `nbgrader autograde`, and the formgrader's button, by the engine. In nbgrader_config.py:

    c.Autograde.exporter_class = "autograde.nbgrader_plugin.EngineExporter"

The exporter is the one part of nbgrader's autograding that a course may choose and that knows the whole batch. Replacing steps of
nbgrader's pipeline instead (`Autograde.autograde_preprocessors`) would leave the ones that run before: they follow links in a submission,
stop the batch at a hostile notebook, and open the gradebook thirteen times a submission.
"""

from pathlib import Path
from types import MethodType
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from traitlets import Bool, Integer

from autograde import processors, schedulers
from autograde.course_folder import from_traits
from autograde.errors import AutogradeError
from autograde.report import SubmissionReport
from autograde.run import Progress, Request, run, settings_of

STEPS = ("sanitize_preprocessors", "autograde_preprocessors")


class EngineExporter(NotebookExporter):
    """Makes the Autograde that chose it grade its submissions as `autograde run` does; nothing is exported by it."""

    workers = Integer(0, help="Submissions at once; 0 for one a processor.").tag(config=True)
    memory_mb = Integer(0, help="What a submission's processes may use; 0 for the default.").tag(config=True)
    disk_mb = Integer(0, help="What a submission may write to disk, in memory in fact; 0 for the default of 64.").tag(
        config=True
    )
    inside = Bool(False, help="As `autograde run --inside`.").tag(config=True)
    unconfined = Bool(False, help="As `autograde run --unconfined`.").tag(config=True)

    def __init__(self, parent: Any = None, **options: Any) -> None:
        super().__init__(parent=parent, **options)  # type: ignore[no-untyped-call]
        if isinstance(parent, Autograde):
            # This one's, not the class's: whoever names another exporter gets stock nbgrader.
            parent.convert_notebooks = MethodType(_convert_notebooks, parent)


def _convert_notebooks(self: Any) -> None:
    """nbgrader's method of that name: logs what became of each submission. Raises NbGraderException when one could not be graded."""
    exporter: EngineExporter = self.exporter
    if not self.config.Execute.get("enabled", True):
        raise _refused(
            self,
            "--no-execute trusts the points that a student's own outputs claim; the engine always runs the notebooks.",
        )
    for step in STEPS:
        if step in self.config.Autograde:
            self.log.warning("Autograde.%s is configured, and has no part in grading by the engine", step)
    self.run_pre_convert_hook()
    try:
        course = from_traits(self.coursedir, self, self.config, Path(self.coursedir.root))
        settings = settings_of(
            course, memory_mb=exporter.memory_mb, inside=exporter.inside, unconfined=exporter.unconfined
        )
        request = Request(course, self.coursedir.assignment_id, settings, force=self.force)
        workers = schedulers.local(exporter.workers or processors.count())
        report = run(request, workers, Progress(done=lambda submission: _log(self, submission)))
    except AutogradeError as error:
        raise _refused(self, str(error)) from error
    self.run_post_convert_hook()
    if failed := report.having("failed"):
        names = ", ".join(ascii(submission.student) for submission in failed)
        raise _refused(self, f"{len(failed)} of {len(report.submissions)} submissions could not be graded: {names}")


def _refused(self: Any, message: str) -> NbGraderException:
    self.log.error(message)
    return NbGraderException(message)


def _log(self: Any, submission: SubmissionReport) -> None:
    if submission.status == "failed":
        self.log.error("%s: %s", ascii(submission.student), submission.message)
    else:
        points = f"{submission.score:g} of {submission.max_score:g} points."
        self.log.info("%s: %s, %s", submission.student, submission.status, f"{points} {submission.message}".rstrip())
