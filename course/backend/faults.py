"""What goes wrong between a client, a service and its database, made to happen at a chosen moment.

`Wire` loses and repeats what passes between client and service. `everywhere` lets the service's process die, or its
database connection drop, at each of its round trips in turn: before the statement was sent, and after it took effect.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, Literal, TypeVar, get_args

import psycopg

from course.backend.postgres import Database
from course.backend.watched import Moment, Watched
from course.cases import effort

Request = TypeVar("Request")
Reply = TypeVar("Reply")

Delivery = Literal["delivered", "request lost", "reply lost", "duplicated"]
Kind = Literal["the process dies", "the connection drops"]

MOST_ROUND_TRIPS = 60  # of one call: beyond it the call is in a loop
LOOK_EVERY_S = 0.001


class NoReply(Exception):
    """The client heard nothing: whether the service did anything, it cannot know."""


class ProcessDied(BaseException):
    """Ends the service's code as SIGKILL would: no `except Exception` catches it, and its connection is already gone."""


class Wire(Generic[Request, Reply]):
    """Carries requests to `service` and replies back. What happens to each delivery is given in order; then all is well."""

    def __init__(self, service: Callable[[Request], Reply], *deliveries: Delivery) -> None:
        self.service = service
        self._deliveries = iter(deliveries)

    def send(self, request: Request) -> Reply:
        """The service's reply. Raises NoReply when the request or the reply was lost."""
        delivery = next(self._deliveries, "delivered")
        if delivery == "request lost":
            raise NoReply("the request was lost on its way to the service")
        reply = self.service(request)
        if delivery == "duplicated":
            self.service(request)
        if delivery == "reply lost":
            raise NoReply("the reply was lost on its way to the client")
        return reply


@dataclass(frozen=True)
class Struck(Generic[Reply]):
    """A call that a fault struck: what and when, and what the call still returned or raised."""

    number: int
    kind: Kind
    moment: Moment
    reply: Reply | None
    error: BaseException | None

    def __str__(self) -> str:
        return f"{self.kind} {self.moment}"


def everywhere(database: Database, call: Callable[[int, psycopg.Connection[Any]], Reply]) -> Iterator[Struck[Reply]]:
    """Make `call(number, connection)` again and again, struck at another moment each time, until none is left.

    The numbers differ, so that each call can have data of its own. By the time a result is yielded, PostgreSQL has
    undone what the call did not commit. What the call raises without being struck is raised here.
    """
    number = 0
    for kind in get_args(Kind):
        # What a round trip has done is what a retry meets, so with less effort it is struck after each, and not before the first.
        whens = ("before", "after") if effort.share == 1 else ("after",)
        for round_trip, when in product(range(1, MOST_ROUND_TRIPS + 1), whens):
            number += 1
            struck = _strike(database, call, number, kind, (when, round_trip))
            if struck is None:
                break
            yield struck


def _strike(
    database: Database,
    call: Callable[[int, psycopg.Connection[Any]], Reply],
    number: int,
    kind: Kind,
    target: tuple[str, int],
) -> Struck[Reply] | None:
    """One call, struck at `target`; None when it ended without reaching it."""
    struck_at: list[Moment] = []

    def notice(moment: Moment) -> None:
        if (moment.when, moment.number) == target:
            struck_at.append(moment)
            connection.cut()
            if kind == "the process dies":
                raise ProcessDied(str(moment))
            raise psycopg.OperationalError(f"the connection was lost {moment}")

    reply: Reply | None = None
    error: BaseException | None = None
    with closing(database.connect(Watched)) as connection:
        process = connection.info.backend_pid
        connection.notice = notice
        try:
            reply = call(number, connection)
        except (Exception, ProcessDied) as raised:
            error = raised
        connection.notice = None
    if not struck_at:
        if error is not None:
            raise error
        return None
    wait_until_undone(database, process)
    return Struck(number, kind, struck_at[0], None if kind == "the process dies" else reply, error)


def wait_until_undone(database: Database, process: int) -> None:
    """Until PostgreSQL has noticed that the connection served by `process` is gone: its locks and changes are, too."""
    while database.rows("SELECT FROM pg_stat_activity WHERE pid = %s", process):
        time.sleep(LOOK_EVERY_S)  # who is to notice it needs the processor
