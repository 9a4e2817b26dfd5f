"""One notebook through stock nbgrader, in a temporary course and a process of its own.

Run as `python -m course.stock_nbgrader FOLDER MODULE NOTEBOOK CELL_LIMIT_S`: importing nbgrader costs two seconds and brings warnings, a changed working
folder and a noisy kernel with it; here they stay out of `course grade`.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.catalogue import ROOT
from course.errors import GradingError

STUDENT = "learner"
LOG_TAIL = 1_500
"""Characters of nbgrader's log that a failure shows: enough for its last traceback."""


@dataclass(frozen=True)
class Stopped:
    """Why nbgrader could not run the notebook to its end: cell number `cell`, from 0, hung or killed the kernel."""

    cell: int
    hung: bool


@dataclass(frozen=True)
class Graded:
    """What nbgrader gave: the notebook it ran, and the points of each grade_id."""

    notebook: dict[str, Any]
    scores: dict[str, float]


def autograde(module: str, name: str, source: bytes, submitted: bytes, *, cell_limit_s: int) -> Graded | Stopped:
    """Let nbgrader grade the notebook `submitted` against `source`; raises GradingError when it cannot."""
    try:
        with tempfile.TemporaryDirectory(prefix="course-grade-") as folder:
            course = Path(folder)
            for place, content in (("source", source), (f"submitted/{STUDENT}", submitted)):
                file = course / place / module / f"{name}.ipynb"
                file.parent.mkdir(parents=True)
                file.write_bytes(content)
            return _run(course, module, name, cell_limit_s)
    except OSError as error:
        raise GradingError(f"{module}/{name} could not be graded in {tempfile.gettempdir()}: {error}.") from error


def _run(course: Path, module: str, name: str, cell_limit_s: int) -> Graded | Stopped:
    # -P: the folder that the learner is in may hold modules of the same names.
    command = [sys.executable, "-P", "-m", "course.stock_nbgrader", str(course), module, name, str(cell_limit_s)]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    answer = course / "answer.json"
    if not answer.exists():
        raise GradingError(f"nbgrader could not grade {module}/{name}:\n{ran.stderr[-LOG_TAIL:].strip()}")
    said = json.loads(answer.read_bytes())
    if "scores" not in said:
        return Stopped(**said)
    graded = json.loads((course / "autograded" / STUDENT / module / f"{name}.ipynb").read_bytes())
    return Graded(graded, said["scores"])


def _main(folder: str, module: str, name: str, cell_limit_s: int) -> None:
    import nbgrader.api
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbgrader.converters import Autograde, GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import Execute
    from traitlets.config.loader import PyFileConfigLoader

    # nbgrader asks the program `alembic`, for two seconds, what to write down for a later upgrade: this gradebook has none.
    nbgrader.api.get_alembic_version = lambda: ""
    stopped: list[Stopped] = []

    class Watched(Execute):  # type: ignore[misc]
        """nbgrader's own, which tells where it was stopped."""

        def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
            try:
                return super().preprocess_cell(cell, resources, index)
            except (CellTimeoutError, DeadKernelError) as error:
                stopped.append(Stopped(index, isinstance(error, CellTimeoutError)))
                raise

    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    config.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
    config.CourseDirectory.root = folder
    config.CourseDirectory.assignment_id = module
    config.CourseDirectory.db_url = url = f"sqlite:///{folder}/gradebook.db"
    config.ExecutePreprocessor.timeout = cell_limit_s
    # Interrupted cells would let the rest run on, a limit for each of them if the code catches the interrupt.
    config.ExecutePreprocessor.interrupt_on_timeout = False
    GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
    config.CourseDirectory.student_id = STUDENT
    stage = Autograde(coursedir=CourseDirectory(config=config), config=config)
    stage.autograde_preprocessors = [Watched if step is Execute else step for step in stage.autograde_preprocessors]
    try:
        stage.start()
    except Exception:
        if not stopped:
            raise
    answer: dict[str, Any]
    if stopped:
        answer = vars(stopped[0])
    else:
        with nbgrader.api.Gradebook(url) as gradebook:
            grades = gradebook.find_submission_notebook(name, module, STUDENT).grades
            answer = {"scores": {grade.name: grade.auto_score or 0.0 for grade in grades}}
    Path(folder, "answer.json").write_text(json.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
