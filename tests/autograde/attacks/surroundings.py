"""What lies around a run and must not be reached, and what must not stay behind it."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SURVIVOR = re.compile(r"survivor-(file|shm|sem)")
PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/")


@dataclass
class Listeners:
    """Sockets that say a canary to whoever connects; `visits` names those that did."""

    port: int
    abstract: str
    visits: list[str] = field(default_factory=list)


@contextlib.contextmanager
def listening(folder: Path, canary: bytes) -> Iterator[Listeners]:
    """A TCP port (and a UDP one of the same number), an abstract unix socket and one in `folder`."""
    tcp = socket.create_server(("127.0.0.1", 0))
    port: int = tcp.getsockname()[1]
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", port))
    found = Listeners(port, f"keeper-{port}")
    servers = {"tcp": tcp, "abstract": _unix(f"\0{found.abstract}"), "unix": _unix(str(folder / "grader.sock"))}

    def accept(name: str, server: socket.socket) -> None:
        # Until the listener is shut down.
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = server.accept()
                found.visits.append(name)
                with contextlib.suppress(OSError), visitor:
                    visitor.sendall(canary)

    threads = [threading.Thread(target=accept, args=item, daemon=True) for item in servers.items()]
    for thread in threads:
        thread.start()
    try:
        yield found
        udp.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            udp.recv(100)
            found.visits.append("udp")
    finally:
        for server in servers.values():
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        udp.close()
        for thread in threads:
            thread.join()


def _unix(address: str) -> socket.socket:
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    return server


def surviving_processes() -> list[str]:
    """The processes of this machine that call themselves survivors."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            # It may be gone by now.
            with contextlib.suppress(OSError):
                name = (folder / "comm").read_text()
                arguments = (folder / "cmdline").read_bytes().split(b"\0")
                if name.startswith("survivor") or arguments[0].startswith(b"survivor"):
                    found.append(f"{folder.name} {name.strip()}")
    return found


def surviving_files(*folders: Path) -> list[str]:
    """Files that an attack meant to leave: directly in shared places, anywhere below `folders`."""
    shared = [path for place in PLACES for path in Path(place).iterdir()]
    own = [path for folder in folders for path in folder.rglob("*")]
    return [str(path) for path in (*shared, *own) if SURVIVOR.fullmatch(path.name)]
