"""A run that is killed at any moment, and run again, leaves what an undisturbed run leaves."""

import os
import random
import select
import signal
import subprocess
from pathlib import Path

import pytest

from .conftest import Course, Submit, doubling

STUDENTS = 40
ANSWERS = ["def double(x):\n    return 2 * x", "def double(x):\n    return 3 * x", "def double(x:"]


@pytest.fixture(scope="module")
def handed_in(small_released: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = small_released.copy(tmp_path_factory.mktemp("handed_in") / "course")
    for number in range(STUDENTS):
        folder = course.root / "submitted" / f"s{number:02}" / "small"
        folder.mkdir(parents=True)
        (folder / "doubling.ipynb").write_text(doubling(ANSWERS[number % len(ANSWERS)], f"words {number % 2}"))
        (folder / "timestamp.txt").write_text(f"2030-01-14 09:{number:02}:00 UTC")
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = handed_in.copy(tmp_path_factory.mktemp("undisturbed") / "course")
    course.grade("small", plain=True)
    return course


def killed_after(course: Course, folders: int, extra_s: float) -> bool:
    """Start a run, kill it this long after so many folders are in autograded/; whether it was still running."""
    run = course.start("run", "small", "--force")
    autograded = course.root / "autograded"
    while run.poll() is None and len(list(autograded.glob("*/small"))) < folders:
        _pause(run, 0.002)
    _pause(run, extra_s)
    alive = run.poll() is None
    run.kill()
    run.communicate()
    return alive


def _pause(run: "subprocess.Popen[str]", seconds: float) -> None:
    """Wait, but no longer than the run lives: its standard output is closed then."""
    select.select([run.stdout], [], [], seconds)


@pytest.mark.parametrize("seed", range(4))
def test_after_kills_at_random_moments_a_rerun_completes_the_run(
    handed_in: Course, undisturbed: Course, tmp_path: Path, seed: int
) -> None:
    course, moment = handed_in.copy(tmp_path / "course"), random.Random(seed)
    kills = [killed_after(course, moment.randrange(STUDENTS), moment.uniform(0, 0.05)) for _ in range(3)]
    course.grade("small", plain=True)
    assert any(kills)
    assert course.snapshot() == undisturbed.snapshot()
    assert not list(course.root.glob("autograded/*/.*"))


def test_a_rerun_does_not_grade_again_what_a_killed_run_recorded(handed_in: Course, tmp_path: Path) -> None:
    course = handed_in.copy(tmp_path / "course")
    while not killed_after(course, STUDENTS - 2, 0.0):
        pass
    report = course.grade("small", plain=True)
    assert sum(submission["status"] == "unchanged" for submission in report["submissions"]) >= 32


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="processes can be waited for on Linux only")
def test_no_worker_outlives_a_killed_run(small: Course, submit: Submit, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    pids.mkdir()
    submit("ada", f"import os, pathlib\npathlib.Path({str(pids)!r}, str(os.getpid())).touch()\nwhile True: pass")
    run = small.start("run", "small", "--workers", "1")
    while not list(pids.iterdir()):
        _pause(run, 0.01)
    worker = os.pidfd_open(int(next(pids.iterdir()).name))
    run.kill()
    run.communicate()
    assert select.select([worker], [], [], 20)[0] == [worker]
    os.close(worker)


def test_an_interrupted_run_stops_at_once_and_says_how_to_go_on(small: Course, submit: Submit, tmp_path: Path) -> None:
    mark = tmp_path / "bo has begun"
    submit("ada")
    submit("bo", f"import pathlib, signal\npathlib.Path({str(mark)!r}).touch()\nsignal.pause()")
    run = small.start("run", "small", "--workers", "1")
    while not mark.exists():
        _pause(run, 0.01)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate()
    assert run.returncode == 130
    assert said == "Stopped. What was graded is recorded; run it again to go on.\n"
