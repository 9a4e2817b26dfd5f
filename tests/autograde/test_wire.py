"""Do jobs and results cross to the engine's processes and back whole?"""

import dataclasses

import msgpack

from autograde.job import CellResult, Job, JobResult, Limits, Step
from autograde.wire import job_of, packed, result_of

JOB = Job(
    "a/s/n",
    (Step(3, "x = 1\ud800\0", "student"), Step(4, "assert x", "test", "g1"), Step(5, "eval(x)", "test", "g2", "why")),
    {"deep/data.bin": bytes(range(256)), "empty": b""},
    {"given.csv": b"1,2"},
    ("import math\nx = 2\nclass V:\n    def __add__(self, o): pass\n",),
    inside=True,
    limits=Limits(cell_s=1.5, memory_bytes=5),
)


def test_a_job_arrives_whole_but_for_what_the_instructor_wrote():
    job, known = job_of(packed(JOB))
    assert job == dataclasses.replace(JOB, instructor=())
    assert b"def __add__" not in packed(JOB)
    assert known.means.bound == {"x", "V"}
    assert known.means.imports == {"math": ("math", "")}
    assert known.means.operators == {"V": {"__add__"}}
    assert "eval()" in known.not_outside[5]


def test_a_job_of_nothing_arrives():
    job, known = job_of(packed(Job("k", ())))
    assert job == Job("k", ())
    assert (known.tests_bind, known.together, known.not_outside) == (frozenset(), frozenset(), {})


def test_a_result_arrives_whole():
    output = {"output_type": "stream", "name": "stdout", "text": "\ud800é"}
    result = JobResult(
        {0: CellResult(0, "ok", (output,), 1, 0.5), 7: CellResult(7, "timeout", message="late")}, ("a note",), 1.25
    )
    data = msgpack.packb(dataclasses.asdict(result), unicode_errors="surrogatepass")
    assert result_of(msgpack.unpackb(data, unicode_errors="surrogatepass", strict_map_key=False)) == result
