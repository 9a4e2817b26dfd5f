"""Lessons to notebooks: source/*.py -> source/*.ipynb, executed -> release/*.ipynb, through nbgrader.

Byte-for-byte reproducible: cell ids follow from content, outputs that differ from run to run are left out, and nbgrader works on a
folder that holds the notebooks alone.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.catalogue import RELEASE, ROOT, SOURCE
from course.errors import BuildError
from course.files import write_atomic
from course.lesson import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    PART_TAGS,
    Cell,
    Lesson,
    starter,
    visible,
)
from course.notebook import KERNEL, notebook

Run = Callable[[NotebookNode, Lesson], NotebookNode]

CELL_LIMIT_S = 60
SECRET_LINE = 24
"""Characters: shorter lines are too common to tell that one has leaked."""


def build(
    lessons: Sequence[Lesson], *, source: Path = SOURCE, release: Path = RELEASE, run: Run | None = None
) -> list[Path]:
    """Write the lessons' source notebooks and their modules' released ones; gives the files that changed.

    `run` puts the outputs into a notebook; None stands for `execute`.

    Raises BuildError when a cell fails, nbgrader refuses, or something that must not be released would be.
    """
    changed = []
    for lesson in lessons:
        changed += _put(source / f"{lesson.path}.ipynb", to_bytes((run or execute)(notebook(lesson), lesson)))
    for module in sorted({lesson.module for lesson in lessons}):
        of_module = [lesson for lesson in lessons if lesson.module == module]
        for name, content in released(module, source).items():
            for lesson in of_module:
                if lesson.notebook == name:
                    refuse_leaks(lesson, content.decode())
                    changed += _put(release / module / f"{name}.ipynb", content)
    return changed


def differences(
    lessons: Sequence[Lesson], *, source: Path = SOURCE, release: Path = RELEASE, run: Run | None = None
) -> list[str]:
    """What a rebuild would change, a line each with its mend; nothing is written."""
    with tempfile.TemporaryDirectory(prefix="course-build-") as folder:
        fresh_source, fresh_release = Path(folder, "source"), Path(folder, "release")
        build(lessons, source=fresh_source, release=fresh_release, run=run)
        found = []
        for old, fresh in ((source, fresh_source), (release, fresh_release)):
            for lesson in lessons:
                name = f"{lesson.path}.ipynb"
                if not (old / name).exists() or (old / name).read_bytes() != (fresh / name).read_bytes():
                    found.append(f"{old.name}/{name}: not what a rebuild gives. Mend: course build {lesson.path}")
        return found


def strays(lessons: Iterable[Lesson], release: Path = RELEASE) -> list[str]:
    """Files in release/ that no lesson accounts for, a line each with its mend."""
    allowed = {f"{lesson.path}.ipynb" for lesson in lessons}
    found = sorted(
        str(file.relative_to(release))
        for file in release.rglob("*")
        if file.is_file() and ".ipynb_checkpoints" not in file.parts
    )
    return [f"release/{name}: no lesson gives this file. Mend: delete it" for name in found if name not in allowed]


def execute(nb: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Run the notebook in a real kernel, in an empty folder, and keep only outputs that every run gives."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    with tempfile.TemporaryDirectory(prefix="course-lesson-") as folder:
        client = NotebookClient(
            nb,
            timeout=CELL_LIMIT_S,
            kernel_name="python3",
            record_timing=False,
            store_widget_state=False,
            extra_arguments=["--log-level=ERROR"],
            coalesce_streams=True,  # how often a cell's prints are flushed differs from run to run
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute(env=os.environ | {"PYTHONHASHSEED": "0", "COLUMNS": "100"})
        except (CellExecutionError, DeadKernelError, TimeoutError) as error:
            raise BuildError(f"{lesson.file}: a cell of the lesson fails when it is run:\n{error}") from None
    return _reproducible(nb)


def recall(nb: NotebookNode, lesson: Lesson) -> NotebookNode:
    """Give the notebook the outputs of the built one, for cells that stand there as they are here: whoever runs that one and compares,
    as nbval does, need not run it once more."""
    built = nbformat.read(SOURCE / f"{lesson.path}.ipynb", as_version=4)
    outputs = {(cell.id, cell.source): cell.outputs for cell in built.cells if cell.cell_type == "code"}
    ran = (cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip())
    for number, cell in enumerate(ran, 1):
        cell.execution_count = number
        cell.outputs = outputs.get((cell.id, cell.source), [])
    return _reproducible(nb)


def _reproducible(nb: NotebookNode) -> NotebookNode:
    nb.metadata = nbformat.from_dict({"kernelspec": dict(KERNEL), "language_info": {"name": "python"}})
    for cell in nb.cells:
        if cell.cell_type == "code" and "nbval-ignore-output" in cell.metadata.get("tags", []):
            assert cell.metadata.tags == PART_TAGS
            cell.outputs = []
    return nb


def released(module: str, source: Path = SOURCE) -> dict[str, bytes]:
    """The module's notebooks as nbgrader releases them, by name; `source` holds the module's source notebooks."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from nbgrader.utils import capture_log
    from traitlets.config.loader import PyFileConfigLoader

    with tempfile.TemporaryDirectory(prefix="course-release-") as folder:
        course = Path(folder)
        (course / "source" / module).mkdir(parents=True)
        for file in sorted((source / module).glob("*.ipynb")):
            shutil.copyfile(file, course / "source" / module / file.name)
        config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
        config.CourseDirectory.root = folder
        config.CourseDirectory.assignment_id = module
        config.GenerateAssignment.no_database = True
        stage = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        # SaveCells only fills a gradebook, and needs alembic on PATH; a test holds the result against one made with it.
        stage.preprocessors = [step for step in stage.preprocessors if step is not SaveCells]
        answer: dict[str, Any] = capture_log(stage)
        if not answer["success"]:
            raise BuildError(f"nbgrader could not generate {module}:\n{answer['log']}\n{answer['error']}")
        return {file.stem: file.read_bytes() for file in sorted((course / "release" / module).glob("*.ipynb"))}


