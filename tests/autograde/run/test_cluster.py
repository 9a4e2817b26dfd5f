"""Grading on a real dask.distributed cluster: a scheduler and two workers, each a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograde.run import LOST

from .conftest import PLAIN_ENGINE, Course, Submit
from .test_run import failures, statuses

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")


TIDY_EVERY = "DASK_DISTRIBUTED__SCHEDULER__ACTIVE_MEMORY_MANAGER__INTERVAL"
"""How often the scheduler drops copies that no task needs just now: 2 s, where a worker's death may need one."""


@dataclass
class Cluster:
    address: str
    workers: "list[subprocess.Popen[str]]"
    scheduler: "subprocess.Popen[str]"


def start(*arguments: str, until: str, folder: Path) -> "tuple[subprocess.Popen[str], str]":
    """Start a program of dask's, wait for the line that has `until`; the process and that line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(PLAIN_ENGINE), TIDY_EVERY: "1ms"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if until in line:
            return process, line
    raise AssertionError(f"dask {arguments} ended with {process.wait()}")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:

        def started(*arguments: str, until: str) -> "tuple[subprocess.Popen[str], str]":
            process, line = start(*arguments, until=until, folder=tmp_path)
            stack.callback(process.communicate)
            stack.callback(process.kill)
            return process, line

        local = ("--host", "127.0.0.1", "--no-dashboard")
        scheduler, line = started("dask_scheduler", *local, "--port", "0", until="Scheduler at:")
        address = line.split()[-1]
        worker = ("dask_worker", address, *local, "--nthreads", "1", "--no-nanny")
        workers = [started(*worker, "--name", name, until="Registered to:")[0] for name in ("first", "second")]
        yield Cluster(address, workers, scheduler)


def waiting_the_first_time(folder: Path) -> str:
    """An answer: whoever grades it first says who he is and waits for his end; the second time it is graded at once."""
    os.mkfifo(folder / "waits")
    return (
        f"import os, pathlib, signal\nfolder = pathlib.Path({str(folder)!r})\n"
        "try:\n    (folder / 'began').touch(exist_ok=False)\n"
        "except FileExistsError:\n    pass\n"
        "else:\n    (folder / 'waits').write_text(str(os.getpid()))\n    signal.pause()\n"
        "def double(x):\n    return 2 * x"
    )


def who_waits(folder: Path) -> int:
    """The process that grades it, as soon as it does."""
    return int((folder / "waits").read_text())


def test_a_cluster_gives_what_this_machine_gives(small: Course, submit: Submit, cluster: Cluster) -> None:
    for number in range(10):
        submit(f"s{number}", f"def double(x):\n    return {number % 3} * x")
    small.grade("small", plain=True)
    here = small.snapshot()
    report = small.grade("small", "--force", "--scheduler", cluster.address, plain=True)
    assert set(statuses(report).values()) == {"graded"}
    assert small.snapshot() == here


def test_when_a_worker_is_killed_the_others_do_its_work(
    small: Course, submit: Submit, cluster: Cluster, tmp_path: Path
) -> None:
    submit("s0", waiting_the_first_time(tmp_path))
    for number in range(1, 12):
        submit(f"s{number:02}")
    run = small.start("run", "small", "--scheduler", cluster.address)
    os.kill(who_waits(tmp_path), signal.SIGKILL)
    said, complaint = run.communicate()
    assert run.returncode == 0, complaint
    assert said.startswith("small: 12 graded")


def test_when_the_scheduler_is_gone_the_run_says_so_and_ends(
    small: Course, submit: Submit, cluster: Cluster, tmp_path: Path
) -> None:
    submit("ada", waiting_the_first_time(tmp_path))
    run = small.start("run", "small", "--scheduler", cluster.address)
    who_waits(tmp_path)
    cluster.scheduler.kill()
    said, complaint = run.communicate()
    assert (run.returncode, said) == (1, "")
    assert complaint.strip() == f"Error: {LOST}"


def test_a_scheduler_that_is_not_there_is_said_to_be(small: Course, submit: Submit) -> None:
    submit("ada")
    assert "No dask scheduler answers at 'tcp://127.0.0.1:1'" in failures(small, "--scheduler", "tcp://127.0.0.1:1")
