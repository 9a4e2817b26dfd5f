"""A database connection that says what it is about to do and what it has done, so that a fault can strike there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import psycopg
from psycopg.abc import RV, PQGen

SHOWN = 70  # characters of a statement in a message

# psycopg's own statements, by the name of the generator that sends them
CONTROL = {
    "_enter_gen": "BEGIN",
    "_exit_gen": "the COMMIT or ROLLBACK that ends the block",
    "_commit_gen": "COMMIT",
    "_rollback_gen": "ROLLBACK",
}


@dataclass(frozen=True)
class Moment:
    """Before or after the n-th round trip (from 1) to the database on one connection."""

    when: Literal["before", "after"]
    number: int
    statement: str

    def __str__(self) -> str:
        return f"{self.when} round trip {self.number} to the database ({self.statement})"


class Watched(psycopg.Connection[Any]):
    """A psycopg connection that calls `notice(moment)` around each round trip; `notice` may raise, or wait."""

    notice: Callable[[Moment], None] | None = None
    round_trips = 0
    _statement: str | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_factory = _Cursor

    def wait(self, gen: PQGen[RV], *arguments: Any, **options: Any) -> RV:
        """Every statement passes here: psycopg sends it and waits for the reply inside of this call."""
        if self.notice is None:
            return super().wait(gen, *arguments, **options)
        self.round_trips += 1
        sender: str = getattr(gen, "__name__", "a statement")
        number, statement = self.round_trips, self._statement or CONTROL.get(sender, sender)
        self.notice(Moment("before", number, statement))
        result = super().wait(gen, *arguments, **options)
        self.notice(Moment("after", number, statement))
        return result

    def cut(self) -> None:
        """Close the socket as a death does: no ROLLBACK is sent; PostgreSQL undoes whatever was not committed."""
        self.pgconn.finish()


class _Cursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, *arguments: Any, **options: Any) -> "_Cursor":
        connection = self.connection
        assert isinstance(connection, Watched)
        text = query.decode() if isinstance(query, bytes) else str(query)
        words = " ".join(text.split())
        connection._statement = words if len(words) <= SHOWN else f"{words[: SHOWN - 2]} …"
        try:
            return super().execute(query, *arguments, **options)
        finally:
            connection._statement = None
