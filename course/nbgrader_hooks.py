"""What nbgrader_config.py adds to stock nbgrader: a release that refuses strays, and feedback that keeps hidden cases hidden."""

from pathlib import Path
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import find_all_files, is_grade

from course.lesson import PART_TAGS, visible

LESSON = "[0-9][0-9]_*.py"


def refuse_strays(assignment: str, ignore: list[str]) -> None:
    """Exit with a message if nbgrader would release files of `assignment` that no lesson gives; it copies whatever it finds.

    A folder without lessons is an assignment of the instructor's own, and none of our business. The working folder is the course's.
    """
    folder = Path("source", assignment)
    lessons = {file.with_suffix(".ipynb") for file in folder.glob(LESSON)}
    strays = sorted({Path(file) for file in find_all_files(str(folder), ignore)} - lessons)
    if lessons and strays:
        # Not an exception of ours: nbgrader logs those that a hook raises, and goes on.
        raise SystemExit(
            f"Nothing was released: {', '.join(map(str, strays))} would be handed out, and no lesson gives it. Move it out of {folder}/."
        )


class HideTests(NbGraderPreprocessor):  # type: ignore[misc]
    """Feedback shows each case with its message, not the code of hidden ones, and no cells that are only for working in."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb.cells = [cell for cell in nb.cells if cell.metadata.get("tags") != PART_TAGS]
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell):
                cell.source = visible(cell.source)
                for output in cell.outputs:
                    if output.output_type == "error":  # its traceback quotes the lines around the failure
                        output.traceback = [f"{output.ename}: {output.evalue}"]
        return nb, resources
