"""Jobs and results as bytes, between the engine and the processes it forks."""

import dataclasses
from typing import Any

import msgpack

from autograde.job import CellResult, Job, JobResult, Limits, Step


def job_of(data: bytes) -> Job:
    about = msgpack.unpackb(data, unicode_errors="surrogatepass")
    return Job(
        **about
        | {
            "steps": tuple(Step(**step) for step in about["steps"]),
            "instructor": tuple(about["instructor"]),
            "limits": Limits(**about["limits"]),
        }
    )


def packed(job: Job) -> bytes:
    data: bytes = msgpack.packb(dataclasses.asdict(job), unicode_errors="surrogatepass")
    return data


def result_of(about: dict[str, Any]) -> JobResult:
    cells = {
        int(index): CellResult(**cell | {"outputs": tuple(cell["outputs"])}) for index, cell in about["cells"].items()
    }
    return JobResult(cells, tuple(about["notes"]), about["seconds"])
