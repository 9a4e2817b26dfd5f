"""How many questions a second the tests can ask the student's process, in a job of the engine, jailed as ever."""

from autograde.engine import Engine
from autograde.job import Job, Limits, Step

from .table import Table

STUDENT = """
class Counter:
    def __init__(self):
        self.n = 0
    def add(self, by):
        self.n += by
        return self.n
def f(n):
    return n + 1
def total(numbers):
    return sum(numbers)
def twice(call):
    return call() + call()
counter = Counter()
"""
CALLS = (
    ("f(int) -> int", "f(n)", 1, "20,000"),
    ("object.method(int) -> int", "counter.add(n)", 2, ""),
    ("f(list of 100 int) -> int", "total(hundred)", 5, ""),
    ("f(function of the tests), called back twice", "twice(back)", 20, ""),
)
"""What, the call, how much less often than the first it is done, and what is wanted."""
TEST = """
import time
hundred = list(range(100))
def back():
    return 1
for n in range(100):
    {call}
started = time.perf_counter()
for n in range({times}):
    {call}
{times} / (time.perf_counter() - started)
"""


def measure(quick: bool) -> Table:
    """A test cell for each kind of call; its result is the rate."""
    times = 2_000 if quick else 100_000
    cells = [TEST.format(call=call, times=times // less) for _, call, less, _ in CALLS]
    steps = [
        Step(0, STUDENT, "student"),
        *(Step(n, cell, "test", f"calls{n}") for n, cell in enumerate(cells, 1)),
    ]
    with Engine(alone=True) as engine:
        result = engine.run(Job("bench/calls", tuple(steps), limits=Limits(cell_s=60, notebook_s=240)))
    rows = []
    for n, (what, _, _, wanted) in enumerate(CALLS, 1):
        (output,) = result.cells[n].outputs
        rate = float(output["data"]["text/plain"])
        rows.append([what, f"{rate:,.0f}", f"{1e6 / rate:.0f}", wanted])
    return Table("Calls from the tests", ["call", "a second", "µs each", "wanted"], rows)
