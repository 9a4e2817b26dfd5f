"""Two calls at once, in every order that matters: the second arrives at each moment of the first.

No sleeping and no luck: the first is held after one of its round trips to the database; the second then runs until it
has ended, or until PostgreSQL says that it waits for a lock of the first; only then does the first go on.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import psycopg

from course.backend.faults import LOOK_EVERY_S, MOST_ROUND_TRIPS, ProcessDied, wait_until_undone
from course.backend.postgres import Database
from course.backend.watched import Moment, Watched
from course.cases import effort

Reply = TypeVar("Reply")
Call = Callable[[int, psycopg.Connection[Any]], Reply]

STUCK_S = 5.0  # a guard, not reached on a busy machine either by a call that ends or waits in the database
STUCK_AGAIN_S = 1.0  # once a pair was stuck, others are: somebody sits before this and waits


@dataclass(frozen=True)
class Ended(Generic[Reply]):
    """What a call returned, or else raised."""

    reply: Reply | None
    error: BaseException | None


@dataclass(frozen=True)
class Overlap(Generic[Reply]):
    """A pair of calls: the first was held at `moment` while the second ran.

    `second_did` says what became of the second meanwhile: it ended; or it waited for a lock of the first in the
    database; or it was "stuck": neither, for seconds, so it waited for something that is not in the database.
    """

    number: int
    moment: Moment
    second_did: Literal["ended", "waited", "stuck"]
    first: Ended[Reply]
    second: Ended[Reply]

    def __str__(self) -> str:
        return f"the second arrived when the first stood {self.moment}"


def overlaps(
    database: Database, first: Call[Reply], second: Call[Reply], *, first_dies: bool = False
) -> Iterator[Overlap[Reply]]:
    """Call `first(number, connection)` and `second(number, connection)` at once, again and again.

    The first is held after its 1st round trip, then in another pair after its 2nd, and so on. Numbers differ from pair
    to pair. With `first_dies` its process dies where it was held, once the second has ended or waits; by the time the
    pair is yielded, PostgreSQL has undone what the first did not commit.
    """
    patience_s = STUCK_S
    for number in range(1, MOST_ROUND_TRIPS + 1, effort.stride()):
        overlap = _overlap(database, first, second, number, first_dies, patience_s)
        if overlap is None:
            break
        if overlap.second_did == "stuck":
            patience_s = STUCK_AGAIN_S
        yield overlap


def _overlap(
    database: Database, first: Call[Reply], second: Call[Reply], number: int, first_dies: bool, patience_s: float
) -> Overlap[Reply] | None:
    held: list[Moment] = []
    arrived, go_on = threading.Event(), threading.Event()

    def notice(moment: Moment) -> None:
        if (moment.when, moment.number) == ("after", number):
            held.append(moment)
            arrived.set()
            go_on.wait()
            if first_dies:
                one.cut()
                raise ProcessDied(str(moment))

    # closing, since psycopg's own `with connection` would commit what a call forgot to commit
    with closing(database.connect(Watched)) as one, closing(database.connect()) as two, ThreadPoolExecutor(2) as pool:
        process = one.info.backend_pid
        one.notice = notice
        try:
            running = pool.submit(first, number, one)
            running.add_done_callback(lambda _: arrived.set())
            arrived.wait()
            if not held:  # the first has ended: it has no such round trip
                running.result()
                return None
            also_running = pool.submit(second, number, two)
            second_did = _watch(database, also_running, two.info.backend_pid, patience_s)
        finally:
            go_on.set()
            one.notice = None  # the pair's number is past, or was never reached
        first_ended, second_ended = _ended(running), _ended(also_running)
    if first_dies:
        wait_until_undone(database, process)
    return Overlap(number, held[0], second_did, first_ended, second_ended)


def _watch(
    database: Database, call: "Future[Any]", process: int, patience_s: float
) -> Literal["ended", "waited", "stuck"]:
    """Until the call has ended or its connection, served by `process`, waits for a lock."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if wait([call], LOOK_EVERY_S).done:
            return "ended"
        if database.rows("SELECT cardinality(pg_blocking_pids(%s))", process) != [(0,)]:
            return "waited"
    return "stuck"


def _ended(call: "Future[Reply]") -> Ended[Reply]:
    error = call.exception()
    return Ended(None, error) if error is not None else Ended(call.result(), None)
