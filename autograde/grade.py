"""One submission from its bytes to its points: repair, plan, run, score, write down."""

import logging
from time import monotonic

from autograde import instructor, score
from autograde.errors import NotebookRefused
from autograde.graded_notebook import graded_notebook, refused_notebook
from autograde.grading import Graded, GradedNotebook, Runner, Settings, Source, Submission
from autograde.intake import shown
from autograde.plan import plan
from autograde.repair import repair

log = logging.getLogger(__name__)


def grade(source: Source, submission: Submission, settings: Settings, runner: Runner) -> Graded:
    """Every notebook of `source`. Never raises: what goes wrong with a submission is its own result."""
    started = monotonic()
    unknown = sorted(submission.notebooks.keys() - source.notebooks.keys())
    notes = (
        *submission.notes,
        *(f"{shown(name)} is no notebook of this assignment; it was not graded." for name in unknown),
    )
    try:
        notebooks = tuple(_grade(name, source, submission, settings, runner) for name in sorted(source.notebooks))
    except Exception as error:  # of one submission, which must not stop the others
        log.exception("%s/%s could not be graded", submission.assignment, submission.student)
        reason = f"{type(error).__name__}: {error}"
        return Graded(submission.assignment, submission.student, (), notes, reason, monotonic() - started)
    return Graded(submission.assignment, submission.student, notebooks, notes, "", monotonic() - started)


def _grade(name: str, source: Source, submission: Submission, settings: Settings, runner: Runner) -> GradedNotebook:
    own = source.notebooks[name]
    submitted = submission.notebooks.get(name)
    if submitted is None:
        nothing = score.nothing(instructor.read(own, name), f"{name}.ipynb was not handed in.")
        return GradedNotebook(name, b"", nothing, missing=True)
    try:
        repaired = repair(own, submitted, name)
    except NotebookRefused as error:
        reason = str(error)
        nothing = score.nothing(instructor.read(own, name), reason)
        return GradedNotebook(name, refused_notebook(own, name, reason), nothing, (reason,))
    result = runner.run(plan(repaired, source, submission, settings))
    content, cleaned = graded_notebook(repaired, result)
    notes = (*repaired.notes, *result.notes, *cleaned)
    return GradedNotebook(name, content, score.scores(repaired, result), notes)