def refuse_leaks(lesson: Lesson, text: str) -> None:
    """Raise BuildError if the released notebook's text holds a line that only solutions, hidden cases or tried answers have.

    A line that visible code has, too, is no secret; one that prose, a hint or a part tells is a secret told.
    """
    released = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
    # Hints are released as Python literals, where quotes and line ends look different.
    haystack = "\n".join([released, *(cell.source for cell in lesson.cells if cell.kind in ("hint", "part"))])
    public = {line for cell in lesson.cells for line in _visible_code(cell)}
    for cell in lesson.cells:
        if cell.kind not in ("answer", "tests", "wrong", "also_right"):
            continue
        for number, line in enumerate(cell.source.split("\n"), cell.line + 1):
            secret = line.strip()
            if len(secret) >= SECRET_LINE and secret in haystack and not any(secret in shown for shown in public):
                raise BuildError(
                    f"{lesson.file}:{number}: this line would be released. "
                    f"Mend: keep it out of prose, hints and visible cells: {secret}"
                )
    for mark in (BEGIN_SOLUTION, END_SOLUTION, BEGIN_HIDDEN, END_HIDDEN):
        if mark in released:
            raise BuildError(f"{lesson.file}: {mark!r} would be released. Mend: check the cell's markers")


def _visible_code(cell: Cell) -> list[str]:
    """The lines of code in the cell that a learner may see."""
    readers: dict[str, Callable[[str], str]] = {"answer": starter, "tests": visible, "given": str, "code": str}
    shown = readers.get(cell.kind)
    return [line.strip() for line in shown(cell.source).split("\n")] if shown else []


def to_bytes(nb: NotebookNode) -> bytes:
    text: str = nbformat.writes(nb, version=4)
    return f"{text}\n".encode()


def _put(path: Path, content: bytes) -> list[Path]:
    if path.exists() and path.read_bytes() == content:
        return []
    write_atomic(path, content)
    return [path]
