"""Runs PostgreSQL for another process, and stops it when that process is gone, however it went.

A script, started by `course.backend.postgres`. Its standard input is a pipe its owner never writes to: when the owner
ends, even by SIGKILL, the pipe reads end-of-file; the warden stops the server and deletes the server's folder. It lives
in a session of its own, because Jupyter kills a kernel's whole process group.

It prints one line, {"ready": true} or {"error": "..."}. Standard library only: it runs without site-packages.
"""

import ctypes
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NamedTuple, NoReturn

START_TIMEOUT_S = 60.0  # a cold laptop takes a few seconds; beyond this something is wrong
STOP_TIMEOUT_S = 5.0  # an immediate shutdown takes milliseconds
LOG_BYTES = 4_000  # what is kept of the server's log, for the message when it fails
READY = b"database system is ready to accept connections"
PR_SET_PDEATHSIG = 1  # linux/prctl.h

SETTINGS = {
    "listen_addresses": "",  # no TCP: who cannot enter the folder cannot connect
    "port": "5432",  # only the socket's name
    "fsync": "off",  # survives the crash of any process, not of the machine: nothing here outlives the machine
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "50",
    "io_method": "sync",  # no worker processes for input and output
    "autovacuum": "off",  # statistics, and so plans, change only when a lesson says so
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "log",  # the learner's errors are the learner's, not ours to log
}


class Order(NamedTuple):
    """What the owner asks for. `user` and `group` are ids to run the server as; None: as who runs the warden."""

    folder: str
    binaries: str
    user: int | None
    group: int | None


class Failed(Exception):
    """The server did not start or did not stay; the message is what it said last."""


def main(order: Order) -> None:
    _on_signals(_leave)
    server: subprocess.Popen[bytes] | None = None
    try:
        _initialise(order)
        server = _start(order)
        _watch(server)
    except (Failed, OSError) as failure:
        print(json.dumps({"error": str(failure)}), flush=True)
    finally:
        _on_signals(signal.SIG_IGN)  # told to go again and again, it still cleans up
        if server is not None:
            _stop(server)
        shutil.rmtree(order.folder, ignore_errors=True)


def _initialise(order: Order) -> None:
    """Create the data folder. Small WAL files: 2 MB of them instead of 32."""
    options = "-U postgres --auth=trust --no-locale --encoding=UTF8 --no-sync --no-instructions --wal-segsize=1"
    done = subprocess.run(
        [f"{order.binaries}/initdb", "-D", f"{order.folder}/data", *options.split()],
        capture_output=True,
        cwd=order.folder,
        env=_environment(),
        user=order.user,
        group=order.group,
        extra_groups=_extra_groups(order),
    )
    if done.returncode != 0:
        raise Failed(f"initdb ended with {done.returncode}: {_text(done.stderr or done.stdout)}")


def _start(order: Order) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": order.folder}
    return subprocess.Popen(
        [f"{order.binaries}/postgres", "-D", f"{order.folder}/data"]
        + [part for name, value in settings.items() for part in ("-c", f"{name}={value}")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=order.folder,
        env=_environment(),
        user=order.user,
        group=order.group,
        extra_groups=_extra_groups(order),
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _watch(server: subprocess.Popen[bytes]) -> None:
    """Return when the owner is gone or lets go. Raise Failed when the server ends, or is not ready in time."""
    assert server.stderr is not None
    log, ready, deadline = b"", False, time.monotonic() + START_TIMEOUT_S
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin.buffer, selectors.EVENT_READ)
        selector.register(server.stderr, selectors.EVENT_READ)
        while True:
            events = selector.select(None if ready else max(0.0, deadline - time.monotonic()))
            if not events and not ready:
                raise Failed(f"PostgreSQL was not ready after {START_TIMEOUT_S:.0f} s: {_text(log)}")
            for key, _ in events:
                if key.fileobj is sys.stdin.buffer:
                    return
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    raise Failed(f"PostgreSQL ended: {_text(log)}")
                log = (log + chunk)[-LOG_BYTES:]
                if not ready and READY in log:
                    ready = True
                    print(json.dumps({"ready": True}), flush=True)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, but shared memory is given back."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _environment() -> dict[str, str]:
    """Nothing of the learner's: a PGDATA or PGPORT there would reach the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _extra_groups(order: Order) -> list[int] | None:
    return None if order.user is None else []


def _die_with_parent() -> None:
    """In the server, before it runs, on Linux: should the warden itself be killed, shut down at once."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    _on_signals(signal.SIG_IGN)
    raise SystemExit(0)


def _on_signals(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, handler)


def _text(output: bytes) -> str:
    return output.decode(errors="replace").strip() or "it printed nothing"


if __name__ == "__main__":
    main(Order(*json.loads(sys.argv[1])))
