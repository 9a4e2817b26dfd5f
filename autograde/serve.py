"""A worker process: `python -m autograde.serve DESCRIPTOR` answers calls over that socket until the run closes it or is gone."""

import os
import select
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from autograde import worker
from autograde.errors import AutogradeError, UnexpectedError

TRACEBACK_ENTRIES = 3

Call = tuple[Callable[..., Any], tuple[Any, ...]]
Answer = tuple[bool, Any]
"""(True, the value) or (False, the AutogradeError)."""


def serve(connection: Connection) -> None:
    """Answer one call after the other until the other end is gone."""
    with suppress(EOFError, OSError):
        while True:
            call: Call = connection.recv()
            connection.send(_answer(*call))


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Answer:
    try:
        return True, function(*arguments)
    except AutogradeError as error:
        return False, type(error)(str(error))
    except Exception as error:  # a defect costs the one submission, and is reported with it
        where = "".join(traceback.format_exception(error)[-TRACEBACK_ENTRIES:])
        return False, UnexpectedError(f"{type(error).__name__}: {error}\n{where}")


def end_with(descriptor: int) -> None:
    """End this process, with a submission in its hands or not, as soon as nobody holds the other end of the socket."""

    def watch() -> None:
        hung_up = select.poll()
        hung_up.register(descriptor, 0)
        hung_up.poll()
        os._exit(1)  # the engine's processes end with this one

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    # Nobody reads a worker's standard output, and a stray print must not stand in the run's result.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    descriptor = int(sys.argv[1])
    try:
        end_with(descriptor)
        serve(Connection(descriptor))
    finally:
        worker.close()
