"""The home notebook's one cell, `home()`: how far the learner is and what comes next, live."""

from typing import TYPE_CHECKING, Any

from course.errors import CourseError
from course.home import page
from course.workspace.place import Workspace, find

if TYPE_CHECKING:
    from course.home.view import View

__all__ = ["Home", "home"]


def home() -> "Home":
    """Progress by module and the next lesson, of the workspace that the notebook is in."""
    return Home(find())


class Home:
    """Shown as a widget to a person, as static HTML or text elsewhere; outside a workspace always as the same text."""

    def __init__(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self._view: View | None = None

    def html(self) -> str:
        """What there is to show now; what cannot be read is said instead."""
        from course.workspace.standing import standing

        try:
            return page.html(standing(self._workspace))
        except CourseError as error:
            return page.problem(str(error))

    def __repr__(self) -> str:
        from course.workspace.standing import standing

        if self._workspace is None:
            return page.NO_WORKSPACE
        try:
            return page.text(standing(self._workspace))
        except CourseError as error:
            return str(error)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from course.parts.session import is_person_there

        text = {"text/plain": repr(self)}
        if self._workspace is None:
            return text
        static = {**text, "text/html": self.html()}
        if not is_person_there():
            return static
        if self._view is None:
            from course.home.view import View  # ipywidgets costs half a second: only where it is seen

            self._view = View(self.html, self._workspace.root)
        self._view.refresh()
        return {**self._view.bundle(), **static}
