"""A class of the miniature course, led through a term exactly as docs/instructors.md says."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from course.catalogue import ROOT

from ..fixtures import mini
from .walkthrough import block, steps

OPEN_BY_HAND = "jupyter lab"
"""The page's one command that doesn't end; test_formgrader.py runs it."""
CHECKOUT = ["Makefile", "pyproject.toml", "requirements.lock", "README.md", "nbgrader_config.py", "course", "autograde"]
EXCHANGE_USERS = ("ada", "bo")
"""One user of this machine plays both: nbgrader takes the name from the user, or from --student."""


@dataclass
class Class:
    """A course folder with its exchange and students' folders beside it, all in `root`."""

    root: Path
    said: dict[str, str] = field(default_factory=dict)
    """What each command of the page printed."""

    @property
    def course(self) -> Path:
        return self.root / "keeper"

    def run(self, command: str, student: str = "") -> str:
        """Run a command as the instructor in the course folder, or as a student in their own; give what it said."""
        folder = self.root / student if student else self.course
        activate = "" if student else ". .venv/bin/activate\n"
        done = subprocess.run(
            ["bash", "-euc", activate + command],
            cwd=folder,
            env=self.environment(student),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def environment(self, student: str = "") -> dict[str, str]:
        """A shell's, with a home and Jupyter folders of its own."""
        home = self.root / "home" / (student or "instructor")
        home.mkdir(parents=True, exist_ok=True)
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "KEEPER_"))
        }
        return kept | {
            "HOME": str(home),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "JUPYTER_CONFIG_DIR": str(self.root / "etc"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "IPYTHONDIR": str(home / "ipython"),
        }

    def ask(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Ask the gradebook."""
        with closing(sqlite3.connect(self.course / "gradebook.db")) as gradebook, gradebook:
            return gradebook.execute(query, values).fetchall()

    def grades(self, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
        """Automatic points, points by hand, and whether a person must look, by grade_id."""
        rows = self.ask(
            "SELECT cell.name, auto_score, manual_score, needs_manual_grade FROM grade"
            " JOIN base_cell AS cell ON cell.id = cell_id"
            " JOIN submitted_notebook AS notebook ON notebook.id = grade.notebook_id"
            " JOIN submitted_assignment AS submission ON submission.id = notebook.assignment_id"
            " WHERE student_id = ?",
            student,
        )
        return {name: (auto, manual, bool(needs)) for name, auto, manual, needs in rows}

    def hand_in(self, student: str, notebook: dict[str, Any], path: str = mini.CLAMP) -> None:
        """A submission that came another way than by the exchange, as the page describes it."""
        file = self.course / "submitted" / student / f"{path}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(notebook))
        file.with_name("timestamp.txt").write_text("2030-01-14 09:30:00 UTC")
        file.with_name("submission_secret.txt").write_text(f"a secret of {student}'s")


def clone(folder: Path) -> Class:
    """A course folder like a clone of the repository, without lessons."""
    term = Class(folder)
    term.course.mkdir()
    for name in CHECKOUT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, term.course / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, term.course / name)
    (term.course / ".venv").mkdir()
    (term.course / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (term.course / ".venv" / ".ready").touch()
    return term


def enrol(folder: Path) -> Class:
    """A clone with the miniature course's lessons, an exchange and two students; nothing done in it yet."""
    term = clone(folder)
    mini.built(term.course)
    exchange, config = folder / "exchange", folder / "etc" / "nbgrader_config.py"
    exchange.mkdir()
    config.parent.mkdir()
    config.write_text(block("python").replace("/srv/nbgrader/exchange", str(exchange)))
    (folder / "students.csv").write_text(block("csv"))
    for student in EXCHANGE_USERS:
        for mine in (
            "stories/launch.md",
            "answers/coding-clamp.json",
            "recordings/one.webm",
            "progress.db",
            "2_coding_notes.md",
        ):
            (folder / student / mine).parent.mkdir(parents=True, exist_ok=True)
            (folder / student / mine).write_text("private")
    return term


@pytest.fixture(scope="session")
def term(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """The whole page, done: ada solved all and wrote, bo half, cy (by mail) nothing, zoe (by mail) all, and copied a tests cell."""
    term = enrol(tmp_path_factory.mktemp("class"))
    copied = mini.solved(term.course)
    copied["cells"].append(deepcopy(mini.cell(copied, "clamp_range")))
    before: dict[str, Callable[[], object]] = {
        "collect": lambda: (
            term.hand_in("cy", mini.read(term.course / f"release/{mini.CLAMP}.ipynb")),
            term.hand_in("zoe", copied),
        ),
        "penalty_method": lambda: term.ask("UPDATE assignment SET duedate = '2020-01-15 18:00:00'"),
    }
    with ThreadPoolExecutor() as pool:
        for step in steps():
            for word, prepare in before.items():
                if word in step.command:
                    prepare()
            if step.of_student:
                said = pool.map(
                    lambda student, command=step.command: _as_student(term, student, command), EXCHANGE_USERS
                )
                term.said[step.command] = "\n".join(said)
            elif step.command != OPEN_BY_HAND:
                term.said[step.command] = term.run(step.command)
    return term


def _as_student(term: Class, student: str, command: str) -> str:
    if command.startswith("nbgrader submit"):
        notebook = mini.solved(term.course) if student == "ada" else mini.half_right(term.course)
        if student == "ada":
            mini.cell(notebook, "clamp_why")["source"] = mini.WRITTEN
        (term.root / student / f"{mini.CLAMP}.ipynb").write_text(json.dumps(notebook))
    named = "" if "fetch_assignment" in command else f" --student={student}"
    return term.run(command + named, student)
