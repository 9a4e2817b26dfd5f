"""Where an nbgrader course keeps things, read from its nbgrader_config.py without importing nbgrader (a second)."""

import fnmatch
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, Dict, Integer, List, Unicode
from traitlets.config import Config, Configurable
from traitlets.config.loader import ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

from autograde.errors import AutogradeError, CourseFolderError

CONFIG_NAMES = ("jupyter_config", "nbgrader_config")
ID_CHARACTERS = 128
"""The gradebook's columns for names hold no more."""


class CourseDirectory(Configurable):
    """nbgrader's class of that name as far as it is needed here: traitlets fills it from `c.CourseDirectory`."""

    db_url = Unicode("").tag(config=True)
    root = Unicode("").tag(config=True)
    directory_structure = Unicode("{nbgrader_step}/{student_id}/{assignment_id}").tag(config=True)
    source_directory = Unicode("source").tag(config=True)
    submitted_directory = Unicode("submitted").tag(config=True)
    autograded_directory = Unicode("autograded").tag(config=True)
    student_id = Unicode("*").tag(config=True)
    student_id_exclude = Unicode("").tag(config=True)
    ignore = List([".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]).tag(config=True)
    groupshared = Bool(False).tag(config=True)


class BaseConverter(Configurable):
    """As CourseDirectory, for `c.BaseConverter`."""

    permissions = Integer(0).tag(config=True)


class Autograde(BaseConverter):
    """As CourseDirectory, for `c.Autograde`."""

    create_student = Bool(True).tag(config=True)
    exclude_overwriting = Dict({}).tag(config=True)


class NotebookClient(Configurable):
    """As CourseDirectory, for `c.NotebookClient`; nbgrader's Execute inherits its name and the next one's."""

    timeout = AnyTrait(30).tag(config=True)


class ExecutePreprocessor(NotebookClient):
    """As CourseDirectory, for `c.ExecutePreprocessor`."""


class Execute(ExecutePreprocessor):
    """As CourseDirectory, for `c.Execute`."""


@dataclass(frozen=True)
class CourseFolder:
    """An nbgrader course: its root, its configuration, and what the configuration says that a run needs."""

    root: Path
    config: Config
    db_url: str
    structure: str
    source_directory: str
    submitted_directory: str
    autograded_directory: str
    students_wanted: str
    """A glob over student ids."""
    students_excluded: frozenset[str]
    ignore: tuple[str, ...]
    groupshared: bool
    permissions: int
    """Mode bits of files in autograded/."""
    create_student: bool
    exclude_overwriting: dict[str, list[str]]
    cell_s: float | None
    """The limit of a cell; None where the configuration sets none."""

    def source(self, assignment: str) -> Path:
        return self._folder(self.source_directory, ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        return self._folder(self.submitted_directory, student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        return self._folder(self.autograded_directory, student, assignment)

    def _folder(self, step: str, student: str, assignment: str) -> Path:
        return self.root.joinpath(*self._parts(step, student, assignment))

    def _parts(self, step: str, student: str, assignment: str) -> list[str]:
        names = {"nbgrader_step": step, "student_id": student, "assignment_id": assignment}
        return [part.format(**names) for part in Path(self.structure).parts]

    def is_linked(self, student: str, assignment: str) -> bool:
        """Whether what bears the student's name is a link: to another's work, it may be. That submitted/ is one is the instructor's choice."""
        at = next(place for place, part in enumerate(Path(self.structure).parts) if "{student_id}" in part)
        return self.root.joinpath(*self._parts(self.submitted_directory, student, assignment)[: at + 1]).is_symlink()

    def students(self, assignment: str) -> list[str]:
        """The ids of those who submitted `assignment`, sorted; like nbgrader's glob it passes over names with a leading dot."""
        return sorted(
            student
            for student in self._submitters(assignment)
            if student == self.students_wanted or fnmatch.fnmatchcase(student, self.students_wanted)
            if student not in self.students_excluded
        )

    def _submitters(self, assignment: str) -> Iterator[str]:
        before, _, after = self.structure.partition("{student_id}")
        names = {"nbgrader_step": self.submitted_directory, "assignment_id": assignment}
        folder, _, prefix = before.format(**names).rpartition("/")
        suffix, _, below = after.format(**names).partition("/")
        entry_of_student = re.compile(f"{re.escape(prefix)}(.+){re.escape(suffix)}", re.DOTALL)
        place = self.root / folder
        for entry in place.iterdir() if place.is_dir() else ():
            match = entry_of_student.fullmatch(entry.name)
            if match and not match[1].startswith(".") and _is_there(entry / below if below else entry):
                yield match[1]


def _is_there(path: Path) -> bool:
    """Whether something has that name, a dangling link included: it is refused by name, not passed over."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def invalid_student(student: str) -> str:
    """Why `student` cannot be a student's id, or ""."""
    if len(student) > ID_CHARACTERS:
        return f"the folder's name has {len(student)} characters; a student id has at most {ID_CHARACTERS}"
    if not student.isprintable() or student != student.strip():
        return f"the folder's name {student!r} is no student id: it has invisible characters. Rename the folder"
    return ""


def invalid_assignment(assignment: str) -> str:
    """Why `assignment` cannot be an assignment's name, or ""; the rules are nbgrader's, and that it is one folder's name."""
    if not assignment.isprintable() or assignment.strip() != assignment or not 0 < len(assignment) <= ID_CHARACTERS:
        return f"{assignment!r} cannot be an assignment's name."
    if assignment.startswith(".") or set("/\\+*?[]{}") & set(assignment):
        return f"{assignment!r} cannot be an assignment's name: it must be the name of a folder, without / \\ + * ? [ ] {{ }}."
    return ""


def open_course(folder: Path | None = None) -> CourseFolder:
    """The course in `folder`; without one, as nbgrader finds it from the working folder. Raises CourseFolderError."""
    config = load_config(folder or Path.cwd())
    return from_config(config, folder or Path(config.CourseDirectory.get("root") or Path.cwd()))


def from_config(config: Config, folder: Path) -> CourseFolder:
    """The course in `folder` whose configuration is already read. Raises CourseFolderError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that nbgrader's classes have options which ours do not
            return from_traits(CourseDirectory(config=config), Autograde(config=config), config, folder.absolute())
    except AutogradeError:
        raise
    except Exception as error:  # traitlets raises TraitError, and whatever the configuration's own values raise
        raise CourseFolderError(f"The configuration of the course {folder} cannot be used: {error}") from error


def from_traits(course: Any, converter: Any, config: Config, root: Path) -> CourseFolder:
    """The course that nbgrader's own CourseDirectory and Autograde objects describe, or ours of the same names."""
    structure = course.directory_structure
    if structure.count("{student_id}") != 1 or "{assignment_id}" not in structure or "{nbgrader_step}" not in structure:
        raise CourseFolderError(
            f"CourseDirectory.directory_structure is {structure!r}; it must name {{nbgrader_step}}, {{student_id}} and {{assignment_id}}."
        )
    permissions = converter.permissions or (664 if course.groupshared else 444)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        timeout = Execute(config=config).timeout
    return CourseFolder(
        root=root,
        config=config,
        db_url=course.db_url or f"sqlite:///{root / 'gradebook.db'}",
        structure=structure,
        source_directory=course.source_directory,
        submitted_directory=course.submitted_directory,
        autograded_directory=course.autograded_directory,
        students_wanted=course.student_id.strip() or "*",
        students_excluded=frozenset(filter(None, course.student_id_exclude.split(","))),
        ignore=tuple(course.ignore),
        groupshared=course.groupshared,
        permissions=int(str(permissions), 8),  # nbgrader writes 444 for 0o444
        create_student=converter.create_student,
        exclude_overwriting=dict(converter.exclude_overwriting),
        cell_s=float(timeout) if timeout is not None and timeout > 0 else None,
    )


def load_config(folder: Path) -> Config:
    """What nbgrader would read in `folder`: Jupyter's folders first, the course's own last. Raises CourseFolderError."""
    from jupyter_core.paths import jupyter_config_path

    config = Config()
    for place in [*reversed(jupyter_config_path()), str(folder)]:
        for name in CONFIG_NAMES:
            for loader in (PyFileConfigLoader, JSONFileConfigLoader):
                file = f"{name}.{'py' if loader is PyFileConfigLoader else 'json'}"
                config.merge(_loaded(loader, file, place))
    return config


def _loaded(loader: Any, file: str, place: str) -> Config:
    try:
        config: Config = loader(file, path=place).load_config()
        return config
    except ConfigFileNotFound:
        return Config()
    except Exception as error:  # it is a program: anything can be raised by it
        raise CourseFolderError(
            f"{Path(place) / file} cannot be read: {type(error).__name__}: {error}. `nbgrader` would stop there, too."
        ) from error
