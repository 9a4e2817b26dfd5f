"""Every attack, handed in as one of a cohort and graded in one run with others: no forged point, no leak, no survivor, everyone else in full."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .course import ASSIGNMENT, CANARY, NOTEBOOK, SHORT, TOKEN, Attack, attacks, banks, full_points, honest, lay_out
from .surroundings import listening, surviving_files, surviving_processes

# A few runs for all: whoever runs tests in parallel keeps these together.
pytestmark = [pytest.mark.xdist_group("attacks"), pytest.mark.timeout(900)]

CELL_LIMIT_S = 3
ENDLESS_LIMIT_S = 1
ENDLESS = {
    *(
        f"resources/{name}"
        for name in ("loop_everywhere", "loop_deaf", "loop_cell", "loop_call", "half_done", "big_power", "regex")
    ),
    *(f"resources/{name}" for name in ("flood_displays", "flood_stdout", "flood_call", "repr_endless")),
    *(f"protocol/{name}" for name in ("collisions", "len_lies", "endless_iterator", "ping_pong")),
    "broken/infinite_loop",
}
"""One process that is busy until it is stopped: nothing shows later what did not show at once, so these have runs of their own, and
less time."""
FOR_A_PERSON = {"condition"}
"""Tests that hand a student's text to a library which runs it: no test cell of that kind runs beside the other tests."""
ATTACKS_A_NEIGHBOUR = 16
"""Between so many attacks stands an honest submission."""
MEMORY_MB = 512
WORKERS = 4
"""More than there are cores may be: most of what hostile code takes is waiting until its time is up."""
BANKS = banks()
RUNS = {bank: (bank, CELL_LIMIT_S) for bank in BANKS} | {f"endless_{bank}": (bank, ENDLESS_LIMIT_S) for bank in SHORT}
"""The bank and the time limit of a cell, by the run's name."""


def run_of(attack: Attack) -> str:
    return f"endless_{attack.bank}" if attack.id in ENDLESS else attack.bank


_draw = random.Random(1).random
ALL = {
    attack.id: attack for attack in sorted(attacks(), key=lambda attack: (list(RUNS).index(run_of(attack)), _draw()))
}
"""In a drawn order: in that of the corpus several workers would have fork bombs at once, which no answer's time limit allows for."""
assert ALL.keys() >= ENDLESS
FULL = {bank: full_points(case) for bank, case in BANKS.items()}


@dataclass(frozen=True)
class Graded:
    """What the runs left: their report by student, autograded/ by run, and what was found around them."""

    report: Mapping[str, Mapping[str, Any]]
    autograded: Mapping[str, Path]
    processes: list[str]
    files: list[str]
    visits: list[str]


def student(attack: Attack) -> str:
    """In the order of ALL within each run, so that some follow others."""
    return f"{list(ALL).index(attack.id):03}-{attack.id.replace('/', '-')}"


