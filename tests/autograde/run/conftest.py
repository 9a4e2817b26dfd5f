"""nbgrader's quickstart course with its two submissions, released; and a class of a few dozen in a course of one notebook."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbgrader
import pytest

from ...fixtures.once import once
from . import snapshot

USER_GUIDE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
PLAIN_ENGINE = Path(__file__).with_name("plain_engine")
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "course101"
c.IncludeHeaderFooter.header = "source/header.ipynb"
"""


@dataclass(frozen=True)
class Course:
    """A course folder of a test."""

    root: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.root}/gradebook.db"

    def copy(self, to: Path) -> "Course":
        shutil.copytree(self.root, to)
        return Course(to)

    def configure(self, text: str) -> None:
        with (self.root / "nbgrader_config.py").open("a") as config:
            config.write(text + "\n")

    def nbgrader(self, *arguments: str) -> str:
        """Run one of nbgrader's commands, which must succeed; what it says."""
        done = self._run([str(Path(sys.executable).with_name("nbgrader")), *arguments], plain=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def autograde(self, *arguments: str, plain: bool = False, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run `autograde` with these arguments in the course; `plain` with the stand-in for the engine."""
        return self._run([sys.executable, "-m", "autograde", *arguments], plain, **environment)

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """As `autograde`, plain, without waiting for its end."""
        return subprocess.Popen(
            [sys.executable, "-m", "autograde", *arguments],
            cwd=self.root,
            env=self.environment(True) | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def grade(self, assignment: str = "ps1", *arguments: str, plain: bool = False) -> dict[str, Any]:
        """Grade, all of it; the report."""
        done = self.autograde("run", assignment, "--json", *arguments, plain=plain)
        assert done.returncode == 0, done.stdout + done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def snapshot(self) -> tuple[dict[str, list[str]], dict[str, tuple[str, Any]]]:
        return snapshot.gradebook(self.url), snapshot.files(self.root / "autograded")

    def _run(self, command: list[str], plain: bool, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment(plain) | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def environment(self, plain: bool) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
        # nbgrader runs the program `alembic`, which lies beside it.
        kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
        home = {"HOME": str(self.root), "JUPYTER_CONFIG_DIR": str(self.root / "no-config")}
        return kept | home | ({"PYTHONPATH": str(PLAIN_ENGINE)} if plain else {})


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The quickstart course after `nbgrader generate_assignment ps1`, with nbgrader's own two submissions. Copy it."""

    def make(root: Path) -> None:
        shutil.copytree(USER_GUIDE / "source", root / "source")
        shutil.copytree(USER_GUIDE / "submitted", root / "submitted")
        (root / "nbgrader_config.py").write_text(CONFIG)
        Course(root).nbgrader("generate_assignment", "ps1")

    return Course(once(tmp_path_factory, "quickstart", make))


@pytest.fixture
def quickstart(released: Course, tmp_path: Path) -> Course:
    return released.copy(tmp_path / "course")


def cell(kind: str, source: str, **grading: Any) -> dict[str, Any]:
    """A cell of a notebook; with a grade_id one of nbgrader's."""
    metadata: dict[str, Any] = {}
    if grading:
        flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "points": 0}
        metadata = {"nbgrader": flags | {"cell_type": kind} | grading}
    body = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": grading.get("grade_id", "plain"), "metadata": metadata, "source": source, **body}


def notebook(*cells: dict[str, Any]) -> str:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells})


SOLUTION = "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION"


def doubling(answer: str, words: str = "YOUR ANSWER HERE") -> str:
    """The notebook of the assignment `small`: a function, its tests for two points, a question for one, a task for one."""
    return notebook(
        cell("code", answer, grade_id="double", solution=True),
        cell("code", "assert double(2) == 4", grade_id="test_double", grade=True, locked=True, points=2),
        cell("markdown", words, grade_id="why", grade=True, solution=True, points=1),
        cell("markdown", "Draw it.", grade_id="draw", task=True, locked=True, points=1),
    )


@pytest.fixture(scope="session")
def small_released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with the assignment `small`, released, and no submission yet. Copy it."""

    def make(root: Path) -> None:
        (root / "source" / "small").mkdir(parents=True)
        (root / "source" / "small" / "doubling.ipynb").write_text(doubling(SOLUTION, "Because."))
        (root / "nbgrader_config.py").write_text("c = get_config()\n")
        Course(root).nbgrader("generate_assignment", "small")

    return Course(once(tmp_path_factory, "small", make))


@pytest.fixture
def small(small_released: Course, tmp_path: Path) -> Course:
    return small_released.copy(tmp_path / "course")


Submit = Callable[..., Path]


@pytest.fixture
def submit(small: Course) -> Submit:
    """Hand in `small`: submit("ada", "def double(x): ...", words="...", at="2030-01-14 09:30:00 UTC")."""

    def hand_in(
        student: str, answer: str = "def double(x):\n    return x + x", *, words: str = "", at: str = ""
    ) -> Path:
        folder = small.root / "submitted" / student / "small"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "doubling.ipynb").write_text(doubling(answer, words or "YOUR ANSWER HERE"))
        if at:
            (folder / "timestamp.txt").write_text(at)
        return folder

    return hand_in
