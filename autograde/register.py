"""An assignment that the gradebook does not know yet, registered as `nbgrader generate_assignment` would."""

import logging
import re
import tempfile
import warnings
from copy import deepcopy
from pathlib import Path

from autograde.course_folder import CourseFolder
from autograde.errors import CourseFolderError
from autograde.gradebook import Assignment, Gradebook

EXCEPTION = re.compile(r"^[\w.]*(?:Error|Exception)\b.*", re.MULTILINE)


def register(course: CourseFolder, gradebook: Gradebook, name: str) -> Assignment:
    """Let nbgrader itself fill the gradebook from source/; what it would release goes nowhere. Raises CourseFolderError.

    Stock `nbgrader autograde` refuses such an assignment. A course whose notebooks were handed out some other way has no reason to.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that nbgrader imports
        import nbgrader.api
        from alembic.script import ScriptDirectory
        from nbgrader.converters import GenerateAssignment
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.dbutil import ALEMBIC_DIR

        # It would run the program `alembic`, for half a second, if that is on the path at all.
        nbgrader.api.get_alembic_version = lambda: ScriptDirectory(ALEMBIC_DIR).get_current_head()
        config = deepcopy(course.config)
        config.CourseDirectory.root = str(course.root)
        config.CourseDirectory.assignment_id = name
        config.CourseDirectory.db_url = course.db_url
        with tempfile.TemporaryDirectory(prefix="autograde-release-") as release:
            config.CourseDirectory.release_directory = str(Path(release) / "release")
            said = _Errors()
            log = logging.Logger("register")  # of nobody else's: what nbgrader says is for this function
            log.addHandler(said)
            stage = GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log)
            try:
                stage.start()
            except (Exception, SystemExit) as error:  # nbgrader's own, and whatever its preprocessors and hooks raise
                raise CourseFolderError(
                    f"{name} could not be registered in the gradebook: {said.reason() or error}. "
                    f"`nbgrader generate_assignment {name}` says more."
                ) from error
    assignment = gradebook.assignment(name)
    if assignment is None:
        raise CourseFolderError(
            f"nbgrader did not register {name}. Run `nbgrader generate_assignment {name}` and see what it says."
        )
    return assignment


class _Errors(logging.Handler):
    """Keeps the errors that nbgrader logs: its exceptions seldom say what was wrong."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage() + "\n"

    def reason(self) -> str:
        """The last line that names an exception."""
        named = EXCEPTION.findall(self.text)
        return named[-1] if named else ""
