"""What a dask worker holds for a run: the bundle. A task names it, so that no submission brings it along."""

from typing import cast

from distributed import WorkerPlugin, get_worker

from autograde import worker
from autograde.grading import Submission
from autograde.worker import Bundle, Outcome


class Carried(WorkerPlugin):
    """Dask gives it to every worker, to those that join later, too.

    Not scattered data: dask's memory manager leaves one copy of that, and with the worker that has it, every submission is cancelled.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle


def grade(name: str, submission: Submission) -> Outcome:
    """Grade, in a worker, against the bundle that is carried there under this name."""
    return worker.grade(cast(Carried, get_worker().plugins[name]).bundle, submission)