NEIGHBOURS = {
    f"{number:03}-zz-honest": run_of(attack)
    for number, attack in enumerate(ALL.values())
    if number % ATTACKS_A_NEIGHBOUR == 0
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    home, temp = (tmp_path_factory.mktemp(name) for name in ("home", "temp"))
    courses = {run: tmp_path_factory.mktemp(f"course_{run}") for run in RUNS}
    canary = f"CANARY-{TOKEN}00".encode()
    private = [course / "submitted/private" / ASSIGNMENT / "private.txt" for course in courses.values()]
    for run, course in courses.items():
        bank = BANKS[RUNS[run][0]]
        lay_out(course, bank)
        honest(bank, course / "submitted/private" / ASSIGNMENT)
    for path in (home / ".ssh/id_rsa", home / ".bash_history", temp / "note.txt", *private):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(canary + b"20")
        path.chmod(0o644)
    report: dict[str, Mapping[str, Any]] = {}
    processes, files = [], []
    with listening(temp, canary + b"21") as listeners:
        for run, course in courses.items():
            bank, limit_s = RUNS[run]
            places = {
                "COURSE": str(course),
                "HOME": str(home),
                "TMP": str(temp),
                "PORT": str(listeners.port),
                "ABSTRACT": listeners.abstract,
            }
            for attack in ALL.values():
                if run_of(attack) == run:
                    attack.hand_in(course / "submitted" / student(attack) / ASSIGNMENT, places)
            for name, where in NEIGHBOURS.items():
                if where == run:
                    honest(BANKS[bank], course / "submitted" / name / ASSIGNMENT)
            report |= _run(course, limit_s, os.environ | {"HOME": str(home), "A_TOKEN": canary.decode() + "22"})
            # At once: some survivors end during the next run.
            processes += surviving_processes()
            files += surviving_files(course / "autograded", course / "source", home, temp)
    autograded = {run: course / "autograded" for run, course in courses.items()}
    return Graded(report, autograded, processes, files, listeners.visits)


def points(submission: Mapping[str, Any], bank: str) -> dict[str, float]:
    grades = submission["grades"].get(NOTEBOOK, {})
    return {name: grade["points"] for name, grade in grades.items() if name in FULL[bank]}


@pytest.mark.parametrize("attack", ALL.values(), ids=ALL)
def test_points_are_what_a_fair_grader_gives(graded: Graded, attack: Attack):
    submission = graded.report[student(attack)]
    given = points(submission, attack.bank)
    if attack.refusable and (submission["status"] == "failed" or not given):
        assert submission["message"]
        return
    assert submission["status"] == "graded", submission["message"]
    wrong = {
        name: f"{given.get(name)} points, expected {_range(attack, name)}"
        for name in FULL[attack.bank].keys() - FOR_A_PERSON
        if given.get(name) is None or not attack.least[name] <= given[name] <= attack.most[name]
    }
    assert {given.get(name) for name in FOR_A_PERSON} <= {None, 0}  # 0 where no cell was run
    assert not wrong, f"{attack.about} {submission['message']}\n{_messages(graded, attack)}"


@pytest.mark.parametrize("student", NEIGHBOURS)
def test_the_next_submission_is_graded_in_full(graded: Graded, student: str):
    submission = graded.report[student]
    assert submission["status"] == "graded", submission["message"]
    bank, _ = RUNS[NEIGHBOURS[student]]
    full = FULL[bank]
    assert points(submission, bank) == full | dict.fromkeys(FOR_A_PERSON & full.keys())


@pytest.mark.parametrize("attack", ALL.values(), ids=ALL)
def test_nothing_hidden_is_printed_or_left(graded: Graded, attack: Attack):
    folder = graded.autograded[run_of(attack)] / student(attack) / ASSIGNMENT
    assert not list(_leaks(folder))


def test_no_process_survives(graded: Graded):
    assert graded.processes == []


def test_no_file_survives(graded: Graded):
    assert graded.files == []


def test_nobody_reaches_a_listener_of_the_machine(graded: Graded):
    assert graded.visits == []


def _run(course: Path, limit_s: int, environment: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """Grade that course; its report by student."""
    command = [sys.executable, "-m", "autograde", "run", ASSIGNMENT, "--course-dir", str(course), "--json"]
    command += ["--time-limit", str(limit_s), "--memory", str(MEMORY_MB), "--workers", str(WORKERS)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=course, check=False)
    try:
        submissions = json.loads(ran.stdout)["submissions"]
    except (ValueError, KeyError):
        pytest.fail(f"exit status {ran.returncode}, no report:\n{ran.stdout[-2000:]}\n{ran.stderr[-4000:]}")
    return {submission["student"]: submission for submission in submissions}


def _range(attack: Attack, name: str) -> str:
    least, most = attack.least[name], attack.most[name]
    return f"{most}" if least == most else f"{least} to {most}"


def _messages(graded: Graded, attack: Attack) -> str:
    """What the test cells of that notebook said, for whoever reads the failure."""
    file = graded.autograded[run_of(attack)] / student(attack) / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    if not file.is_file():
        return "There is no autograded notebook."
    said = []
    for cell in json.loads(file.read_bytes())["cells"]:
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                name = cell["metadata"].get("nbgrader", {}).get("grade_id", "a cell of the student's own")
                said.append(f"{name}: {output['ename']}: {str(output['evalue'])[:300]}")
    return "\n".join(said)


def _leaks(folder: Path) -> Iterator[str]:
    """Canaries in what the student's code printed, and in the files that it left."""
    if not folder.exists():
        return
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        if file.name != f"{NOTEBOOK}.ipynb":
            yield from CANARY.findall(file.read_bytes().decode("latin-1"))
            continue
        for cell in json.loads(file.read_bytes())["cells"]:
            locked = cell["metadata"].get("nbgrader", {}).get("locked")
            for output in cell.get("outputs", []):
                # A test cell's own traceback quotes it; what was printed while it ran is the student's.
                if not (locked and output["output_type"] == "error"):
                    yield from CANARY.findall(json.dumps(output))
