"""Notebooks of nbgrader in a few words, for tests, and a runner that runs nothing."""

import json
from collections.abc import Mapping
from typing import Any

from autograde.job import CellResult, Job, JobResult

Json = dict[str, Any]

PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def code(source: Any = "", **metadata: Any) -> Json:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def markdown(source: Any = "", **metadata: Any) -> Json:
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def nbgrader(grade_id: str, **flags: Any) -> Json:
    return {"grade": False, "solution": False, "locked": False, "schema_version": 3, "grade_id": grade_id, **flags}


def answer(grade_id: str, source: Any) -> Json:
    return code(source, nbgrader=nbgrader(grade_id, solution=True))


def checks(grade_id: str, source: Any, points: float = 1) -> Json:
    return code(source, nbgrader=nbgrader(grade_id, grade=True, locked=True, points=points))


def given(grade_id: str, source: Any) -> Json:
    return code(source, nbgrader=nbgrader(grade_id, locked=True))


def written(grade_id: str, source: Any, points: float = 2) -> Json:
    return markdown(source, nbgrader=nbgrader(grade_id, grade=True, solution=True, points=points))


def coded(grade_id: str, source: Any, points: float = 2) -> Json:
    """A code answer that a person reads."""
    return code(source, nbgrader=nbgrader(grade_id, grade=True, solution=True, points=points))


def task(grade_id: str, source: Any, points: float = 3) -> Json:
    return markdown(source, nbgrader=nbgrader(grade_id, task=True, locked=True, points=points))


def raw_notebook(*cells: Any, **more: Any) -> Json:
    return {"cells": list(cells), "metadata": {"kernelspec": PYTHON}, "nbformat": 4, "nbformat_minor": 4, **more}


def notebook(*cells: Any, **more: Any) -> bytes:
    return json.dumps(raw_notebook(*cells, **more)).encode()


def ids(cells: list[Json]) -> list[str]:
    """The grade_ids in order; of ordinary cells the text, in brackets."""
    return [own["grade_id"] if (own := cell["metadata"].get("nbgrader")) else f"[{cell['source']}]" for cell in cells]


class Recorded:
    """A runner that answers what it was told, and otherwise that every cell went well."""

    def __init__(self, results: Mapping[str, CellResult] | None = None) -> None:
        self.results = results or {}
        self.jobs: list[Job] = []

    def run(self, job: Job) -> JobResult:
        self.jobs.append(job)
        return JobResult({step.index: self._result(step.index, step.grade_id) for step in job.steps})

    def _result(self, index: int, grade_id: str | None) -> CellResult:
        told = self.results.get(grade_id or "")
        if told is None:
            return CellResult(index, "ok", execution_count=index + 1)
        return CellResult(index, told.status, told.outputs, index + 1, 0.0, told.message)
