"""What the learner's files say of their progress."""

from course import catalogue
from course.progress import Progress
from course.status import ModuleStatus, modules
from course.workspace.place import Workspace


def standing(workspace: Workspace | None) -> list[ModuleStatus]:
    """Every module with its lessons; nothing begun where there is no workspace. Raises DamagedFile, WorkspaceError."""
    return modules(catalogue.lessons(), Progress(workspace.progress).lessons() if workspace else {})
