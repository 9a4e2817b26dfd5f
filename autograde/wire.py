"""Jobs and results as bytes, between the engine and the processes it forks."""

import dataclasses
from typing import Any

import msgpack

from autograde.job import CellResult, Job, JobResult, Limits, Step
from autograde.names import Knowledge, Meaning, knowledge


def packed(job: Job) -> bytes:
    """A job, and what is known of its names."""
    known = knowledge(job)
    about = {
        "job": dataclasses.asdict(job) | {"instructor": ()},
        "bound": [*known.means.bound],
        "imports": dict(known.means.imports),
        "operators": {name: [*methods] for name, methods in known.means.operators.items()},
        "tests_bind": [*known.tests_bind],
        "together": [*known.together],
        "not_outside": [*known.not_outside.items()],
    }
    data: bytes = msgpack.packb(about, unicode_errors="surrogatepass")
    return data


def job_of(data: bytes) -> tuple[Job, Knowledge]:
    about = msgpack.unpackb(data, unicode_errors="surrogatepass")
    job = about["job"]
    steps = tuple(Step(**step) for step in job["steps"])
    means = Meaning(
        frozenset(about["bound"]),
        {name: (module, attribute) for name, (module, attribute) in about["imports"].items()},
        {name: frozenset(methods) for name, methods in about["operators"].items()},
    )
    return Job(**job | {"steps": steps, "instructor": (), "limits": Limits(**job["limits"])}), Knowledge(
        means, frozenset(about["tests_bind"]), frozenset(about["together"]), dict(about["not_outside"])
    )


def result_of(about: dict[str, Any]) -> JobResult:
    cells = {
        int(index): CellResult(**cell | {"outputs": tuple(cell["outputs"])}) for index, cell in about["cells"].items()
    }
    return JobResult(cells, tuple(about["notes"]), about["seconds"])
